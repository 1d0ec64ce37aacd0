#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "publish/dashboard.h"
#include "report/base_notes.h"
#include "report/exhibit.h"
#include "report/phrases.h"

namespace mtm {

/// Says what a report says, in one language. Cannot be moved: its parts refer to each other.
struct DashboardSpeaker {
    DashboardSpeaker(const DashboardInput& input, const std::string& language);
    DashboardSpeaker(const DashboardSpeaker&) = delete;
    DashboardSpeaker& operator=(const DashboardSpeaker&) = delete;

    /// A phrase of [dashboard] in languages/.
    [[nodiscard]] const std::string& phrase(std::string_view key) const;

    std::string code;
    std::size_t index = 0;  // of the questionnaire's languages
    const Phrases& words;
    ComposeOptions options;
    Diagnostics told;  // by the maker; it makes tables alone, which cannot fail
    ExhibitMaker exhibits;
    BaseWords bases;
};

/// One for each language of the page.
class DashboardSpeakers {
public:
    explicit DashboardSpeakers(const DashboardInput& input) {
        for (const Document& front : input.fronts)
            speakers_.emplace_back(input, front.language);
    }

    /// The same text in each language.
    [[nodiscard]] std::vector<std::string> each(
        const std::function<std::string(DashboardSpeaker&)>& text) {
        std::vector<std::string> out;
        for (DashboardSpeaker& speaker : speakers_)
            out.push_back(text(speaker));
        return out;
    }

    [[nodiscard]] std::deque<DashboardSpeaker>& all() { return speakers_; }

private:
    std::deque<DashboardSpeaker> speakers_;
};

}  // namespace mtm

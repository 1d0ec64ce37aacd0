#include "interview/audit_verdict.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "interview/audit_log.h"
#include "interview/reading_time.h"

namespace mtm {
namespace {

// Above this many, one flag speaks for all: it is the interview that was raced through.
constexpr std::size_t most_named = 10;

// "/data/household[2]/age" is "/data/household/age" in the second household.
struct NodePlace {
    std::string path;
    std::vector<int> positions;  // 0-based, outermost first
};

NodePlace place_of(std::string_view node) {
    NodePlace out;
    for (std::size_t i = 0; i < node.size(); ++i) {
        if (node[i] != '[') {
            out.path += node[i];
            continue;
        }
        const std::size_t end = node.find(']', i);
        if (end == std::string_view::npos) break;
        int position = 1;
        std::from_chars(node.data() + i + 1, node.data() + end, position);
        out.positions.push_back(position - 1);
        i = end;
    }
    return out;
}

// Whether an instance lies where the innermost positions of a node say. Nodes may give a position
// to groups too, so that there can be more positions than repeats: the innermost count.
bool lies_at(const RoutedInterview& interview, int instance, const std::vector<int>& positions) {
    std::size_t left = positions.size();
    for (int at = instance; at > 0; at = interview.instances[static_cast<std::size_t>(at)].parent) {
        if (left == 0) return true;
        --left;
        if (interview.instances[static_cast<std::size_t>(at)].position != positions[left])
            return false;
    }
    return true;
}

class Haste {
public:
    Haste(const Router& router, const RoutedInterview& interview, int language)
        : router_(router), interview_(interview), language_(language) {}

    // A question, or a page of several.
    void look_at(std::string_view node, bool page, std::int64_t spent_ms) {
        const NodePlace place = place_of(node);
        std::int64_t least = 0;
        std::string name;
        if (page) {
            const std::string inside = place.path + "/";
            const auto& questions = router_.questionnaire().questions;
            for (std::size_t q = 0; q < questions.size(); ++q) {
                if (router_.path_of(static_cast<int>(q)).starts_with(inside))
                    least += least_for(static_cast<int>(q), place.positions);
            }
            name = place.path.substr(place.path.rfind('/') + 1);
        } else if (const int question = router_.question_at(place.path); question >= 0) {
            least = least_for(question, place.positions);
            name = router_.questionnaire().questions[static_cast<std::size_t>(question)].name;
        }
        if (least == 0) return;
        ++looked_at_;
        if (spent_ms >= least) return;
        if (std::ranges::find(found_, name, &Flag::question) != found_.end()) return;
        found_.push_back(
            {"too-fast",
             name,
             fmt::format("Left after {:.1f} s; reading it aloud takes {:.1f} s at least.",
                         static_cast<double>(spent_ms) / 1000,
                         static_cast<double>(least) / 1000)});
    }

    std::vector<Flag> flags() && {
        if (found_.size() <= most_named) return std::move(found_);
        return {{"too-fast",
                 "",
                 fmt::format("{} of {} questions were left faster than they can be read aloud.",
                             found_.size(),
                             looked_at_)}};
    }

private:
    // 0 where nobody had to read it and answer.
    [[nodiscard]] std::int64_t least_for(int question, const std::vector<int>& positions) {
        const auto q = static_cast<std::size_t>(question);
        const Question& asked = router_.questionnaire().questions[q];
        if (!is_answered_by_people(asked.type) || asked.calculation ||
            !asked.default_value.empty() || !is_answered(q, positions)) {
            return 0;
        }
        return least_reading_ms(asked, language_);
    }

    // In a roster larger than any real one, what is not found in time counts as not answered.
    [[nodiscard]] bool is_answered(std::size_t q, const std::vector<int>& positions) {
        const int level = router_.levels().level_of[q];
        const auto slot = static_cast<std::size_t>(router_.levels().slot_of[q]);
        for (std::size_t i = 0; i < interview_.instances.size(); ++i) {
            if (--steps_left_ < 0) return false;
            const RoutedInstance& instance = interview_.instances[i];
            if (instance.level == level && !instance.values[slot].empty() &&
                lies_at(interview_, static_cast<int>(i), positions)) {
                return true;
            }
            if (level == 0) break;
        }
        return false;
    }

    const Router& router_;
    const RoutedInterview& interview_;
    int language_;
    std::size_t looked_at_ = 0;
    std::int64_t steps_left_ = 2'000'000;
    std::vector<Flag> found_;
};

struct Visits {
    std::string_view node;
    bool page = false;
    std::int64_t spent_ms = 0;
};

}  // namespace

std::vector<Flag> verdict_on_log(const Router& router,
                                 const RoutedInterview& interview,
                                 std::string_view audit_log,
                                 int language) {
    const AuditLog log = read_audit_log(audit_log);
    std::vector<Visits> visited;  // in the order of the log
    std::unordered_map<std::string_view, std::size_t> index;
    bool mocked = false;
    for (const AuditEvent& event : log.events) {
        mocked = mocked || (event.accuracy && *event.accuracy == 0);
        const bool page = event.event == "group questions";
        if ((!page && event.event != "question") || !event.end || event.node.empty()) continue;
        const auto [at, is_new] = index.try_emplace(event.node, visited.size());
        if (is_new) visited.push_back({event.node, page, 0});
        visited[at->second].spent_ms += std::max<std::int64_t>(0, *event.end - event.start);
    }
    Haste haste(router, interview, language);
    for (const Visits& visits : visited)
        haste.look_at(visits.node, visits.page, visits.spent_ms);
    std::vector<Flag> out = std::move(haste).flags();
    if (mocked) out.push_back({"mock-location", "", "Its log holds places that an app made up."});
    if (log.broken)
        out.push_back({"bad-audit-log", "", "Its audit log cannot be read to the end."});
    return out;
}

}  // namespace mtm

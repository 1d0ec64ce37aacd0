#include "capture/browser_limits.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace mtm {
namespace {

struct Limit {
    std::string_view type;
    std::string_view what;
    bool unusable = false;
};

// What docs/formats/rest.md lists; web/form/limits.ts has the sentences in the form's languages.
constexpr Limit audio{"audio", "A voice cannot be recorded or chosen.", true};
constexpr Limit video{"video", "A film cannot be taken or chosen.", true};
constexpr Limit file{"file", "A file cannot be chosen; only pictures can.", true};
constexpr Limit drawing{
    "drawing", "Drawing, annotating and signing are not offered; a picture can be chosen instead."};
constexpr Limit barcode{"barcode", "The code is typed in; the camera does not read it."};
constexpr Limit date_time{"date_time", "Date and time are typed in as text."};
constexpr Limit calendar{"calendar",
                         "A whole date of the Gregorian calendar is asked, whatever the appearance "
                         "says."};
constexpr Limit map{"map", "The map has no background: no map is fetched from anywhere."};
constexpr Limit last_saved{"last_saved", "The last interview is not remembered."};
constexpr Limit audit{"audit",
                      "No log of times and movements is kept, so that speed cannot be checked."};
constexpr Limit background_audio{"background_audio", "Nothing is recorded in the background."};
constexpr Limit guidance{"guidance", "Guidance for the enumerator is not shown."};

bool has_word(std::string_view appearance, std::initializer_list<std::string_view> words) {
    while (!appearance.empty()) {
        const std::size_t end = std::min(appearance.find(' '), appearance.size());
        if (std::ranges::find(words, appearance.substr(0, end)) != words.end()) return true;
        appearance.remove_prefix(std::min(end + 1, appearance.size()));
    }
    return false;
}

bool mentions_last_saved(const Node& node) {
    if (node.text.find("last-saved") != std::string::npos) return true;
    return std::ranges::any_of(node.children, mentions_last_saved);
}

bool mentions_last_saved(const Question& question) {
    for (const auto& expression : {question.relevant,
                                   question.constraint,
                                   question.required,
                                   question.calculation,
                                   question.choice_filter}) {
        if (expression && mentions_last_saved(expression->root)) return true;
    }
    return question.default_value.find("last-saved") != std::string::npos;
}

std::optional<Limit> limit_of_date(const Question& question) {
    if (has_word(question.appearance,
                 {"year",
                  "month-year",
                  "ethiopian",
                  "coptic",
                  "islamic",
                  "bikram-sambat",
                  "myanmar",
                  "persian",
                  "buddhist"})) {
        return calendar;
    }
    return std::nullopt;
}

std::optional<Limit> limit_of_type(const Question& question) {
    switch (question.type) {
        case QuestionType::audio:
            // Only what stands on a screen has a label: a recording in the background has none.
            return question.label.empty() ? background_audio : audio;
        case QuestionType::video:
            return video;
        case QuestionType::file:
            return file;
        case QuestionType::image:
            if (has_word(question.appearance, {"draw", "annotate", "signature"})) return drawing;
            return std::nullopt;
        case QuestionType::barcode:
            return barcode;
        case QuestionType::date_time:
            return date_time;
        case QuestionType::date:
            return limit_of_date(question);
        case QuestionType::geotrace:
        case QuestionType::geoshape:
            return map;
        case QuestionType::geopoint:
            if (has_word(question.appearance, {"maps", "placement-map"})) return map;
            return std::nullopt;
        case QuestionType::select_one:
            if (has_word(question.appearance, {"map"})) return map;
            return std::nullopt;
        case QuestionType::audit:
            return audit;
        default:
            return std::nullopt;
    }
}

BrowserLimit made(const Limit& limit, std::string question, int row) {
    return {
        std::move(question), std::string(limit.type), std::string(limit.what), limit.unusable, row};
}

}  // namespace

std::vector<BrowserLimit> browser_limits(const Questionnaire& questionnaire,
                                         std::string_view xform) {
    std::vector<BrowserLimit> whole;
    std::vector<BrowserLimit> out;
    if (xform.find("/meta/audit\"") != std::string_view::npos) whole.push_back(made(audit, {}, 0));
    bool has_guidance = false;
    for (const Question& question : questionnaire.questions) {
        has_guidance = has_guidance || !question.guidance_hint.empty();
        if (const auto limit = limit_of_type(question))
            out.push_back(made(*limit, question.name, question.row));
        if (mentions_last_saved(question))
            out.push_back(made(last_saved, question.name, question.row));
    }
    if (has_guidance) whole.push_back(made(guidance, {}, 0));
    whole.insert(whole.end(), out.begin(), out.end());
    return whole;
}

}  // namespace mtm

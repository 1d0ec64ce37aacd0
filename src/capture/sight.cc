#include "capture/sight.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"

namespace mtm {
namespace {

// No credential, link or person has this name: a supervisor without a team sees nothing.
constexpr const char* nobodys_name = "\n";

using QuestionsByName = std::unordered_map<std::string_view, std::vector<std::size_t>>;

bool points_at_someone(const Question& question, const Fieldwork& fieldwork) {
    if (question.disclosure == Disclosure::identifier) return true;
    if (!fieldwork.enumerator.empty() && question.name == fieldwork.enumerator) return true;
    switch (question.type) {
        case QuestionType::geopoint:
        case QuestionType::geotrace:
        case QuestionType::geoshape:
        case QuestionType::image:
        case QuestionType::audio:
        case QuestionType::video:
        case QuestionType::file:
        case QuestionType::barcode:
        case QuestionType::audit:
            return true;
        case QuestionType::metadata:
            return question.metadata != "start" && question.metadata != "end" &&
                   question.metadata != "today";
        default:
            return false;
    }
}

bool is_name_letter(char c) {
    return c != '/' && c != '[' && c != ']' && c != '{' && c != '}' && c != '(' && c != ')' &&
           c != '$' && c != ' ' && c != '@' && c != '\'' && c != '"' && c != ',';
}

// Whether a text (a path, a label's or default's ${…}) names one of the marked questions.
bool names_marked(std::string_view text,
                  const QuestionsByName& by_name,
                  const std::vector<bool>& marked) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && is_name_letter(text[end]))
            ++end;
        const auto found = by_name.find(text.substr(at, end - at));
        if (found != by_name.end() &&
            std::ranges::any_of(found->second, [&](std::size_t q) { return marked[q]; })) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

// References, paths, and texts too: jr:choice-name and pulldata take names in quotes.
bool rests_on_marked(const Node& node,
                     const QuestionsByName& by_name,
                     const std::vector<bool>& marked) {
    if (node.kind == NodeKind::reference || node.kind == NodeKind::path ||
        node.kind == NodeKind::string) {
        if (names_marked(node.text, by_name, marked)) return true;
    }
    return std::ranges::any_of(
        node.children, [&](const Node& child) { return rests_on_marked(child, by_name, marked); });
}

bool is_made_from_marked(const Question& question,
                         const QuestionsByName& by_name,
                         const std::vector<bool>& marked) {
    if (question.calculation && rests_on_marked(question.calculation->root, by_name, marked)) {
        return true;
    }
    return names_marked(question.default_value, by_name, marked);
}

// A choice among the answers of a repeat: "which of the people named above?".
bool chooses_from_repeat(const Question& question) {
    return is_select(question.type) && question.list < 0;
}

}  // namespace

InterviewFilter Sight::within(InterviewFilter filter) const {
    if (scope.everyone) return filter;
    if (filter.senders.empty()) {
        filter.senders = scope.senders;
    } else {
        std::erase_if(filter.senders,
                      [&](const std::string& sender) { return !scope.holds(sender); });
    }
    if (filter.senders.empty()) filter.senders = {nobodys_name};
    return filter;
}

Sight sight_of(const Identity& who, const ServedStudy& study) {
    return {.scope = scope_in(who, study.slug),
            .identifiers = may(who, study.slug, Right::read_identifiers),
            .staff = role_in(who, study.slug) != Role::analyst};
}

std::vector<bool> identifying_questions(const Questionnaire& form, const Fieldwork& fieldwork) {
    std::vector<bool> marked(form.questions.size());
    QuestionsByName by_name;
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        marked[q] = points_at_someone(form.questions[q], fieldwork) ||
                    chooses_from_repeat(form.questions[q]);
        by_name[form.questions[q].name].push_back(q);
    }
    // A calculation may rest on a later one: until nothing is added any more.
    for (bool grows = true; grows;) {
        grows = false;
        for (std::size_t q = 0; q < form.questions.size(); ++q) {
            if (marked[q] || !is_made_from_marked(form.questions[q], by_name, marked)) continue;
            marked[q] = true;
            grows = true;
        }
    }
    return marked;
}

bool rests_on_identifying(const Expression& expression,
                          const Questionnaire& form,
                          const std::vector<bool>& identifying) {
    QuestionsByName by_name;
    for (std::size_t q = 0; q < form.questions.size(); ++q)
        by_name[form.questions[q].name].push_back(q);
    return rests_on_marked(expression.root, by_name, identifying);
}

}  // namespace mtm

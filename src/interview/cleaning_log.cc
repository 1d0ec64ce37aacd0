#include "interview/cleaning_log.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace mtm {
namespace {

std::optional<double> number_in(std::string_view text) {
    double out = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
    return out;
}

// 1 and 0 for what spreadsheets and R write for true and false.
std::string_view truth_as_number(std::string_view text) {
    const std::string folded = lower_ascii(text);
    if (folded == "true") return "1";
    if (folded == "false") return "0";
    return text;
}

std::string standing_answer(const Interview& interview, const Answer& place) {
    const auto at = std::ranges::find_if(interview.answers, [&place](const Answer& answer) {
        return answer.question == place.question && answer.repeat == place.repeat;
    });
    return at == interview.answers.end() ? std::string() : at->value;
}

// The codes of a multiple answer with one more or one less, in the order in which they stand.
std::string with_choice(std::string_view answer, const std::string& code, bool taken) {
    std::vector<std::string> out;
    bool there = false;
    for (const std::string_view each : words(answer)) {
        there = there || each == code;
        if (each != code || taken) out.emplace_back(each);
    }
    if (taken && !there) out.push_back(code);
    return join(out, " ");
}

}  // namespace

bool same_answer(std::string_view a, std::string_view b) {
    a = truth_as_number(trim(a));
    b = truth_as_number(trim(b));
    if (a == b) return true;
    const auto first = number_in(a);
    const auto second = number_in(b);
    return first && second && *first == *second;
}

ChangeOutcome outcome_of(const LoggedChange& change,
                         const Questionnaire& questionnaire,
                         const Interview& standing) {
    ChangeOutcome out;
    out.old_value = standing_answer(standing, change.to);
    out.new_value = change.to.value;
    std::string seen = out.old_value;
    if (change.choice >= 0) {
        const ChoiceList& list = questionnaire.choices_of(change.to.question);
        const std::string& code = list.choices[static_cast<std::size_t>(change.choice)].name;
        const bool taken = same_answer(change.to.value, "1");
        const auto codes = words(out.old_value);
        seen = std::ranges::find(codes, code) != codes.end() ? "1" : "0";
        out.new_value = with_choice(out.old_value, code, taken);
    }
    if (same_answer(out.old_value, out.new_value)) {
        out.kind = ChangeOutcome::Kind::stands_already;
        return out;
    }
    out.verified = change.old_value.has_value() || seen.empty();
    const bool fits = !change.old_value || same_answer(*change.old_value, seen);
    out.kind = fits ? ChangeOutcome::Kind::applies : ChangeOutcome::Kind::refused;
    return out;
}

}  // namespace mtm

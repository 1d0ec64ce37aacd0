#include "interview/verdict.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/text.h"
#include "expression/date.h"
#include "expression/value.h"
#include "interview/audit_verdict.h"

namespace mtm {
namespace {

std::string_view code_of(BreakKind kind) {
    switch (kind) {
        case BreakKind::not_asked:
            return "not-asked";
        case BreakKind::required:
            return "required";
        case BreakKind::constraint:
            return "constraint";
        case BreakKind::not_a_choice:
            return "not-a-choice";
        case BreakKind::not_a_number:
            return "not-a-number";
        case BreakKind::calculation:
            return "calculation";
    }
    return {};
}

std::string_view words_for(BreakKind kind) {
    switch (kind) {
        case BreakKind::not_asked:
            return "Answered although the skip logic does not reach it.";
        case BreakKind::required:
            return "Must be answered and is blank.";
        case BreakKind::constraint:
            return "The answer breaks the question's constraint.";
        case BreakKind::not_a_choice:
            return "The answer is none of the question's choices.";
        case BreakKind::not_a_number:
            return "The answer is no number.";
        case BreakKind::calculation:
            return "The value is not the one that the form's own formula gives.";
    }
    return {};
}

const Question& question_of(const Router& router, int question) {
    return router.questionnaire().questions[static_cast<std::size_t>(question)];
}

// The instants of a metadata question: an interview has one of each.
std::optional<std::int64_t> instant_of(const Router& router,
                                       const RoutedInterview& interview,
                                       std::string_view metadata) {
    const std::vector<Question>& questions = router.questionnaire().questions;
    const auto at = std::ranges::find_if(questions, [metadata](const Question& q) {
        return q.type == QuestionType::metadata && q.metadata == metadata;
    });
    if (at == questions.end()) return std::nullopt;
    const auto question = static_cast<std::size_t>(at - questions.begin());
    if (router.levels().level_of[question] != 0) return std::nullopt;
    const auto slot = static_cast<std::size_t>(router.levels().slot_of[question]);
    const auto instant = date_time_from(interview.instances[0].values[slot]);
    if (!instant || !instant->has_time) return std::nullopt;
    return milliseconds_since_epoch(*instant);
}

void add_breaks(const Router& router, const RoutedInterview& interview, std::vector<Flag>& out) {
    for (const LogicBreak& found : interview.breaks) {
        out.push_back({std::string(code_of(found.kind)),
                       question_of(router, found.question).name,
                       std::string(words_for(found.kind))});
    }
}

void add_clock(const InterviewTimes& times,
               const Circumstances& circumstances,
               std::vector<Flag>& out) {
    const auto latest = times.end ? times.end : times.start;
    if (latest && *latest > circumstances.received + clock_tolerance_ms) {
        out.push_back({"clock-ahead", "", "By its device's clock it ended after it was received."});
    }
    if (times.start && times.end && *times.start > *times.end) {
        out.push_back({"end-before-start", "", "By its device's clock it ended before it began."});
    }
    if (times.start && circumstances.form_since > 0 &&
        *times.start + clock_tolerance_ms < circumstances.form_since) {
        out.push_back(
            {"before-form", "", "By its device's clock it began before its form existed."});
    }
}

// What reading has found, by code; the sentences of diagnostics may repeat what was sent.
void add_reading(const Diagnostics& read, std::vector<Flag>& out) {
    const auto has = [&read](std::string_view code) {
        return std::ranges::find(read, code, &Diagnostic::code) != read.end();
    };
    if (has("unknown-element"))
        out.push_back({"unknown-element", "", "It answers what its version of the form has not."});
    if (has("answered-twice"))
        out.push_back({"answered-twice", "", "A question is answered twice; the first counts."});
}

// "latitude longitude altitude accuracy": a device that measured is never sure to the metre. A
// point that a person set on a map is told apart by its appearance.
void add_mock_locations(const Router& router,
                        const RoutedInterview& interview,
                        std::vector<Flag>& out) {
    const std::vector<Question>& questions = router.questionnaire().questions;
    for (std::size_t q = 0; q < questions.size(); ++q) {
        const Question& question = questions[q];
        if (question.type != QuestionType::geopoint ||
            question.appearance.find("placement-map") != std::string::npos) {
            continue;
        }
        const auto slot = static_cast<std::size_t>(router.levels().slot_of[q]);
        const bool mocked = std::ranges::any_of(interview.instances, [&](const auto& instance) {
            if (instance.level != router.levels().level_of[q]) return false;
            const std::vector<std::string_view> numbers = words(instance.values[slot]);
            return numbers.size() == 4 && number_from(numbers[3]) == 0;
        });
        if (mocked)
            out.push_back(
                {"mock-location", question.name, "Its accuracy is 0: no device measured it."});
    }
}

}  // namespace

bool has_too_many_rounds(const Interview& interview) {
    constexpr int most = 2'000;
    // Answers are sorted by question: the longest run is of the one that is answered most often.
    int run = 0;
    int question = -1;
    for (const Answer& answer : interview.answers) {
        run = answer.question == question ? run + 1 : 1;
        question = answer.question;
        if (run > most) return true;
    }
    return false;
}

Flag too_many_rounds() {
    return {"not-checked", "", "It has more rounds of a repeat than any interview could."};
}

InterviewTimes times_of(const Router& router, const RoutedInterview& interview) {
    return {.start = instant_of(router, interview, "start"),
            .end = instant_of(router, interview, "end")};
}

std::vector<Flag> verdict_on(const Router& router,
                             const RoutedInterview& interview,
                             const Circumstances& circumstances) {
    std::vector<Flag> out;
    if (circumstances.read != nullptr) add_reading(*circumstances.read, out);
    add_breaks(router, interview, out);
    add_clock(times_of(router, interview), circumstances, out);
    add_mock_locations(router, interview, out);
    if (!circumstances.audit_log.empty()) {
        std::vector<Flag> log =
            verdict_on_log(router, interview, circumstances.audit_log, circumstances.language);
        std::ranges::move(log, std::back_inserter(out));
    }
    return out;
}

}  // namespace mtm

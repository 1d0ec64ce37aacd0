#include "quality/finding.h"

#include <algorithm>

#include "base/result.h"

namespace mtm {

std::string_view name_of(Priority priority) {
    switch (priority) {
        case Priority::low:
            return "low";
        case Priority::medium:
            return "medium";
        case Priority::high:
            return "high";
    }
    return {};
}

// NOLINTNEXTLINE(readability-function-size): a table
const std::vector<CheckDefinition>& check_definitions() {
    using enum Priority;
    static const std::vector<CheckDefinition> definitions{
        // The same twice.
        {"same-identifier",
         high,
         "Same respondent twice",
         "Phone both enumerators: one person interviewed twice, or a number that is not the "
         "respondent's."},
        {"near-duplicate",
         high,
         "Almost the same answers",
         "Compare the two interviews; ask whether one was copied."},
        {"same-start",
         high,
         "Begun at one instant",
         "Ask the enumerator; a device that copies a form keeps its start."},
        // Time.
        {"too-fast-to-read",
         high,
         "Faster than it can be read",
         "Phone the enumerator; interview the respondent again if there is a way to."},
        {"too-short",
         medium,
         "Shorter than usual",
         "Ask the enumerator; look at what was skipped."},
        {"too-long", low, "Longer than usual", "Usually a form left open; ask if there are many."},
        {"overlap",
         high,
         "Two interviews at once",
         "Ask whether the enumerator had two devices or filled one in later."},
        {"short-gap", low, "No time between two", "Ask how respondents are found so quickly."},
        {"many-a-day", medium, "Too many on one day", "Ask how; listen in on the next day."},
        {"at-night", medium, "Held at night", "Check the tablet's clock, then ask the enumerator."},
        {"before-round",
         high,
         "Before the fieldwork",
         "Check the tablet's clock; reject it if it is a trial."},
        {"after-round", medium, "After the fieldwork", "Decide whether it still counts."},
        {"clock", medium, "Clock of the device", "Set the tablet's clock to automatic."},
        // Place.
        {"outside-area",
         high,
         "Outside its area",
         "Ask where it was held; correct the area or reject it."},
        {"same-place",
         medium,
         "Many at one place",
         "A workplace or a shelter explains it; an enumerator's home does not."},
        {"same-point",
         medium,
         "One point of several enumerators",
         "No device measures a point twice to the last digit: ask who copied or typed it."},
        {"too-far-too-soon", high, "Too far from the one before", "Ask where both were held."},
        {"no-place", low, "Without a point", "Ask why the point was left out."},
        {"mock-location",
         high,
         "Invented location",
         "Look at the tablet: an app makes its places up."},
        // Answers.
        {"logic", medium, "Against the form's logic", "Correct it after asking the enumerator."},
        {"rule", medium, "Against a rule of the study", "Correct it after asking the enumerator."},
        {"outlier",
         medium,
         "Far from the other numbers",
         "Ask the enumerator for the number; look for a wrong unit or a zero too many."},
        {"special-value",
         medium,
         "A number that means no answer",
         "Blank it, or list it in the column `missing` of the question."},
        {"other-matches", low, "“Other” that is a choice", "Apply the suggested correction."},
        {"mostly-blank", medium, "Hardly any answers", "Ask whether the interview was broken off."},
        {"straight-line",
         low,
         "The same answer throughout",
         "Look at the enumerator's other interviews."},
        {"unlikely",
         low,
         "Answers that do not go together",
         "Read the interview; one of the two may be a slip."},
        {"read-too-fast",
         medium,
         "Questions left before they are read",
         "Listen in on this enumerator's next interviews."},
        {"missing-file",
         medium,
         "Attachment that never came",
         "Ask for the tablet to send what it still holds."},
        {"old-version",
         low,
         "An old version of the form",
         "Ask the enumerator to fetch the new form."},
        {"other-language",
         low,
         "Not in the respondent's language",
         "Ask why; an enumerator of that language may be needed."},
        // Enumerators.
        {"fast-enumerator",
         high,
         "Fast throughout",
         "Listen in; check a sample of respondents again."},
        {"few-questions",
         high,
         "Avoids follow-up questions",
         "Check a sample of respondents again on the questions that open subjects."},
        {"many-unknown", medium, "Many “I do not know”", "Train again: how to probe."},
        {"many-refused",
         medium,
         "Many refusals",
         "Train again; ask whether respondents are safe where they are interviewed."},
        {"many-blank",
         medium,
         "Many questions left blank",
         "Train again; make questions required that may be."},
        {"heaped-numbers", medium, "Round numbers", "Train again: how to ask for numbers."},
        {"straight-liner",
         high,
         "Answers alike throughout",
         "Listen in; check a sample of respondents again."},
        {"night-worker", high, "Works at night", "Check the tablet's clock, then ask."},
        {"alike-interviews",
         high,
         "Interviews like one another",
         "Check a sample of respondents again."},
        {"low-entropy", medium, "Answers that hardly vary", "Check a sample of respondents again."},
        // Questions and the round.
        {"enumerator-effect",
         low,
         "Depends on who asks",
         "Read the question with the enumerators: they put it differently."},
        {"drift", low, "Changed during the round", "Ask what changed: places, training, the form."},
        {"never-answered", medium, "Never answered", "Look at the question on a tablet."},
        {"one-answer",
         low,
         "Always the same answer",
         "Drop it from the report, or ask it differently next time."},
        {"quota-exceeded", low, "More than the target", "Stop there."},
        {"quota-short", low, "Fewer than the target", "Send enumerators there."},
    };
    return definitions;
}

const CheckDefinition& definition_of(std::string_view code) {
    const auto& all = check_definitions();
    const auto found = std::ranges::find(all, code, &CheckDefinition::code);
    CHECK(found != all.end());
    return *found;
}

Priority priority_of(const Finding& finding) {
    return definition_of(finding.code).priority;
}

}  // namespace mtm

#include "draft/draft_patterns.h"

namespace mtm {

// A table of sentences longer than a line.
// NOLINTBEGIN(readability-function-size, bugprone-suspicious-missing-comma)
const DraftPatterns& english_draft() {
    static const DraftPatterns patterns{
        .language = "en",
        .prevailing =
            {
                "Asked {q}, the great majority {of} ({fa}) answered {a}.",
                "{fa} {of} answered {q} with {a}.",
                "To the question {q}, {fa} {of} replied {a}.",
                "One answer to {q} stands out: {a}, given by {fa} {of}.",
                "The reply to {q} was {a} for {fa} {of}.",
                "{a} was by far the most frequent answer to {q} ({fa}).",
                "With {fa} {of}, {a} dominates the answers to {q}.",
                "{fa} {of} gave the same answer to {q}, namely {a}.",
            },
        .majority =
            {
                "More than half {of} ({fa}) answered {q} with {a}.",
                "Asked {q}, a majority {of} ({fa}) said {a}.",
                "{a} was the answer of more than half ({fa}) {of} to {q}.",
                "The question {q} was answered with {a} by {fa} {of}.",
                "For {fa} {of}, the answer to {q} was {a}.",
                "A majority {of} ({fa}) chose {a} when asked {q}.",
                "{fa} {of} said {a} in reply to {q}.",
                "Over half {of} ({fa}) gave {a} as their answer to {q}.",
            },
        .leading =
            {
                "The most frequent answer to {q} was {a} ({fa}).",
                "Asked {q}, people most often said {a} ({fa}), followed by {b} ({fb}).",
                "{a} leads the answers to {q} with {fa}; {b} comes next with {fb}.",
                "{fa} {of} answered {q} with {a}, more than with any other choice.",
                "Among the answers to {q}, {a} comes first ({fa}) and {b} second ({fb}).",
                "In reply to {q}, {a} was named by {fa} {of} and {b} by {fb}.",
                "{q} was most often answered with {a} ({fa}).",
                "{a} ({fa}) was ahead of {b} ({fb}) in the answers to {q}.",
            },
        .close =
            {
                "Two answers to {q} were almost equally frequent: {a} ({fa}) and {b} ({fb}).",
                "Asked {q}, {fa} {of} said {a} and {fb} said {b}.",
                "The answers {a} ({fa}) and {b} ({fb}) to {q} lie close together.",
                "First among the answers to {q} come {a} ({fa}) and {b} ({fb}).",
                "There was little between {a} ({fa}) and {b} ({fb}) in the answers to {q}.",
                "Neither {a} ({fa}) nor {b} ({fb}) clearly leads the answers to {q}.",
                "{a} and {b} were named by {fa} and {fb} {of}, respectively, in reply to {q}.",
            },
        .unknown =
            {
                "{fa} {of} answered {q} with {a}; of the other answers, {b} comes first ({fb}).",
                "On {q}, {a} was said by {fa} {of} and {b} by {fb}.",
                "In answer to {q}, {fa} {of} said {a}, while {fb} said {b}.",
                "The answer {a} to {q} came from {fa} {of}; {b} follows with {fb}.",
            },
        .several =
            {
                "Of several possible answers to {q}, {a} ({fa}) and {b} ({fb}) were named most.",
                "Asked {q}, {fa} {of} named {a}, {fb} {b} and {fc} {c}.",
                "{a} was mentioned by {fa} {of} in reply to {q}, {b} by {fb}.",
                "The list for {q}, of which more than one could be chosen, is led by {a} ({fa}).",
                "In answer to {q}, people named {a} ({fa}), {b} ({fb}) and {c} ({fc}) above all.",
                "{fa} {of} included {a} among their answers to {q}; {fb} included {b}.",
                "Several answers to {q} could be given; the first three are {a} ({fa}), {b} ({fb}) "
                "and {c} ({fc}).",
                "When asked {q}, {fa} {of} mentioned {a}, and {fb} mentioned {b}.",
                "Foremost among the answers to {q} is {a}, with {fa} {of}.",
                "To {q}, more than one answer was possible: {a} ({fa}), {b} ({fb}), {c} ({fc}).",
            },
        .number =
            {
                "The average answer to {q} was {mean}; the median was {median}.",
                "Asked {q}, people gave {mean} on average, and the middle answer was {median}.",
                "On average, the answer to {q} was {mean} (median: {median}).",
                "The answers to {q} average {mean}, with a median of {median}.",
                "For {q}, the mean was {mean} and the median {median}.",
                "The middle answer to {q} is {median}, the average {mean}.",
            },
        .second =
            {
                "{b} follows with {fb}.",
                "Next came {b} ({fb}).",
                "Another {fb} said {b}.",
                "{fb} chose {b}, and {fc} chose {c}.",
                "After it come {b} ({fb}) and {c} ({fc}).",
                "{b} accounts for {fb}.",
                "A further {fb} named {b}.",
                "Behind it stands {b}, with {fb}.",
            },
        .asked =
            {
                "The question {q} went to {people}, {share} of all respondents.",
                "{people} ({share} of everyone interviewed) were asked {q}.",
                "Not everybody was asked {q}: {people} were, or {share} of all.",
                "{q} concerned {people} of those interviewed ({share}).",
                "Who was asked {q} depended on earlier answers; {people} were ({share}).",
                "{share} of all respondents, {people}, came to the question {q}.",
            },
        .difference =
            {
                "{a} was more frequent among {g} ({fg}) than among {h} ({fh}).",
                "Among {g}, {fg} answered {a}; among {h}, {fh} did.",
                "By {by}, {fg} of {g} said {a}, against {fh} of {h}.",
                "The share of {a} was higher for {g} ({fg}) than for {h} ({fh}).",
                "{g} gave the answer {a} more often ({fg}) than {h} ({fh}).",
                "{a} stands at {fg} for {g} and at {fh} for {h}.",
                "Fewer of {h} ({fh}) than of {g} ({fg}) answered {a}.",
                "Compared with {h} ({fh}), {g} ({fg}) more often answered {a}.",
                "The answer {a} came from {fg} of {g} and from {fh} of {h}.",
            },
        .range =
            {
                "By {by}, the share of {a} is not the same for {g} ({fg}) and {h} ({fh}).",
                "The share of {a} differs by {by}: {fg} for {g}, {fh} for {h}.",
                "{a} varies by {by}: it is {fg} for {g} and {fh} for {h}.",
                "By {by}, {g} gave the answer {a} more often ({fg}) than {h} ({fh}).",
                "By {by}, {g} ({fg}) and {h} ({fh}) lie apart in the answer {a}.",
                "{a}, by {by}, was more common for {g} ({fg}) than for {h} ({fh}).",
            },
        .change =
            {
                "The share of {a} shows {change} since the round before.",
                "Against the round before, there was {change} in the share of {a}.",
                "Compared with the last round, {a} saw {change}.",
                "Between the two rounds there was {change} in the share of {a}.",
                "The last round had another share of {a}; since then there was {change}.",
            },
        .entries =
            {
                "For {fa} {of}, the answer to {q} is {a}.",
                "{q} is answered with {a} for {fa} {of}.",
                "The answer {a} to {q} was given for {fa} {of}.",
                "To {q}, {a} stands for {fa} {of}.",
                "With {fa} {of}, {a} comes first among the answers to {q}.",
            },
        .entries_number =
            {
                "For {q}, the mean {of} is {mean} and the median {median}.",
                "Over entries of {r}, the mean answer to {q} is {mean}, the median {median}.",
                "Counted over entries of {r}, {q} is {mean} on average (median: {median}).",
            },
        .entries_asked =
            {
                "The question {q} was asked for {n} entries of {r}, {share} of them.",
                "{q} was not asked for all entries of {r}, but for {n} ({share}).",
                "Of all entries of {r}, {n} came to {q}, or {share}.",
                "For which entries of {r} {q} was asked depended on earlier answers; there are {n} "
                "({share}).",
            },
        .means =
            {
                "The average answer to {q} was higher for {g} ({mg}) than for {h} ({mh}).",
                "Asked {q}, {g} gave {mg} on average, and {h} {mh}.",
                "For {q}, the mean was {mg} for {g} and {mh} for {h}.",
                "On average, the answer to {q} was {mg} for {g}, against {mh} for {h}.",
            },
        .of_everyone = "of respondents",
        .of_asked = "of those who were asked",
        .of_entries = "of the entries of {r}",
        .of_asked_entries = "of the entries of {r} for which it was asked",
        .person = {"person", "people"},
        .women = "women",
        .men = "men",
        .opening = "About this survey",
        .opening_text = "This report is of {n} interviews.",
        .no_inference =
            "Nobody knows how likely each person was to be interviewed. What is told here, "
            "differences between groups included, is true of the people "
            "interviewed; it says nothing certain about others.",
        .inference =
            "Differences between groups are told where chance alone would hardly give them; all "
            "those told were tested as one family.",
        .key_findings = "Key findings",
        .answers = "Answers",
        .people_fact = "people were interviewed",
        .answer_fact = "answered {a} to {q}",
        .written_by =
            "**Draft.** This text was written from the data and the questionnaire. Read each "
            "sentence, add what the numbers cannot know, and remove this box.",
        .quote_open = "“",
        .quote_close = "”"};
    return patterns;
}

// NOLINTEND(readability-function-size, bugprone-suspicious-missing-comma)

}  // namespace mtm

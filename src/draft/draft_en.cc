#include "draft/draft_patterns.h"

namespace mtm {

const DraftPatterns& english_draft() {
    static const DraftPatterns patterns{
        .language = "en",
        .prevailing =
            {
                "Asked {q}, the great majority {of} ({fa}) answered {a}.",
                "{fa} {of} answered {q} with {a}.",
                "To the question {q}, {fa} {of} replied {a}.",
                "One answer stands out to {q}: {a}, given by {fa} {of}.",
                "The reply to {q} was {a} for {fa} {of}.",
                "On {q}, answers agree to a great extent: {fa} {of} said {a}.",
                "{a} was by far the most frequent answer to {q} ({fa}).",
                "Few differed on {q}: {fa} {of} chose {a}.",
                "With {fa} {of}, {a} dominates the answers to {q}.",
                "{fa} {of} gave the same answer to {q}, namely {a}.",
            },
        .majority =
            {
                "More than half {of} ({fa}) answered {q} with {a}.",
                "Asked {q}, a majority {of} ({fa}) said {a}.",
                "To {q}, most {of_bare} ({fa}) replied {a}.",
                "{a} was the answer of more than half {of} to {q} ({fa}).",
                "The question {q} was answered with {a} by {fa} {of}.",
                "For {fa} {of}, the answer to {q} was {a}.",
                "A majority {of} ({fa}) chose {a} when asked {q}.",
                "On {q}, {fa} {of} settled on {a}.",
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
                "No answer to {q} reached half; {a} came closest with {fa}.",
                "In reply to {q}, {a} was named by {fa} {of} and {b} by {fb}.",
                "{q} was most often answered with {a} ({fa}).",
                "{a} ({fa}) was ahead of {b} ({fb}) in the answers to {q}.",
                "Answers to {q} were spread; the largest group, {fa} {of}, said {a}.",
            },
        .close =
            {
                "Two answers to {q} were almost equally frequent: {a} ({fa}) and {b} ({fb}).",
                "Asked {q}, {fa} {of} said {a} and {fb} said {b}.",
                "The answers {a} ({fa}) and {b} ({fb}) to {q} lie close together.",
                "Opinions on {q} divide between {a} ({fa}) and {b} ({fb}).",
                "{a} and {b} were named by {fa} and {fb} {of}, respectively, in reply to {q}.",
                "There was little between {a} ({fa}) and {b} ({fb}) in the answers to {q}.",
                "To {q}, {a} ({fa}) came just before {b} ({fb}).",
                "Neither {a} ({fa}) nor {b} ({fb}) clearly leads the answers to {q}.",
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
                "To {q}, many gave more than one answer: {a} ({fa}), {b} ({fb}), {c} ({fc}).",
            },
        .number =
            {
                "The average answer to {q} was {mean}; the median was {median}.",
                "Asked {q}, people gave {mean} on average, and the middle answer was {median}.",
                "On average, the answer to {q} was {mean} (median: {median}).",
                "{q}: the mean is {mean}, and as many lie above as below {median}.",
                "The answers to {q} average {mean}, with a median of {median}.",
                "Half of the numbers given for {q} are {median} or less; their mean is {mean}.",
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
                "{b} was the answer of {fb}, {c} that of {fc}.",
                "Behind it stands {b}, with {fb}.",
                "Others said {b} ({fb}) or {c} ({fc}).",
            },
        .asked =
            {
                "The question {q} went to {n} people, {share} of all respondents.",
                "{n} people ({share} of everyone interviewed) were asked {q}.",
                "Only some were asked {q}: {n} people, or {share} of all.",
                "{q} concerned {n} of those interviewed ({share}).",
                "Who was asked {q} depended on earlier answers; {n} people were ({share}).",
                "{share} of all respondents, {n} people, came to the question {q}.",
            },
        .difference =
            {
                "{a} was more frequent among {g} ({fg}) than among {h} ({fh}).",
                "Among {g}, {fg} answered {a}; among {h}, {fh} did.",
                "{by} makes a difference: {fg} of {g} said {a}, against {fh} of {h}.",
                "The share of {a} was higher for {g} ({fg}) than for {h} ({fh}).",
                "{g} gave the answer {a} more often ({fg}) than {h} ({fh}).",
                "By {by}, the answer {a} ranges from {fh} ({h}) to {fg} ({g}).",
                "{a} stands at {fg} for {g} and at {fh} for {h}.",
                "Fewer of {h} ({fh}) than of {g} ({fg}) answered {a}.",
                "Compared with {h} ({fh}), {g} ({fg}) more often answered {a}.",
                "The answer {a} came from {fg} of {g} but only {fh} of {h}.",
            },
        .range =
            {
                "By {by}, {a} was most frequent for {g} ({fg}) and least for {h} ({fh}).",
                "The share of {a} runs from {fh} for {h} to {fg} for {g}.",
                "{a} varies by {by}: {fg} for {g}, {fh} for {h}.",
                "Between {h} and {g} the share of {a} goes from {fh} to {fg}.",
                "Of all groups by {by}, {g} ({fg}) and {h} ({fh}) differ most in {a}.",
                "For {a}, {by} matters: the extremes are {g} with {fg} and {h} with {fh}.",
                "{g} has the highest share of {a} ({fg}), {h} the lowest ({fh}).",
            },
        .change =
            {
                "Since the round before, the share of {a} changed by {change}.",
                "The change of {a} against the round before is {change}.",
                "Compared with the last round, {a} moved by {change}.",
                "{a}: {change} since the round before.",
                "Against the round before, {a} stands {change} apart.",
                "Between the two rounds the share of {a} shifted by {change}.",
                "The last round had another share of {a}; the difference is {change}.",
            },
        .of_everyone = "of respondents",
        .of_asked = "of those who were asked",
        .bare_everyone = "respondents",
        .bare_asked = "of those who were asked",
        .of_entered = "of those entered under {r}",
        .bare_entered = "those entered under {r}",
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
        .people_fact = "people were interviewed",
        .answer_fact = "answered {a} to {q}",
        .written_by =
            "**Draft.** This text was written from the data and the questionnaire. Read each "
            "sentence, add what the numbers cannot know, and remove this box.",
        .quote_open = "“",
        .quote_close = "”"};
    return patterns;
}

}  // namespace mtm

#include "report/front_matter.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/language.h"
#include "report/phrases.h"
#include "report/print_number.h"

namespace mtm {
namespace {

std::string joined_unless_empty(const std::vector<std::string>& parts, std::string_view between) {
    std::vector<std::string> there;
    for (const std::string& part : parts) {
        if (!part.empty()) there.push_back(part);
    }
    return join(there, between);
}

ClosingSection reading_section(const Document& document, const Phrases& words, Medium medium) {
    ClosingSection out{
        .anchor = "mtm-reading",
        .title = std::string(words.reading),
        .paragraphs = {fmt::format(
            fmt::runtime(words.reading_text),
            fmt::arg("weighting",
                     document.weighted ? words.reading_weighted : words.reading_unweighted))},
        .facts = {},
        .lines = {},
        .file = document.annex};
    out.paragraphs.front() +=
        " " + std::string(medium == Medium::screen ? words.reading_screen : words.reading_paper);
    if (document.intervals) {
        out.paragraphs.push_back(fmt::format(fmt::runtime(words.reading_intervals),
                                             fmt::arg("level", document.level),
                                             fmt::arg("missed", 100 - document.level)));
    }
    if (document.edition == Edition::published) {
        out.paragraphs.push_back(fmt::format(fmt::runtime(words.reading_public),
                                             fmt::arg("threshold", document.threshold)));
        if (document.rounded_to > 0)
            out.paragraphs.push_back(rounding_words(document.rounded_to, document.language));
    }
    if (!out.file.empty()) out.paragraphs.emplace_back(words.annex);
    return out;
}

ClosingSection colophon(const Document& document, const Phrases& words) {
    const MadeFrom& made = document.made_from;
    ClosingSection out{.anchor = "mtm-colophon",
                       .title = std::string(words.colophon),
                       .paragraphs = {},
                       .facts = {{std::string(words.made_by), made.program},
                                 {std::string(words.made_from_data), made.data},
                                 {std::string(words.made_from_plan), made.plan}},
                       .lines = {},
                       .file = {}};
    if (!made.program.empty()) out.paragraphs.emplace_back(words.colophon_text);
    return out;
}

}  // namespace

std::vector<std::string> marks_of(const Document& document) {
    const Phrases& words = phrases_in(document.language);
    std::vector<std::string> out;
    if (document.rehearsal) out.emplace_back(words.invented);
    if (document.edition == Edition::internal) out.emplace_back(words.internal);
    return out;
}

std::string round_and_period(const Document& document) {
    return joined_unless_empty({document.round, document.period}, " · ");
}

std::string full_title(const Document& document) {
    const std::string title = joined_unless_empty(
        {document.country, document.title, document.round, document.period}, " · ");
    const std::string marks = join(marks_of(document), " · ");
    return marks.empty() ? title : marks + " – " + title;
}

std::string counts_line(const Document& document) {
    const Phrases& words = phrases_in(document.language);
    const InterviewCounts& counts = document.counts;
    const auto number = [&](int count) { return print_count(count, document.language); };
    if (counts.received == counts.counted) {
        return fmt::format(fmt::runtime(words.counts_all),
                           fmt::arg("received", number(counts.received)));
    }
    std::vector<std::string> reasons;
    for (const auto& [reason, count] : counts.left_out) {
        if (count == 0) continue;
        reasons.push_back(fmt::format(fmt::runtime(words.left_out),
                                      fmt::arg("number", number(count)),
                                      fmt::arg("reason", reason)));
    }
    return fmt::format(fmt::runtime(words.counts_line),
                       fmt::arg("received", number(counts.received)),
                       fmt::arg("counted", number(counts.counted))) +
           " " + join(reasons, ", ") + ".";
}

std::string as_of_line(const Document& document) {
    if (document.as_of.empty()) return {};
    return fmt::format(fmt::runtime(phrases_in(document.language).as_of_line),
                       fmt::arg("when", document.as_of));
}

std::string made_from_line(const Document& document) {
    const MadeFrom& made = document.made_from;
    if (made.program.empty()) return {};
    return made.program + "; data " + made.data + "; plan " + made.plan;
}

std::vector<ClosingSection> closing_sections(const Document& document, Medium medium) {
    const Phrases& words = phrases_in(document.language);
    const auto section = [](std::string_view anchor, std::string_view title) {
        ClosingSection out;
        out.anchor = anchor;
        out.title = title;
        return out;
    };
    std::vector<ClosingSection> all{reading_section(document, words, medium)};
    ClosingSection& survey = all.emplace_back(section("mtm-short", words.method_facts));
    survey.facts = {{std::string(words.fieldwork), document.fieldwork},
                    {std::string(words.interviews), counts_line(document)},
                    {std::string(words.as_of), as_of_line(document)},
                    {std::string(words.design), document.design_note},
                    {std::string(words.weights), join(document.weighting, " ")},
                    {std::string(words.variance), join(document.variance, " ")}};
    if (!document.citation.empty()) {
        all.emplace_back(section("mtm-citation", words.citation)).paragraphs = {document.citation};
    }
    all.emplace_back(section("mtm-disclaimer", words.disclaimer)).paragraphs = document.disclaimer;
    if (!document.funders.empty()) {
        all.emplace_back(section("mtm-funders", words.funders)).paragraphs = {
            join(document.funders, "; ")};
    }
    all.emplace_back(section("mtm-contact", words.contact)).lines = document.contact;
    all.push_back(colophon(document, words));
    std::vector<ClosingSection> out;
    for (ClosingSection& each : all) {
        std::erase_if(each.facts, [](const auto& fact) { return fact.second.empty(); });
        if (each.paragraphs.empty() && each.facts.empty() && each.lines.empty()) continue;
        out.push_back(std::move(each));
    }
    return out;
}

}  // namespace mtm

// Exhibits of tables with levels: the layout is that of StructuredTable; here its numbers are
// printed, as those of plain tables are.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/base_notes.h"
#include "report/exhibit.h"
#include "report/language.h"
#include "report/print_number.h"
#include "report/structure_words.h"
#include "report/table_remarks.h"
#include "tabulate/cell_marks.h"

namespace mtm {

std::string ExhibitMaker::printed_base(const StructuredBase& base) const {
    const SafeTable& safe = *base.of;
    if (safe.withheld_groups[base.group]) return std::string(words_.withheld);
    if (safe.coarse) return {};
    const std::size_t n = safe.table.group_bases[base.group];
    return "n = " + print_count(static_cast<std::int64_t>(n), options_.language) +
           (is_small_base(n, marks()) ? "*" : "");
}

ExhibitCell ExhibitMaker::structured_cell(const StructuredCell& at) const {
    if (at.made) return {print_decimal(*at.made, 1, options_.language), ""};
    if (at.of == nullptr) return {"–", ""};
    if (is_withheld(*at.of, at.group, at.category)) return {std::string(words_.withheld), ""};
    // Without letters: columns are not those of one row of groups.
    ExhibitCell printed = cell(*at.of, TableTrust(), at.group, at.category);
    if (!at.label.empty()) {
        printed.detail = std::move(printed.text);
        printed.text = at.label;
    }
    return printed;
}

void ExhibitMaker::add_structure(const SafeTable& safe, Exhibit& exhibit) const {
    const StructureWords structure_words =
        structure_words_in(options_.language, study_, dataset_, texts_.language);
    const StructuredTable laid_out = structured(safe, structure_words);
    for (const auto& heads : laid_out.heads) {
        std::vector<ExhibitHead>& row = exhibit.heads.emplace_back();
        for (const StructuredHead& head : heads)
            row.push_back({head.label, head.columns, head.rows});
    }
    for (std::size_t c = 0; c < laid_out.columns.size(); ++c) {
        ExhibitColumn& column = exhibit.columns.emplace_back();
        column.label = laid_out.columns[c];
        if (c < laid_out.column_bases.size()) column.base = printed_base(laid_out.column_bases[c]);
    }
    for (const StructuredRow& row : laid_out.rows) {
        ExhibitRow& out = exhibit.rows.emplace_back();
        out.label = row.label;
        out.missing = row.missing;
        out.indent = row.indent;
        out.heading = row.heading;
        if (row.base) out.base = printed_base(*row.base);
        for (const StructuredCell& one : row.cells)
            out.cells.push_back(structured_cell(one));
    }
}

// Of whom each question's row is, where they are not all of the same people.
void ExhibitMaker::add_bases_of_questions(const SafeTable& safe, Exhibit& exhibit) const {
    BaseWords words(study_, dataset_, texts_.language, words_);
    const ChartWords& quotes = report_language(options_.language).chart();
    std::vector<std::pair<AskedBase, std::vector<std::string>>> bases;
    for (std::size_t q = 0; q < questions_in(safe); ++q) {
        const Table& part = parts_of_question(safe, q).front()->table;
        const auto asked = words.asked(part.base);
        if (!asked) continue;
        auto at = std::ranges::find_if(
            bases, [&](const auto& known) { return known.first.key == asked->key; });
        if (at == bases.end()) at = bases.insert(bases.end(), {*asked, {}});
        at->second.push_back(quotes.open_quote + words.question_label(part.spec.question) +
                             quotes.close_quote);
    }
    for (const auto& [asked, questions] : bases) {
        exhibit.remarks.push_back(
            fmt::format(fmt::runtime(words_.base_note_bare),
                        fmt::arg("wording", asked.wording),
                        fmt::arg("asked",
                                 fmt::format(fmt::runtime(words_.asked_some),
                                             fmt::arg("questions", join(questions, ", "))))));
    }
}

void ExhibitMaker::add_structured_remarks(const SafeTable& safe, Exhibit& exhibit) const {
    bool coarse = false;
    bool withheld = false;
    std::vector<const SafeTable*> parts{&safe};
    for (const SafeTable& part : safe.parts)
        parts.push_back(&part);
    for (const SafeTable* part : parts) {
        coarse = coarse || part->coarse;
        for (std::size_t g = 0; g < part->table.groups.size(); ++g) {
            for (std::size_t c = 0; c < part->withheld[g].size(); ++c)
                withheld = withheld || is_withheld(*part, g, c);
        }
    }
    const TableTrust trust = trust_in_parts(safe, marks());
    add_trust_remarks(trust, exhibit);
    if (withheld) {
        exhibit.remarks.push_back(fmt::format(fmt::runtime(words_.explains_withheld),
                                              fmt::arg("threshold", safe.threshold)));
    }
    if (coarse) {
        exhibit.remarks.emplace_back(trust.percentages ? words_.explains_coarse
                                                       : words_.explains_coarse_number);
    }
    const std::string& note = safe.table.spec.note.in(texts_.language);
    if (!note.empty()) exhibit.remarks.push_back(note);
}

}  // namespace mtm

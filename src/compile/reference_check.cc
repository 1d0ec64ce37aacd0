#include "compile/reference_check.h"

#include <algorithm>
#include <set>
#include <string>

#include "compile/form_text.h"
#include "compile/row_report.h"

namespace mtm {
namespace {

bool is_one_of(const SheetColumn& column, const std::vector<std::string_view>& names) {
    return std::ranges::find(names, column.path.front()) != names.end();
}

}  // namespace

ReferenceCheck::ReferenceCheck(const FormDefinition& form) {
    ++count_[form.root].elements;
    for (const FormElement& element : form.elements)
        count(element);
    for (const auto& [name, found] : count_) {
        if (found.rows > 0 && found.elements > 0) names_.emplace_back(name);
    }
    std::ranges::sort(names_);
}

// Whoever has hundreds of unknown names has another mistake than a misspelling.
std::string ReferenceCheck::remedy_for(const std::string& unknown) const {
    constexpr int most_looked_up = 200;
    constexpr std::string_view plainly = "Add it, or correct the name in ${…}.";
    if (++looked_up_ > most_looked_up) return std::string(plainly);
    return did_you_mean(unknown, names_, plainly);
}

// Of what the form itself adds, only its instanceID can be referred to; what else has the name of a
// question makes that name ambiguous. A file has no place in the form that could be referred to.
void ReferenceCheck::count(const FormElement& element) {
    if (element.kind == FormElement::Kind::attribute || element.type == "entity-label") return;
    Count& count = count_[element.name];
    const bool on_a_row = !is_generated(element) && element.type != "audit";
    if (on_a_row || element.name == "instanceID") ++count.rows;
    if (element.kind != FormElement::Kind::external_instance) ++count.elements;
    for (const FormElement& child : element.children)
        this->count(child);
}

void ReferenceCheck::check(const SheetForm& sheet,
                           const std::vector<std::string_view>& but,
                           Diagnostics& diagnostics) const {
    for (const SheetColumn& column : sheet.columns()) {
        if (!is_one_of(column, but)) check_column(sheet, column, diagnostics);
    }
}

void ReferenceCheck::check_only(const SheetForm& sheet,
                                const std::vector<std::string_view>& columns,
                                Diagnostics& diagnostics) const {
    for (const SheetColumn& column : sheet.columns()) {
        if (is_one_of(column, columns)) check_column(sheet, column, diagnostics);
    }
}

void ReferenceCheck::check_column(const SheetForm& sheet,
                                  const SheetColumn& column,
                                  Diagnostics& diagnostics) const {
    for (int row = 1; row < sheet.end_row(); ++row) {
        const std::string_view text = sheet.raw(row, column.index);
        if (text.find("${") == std::string_view::npos) continue;
        check_cell(text, sheet, row, column, diagnostics);
    }
}

void ReferenceCheck::check_cell(std::string_view text,
                                const SheetForm& sheet,
                                int row,
                                const SheetColumn& column,
                                Diagnostics& diagnostics) const {
    const RowReport report(sheet, row, diagnostics);
    bool broken = false;
    std::set<std::string_view> told;
    for (const TextReference& reference : text_references(text, &broken)) {
        const auto at = count_.find(reference.name);
        const Count count = at == count_.end() ? Count() : at->second;
        if (count.rows == 1 && count.elements == 1) continue;
        if (!told.insert(reference.name).second) continue;
        const std::string name(reference.name);
        if (count.rows > 1 || (count.rows == 1 && count.elements > 1)) {
            report.error("ambiguous-name",
                         column.header,
                         "“" + name + "” is the name of several questions or groups.",
                         "Give the one that is meant a name of its own.");
            continue;
        }
        report.error("unknown-question",
                     column.header,
                     "There is no question “" + name + "”.",
                     remedy_for(name));
    }
    if (!broken) return;
    report.error("bad-reference",
                 column.header,
                 "A “${” in this cell is not followed by the name of a question and “}”.",
                 "Write ${name}, without spaces.");
}

}  // namespace mtm

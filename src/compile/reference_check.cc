#include "compile/reference_check.h"

#include <algorithm>
#include <set>
#include <string>

#include "compile/form_text.h"
#include "compile/row_report.h"

namespace mtm {
namespace {

void count_names(const std::vector<FormElement>& elements,
                 std::unordered_map<std::string_view, int>& count) {
    for (const FormElement& element : elements) {
        if (element.bodyless || element.kind == FormElement::Kind::attribute) continue;
        ++count[element.name];
        count_names(element.children, count);
    }
    for (const FormElement& element : elements) {  // instanceID, unless a question has its name
        if (!element.bodyless) continue;
        for (const FormElement& of_meta : element.children)
            count.try_emplace(of_meta.name, 1);
    }
}

bool is_one_of(const SheetColumn& column, const std::vector<std::string_view>& names) {
    return std::ranges::find(names, column.path.front()) != names.end();
}

}  // namespace

ReferenceCheck::ReferenceCheck(const FormDefinition& form) {
    count_names(form.elements, count_);
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
        if (at != count_.end() && at->second == 1) continue;
        if (!told.insert(reference.name).second) continue;
        const std::string name(reference.name);
        if (at != count_.end()) {
            report.error("ambiguous-name",
                         column.header,
                         "“" + name + "” is the name of several questions, in different groups.",
                         "Give the one that is meant a name of its own.");
            continue;
        }
        std::vector<std::string> names;
        for (const auto& [known, count] : count_)
            names.emplace_back(known);
        std::ranges::sort(names);
        report.error("unknown-question",
                     column.header,
                     "There is no question “" + name + "”.",
                     did_you_mean(name, names, "Add it, or correct the name in ${…}."));
    }
    if (!broken) return;
    report.error("bad-reference",
                 column.header,
                 "A “${” in this cell is not followed by the name of a question and “}”.",
                 "Write ${name}, without spaces.");
}

}  // namespace mtm

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "review/findings.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

// A word on its own: of a path, a step that goes to no other place.
bool is_bare_name(const Node& node) {
    return node.kind == NodeKind::path && node.children.empty() &&
           node.text.find_first_of("/.:*@[({") == std::string::npos;
}

class BareNames {
public:
    explicit BareNames(const Questionnaire& form) : form_(form) {}

    void look_at(const Expression& logic, const char* column, int row) {
        visit(logic.root, column, row);
    }

    void report(Findings& findings) const {
        for (const auto& [cell, rows] : rows_) {
            const auto& [column, name] = cell;
            findings.add(
                "name-without-braces",
                "survey",
                rows.front(),
                column,
                fmt::format("{} stands on its own ({}): that is no answer and no text, and "
                            "always empty.",
                            name,
                            rows_in_words(rows)),
                remedy(column, name));
        }
    }

private:
    // What stands in a predicate names columns of a list, rightly without braces.
    void visit(const Node& node, const char* column, int row) {
        if (node.kind == NodeKind::path) {
            if (!is_bare_name(node)) return;
            std::vector<int>& rows = rows_[{column, node.text}];
            if (rows.empty() || rows.back() != row) rows.push_back(row);
            return;
        }
        for (const Node& child : node.children)
            visit(child, column, row);
    }

    [[nodiscard]] std::string remedy(const std::string& column, const std::string& name) const {
        if (form_.find(name) >= 0)
            return fmt::format("Write ${{{}}} for the answer to that question.", name);
        if (column == "required" || column == "read_only")
            return "Write yes, or leave the cell empty: as it stands, it says no.";
        const std::string text = fmt::format("If it is a text, write '{}'", name);
        return did_you_mean(name, form_.names(), text + "; if it is a question, ${…}.");
    }

    const Questionnaire& form_;
    std::map<std::pair<std::string, std::string>, std::vector<int>> rows_;  // by column and name
};

}  // namespace

// A choice_filter is left out: there, names without braces are columns of the choices sheet.
void review_bare_names(const Questionnaire& form, Findings& findings) {
    BareNames names(form);
    for (const LogicCell& cell : logic_cells(form)) {
        if (std::string_view(cell.column) != "choice_filter")
            names.look_at(*cell.expression, cell.column, cell.row);
    }
    names.report(findings);
}

}  // namespace mtm

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "study/check.h"

namespace mtm {
namespace {

// The columns of a table; none where it has no rows.
std::vector<std::string> columns_of(const ChoiceList& table) {
    std::vector<std::string> out;
    if (table.choices.empty()) return out;
    const auto is_named = [](const Choice& row) { return !row.name.empty(); };
    const auto is_labelled = [](const Choice& row) { return !row.label.empty(); };
    if (std::ranges::any_of(table.choices, is_named)) out.emplace_back("name");
    if (std::ranges::any_of(table.choices, is_labelled)) out.emplace_back("label");
    for (const auto& [column, value] : table.choices.front().extra)
        out.push_back(column);
    return out;
}

class AttachedColumns {
public:
    AttachedColumns(const Questionnaire& form, const std::string& file)
        : form_(form), file_(file) {}

    void look_at(const Expression& logic, const char* column, int row) {
        visit(logic.root, column, row);
    }

    Diagnostics take() && { return std::move(found_); }

private:
    void visit(const Node& node, const char* column, int row) {
        for (const Node& child : node.children)
            visit(child, column, row);
        const bool looks_up =
            node.kind == NodeKind::call && node.text == "pulldata" && node.children.size() == 4;
        if (!looks_up || node.children[0].kind != NodeKind::string) return;
        const ChoiceList* table = form_.find_file(node.children[0].text);
        if (table == nullptr) return;
        for (const std::size_t argument : {std::size_t{1}, std::size_t{2}}) {
            const Node& wanted = node.children[argument];
            if (wanted.kind == NodeKind::string) check(*table, wanted.text, column, row);
        }
    }

    void check(const ChoiceList& table, const std::string& wanted, const char* column, int row) {
        const std::vector<std::string> columns = columns_of(table);
        if (columns.empty() || std::ranges::find(columns, wanted) != columns.end()) return;
        if (!told_.insert({row, wanted}).second) return;
        found_.push_back(
            {.code = "unknown-column-of-file",
             .severity = Severity::error,
             .place =
                 {.file = file_, .sheet = "survey", .row = row, .column = column, .interview = {}},
             .message = fmt::format(
                 "pulldata() asks for a column “{}” that media/{}.csv does not have: it would "
                 "always be empty.",
                 wanted,
                 table.name),
             .remedy =
                 did_you_mean(wanted, columns, "Its columns are " + join(columns, ", ") + ".")});
    }

    const Questionnaire& form_;
    const std::string& file_;
    std::set<std::pair<int, std::string>> told_;
    Diagnostics found_;
};

}  // namespace

Diagnostics check_attached_columns(const Questionnaire& form, const std::string& file) {
    AttachedColumns columns(form, file);
    for (const LogicCell& cell : logic_cells(form))
        columns.look_at(*cell.expression, cell.column, cell.row);
    return std::move(columns).take();
}

}  // namespace mtm

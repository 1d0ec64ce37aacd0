#include "publish/synthetic_tables.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "expression/evaluate.h"

namespace mtm {
namespace {

// Behind the choices of a question.
constexpr std::size_t no_answer = 0;
constexpr std::size_t not_asked = 1;

/// One answer to one question, as skip logic sees it.
class OneAnswer : public AnswerSource {
public:
    OneAnswer(const std::string& name, std::string answer)
        : name_(name), answer_(std::move(answer)) {}

    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        return name == name_ && !answer_.empty() ? NodeSet{{answer_}} : NodeSet{};
    }

    [[nodiscard]] NodeSet path(std::string_view /*path*/) const override { return {}; }

    [[nodiscard]] std::string self() const override { return {}; }

    [[nodiscard]] bool asked(std::string_view /*name*/) const override { return true; }

    [[nodiscard]] std::string choice_label(std::string_view /*name*/,
                                           std::string_view choice) const override {
        return std::string(choice);
    }

    [[nodiscard]] std::string now() const override { return {}; }

private:
    const std::string& name_;
    std::string answer_;
};

bool is_plain(const SafeTable& safe) {
    const TableSpec& spec = safe.table.spec;
    return spec.statistic == Statistic::percent && spec.by.size() <= 1 && !spec.where &&
           spec.questions.empty() && spec.banners.empty() && !spec.ranks && spec.top == 0 &&
           !safe.table.multiple && !safe.coarse && safe.table.level == 0 && safe.parts.empty() &&
           !safe.table.categories.empty() && safe.table.base.where.empty();
}

class TableMaker {
public:
    TableMaker(const Study& study,
               const std::vector<Released<SafeTable>>& released,
               std::size_t interviews)
        : form_(study.questionnaire), released_(released) {
        out_.tables.total = static_cast<long long>(interviews);
    }

    SyntheticTables make() {
        for (const Released<SafeTable>& released : released_) {
            out_.rehearsal |= released->table.rehearsal;
            add_variable(released.value());
        }
        for (std::size_t variable = 0; variable < out_.questions.size(); ++variable)
            out_.tables.tables.push_back({{variable}, single_[variable]});
        for (const Released<SafeTable>& released : released_)
            add_pair(released.value());
        for (std::size_t variable = 0; variable < out_.questions.size(); ++variable)
            add_skip_logic(variable);
        for (auto& [of, cells] : pairs_)
            out_.tables.tables.push_back({{of.first, of.second}, std::move(cells)});
        return std::move(out_);
    }

private:
    [[nodiscard]] std::optional<std::size_t> variable_of(const std::string& name) const {
        const int question = form_.find(name);
        const auto found = std::ranges::find(out_.questions, question);
        if (question < 0 || found == out_.questions.end()) return std::nullopt;
        return static_cast<std::size_t>(found - out_.questions.begin());
    }

    [[nodiscard]] const std::vector<Choice>& choices(std::size_t variable) const {
        return form_.choices_of(out_.questions[variable]).choices;
    }

    [[nodiscard]] std::size_t categories(std::size_t variable) const {
        return choices(variable).size() + 2;
    }

    // The category of a row of a table; none where it is in somebody's own words.
    [[nodiscard]] std::optional<std::size_t> category_of(std::size_t variable,
                                                         const Category& row) const {
        if (row.blank) return choices(variable).size() + no_answer;
        const auto& list = choices(variable);
        const auto found = std::ranges::find(list, row.name, &Choice::name);
        if (found == list.end()) return std::nullopt;
        return static_cast<std::size_t>(found - list.begin());
    }

    // A group of a table as counts of a variable's categories; `base` may be withheld.
    [[nodiscard]] std::optional<std::vector<BoundedCount>> counts_of(const SafeTable& safe,
                                                                     std::size_t group,
                                                                     std::size_t variable,
                                                                     BoundedCount everyone) const {
        std::vector<BoundedCount> out(categories(variable), known_count(0));
        const bool base_told = !safe.withheld_groups[group];
        const auto base = static_cast<long long>(safe.table.group_bases[group]);
        const long long most = base_told ? base : everyone.high;
        for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
            const auto category = category_of(variable, safe.table.categories[c]);
            if (!category) return std::nullopt;
            const auto n = static_cast<long long>(safe.table.cells[group][c].n);
            out[*category] = safe.withheld[group][c] ? rounded_count(0, most) : known_count(n);
        }
        BoundedCount& left = out[choices(variable).size() + not_asked];
        left = base_told ? rounded_count(std::max(0LL, everyone.low - base),
                                         std::max(0LL, everyone.high - base))
                         : rounded_count(0, everyone.high);
        if (left.low == left.high) left = known_count(left.low);
        return out;
    }

    void add_variable(const SafeTable& safe) {
        const int question = form_.find(safe.table.spec.question);
        if (!is_plain(safe) || question < 0 || variable_of(safe.table.spec.question)) return;
        const Question& asked = form_.questions[static_cast<std::size_t>(question)];
        if (asked.type != QuestionType::select_one) return;
        if (form_.choices_of(question).choices.size() + 2 > most_categories) return;
        out_.questions.push_back(question);
        const std::size_t variable = out_.questions.size() - 1;
        const auto counts = counts_of(safe, 0, variable, known_count(out_.tables.total));
        if (!counts) {
            out_.questions.pop_back();
            return;
        }
        single_.push_back(*counts);
        TableVariable& described = out_.tables.variables.emplace_back();
        described.name = asked.name;
        for (const Choice& choice : choices(variable))
            described.categories.push_back({choice.name});
        described.categories.push_back({"no answer", CategoryMeaning::no_answer});
        described.categories.push_back({"not asked", CategoryMeaning::not_asked});
    }

    void add_pair(const SafeTable& safe) {
        if (!is_plain(safe) || safe.table.spec.by.size() != 1 || safe.table.groups_overlap) return;
        const auto rows = variable_of(safe.table.spec.by[0]);
        const auto columns = variable_of(safe.table.spec.question);
        if (!rows || !columns || *rows == *columns) return;
        const std::pair<std::size_t, std::size_t> of = std::minmax(*rows, *columns);
        if (pairs_.contains(of)) return;
        std::vector<BoundedCount> cells = free_cells(of);
        for (std::size_t group = 1; group < safe.table.groups.size(); ++group) {
            const auto row = category_of(*rows, safe.table.groups[group]);
            if (!row) return;
            const auto counts = counts_of(safe, group, *columns, single_[*rows][*row]);
            if (!counts) return;
            for (std::size_t column = 0; column < counts->size(); ++column)
                cell(cells, of, *rows, *row, column) = (*counts)[column];
        }
        pairs_.emplace(of, std::move(cells));
    }

    // Nothing is known of them but what their variables tell.
    [[nodiscard]] std::vector<BoundedCount> free_cells(
        std::pair<std::size_t, std::size_t> of) const {
        std::vector<BoundedCount> out;
        for (const BoundedCount& first : single_[of.first]) {
            for (const BoundedCount& second : single_[of.second])
                out.push_back(rounded_count(0, std::min(first.high, second.high)));
        }
        return out;
    }

    [[nodiscard]] BoundedCount& cell(std::vector<BoundedCount>& cells,
                                     std::pair<std::size_t, std::size_t> of,
                                     std::size_t variable,
                                     std::size_t category,
                                     std::size_t other) const {
        const std::size_t width = categories(of.second);
        return variable == of.first ? cells[category * width + other]
                                    : cells[other * width + category];
    }

    // Where a question is asked only of some answers to another, that both are variables.
    void add_skip_logic(std::size_t variable) {
        for (const Expression* relevance : form_.relevance_of(out_.questions[variable])) {
            const std::vector<std::string> names = references(relevance->root);
            if (names.size() != 1) continue;
            const auto decides = variable_of(names[0]);
            if (decides && *decides != variable) rule_out(*decides, variable, *relevance);
        }
    }

    void rule_out(std::size_t decides, std::size_t variable, const Expression& relevance) {
        const std::pair<std::size_t, std::size_t> of = std::minmax(decides, variable);
        auto found = pairs_.find(of);
        if (found == pairs_.end()) found = pairs_.emplace(of, free_cells(of)).first;
        const std::string& name =
            form_.questions[static_cast<std::size_t>(out_.questions[decides])].name;
        const std::size_t answers = choices(decides).size();
        for (std::size_t category = 0; category < answers + 2; ++category) {
            const OneAnswer given(name, category < answers ? choices(decides)[category].name : "");
            if (to_boolean(evaluate(relevance.root, given))) continue;
            for (std::size_t other = 0; other < choices(variable).size() + not_asked; ++other)
                cell(found->second, of, decides, category, other) = impossible_count();
        }
    }

    const Questionnaire& form_;
    const std::vector<Released<SafeTable>>& released_;
    SyntheticTables out_;
    std::vector<std::vector<BoundedCount>> single_;
    std::map<std::pair<std::size_t, std::size_t>, std::vector<BoundedCount>> pairs_;
};

}  // namespace

SyntheticTables synthetic_tables(const Study& study,
                                 const std::vector<Released<SafeTable>>& tables,
                                 std::size_t interviews) {
    return TableMaker(study, tables, interviews).make();
}

CodedRecords coded_interviews(const SyntheticTables& made, const Dataset& dataset) {
    CodedRecords out;
    out.variables = made.questions.size();
    for (std::size_t row = 0; row < dataset.counted(); ++row) {
        for (std::size_t variable = 0; variable < made.questions.size(); ++variable) {
            const auto& columns = dataset.levels[0].columns;
            const auto column =
                std::ranges::find(columns, made.questions[variable], &Column::question);
            const std::size_t choices = made.tables.variables[variable].categories.size() - 2;
            std::size_t code = choices + no_answer;
            if (column == columns.end() || column->asked[row] == 0) {
                code = choices + not_asked;
            } else if (column->codes[row] >= 0 &&
                       static_cast<std::size_t>(column->codes[row]) < choices) {
                code = static_cast<std::size_t>(column->codes[row]);
            }
            out.codes.push_back(static_cast<std::uint8_t>(code));
        }
    }
    return out;
}

}  // namespace mtm

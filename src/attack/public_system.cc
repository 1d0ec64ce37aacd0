// From what is printed to a system of counts: first every number of people that has a name, then
// what each table says of its numbers, then sums. Tested in public_system_test.cc against records
// that tables were made from: what was true of the records holds in the system.
#include "attack/public_system.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "attack/answer_conditions.h"
#include "attack/populations.h"
#include "attack/public_csv.h"
#include "attack/public_figures.h"
#include "attack/sum_rows.h"
#include "base/text.h"

namespace mtm {

namespace {

std::string place_of(const PublicTable& table,
                     const PublicGroup& group,
                     std::string_view category) {
    std::string out = "table “" + table.name + "”";
    if (!group.name.empty()) out += ", group “" + group.name + "”";
    if (!category.empty()) out += ", category “" + std::string(category) + "”";
    return out;
}

class SystemMaker {
public:
    SystemMaker(const PublicTables& tables, const PublicStructure& structure)
        : tables_(tables),
          structure_(structure),
          interviews_(interviews_of(tables, structure)),
          names_(system_, told_by_asking(structure), interviews_ > 0 ? interviews_ : 1'000'000) {}

    PublicSystem make(const std::vector<PublicFigure>& figures) {
        if (interviews_ > 0) tell(names_.count(everyone_interviewed, {}), interviews_);
        const std::vector<Population> populations = populations_of(tables_, structure_);
        for (std::size_t t = 0; t < tables_.tables.size(); ++t)
            limit_to_rows(tables_.tables[t], populations[t]);
        for (std::size_t t = 0; t < tables_.tables.size(); ++t)
            add_numbers(tables_.tables[t], populations[t]);
        for (const PublicFigure& figure : figures)
            add_figure(figure);
        for (const TableCounts& counts : placed_) {
            add_percentages(counts);
            add_targets(counts);
        }
        add_sum_rows(system_, names_, placed_, structure_);
        return {std::move(system_), std::move(placed_)};
    }

private:
    void tell(int count, long long value) {
        PublicCount& told = system_.counts[static_cast<std::size_t>(count)];
        told.low = told.high = value;
    }

    [[nodiscard]] bool fixed(int count) const {
        const PublicCount& of = system_.counts[static_cast<std::size_t>(count)];
        return of.low == of.high;
    }

    [[nodiscard]] bool differs(const std::string& population,
                               const Answers& answers,
                               std::optional<long long> value) const {
        if (!value) return false;
        const auto count = names_.known(population, answers);
        if (!count) return false;
        const PublicCount& of = system_.counts[static_cast<std::size_t>(*count)];
        return *value < of.low || *value > of.high;
    }

    static Answers answers_of(const Population& population, const PublicGroup& group) {
        Answers out = population.where;
        for (const auto& [question, answer] : group.path)
            add_answer(out, question, answer);
        return out;
    }

    static Answers with(Answers answers, const std::string& question, const std::string& answer) {
        add_answer(answers, question, answer);
        return answers;
    }

    static ToldAnswers told_by_asking(const PublicStructure& structure) {
        ToldAnswers out;
        for (const AskedOf& asked : structure.asked)
            out.emplace(
                asked.question,
                std::pair(asked.filter, AnswerCondition{asked.filter, asked.answers}.in_answers()));
        return out;
    }

    static std::optional<long long> count_told(const PublicTable& table, const PublicCell& cell) {
        return table.counts_people() ? cell.count : std::nullopt;
    }

    // Whether a table cannot be of these people, for other numbers of them are printed.
    [[nodiscard]] bool contradicts(const PublicTable& table, const Population& population) const {
        for (const PublicGroup& group : table.groups) {
            const Answers answers = answers_of(population, group);
            if (differs(population.name, answers, group.base)) return true;
            for (std::size_t c = 0; c < group.cells.size(); ++c) {
                if (differs(population.name,
                            with(answers, table.question, table.categories[c]),
                            count_told(table, group.cells[c]))) {
                    return true;
                }
            }
        }
        return false;
    }

    // Rows of a repeat can be more than were interviewed.
    void limit_to_rows(const PublicTable& table, const Population& population) {
        if (population.name == everyone_interviewed || !population.where.empty()) return;
        for (const PublicGroup& group : table.groups) {
            if (group.path.empty() && group.base) names_.limit(population.name, *group.base);
        }
    }

    // Of whom figures of the question are: a table of all who were asked it says that best.
    void remember_asked(const PublicTable& table, const Population& population) {
        if (table.where.empty()) {
            of_question_.insert_or_assign(table.question, population);
        } else if (population.name == everyone_interviewed) {
            const Population asked = asked_by_form(table.question, structure_);
            if (table.asked.empty() || !asked.where.empty())
                of_question_.emplace(table.question, asked);
        }
    }

    void add_numbers(const PublicTable& table, Population population) {
        if (contradicts(table, population)) {
            population.name = "those of table " + table.name;
            system_.notes.push_back("Table “" + table.name +
                                    "” prints other numbers of the same people than another table: "
                                    "it was not linked to the others.");
            of_question_.emplace(table.question, population);
        } else {
            remember_asked(table, population);
        }
        TableCounts out{&table, population, {}, {}};
        for (const PublicGroup& group : table.groups) {
            const Answers answers = answers_of(population, group);
            out.bases.push_back(names_.count(population.name, answers));
            if (group.base) tell(out.bases.back(), *group.base);
            out.cells.emplace_back();
            if (!table.counts_people()) continue;
            for (std::size_t c = 0; c < group.cells.size(); ++c) {
                out.cells.back().push_back(names_.count(
                    population.name, with(answers, table.question, table.categories[c])));
                if (group.cells[c].count) tell(out.cells.back().back(), *group.cells[c].count);
            }
        }
        placed_.push_back(std::move(out));
    }

    void add_percentages(const TableCounts& counts) {
        const PublicTable& table = *counts.table;
        if (table.statistic != "percent" || table.weighted) return;
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            for (std::size_t c = 0; c < table.groups[g].cells.size(); ++c) {
                const PublicCell& cell = table.groups[g].cells[c];
                if (cell.count || cell.value.empty()) continue;
                int of = counts.bases[g];
                if (table.percent_of == "row") of = counts.cells[0][c];
                if (table.percent_of == "total") of = counts.bases[0];
                add_percentage_row(system_, counts.cells[g][c], of, cell.value);
            }
        }
    }

    void add_target(TargetKind kind, int count, int of, const std::string& place, bool printed) {
        if (seen_.insert({kind, count, of}).second)
            system_.targets.push_back({kind, count, of, place, printed});
    }

    void add_targets(const TableCounts& counts) {
        const PublicTable& table = *counts.table;
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            const PublicGroup& group = table.groups[g];
            const int base = counts.bases[g];
            add_target(
                TargetKind::base, base, -1, place_of(table, group, ""), group.base.has_value());
            for (std::size_t c = 0; c < counts.cells[g].size(); ++c) {
                const int cell = counts.cells[g][c];
                const std::string place = place_of(table, group, table.categories[c]);
                const bool printed = group.cells[c].count.has_value();
                add_target(TargetKind::cell, cell, -1, place, printed);
                if (fixed(base)) {
                    add_target(TargetKind::others, cell, base, place, printed);
                } else {
                    add_target(TargetKind::others, others_of(base, cell), -1, place, false);
                }
            }
        }
    }

    // All of a base but a cell, as a count of its own.
    int others_of(int base, int cell) {
        const auto [at, first] = others_.emplace(std::pair(base, cell), -1);
        if (!first) return at->second;
        at->second = names_.extra("all but " + system_.counts[static_cast<std::size_t>(cell)].name);
        system_.rows.push_back({{{cell, 1}, {at->second, 1}, {base, -1}}, 0, 0, false});
        return at->second;
    }

    void add_figure(const PublicFigure& figure) {
        const auto understood = figure_counts(figure);
        if (!understood) return;
        const auto found = of_question_.find(understood->question);
        Population asked = asked_by_form(understood->question, structure_);
        if (found != of_question_.end())
            asked = found->second;
        else if (asked.where.empty())
            asked.name = "asked " + understood->question;
        if (found == of_question_.end() && figure.base && *figure.base > interviews_) {
            asked = {"all " + std::to_string(*figure.base) + " of “" + understood->question + "”",
                     {}};
            if (!understood->where.empty()) asked.name += " in figure " + figure.expression;
            names_.limit(asked.name, *figure.base);
        }
        Answers base = asked.where;
        for (const auto& [question, answer] : understood->where)
            add_answer(base, question, answer);
        const Answers those = understood->answer.empty()
                                  ? base
                                  : with(base, understood->question, understood->answer);
        if (differs(asked.name, base, figure.base) ||
            differs(asked.name, those, understood->count)) {
            system_.notes.push_back("The figure " + figure.expression +
                                    " prints other numbers than the tables: it was not used.");
            return;
        }
        const int of = names_.count(asked.name, base);
        if (figure.base) tell(of, *figure.base);
        add_target(TargetKind::base,
                   of,
                   -1,
                   "base of the figure " + figure.expression,
                   figure.base.has_value());
        if (understood->answer.empty()) return;
        const int cell = names_.count(asked.name, those);
        if (understood->count) tell(cell, *understood->count);
        if (!understood->percentage.empty())
            add_percentage_row(system_, cell, of, understood->percentage);
        const std::string place = "figure " + figure.expression;
        system_.rows.push_back({{{cell, 1}, {of, -1}}, -no_limit, 0, false});
        add_target(TargetKind::cell, cell, -1, place, understood->count.has_value());
        if (fixed(of))
            add_target(TargetKind::others, cell, of, place, understood->count.has_value());
    }

    const PublicTables& tables_;
    const PublicStructure& structure_;
    long long interviews_;
    CountSystem system_;
    CountNames names_;
    std::map<std::string, Population> of_question_;
    std::vector<TableCounts> placed_;
    std::map<std::pair<int, int>, int> others_;
    std::set<std::tuple<TargetKind, int, int>> seen_;
};

}  // namespace

void add_percentage_row(CountSystem& system, int count, int of, const std::string& value) {
    std::string text = value;
    if (text.find('.') != std::string::npos) {
        while (text.back() == '0')
            text.pop_back();
        if (text.back() == '.') text.pop_back();
    }
    if (text == "0.25") {  // above 0, under a half
        system.rows.push_back({{{count, 1}}, 1, no_limit, false});
        system.rows.push_back({{{count, 200}, {of, -1}}, -no_limit, -1, false});
        return;
    }
    const auto printed = printed_decimal(text);
    if (printed && printed->decimals <= 6) {
        long long scale = 1;
        for (int d = 0; d < printed->decimals; ++d)
            scale *= 10;
        const long long v = printed->digits;
        if (v > 100 * scale) return;
        system.rows.push_back({{{count, 200 * scale}, {of, 1 - 2 * v}}, 0, no_limit, false});
        system.rows.push_back({{{count, 200 * scale}, {of, -1 - 2 * v}}, -no_limit, -1, false});
        return;
    }
    const PublicCount& base = system.counts[static_cast<std::size_t>(of)];
    if (base.low != base.high) return;
    const double percentage = std::strtod(text.c_str(), nullptr);
    const double people = percentage * static_cast<double>(base.low) / 100;
    if (std::abs(people - std::round(people)) > 1e-6) return;
    const long long n = std::llround(people);
    system.rows.push_back({{{count, 1}}, n, n, false});
}

PublicSystem public_system(const PublicTables& tables,
                           const std::vector<PublicFigure>& figures,
                           const PublicStructure& structure) {
    return SystemMaker(tables, structure).make(figures);
}

}  // namespace mtm

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "rehearse/count_model.h"

namespace mtm {
namespace {

constexpr double most_people = 1e7;
constexpr long long unknown = -1;  // people in a base

long long floor_divided(long long a, long long b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

long long ceil_divided(long long a, long long b) {
    return -floor_divided(-a, b);
}

/// Whole numbers n from `least` to `most`.
struct CountRange {
    long long least = 0;
    long long most = 0;
};

/// Counts that print as `printed` per cent of `base` people. “<1” is what rounds to less than 1.
CountRange counts_printing(const PrintedNumber& printed, long long base) {
    const long long unit = 200 * printed.scale;
    if (base <= 0) return {1, 0};
    if (printed.below) {
        return {1, std::min(base, floor_divided((2 * printed.value - 1) * base - 1, unit))};
    }
    if (printed.value == 0) return {0, 0};
    return {ceil_divided((2 * printed.value - 1) * base, unit),
            std::min(base, floor_divided((2 * printed.value + 1) * base - 1, unit))};
}

class ProgramBuilder {
public:
    ProgramBuilder(const CountModel& model, std::optional<long long> total)
        : model_(model), total_(total) {}

    ComponentProgram build(int component) {
        out_.first_column.assign(model_.tree.cliques.size(), -1);
        if (!total_) out_.total_column = out_.program.add_column(1, most_people);
        add_cells(component);
        add_sums(component);
        for (std::size_t c = 0; c < model_.tree.cliques.size(); ++c) {
            if (out_.first_column[c] >= 0) join_to_parent(static_cast<int>(c));
        }
        for (std::size_t k = 0; k < model_.survey.claims.size(); ++k) {
            if (component < 0 || model_.claim_component[k] == component) {
                add_claim(static_cast<int>(k));
            }
        }
        return std::move(out_);
    }

private:
    using Cell = std::size_t;

    void add_cells(int component) {
        const double most = total_ ? static_cast<double>(*total_) : most_people;
        for (std::size_t c = 0; c < model_.tree.cliques.size(); ++c) {
            if (component >= 0 && model_.tree.cliques[c].component != component) continue;
            out_.first_column[c] = out_.program.columns();
            for (std::size_t cell = 0; cell < model_.cells[c].atoms.size(); ++cell)
                out_.program.add_column(0, most);
        }
    }

    [[nodiscard]] const Atom& atom(int clique, Cell cell, int variable) const {
        const auto at = static_cast<std::size_t>(model_.atom(clique, cell, variable));
        return model_.survey.variables[static_cast<std::size_t>(variable)].atoms[at];
    }

    [[nodiscard]] double steps_of(int number) const {
        return static_cast<double>(model_.survey.variables[static_cast<std::size_t>(number)].steps);
    }

    /// In steps of the number: the least that an answer in the atom can be, and how much more. An
    /// open interval ends where no printed mean could need it.
    [[nodiscard]] std::pair<double, double> least_and_room(int number, const Atom& atom) const {
        double high = atom.high;
        for (const Claim& claim : model_.survey.claims) {
            if (!atom.open || claim.mean_variable != number || !claim.figure->printed) continue;
            const PrintedNumber& mean = *claim.figure->printed;
            high = std::max(
                high, 1000 * static_cast<double>(mean.value) / static_cast<double>(mean.scale));
        }
        const double least = std::round(atom.low * steps_of(number));
        return {least, std::round(high * steps_of(number)) - least};
    }

    /// The sum of a number over the people of a cell lies between what the ends of its interval
    /// give. The column holds the excess over the lower end, in steps of the number.
    void add_sums(int component) {
        for (const auto& [number, clique] : model_.sum_clique) {
            const auto c = static_cast<std::size_t>(clique);
            if (component >= 0 && model_.tree.cliques[c].component != component) continue;
            std::vector<int>& columns = out_.sum_column[number];
            columns.assign(model_.cells[c].atoms.size(), -1);
            for (Cell cell = 0; cell < columns.size(); ++cell) {
                const Atom& here = atom(clique, cell, number);
                if (here.kind != Atom::Kind::numbers || !here.is_answer) continue;
                columns[cell] = out_.program.add_column(0, IntegerProgram::infinity);
                out_.program.add_row(
                    {{columns[cell], 1.0},
                     {column_of(clique, cell), -least_and_room(number, here).second}},
                    -IntegerProgram::infinity,
                    0,
                    IntegerProgram::always);
            }
        }
    }

    [[nodiscard]] int column_of(int clique, Cell cell) const {
        return out_.first_column[static_cast<std::size_t>(clique)] + static_cast<int>(cell);
    }

    void add_equal(const Terms& terms, double value) {
        out_.program.add_row(terms, value, value, IntegerProgram::always);
    }

    void join_to_parent(int clique) {
        const Clique& here = model_.tree.cliques[static_cast<std::size_t>(clique)];
        if (here.parent < 0) {
            Terms terms = everyone(clique);
            if (!total_) terms.emplace_back(out_.total_column, -1.0);
            add_equal(terms, total_ ? static_cast<double>(*total_) : 0.0);
            return;
        }
        std::map<std::vector<int>, Terms> people;
        for (const auto& [side, sign] : {std::pair{clique, 1.0}, std::pair{here.parent, -1.0}}) {
            const auto s = static_cast<std::size_t>(side);
            for (Cell cell = 0; cell < model_.cells[s].atoms.size(); ++cell) {
                std::vector<int> at;
                for (const int variable : here.separator)
                    at.push_back(model_.atom(side, cell, variable));
                people[at].emplace_back(column_of(side, cell), sign);
            }
        }
        for (const auto& [at, terms] : people)
            add_equal(terms, 0);
    }

    [[nodiscard]] Terms everyone(int clique) const {
        Terms terms;
        for (Cell cell = 0; cell < model_.cells[static_cast<std::size_t>(clique)].atoms.size();
             ++cell) {
            terms.emplace_back(column_of(clique, cell), 1.0);
        }
        return terms;
    }

    [[nodiscard]] Terms where(int clique, const Condition& condition) const {
        Terms terms;
        for (Cell cell = 0; cell < model_.cells[static_cast<std::size_t>(clique)].atoms.size();
             ++cell) {
            const auto atom_of = [&](int v) { return model_.atom(clique, cell, v); };
            if (holds(condition, atom_of)) terms.emplace_back(column_of(clique, cell), 1.0);
        }
        return terms;
    }

    static Terms combined(const Terms& a, double factor_a, const Terms& b, double factor_b) {
        std::map<int, double> sum;
        for (const auto& [column, coefficient] : a)
            sum[column] += factor_a * coefficient;
        for (const auto& [column, coefficient] : b)
            sum[column] += factor_b * coefficient;
        Terms terms;
        for (const auto& [column, coefficient] : sum) {
            if (coefficient != 0) terms.emplace_back(column, coefficient);
        }
        return terms;
    }

    void add_claim(int k) {
        const Claim& claim = model_.survey.claims[static_cast<std::size_t>(k)];
        const PublishedFigure& figure = *claim.figure;
        const int host = model_.claim_host[static_cast<std::size_t>(k)];
        const Terms base = where(host, claim.base);
        const bool of_everyone = claim.base.kind == Condition::Kind::constant && claim.base.value;
        long long known = of_everyone && total_ ? *total_ : unknown;
        if (figure.base_n) {
            if (known == unknown) {
                const auto value = static_cast<double>(*figure.base_n);
                out_.program.add_row(base, value, value, k);
            } else if (known != *figure.base_n) {
                out_.program.add_row({}, 1, IntegerProgram::infinity, k);
            }
            known = *figure.base_n;
        }
        const Terms part = where(host, claim.part);
        if (claim.mean_variable >= 0) {
            if (figure.n) add_range(part, {*figure.n, *figure.n}, k);
            if (figure.printed) add_mean(claim, host, part, k);
            return;
        }
        if (known != unknown) {
            add_counts_of_known_base(figure, known, part, k);
        } else {
            add_counts(figure, base, part, k);
        }
    }

    void add_range(const Terms& terms, CountRange range, int k) {
        if (range.least > range.most) {
            out_.program.add_row({}, 1, IntegerProgram::infinity, k);
        } else {
            out_.program.add_row(
                terms, static_cast<double>(range.least), static_cast<double>(range.most), k);
        }
    }

    void add_counts_of_known_base(const PublishedFigure& figure,
                                  long long base,
                                  const Terms& part,
                                  int k) {
        CountRange range{0, base};
        if (figure.printed) range = counts_printing(*figure.printed, base);
        if (figure.n) range = {std::max(range.least, *figure.n), std::min(range.most, *figure.n)};
        if (figure.n || figure.printed) add_range(part, range, k);
    }

    void add_counts(const PublishedFigure& figure, const Terms& base, const Terms& part, int k) {
        if (figure.n) add_range(part, {*figure.n, *figure.n}, k);
        if (!figure.printed) return;
        constexpr double none = IntegerProgram::infinity;
        const PrintedNumber& printed = *figure.printed;
        const auto unit = static_cast<double>(200 * printed.scale);
        const auto value = static_cast<double>(printed.value);
        out_.program.add_row(base, 1, none, k);
        out_.program.decide_first(base);
        if (printed.below) {
            out_.program.add_row(part, 1, none, k);
            out_.program.add_row(combined(part, unit, base, -(2 * value - 1)), -none, -1, k);
        } else if (printed.value == 0) {
            out_.program.add_row(part, 0, 0, k);
        } else {
            out_.program.add_row(combined(part, unit, base, -(2 * value - 1)), 0, none, k);
            out_.program.add_row(combined(part, unit, base, -(2 * value + 1)), -none, -1, k);
        }
    }

    void add_mean(const Claim& claim, int host, const Terms& people, int k) {
        constexpr double none = IntegerProgram::infinity;
        const PrintedNumber& printed = *claim.figure->printed;
        const auto scale = static_cast<double>(printed.scale);
        const auto value = static_cast<double>(printed.value);
        const double steps = steps_of(claim.mean_variable);
        Terms total;  // twice the sum, scaled, in steps
        for (const auto& [column, one] : people) {
            const auto cell =
                static_cast<Cell>(column - out_.first_column[static_cast<std::size_t>(host)]);
            const Atom& here = atom(host, cell, claim.mean_variable);
            total.emplace_back(column, 2 * scale * least_and_room(claim.mean_variable, here).first);
            const int sum = out_.sum_column.at(claim.mean_variable)[cell];
            if (sum >= 0) total.emplace_back(sum, 2 * scale);
        }
        const double away = printed.value >= 0 ? 0 : 1;  // halves round away from zero
        out_.program.add_row(people, 1, none, k);
        out_.program.add_row(combined(total, 1, people, -(2 * value - 1) * steps), away, none, k);
        out_.program.add_row(
            combined(total, 1, people, -(2 * value + 1) * steps), -none, away - 1, k);
    }

    const CountModel& model_;
    std::optional<long long> total_;
    ComponentProgram out_;
};

}  // namespace

ComponentProgram component_program(const CountModel& model,
                                   int component,
                                   std::optional<long long> total) {
    return ProgramBuilder(model, total).build(component);
}

}  // namespace mtm

#include "disclosure/record_loss.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "anonymity/information_loss.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr double z_of_95_per_cent = 1.959964;

std::size_t place(std::int32_t number) {
    return static_cast<std::size_t>(number);
}

bool is_same_answer(const Column& before,
                    std::size_t row,
                    const Column& after,
                    std::size_t record) {
    if (before.words_per_row != after.words_per_row) return false;
    if (before.words_per_row == 0)
        return before.dictionary[place(before.codes[row])] ==
               after.dictionary[place(after.codes[record])];
    const auto words = static_cast<std::ptrdiff_t>(before.words_per_row);
    const auto first = before.members.begin() + static_cast<std::ptrdiff_t>(row) * words;
    const auto second = after.members.begin() + static_cast<std::ptrdiff_t>(record) * words;
    return std::equal(first, first + words, second);
}

QuestionLoss loss_of_question(const RecordTreatment& treatment,
                              const Column& before,
                              const Column& after,
                              const std::vector<std::size_t>& order) {
    QuestionLoss out;
    out.name = treatment.name;
    out.diversity = treatment.blanked_for_diversity;
    for (std::size_t record = 0; record < order.size(); ++record) {
        const std::size_t row = order[record];
        if (before.codes[row] < 0) continue;
        ++out.answers;
        if (after.codes[record] < 0) {
            ++out.blank;
        } else if (!is_same_answer(before, row, after, record)) {
            ++out.changed;
        }
    }
    return out;
}

// Everything that a table is made of: questions, behind derived variables too.
class NamesOfTables {
public:
    explicit NamesOfTables(const Study& study) : study_(study) {}

    std::set<std::string> of(const TableSpec& table) {
        names_.clear();
        add(table.question);
        for (const std::string& name : table.questions)
            add(name);
        for (const std::string& name : table.by)
            add(name);
        for (const Banner& banner : table.banners)
            for (const std::string& name : banner.levels)
                add(name);
        if (table.where) add(*table.where);
        return names_;
    }

private:
    void add(const Expression& expression) {
        for (const std::string& name : references(expression.root))
            add(name);
    }

    void add(const std::string& name) {
        if (name.empty() || !names_.insert(name).second) return;
        const auto derived = std::ranges::find(study_.plan.derived, name, &DerivedVariable::name);
        if (derived == study_.plan.derived.end()) return;
        names_.erase(name);  // what it is made of counts
        add(derived->question);
        add(derived->rest);
        for (const DerivedCategory& category : derived->categories) {
            add(category.expression);
            if (category.where) add(*category.where);
        }
    }

    const Study& study_;
    std::set<std::string> names_;
};

// Questions whose answers the records have in the words of the questionnaire.
std::set<std::string> names_that_stay(const ProtectedRecords& protection) {
    std::set<std::string> out;
    for (const RecordTreatment& treatment : protection.records.treatments) {
        if (treatment.published && !treatment.coarse && !treatment.of_repeat)
            out.insert(treatment.name);
    }
    return out;
}

// Of a percentage of n people (Wilson 1927).
OverlapInterval interval_of(double percentage, std::size_t n) {
    const double p = percentage / 100;
    const auto people = static_cast<double>(n);
    const double squared = z_of_95_per_cent * z_of_95_per_cent;
    const double middle = (p + squared / (2 * people)) / (1 + squared / people);
    const double half = z_of_95_per_cent / (1 + squared / people) *
                        std::sqrt(p * (1 - p) / people + squared / (4 * people * people));
    return {middle - half, middle + half};
}

class ComparedPercentages {
public:
    // Whether a table is made again from records, and what comes out.
    void add(const Table& before, const SafeTable& safe, const Table* after) {
        if (before.level == 0 && before.spec.statistic == Statistic::percent)
            add_cells(before, safe, after);
        for (std::size_t part = 0; part < before.parts.size() && part < safe.parts.size(); ++part)
            add(before.parts[part],
                safe.parts[part],
                after == nullptr || part >= after->parts.size() ? nullptr : &after->parts[part]);
    }

    [[nodiscard]] PercentageLoss result() const {
        PercentageLoss out = loss_;
        if (out.compared() > 0) out.overlap /= static_cast<double>(out.compared());
        return out;
    }

private:
    // What was released may lack rows and groups that were counted.
    void add_cells(const Table& before, const SafeTable& safe, const Table* after) {
        for (std::size_t g = 0; g < safe.table.cells.size(); ++g) {
            const std::size_t group = position(safe.table.groups, g, before.groups);
            for (std::size_t c = 0; c < safe.table.cells[g].size(); ++c) {
                const std::size_t category = position(safe.table.categories, c, before.categories);
                if (group >= before.cells.size() || category >= before.cells[group].size())
                    continue;
                const Estimate& cell = before.cells[group][category];
                const bool published =
                    cell.value && cell.base > 0 && !safe.withheld_groups[g] && !safe.withheld[g][c];
                if (!published) continue;
                ++loss_.published;
                const std::optional<Remade> remade =
                    after == nullptr ? std::nullopt : same_cell(before, group, category, *after);
                if (remade) {
                    compare(before, cell, *remade);
                } else {
                    ++loss_.not_to_be;
                }
            }
        }
    }

    // A percentage of the records; none where nobody of the group has an answer left.
    struct Remade {
        double value = 0;
        std::size_t base = 0;
    };

    static std::optional<Remade> same_cell(const Table& before,
                                           std::size_t g,
                                           std::size_t c,
                                           const Table& after) {
        const std::size_t group = position(before.groups, g, after.groups);
        if (group >= after.cells.size()) return std::nullopt;
        const std::size_t category = position(before.categories, c, after.categories);
        if (category < after.cells[group].size()) {
            const Estimate& cell = after.cells[group][category];
            if (!cell.value || cell.base == 0) return std::nullopt;
            return Remade{*cell.value, cell.base};
        }
        // An answer in somebody's own words that nobody gives any more.
        if (after.group_bases[group] == 0) return std::nullopt;
        return Remade{0, after.group_bases[group]};
    }

    static std::size_t position(const std::vector<Category>& of,
                                std::size_t index,
                                const std::vector<Category>& in) {
        const auto is_it = [&](const Category& other) {
            return other.name == of[index].name && other.blank == of[index].blank &&
                   other.meaning == of[index].meaning;
        };
        if (index < in.size() && is_it(in[index])) return index;
        return static_cast<std::size_t>(std::ranges::find_if(in, is_it) - in.begin());
    }

    void compare(const Table& table, const Estimate& before, const Remade& after) {
        if (std::round(after.value) != std::round(*before.value)) ++loss_.different;
        const double difference = std::abs(after.value - *before.value);
        if (difference > loss_.largest) {
            loss_.largest = difference;
            loss_.largest_of = table.spec.name;
        }
        loss_.overlap += interval_overlap(interval_of(*before.value, before.base),
                                          interval_of(after.value, after.base));
    }

    PercentageLoss loss_;
};

PercentageLoss loss_of_percentages(const Study& study,
                                   const Dataset& dataset,
                                   const ProtectedRecords& protection,
                                   const std::vector<Table>& counted,
                                   const std::vector<Released<SafeTable>>& released) {
    const std::set<std::string> stay = names_that_stay(protection);
    NamesOfTables names(study);
    std::vector<TableSpec> specs;
    std::vector<std::size_t> of_counted;
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const std::set<std::string> needed = names.of(counted[i].spec);
        const bool possible = std::ranges::all_of(
            needed, [&](const std::string& name) { return stay.contains(name); });
        if (!possible) continue;
        specs.push_back(counted[i].spec);
        of_counted.push_back(i);
    }
    std::vector<const Table*> after(counted.size(), nullptr);
    std::vector<Table> again;
    if (!specs.empty())
        again = tabulate(study, as_open_records_tell(study, dataset, protection), specs, {});
    for (std::size_t i = 0; i < again.size(); ++i)
        after[of_counted[i]] = &again[i];
    ComparedPercentages compared;
    for (std::size_t i = 0; i < counted.size() && i < released.size(); ++i)
        compared.add(counted[i], released[i].value(), after[i]);
    return compared.result();
}

}  // namespace

Dataset as_open_records_tell(const Study& study,
                             const Dataset& dataset,
                             const ProtectedRecords& protection) {
    Dataset out = dataset;
    const PublicRecords& records = protection.records;
    for (Column& column : out.levels[0].columns) {
        const Column* published = records.dataset.find(column.name);
        if (published == nullptr || column.question < 0) continue;
        column = with_averages(protection.averages, column);
        const auto words = static_cast<std::size_t>(column.words_per_row);
        for (std::size_t record = 0; record < protection.order.size(); ++record) {
            if (published->codes[record] >= 0) continue;
            const std::size_t row = protection.order[record];
            column.codes[row] = -1;
            column.asked[row] = published->asked[record];
            std::fill_n(
                column.members.begin() + static_cast<std::ptrdiff_t>(row * words), words, 0U);
        }
    }
    derive_again(study, out);
    out.replicates = nullptr;
    if (records.dataset.design != nullptr) {
        SampleDesign weights_alone;
        const std::vector<double>& weights = records.dataset.design->design().weights;
        if (!weights.empty()) weights_alone.weights.resize(weights.size());
        for (std::size_t record = 0; record < weights.size(); ++record)
            weights_alone.weights[protection.order[record]] = weights[record];
        out.design = std::make_shared<const TaylorVariance>(std::move(weights_alone));
    }
    return out;
}

RecordLoss loss_of_records(const Study& study,
                           const Dataset& dataset,
                           const ProtectedRecords& protection,
                           const std::vector<Table>& counted,
                           const std::vector<Released<SafeTable>>& released) {
    RecordLoss out;
    for (const RecordTreatment& treatment : protection.records.treatments) {
        out.diversity += treatment.blanked_for_diversity;
        const Column* before = dataset.find(treatment.name);
        if (before == nullptr || treatment.of_repeat) continue;
        const Column* after = protection.records.dataset.find(treatment.name);
        if (after != nullptr && treatment.published) {
            out.questions.push_back(loss_of_question(treatment, *before, *after, protection.order));
        } else if (std::ranges::any_of(before->codes,
                                       [](std::int32_t code) { return code >= 0; })) {
            out.left_out.push_back(treatment.name);
        }
    }
    out.percentages = loss_of_percentages(study, dataset, protection, counted, released);
    return out;
}

}  // namespace mtm

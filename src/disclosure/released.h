#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "disclosure/count_span.h"
#include "disclosure/joint_rows.h"
#include "disclosure/ledger.h"
#include "disclosure/linked_tables.h"
#include "disclosure/rounded_counts.h"
#include "disclosure/told_sums.h"
#include "study/study.h"
#include "tabulate/figure.h"
#include "tabulate/table.h"

namespace mtm {

/// Who will read it. `internal` prints everything and is marked as such.
enum class Edition { published, internal };

class DisclosureControl;
struct ChangedFigure;
struct ProtectedRecords;
struct SafeChange;

/// What disclosure control let through; the only thing a public writer accepts. Only
/// DisclosureControl can make one.
template <typename T>
class Released {
public:
    [[nodiscard]] const T& value() const { return value_; }

    const T* operator->() const { return &value_; }

private:
    friend class DisclosureControl;

    explicit Released(T value) : value_(std::move(value)) {}

    T value_;
};

/// A table with what must be withheld marked. Withheld cells hold no number any more.
struct SafeTable {
    Table table;
    std::vector<std::vector<bool>> withheld;  // as Table::cells
    std::vector<bool> withheld_groups;        // the base of a group is too small
    bool coarse = false;  // whole percentages, means to a decimal; no n and no base is printed
    bool coarse_shares = false;  // some are told in steps of 2 or 5 points, beside withheld ones
    int threshold = 0;
    int rounded_to = 0;  // its counts are such multiples; 0: they are as they were counted
    std::vector<SafeTable> parts{};  // of Table::parts, which is empty here
};

/// A figure, or the fact that it was withheld: because it tells of few people ("fewer than 10
/// people"), or because it would leave few out or give few back beside other numbers.
struct SafeFigure {
    FigureValue figure;  // without its numbers where withheld
    bool withheld = false;
    bool few = false;            // withheld, and it is certain to tell of few
    bool base_withheld = false;  // the number stands, but not of how many
    int threshold = 0;
    int rounded_to = 0;         // as SafeTable::rounded_to
    bool three_digits = false;  // of one weighted mean, total or ratio: no more are told
};

/// Decides what may leave, in view of all that it let out before: one object is one publication of
/// one dataset. The same table or figure gets the same answer however often it is asked for; what
/// comes earlier is withheld less, so the tables of the plan come first, in its order.
class DisclosureControl {
public:
    DisclosureControl(int threshold, Edition edition)
        : threshold_(threshold),
          edition_(edition),
          ledger_(static_cast<std::size_t>(std::max(threshold, 1))),
          sums_(static_cast<std::size_t>(std::max(threshold, 1)), 0),
          span_(static_cast<std::size_t>(std::max(threshold, 1))) {}

    /// By the rules of [protection] of a study.
    DisclosureControl(const StudyFile& rules, Edition edition);

    /// Cells whose count, or whose base minus count, lies above 0 and under the threshold are
    /// withheld, and as many more as it takes that no row, column or total gives one of them back,
    /// nor any number that was let out before. Where the study rounds, counts are rounded instead
    /// (disclosure/rounded_counts.h), and means and totals stand without the counts behind them.
    [[nodiscard]] Released<SafeTable> release(const Table& table);

    [[nodiscard]] Released<SafeFigure> release(const FigureValue& figure);

    /// A change since another round, whose publication `before` is: let out if each round lets out
    /// what the change, and the figure beside it, tell of its people, beside all that its own
    /// publication has told. A reader is taken to know the other round's figure to the last place.
    /// Both publications know of it from then on. Types: disclosure/changed_figure.h.
    [[nodiscard]] Released<SafeChange> release(const ChangedFigure& changed,
                                               DisclosureControl& before);

    /// Single interviews, protected as [protection.records] of the study says
    /// (disclosure/record_protection.h). An error if that cannot be reached, or if their global
    /// risk is over the study's limit. `beside`: an edition that whoever gets this one has too.
    [[nodiscard]] static Result<Released<ProtectedRecords>> release_records(
        const Study& study,
        const Dataset& dataset,
        const Released<ProtectedRecords>* beside = nullptr);

    [[nodiscard]] Edition edition() const { return edition_; }

    /// Whether numbers of people are rounded (disclosure/rounded_counts.h).
    [[nodiscard]] bool rounds() const { return rounding_.has_value() && !prints_all(); }

    /// A control of the same publication over the rows of its dataset and another one together,
    /// which knows all that this one let out. REQUIRES: `rows` has this dataset first.
    [[nodiscard]] DisclosureControl over(const JointRows& rows) const;

    /// What was let out so far.
    [[nodiscard]] const ReleaseLedger& ledger() const { return ledger_; }

private:
    [[nodiscard]] bool prints_all() const {
        return edition_ == Edition::internal || threshold_ <= 1;
    }

    enum class ChangeTold { all, without_test, nothing };

    [[nodiscard]] ChangeTold tell_change(const ChangedFigure& changed, DisclosureControl& before);
    [[nodiscard]] SafeFigure release_side(const FigureValue& figure);
    [[nodiscard]] static Released<SafeChange> withheld_change(SafeChange safe);
    [[nodiscard]] bool tell_change_beside_gaps(const ChangedFigure& changed,
                                               const DisclosureControl& before,
                                               SafeChange& safe) const;

    [[nodiscard]] int rounded_to() const {
        return rounds() ? static_cast<int>(rounding_->unit()) : 0;
    }

    // What is withheld of a table, with all other numbers to the last place; and which rows and
    // groups go with their numbers.
    struct Decided {
        SafeTable safe;
        bool (*goes)(const Category&) = nullptr;
    };

    [[nodiscard]] Decided decide(const Table& table);
    [[nodiscard]] Decided decide_rounded(const Table& table);
    [[nodiscard]] std::vector<bool> beside_gaps(const Table& table) const;
    [[nodiscard]] SafeTable told(const Decided& decided) const;
    [[nodiscard]] SafeFigure rounded(const FigureValue& figure);
    [[nodiscard]] SafeChange rounded(const ChangedFigure& changed, DisclosureControl& before);
    [[nodiscard]] SafeTable decided(const Table& table);
    void begin_with_everyone(const RowSet& rows);
    void find_gaps(const Table& table);
    void note_beside_gaps(const Table& table);
    [[nodiscard]] bool is_beside_gap(const FigureValue& figure) const;
    [[nodiscard]] bool tell_beside_gaps(const FigureValue& exact, FigureValue& told) const;
    void keep_few_secret(const Table& table);
    void withhold_in_span(const Table& table, TableDecision& decision);
    void withhold_sums_in_span(const Table& table, TableDecision& decision);
    [[nodiscard]] bool tell_base(const FigureValue& figure);
    [[nodiscard]] bool tell_precision(const FigureValue& figure);
    [[nodiscard]] bool span_tells(const FigureValue& figure, const std::vector<RowSet>& sets);
    void add_to_span(const FigureValue& figure, const std::vector<RowSet>& sets);
    void withhold_beside_rounding(const Table& table, TableDecision& decision);

    // People of such a category, and the points to which their share of anybody is told.
    struct BesideGap {
        RowSet people;
        double points = 0;
    };

    friend std::vector<Released<SafeTable>> release_all(DisclosureControl& control,
                                                        const std::vector<Table>& tables);

    int threshold_;
    Edition edition_;
    ReleaseLedger ledger_;
    ToldSums sums_;
    LinkedTables linked_;
    CountSpan span_;
    std::optional<RoundedCounts> rounding_;
    bool begun_ = false;
    bool weighted_ = false;                  // people are, in a table that was asked for
    std::map<std::string, Decided> tables_;  // by what their numbers depend on
    std::set<std::pair<std::string, std::string>> gaps_;  // weighted: question and category
    std::vector<BesideGap> beside_gaps_;
};

/// Every table of a plan, in its order: what a publication begins with. Where people are weighted,
/// an answer of which one table withholds a number is told of by all of them, and by all that is
/// released later, as coarsely as that table tells of everyone: known weights would make a count of
/// the difference.
[[nodiscard]] std::vector<Released<SafeTable>> release_all(DisclosureControl& control,
                                                           const std::vector<Table>& tables);

}  // namespace mtm

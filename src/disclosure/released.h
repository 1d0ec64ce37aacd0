#pragma once

#include "study/study.h"
#include "tabulate/figure.h"
#include "tabulate/table.h"

namespace mtm {

/// Who will read it. `internal` prints everything and is marked as such.
enum class Edition { published, internal };

class DisclosureControl;

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
    int threshold = 0;
};

/// A figure, or the fact that it was withheld ("fewer than 10 people").
struct SafeFigure {
    FigureValue figure;  // without its numbers where withheld
    bool withheld = false;
    int threshold = 0;
};

/// Decides what may leave.
class DisclosureControl {
public:
    DisclosureControl(int threshold, Edition edition) : threshold_(threshold), edition_(edition) {}

    /// Cells whose count, or whose base minus count, lies above 0 and under the threshold are
    /// withheld, and as many more as it takes that no row, column or total gives one of them back.
    [[nodiscard]] Released<SafeTable> release(const Table& table) const;

    [[nodiscard]] Released<SafeFigure> release(const FigureValue& figure) const;

    [[nodiscard]] Edition edition() const { return edition_; }

private:
    int threshold_;
    Edition edition_;
};

}  // namespace mtm

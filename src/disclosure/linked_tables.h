#pragma once

#include <memory>
#include <string>
#include <vector>

#include "disclosure/table_decision.h"
#include "tabulate/table.h"

namespace mtm {

/// Tables that one publication let out, as far as their numbers can be added to and subtracted from
/// each other. Groups of several levels and banners beside them link a table to itself and to
/// others in more ways than pairs of sets: here every sum and difference counts, as in systems of
/// linear equations (Willenborg and de Waal 2001, 6.4 and 6.5).
class LinkedTables {
public:
    /// Whether a reader of all that was added could compute, with this table beside it, how many
    /// few people are whom a table withheld: this one or one before. Tables are linked by their
    /// question, and by the sizes of their groups. Nothing is asked as long as no table divides
    /// people by two questions.
    [[nodiscard]] bool give_back_with(const Table& table,
                                      const TableDecision& decision,
                                      std::size_t threshold) const;

    void add(const Table& table, const TableDecision& decision);

private:
    struct Seen {
        std::string question;
        PercentOf percent_of = PercentOf::column;
        std::shared_ptr<const TableRows> rows;
        TableDecision decision;
    };

    [[nodiscard]] static Seen seen(const Table& table, const TableDecision& decision);

    std::vector<Seen> seen_;
    bool any_divided_twice_ = false;
};

/// Whether the size of one of the hidden sets follows, by adding and subtracting, from the sizes of
/// the known and the added ones, and did not follow from the known ones alone. Sets of another
/// repeat level than the first are left out.
[[nodiscard]] bool follows_by_sums(const std::vector<RowSet>& known,
                                   const std::vector<RowSet>& added,
                                   const std::vector<RowSet>& hidden);

}  // namespace mtm

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "exchange/id_table.h"
#include "exchange/leveled_table.h"
#include "exchange/row_answers.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

inline constexpr int most_rounds = 100'000;  // of one repeat, as a number in a header or key says

/// Where a row of a sheet belongs.
struct Owner {
    std::size_t interview = 0;  // in the order of their rows
    Rounds rounds = {};
};

/// Finds to which interview and rounds the rows of repeats' sheets belong, by the keys and numbers
/// that form servers write. Sheets are read outer ones first.
class RoundOwners {
public:
    explicit RoundOwners(const Questionnaire& form) : form_(form) {}

    /// Rows of inner sheets may name this row, of an interview or of a round.
    void remember(const LeveledTable& table, const Owner& owner);

    /// What the row stands in; nothing if it names no row that is known. `by_id`: interviews by
    /// their instanceID.
    [[nodiscard]] std::optional<Owner> parent_of(const LeveledTable& table,
                                                 const IdTable& by_id) const;

    /// The row is a round of the table's repeat within `owner`, which becomes that round: the one
    /// that its key names, else the next.
    void enter_round(const LeveledTable& table, Owner& owner);

    /// The number of the next round of a repeat, from 0.
    int next_round(const Owner& owner, int repeat);

private:
    const Questionnaire& form_;
    std::unordered_map<std::string, Owner> by_key_;
    std::map<std::pair<int, std::string>, Owner> by_index_;  // level, _index
    // How many rounds of a repeat there are within a round of what is round it: by interview,
    // repeat and that round.
    std::map<std::tuple<std::size_t, int, Rounds>, int> rounds_;
};

/// “uuid:…” of a uuid, which may begin so already.
void make_instance_id(std::string_view uuid, std::string& out);

}  // namespace mtm

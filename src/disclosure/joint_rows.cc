#include "disclosure/joint_rows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_map>

namespace mtm {
namespace {

using Rows = std::vector<std::int32_t>;

// The interview of each row of a level.
Rows interviews_of(const Dataset& dataset, std::size_t level) {
    Rows out(dataset.levels[level].rows);
    for (std::size_t row = 0; row < out.size(); ++row) {
        auto at = static_cast<std::int32_t>(row);
        for (const Level* l = &dataset.levels[level]; l->parent >= 0;
             l = &dataset.levels[static_cast<std::size_t>(l->parent)])
            at = l->parent_row[static_cast<std::size_t>(at)];
        out[row] = at;
    }
    return out;
}

Rows count_up(std::size_t rows) {
    Rows out(rows);
    for (std::size_t row = 0; row < rows; ++row)
        out[row] = static_cast<std::int32_t>(row);
    return out;
}

// Level 0: by instanceID.
Rows match_interviews(const Dataset& first, const Dataset& second, std::size_t& rows) {
    std::unordered_map<std::string_view, std::int32_t> row_of;
    for (std::size_t row = 0; row < first.instance_ids.size(); ++row)
        row_of.emplace(first.instance_ids[row], static_cast<std::int32_t>(row));
    Rows out;
    for (const std::string& id : second.instance_ids) {
        const auto known = row_of.find(id);
        out.push_back(known != row_of.end() ? known->second : static_cast<std::int32_t>(rows++));
    }
    return out;
}

}  // namespace

JointRows::JointRows(const Dataset& first, const Dataset& second) {
    for (std::size_t l = 0; l < first.levels.size(); ++l) {
        JointLevel& level = levels_.emplace_back();
        RowOwners owners{
            .level = static_cast<int>(l), .rows = first.levels[l].rows, .interview_of_row = {}};
        level.of_first = count_up(owners.rows);
        if (l == 0) {
            level.of_second = match_interviews(first, second, owners.rows);
            level.owners = std::make_shared<const RowOwners>(std::move(owners));
            continue;
        }
        owners.interview_of_row = interviews_of(first, l);
        std::map<std::int32_t, Rows> rows_of;  // by joint interview
        for (std::size_t row = 0; row < owners.rows; ++row)
            rows_of[owners.interview_of_row[row]].push_back(static_cast<std::int32_t>(row));
        std::map<std::int32_t, std::size_t> taken;
        for (const std::int32_t interview : interviews_of(second, l)) {
            const std::int32_t joint = levels_[0].of_second[static_cast<std::size_t>(interview)];
            Rows& rows = rows_of[joint];
            const std::size_t place = taken[joint]++;
            if (place == rows.size()) {
                rows.push_back(static_cast<std::int32_t>(owners.rows++));
                owners.interview_of_row.push_back(joint);
            }
            level.of_second.push_back(rows[place]);
        }
        for (const auto& [interview, rows] : rows_of)
            owners.most_rows = std::max(owners.most_rows, rows.size());
        level.owners = std::make_shared<const RowOwners>(std::move(owners));
    }
}

RowSet JointRows::from_first(const RowSet& rows) const {
    if (!rows.known()) return {};
    const JointLevel& level = levels_[static_cast<std::size_t>(rows.level())];
    return rows.moved(level.owners, level.of_first);
}

RowSet JointRows::from_second(const RowSet& rows) const {
    if (!rows.known()) return {};
    const JointLevel& level = levels_[static_cast<std::size_t>(rows.level())];
    return rows.moved(level.owners, level.of_second);
}

SummedNumbers JointRows::from_second(const SummedNumbers& numbers, int level) const {
    const JointLevel& joint = levels_[static_cast<std::size_t>(level)];
    std::vector<double> out(joint.owners->rows, NAN);
    for (std::size_t row = 0; row < numbers.of_row->size(); ++row)
        out[static_cast<std::size_t>(joint.of_second[row])] = numbers[row];
    return {std::make_shared<const std::vector<double>>(std::move(out))};
}

RowSet JointRows::none(int level) const {
    return RowSet(levels_[static_cast<std::size_t>(level)].owners);
}

}  // namespace mtm

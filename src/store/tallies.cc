#include "store/tallies.h"

#include <algorithm>
#include <mutex>

#include "store/interview_states.h"

namespace mtm {
namespace {

bool asks_for(const std::string& wanted, const std::string& value) {
    return wanted.empty() || wanted == value;
}

bool matches(const InterviewFilter& filter, const TallyRow& row) {
    return (filter.day_from.empty() || row.day >= filter.day_from) &&
           (filter.day_to.empty() || row.day <= filter.day_to) && asks_for(filter.area, row.area) &&
           asks_for(filter.enumerator, row.enumerator) && asks_for(filter.language, row.language) &&
           (filter.senders.empty() || std::ranges::count(filter.senders, row.sender) > 0) &&
           (!filter.review || *filter.review == row.review) &&
           (!filter.pilot || *filter.pilot == row.pilot);
}

}  // namespace

bool Tallies::Less::operator()(const TallyRow& a, const TallyRow& b) const {
    return tally_key(a) < tally_key(b);
}

Status Tallies::load(Database& database) {
    auto query = TRY(database.query(
        "SELECT id, day, area, respondent_group, enumerator, language, consent, review, counted,"
        " pilot, sender, interviews, flagged, newest FROM tally"));
    Entries entries;
    std::int64_t last_id = 0;
    while (TRY(query.next())) {
        TallyRow key{query.text(1),
                     query.text(2),
                     query.text(3),
                     query.text(4),
                     query.text(5),
                     query.text(6),
                     static_cast<ReviewState>(query.integer(7)),
                     query.truth(8),
                     query.truth(9),
                     query.text(10),
                     0,
                     0};
        entries[std::move(key)] = {query.integer(0),
                                   static_cast<int>(query.integer(11)),
                                   static_cast<int>(query.integer(12)),
                                   query.integer(13)};
        last_id = std::max(last_id, query.integer(0));
    }
    const std::lock_guard lock(mutex_);
    entries_ = std::move(entries);
    last_id_ = last_id;
    return Done{};
}

void Tallies::put(const std::vector<TallyCount>& counts) {
    const std::lock_guard lock(mutex_);
    for (const TallyCount& count : counts) {
        TallyRow key = count.row;
        key.interviews = 0;
        key.flagged = 0;
        entries_[std::move(key)] = {
            count.id, count.row.interviews, count.row.flagged, count.newest};
        last_id_ = std::max(last_id_, count.id);
    }
}

std::vector<TallyRow> Tallies::rows() const {
    const std::shared_lock lock(mutex_);
    std::vector<TallyRow> out;
    out.reserve(entries_.size());
    for (const auto& [key, entry] : entries_) {
        if (entry.interviews == 0) continue;
        out.push_back(key);
        out.back().interviews = entry.interviews;
        out.back().flagged = entry.flagged;
    }
    return out;
}

Selection Tallies::select(const InterviewFilter& filter) const {
    const std::shared_lock lock(mutex_);
    Selection selection;
    selection.has.resize(static_cast<std::size_t>(last_id_) + 1, false);
    selection.everything = true;
    for (const auto& [key, entry] : entries_) {
        if (entry.interviews == 0) continue;
        if (!matches(filter, key)) {
            selection.everything = false;
            continue;
        }
        selection.has[static_cast<std::size_t>(entry.id)] = true;
        selection.rows.emplace_back(entry.id, entry.newest);
        selection.interviews += entry.interviews;
        selection.newest = std::max(selection.newest, entry.newest);
    }
    return selection;
}

}  // namespace mtm

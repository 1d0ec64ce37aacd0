#include "exchange/round_owners.h"

#include <charconv>

namespace mtm {
namespace {

// "uuid:…/member[2]", as ODK Central writes keys, is the second round wherever the row stands.
std::optional<int> round_in_key(std::string_view key) {
    const std::size_t open = key.rfind('[');
    if (open == std::string_view::npos || !key.ends_with(']')) return std::nullopt;
    int round = 0;
    const char* end = key.data() + key.size() - 1;
    const auto read = std::from_chars(key.data() + open + 1, end, round);
    if (read.ec != std::errc() || read.ptr != end || round < 1 || round > most_rounds)
        return std::nullopt;
    return round - 1;
}

}  // namespace

void make_instance_id(std::string_view uuid, std::string& out) {
    out.assign(uuid.starts_with("uuid:") ? "" : "uuid:");
    out += uuid;
}

void RoundOwners::remember(const LeveledTable& table, const Owner& owner) {
    const std::string_view key = table.at(ServerColumn::key);
    if (!key.empty()) by_key_[std::string(key)] = owner;
    const std::string_view index = table.at(ServerColumn::index);
    by_index_[{table.level,
               index.empty() ? std::to_string(table.record + 1) : std::string(index)}] = owner;
}

std::optional<Owner> RoundOwners::parent_of(const LeveledTable& table, const IdTable& by_id) const {
    const auto by_key = by_key_.find(std::string(table.at(ServerColumn::parent_key)));
    if (by_key != by_key_.end()) return by_key->second;
    int parent = form_.groups[static_cast<std::size_t>(table.level)].parent;
    while (parent >= 0 && !form_.groups[static_cast<std::size_t>(parent)].repeat)
        parent = form_.groups[static_cast<std::size_t>(parent)].parent;
    const auto by_index =
        by_index_.find({parent, std::string(table.at(ServerColumn::parent_index))});
    if (by_index != by_index_.end()) return by_index->second;
    if (parent >= 0) return std::nullopt;
    for (const ServerColumn column : {ServerColumn::submission_uuid, ServerColumn::uuid}) {
        std::string id;
        make_instance_id(table.at(column), id);
        if (const int interview = by_id.find(id); interview >= 0)
            return Owner{static_cast<std::size_t>(interview), {}};
    }
    return std::nullopt;
}

void RoundOwners::enter_round(const LeveledTable& table, Owner& owner) {
    const auto told = round_in_key(table.at(ServerColumn::key));
    owner.rounds.push_back(told ? *told : next_round(owner, table.level));
    remember(table, owner);
}

int RoundOwners::next_round(const Owner& owner, int repeat) {
    return rounds_[{owner.interview, repeat, owner.rounds}]++;
}

}  // namespace mtm

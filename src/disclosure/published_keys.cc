#include "disclosure/published_keys.h"

#include <algorithm>
#include <map>

namespace mtm {

std::vector<std::int32_t> answers_as_numbers(const Column& column) {
    if (column.words_per_row == 0) return column.codes;
    std::vector<std::int32_t> out;
    out.reserve(column.size());
    const auto words = static_cast<std::ptrdiff_t>(column.words_per_row);
    std::map<std::vector<std::uint64_t>, std::int32_t> known;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (column.codes[row] < 0) {
            out.push_back(-1);
            continue;
        }
        const auto begin = column.members.begin() + static_cast<std::ptrdiff_t>(row) * words;
        out.push_back(known
                          .emplace(std::vector<std::uint64_t>(begin, begin + words),
                                   static_cast<std::int32_t>(known.size()))
                          .first->second);
    }
    return out;
}

KeyTable published_keys(const PublicRecords& records) {
    KeyTable out;
    for (const RecordTreatment& treatment : records.treatments) {
        const bool own = treatment.role == RecordRole::key && !treatment.of_repeat;
        if (!own || !treatment.published) continue;
        KeyVariable& key = out.keys.emplace_back();
        key.name = treatment.name;
        key.codes = answers_as_numbers(*records.dataset.levels[0].find(treatment.name));
        const auto most = std::ranges::max_element(key.codes);
        const std::int32_t blank = most == key.codes.end() ? 0 : std::max(*most + 1, 0);
        std::ranges::replace(key.codes, -1, blank);
        key.categories = blank + 1;
    }
    return out;
}

std::vector<std::int32_t> groups_of_both(const std::vector<std::int32_t>& first,
                                         const std::vector<std::int32_t>& second) {
    std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> known;
    std::vector<std::int32_t> out;
    out.reserve(first.size());
    for (std::size_t row = 0; row < first.size(); ++row) {
        const auto next = static_cast<std::int32_t>(known.size());
        out.push_back(known.emplace(std::pair(first[row], second[row]), next).first->second);
    }
    return out;
}

std::vector<std::int32_t> groups_alike(const KeyTable& keys, std::size_t records) {
    // Key by key: a group is parted by the values of the next.
    std::vector<std::int32_t> out(records, 0);
    for (const KeyVariable& key : keys.keys) {
        std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> parts;
        for (std::size_t row = 0; row < records; ++row) {
            const auto next = static_cast<std::int32_t>(parts.size());
            out[row] = parts.emplace(std::pair(out[row], key.codes[row]), next).first->second;
        }
    }
    return out;
}

}  // namespace mtm

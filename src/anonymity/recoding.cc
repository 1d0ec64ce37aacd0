#include "anonymity/recoding.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace mtm {
namespace {

Status check_level(const KeyVariable& key, const RecodingLevel& level) {
    if (level.code_of.size() != static_cast<std::size_t>(key.categories))
        return Error{fmt::format("key {}, level {}: it recodes {} categories of {}",
                                 key.name,
                                 level.name,
                                 level.code_of.size(),
                                 key.categories)};
    for (std::size_t code = 0; code < level.code_of.size(); ++code)
        if (level.code_of[code] < 0 ||
            level.code_of[code] >= static_cast<std::int32_t>(level.labels.size()))
            return Error{fmt::format("key {}, level {}: category {} becomes {}, of {} labels",
                                     key.name,
                                     level.name,
                                     code,
                                     level.code_of[code],
                                     level.labels.size())};
    return Done{};
}

Status check_joins(const KeyVariable& key, const RecodingLevel& fine, const RecodingLevel& coarse) {
    std::vector<std::int32_t> joined(fine.labels.size(), missing_key);
    for (std::size_t code = 0; code < fine.code_of.size(); ++code) {
        std::int32_t& to = joined[static_cast<std::size_t>(fine.code_of[code])];
        if (to != missing_key && to != coarse.code_of[code])
            return Error{fmt::format(
                "key {}: level {} parts “{}” of level {}; a level may only join what the level "
                "before it has",
                key.name,
                coarse.name,
                fine.labels[static_cast<std::size_t>(fine.code_of[code])],
                fine.name)};
        to = coarse.code_of[code];
    }
    return Done{};
}

// Codes for labels, in the order in which they come.
RecodingLevel level_of_labels(std::string name, const std::vector<std::string>& label_of) {
    RecodingLevel out;
    out.name = std::move(name);
    std::map<std::string, std::int32_t> codes;
    for (const std::string& label : label_of) {
        const auto [at, fresh] =
            codes.try_emplace(label, static_cast<std::int32_t>(out.labels.size()));
        if (fresh) out.labels.push_back(label);
        out.code_of.push_back(at->second);
    }
    return out;
}

}  // namespace

Status check_hierarchy(const KeyVariable& key, const RecodingHierarchy& hierarchy) {
    for (std::size_t l = 0; l < hierarchy.levels.size(); ++l) {
        TRY(check_level(key, hierarchy.levels[l]));
        if (l > 0) TRY(check_joins(key, hierarchy.levels[l - 1], hierarchy.levels[l]));
    }
    return Done{};
}

KeyVariable recoded(const KeyVariable& key, const RecodingHierarchy& hierarchy, std::size_t level) {
    if (level == 0) return key;
    const RecodingLevel& to = hierarchy.levels[level - 1];
    KeyVariable out;
    out.name = key.name;
    out.categories = static_cast<std::int32_t>(to.labels.size());
    out.codes.reserve(key.codes.size());
    for (const std::int32_t code : key.codes)
        out.codes.push_back(code == missing_key ? missing_key
                                                : to.code_of[static_cast<std::size_t>(code)]);
    return out;
}

KeyTable recoded(const KeyTable& table,
                 std::span<const RecodingHierarchy> hierarchies,
                 std::span<const std::size_t> levels) {
    KeyTable out;
    out.weights = table.weights;
    out.households = table.households;
    for (std::size_t j = 0; j < table.keys.size(); ++j)
        out.keys.push_back(recoded(table.keys[j], hierarchies[j], levels[j]));
    return out;
}

RecodingLevel all_together(std::size_t categories, std::string label) {
    RecodingLevel out;
    out.name = label;
    out.code_of.assign(categories, 0);
    out.labels = {std::move(label)};
    return out;
}

RecodingLevel in_bands(std::string name,
                       std::span<const long long> values,
                       std::span<const long long> starts) {
    RecodingLevel out;
    out.name = std::move(name);
    if (starts.empty()) return all_together(values.size(), out.name);
    out.labels.push_back(fmt::format("<{}", starts.front()));
    for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
        const long long last = starts[i + 1] - 1;
        out.labels.push_back(starts[i] == last ? fmt::format("{}", last)
                                               : fmt::format("{}–{}", starts[i], last));
    }
    out.labels.push_back(fmt::format("{}+", starts.back()));
    for (const long long value : values)
        out.code_of.push_back(
            static_cast<std::int32_t>(std::ranges::upper_bound(starts, value) - starts.begin()));
    return out;
}

RecodingLevel with_ends_joined(std::string name,
                               std::span<const long long> values,
                               long long bottom,
                               long long top) {
    std::vector<std::string> label_of;
    for (const long long value : values) {
        if (value <= bottom)
            label_of.push_back(fmt::format("≤{}", bottom));
        else
            label_of.push_back(value >= top ? fmt::format("{}+", top) : fmt::format("{}", value));
    }
    return level_of_labels(std::move(name), label_of);
}

RecodingLevel as_parents(std::string name,
                         std::vector<std::int32_t> parent_of,
                         std::vector<std::string> labels) {
    return {std::move(name), std::move(parent_of), std::move(labels)};
}

RecodingLevel by_first_characters(std::string name,
                                  std::span<const std::string> labels,
                                  std::size_t characters) {
    std::vector<std::string> label_of;
    for (const std::string& label : labels) {
        // A character of UTF-8 is a byte that does not continue one.
        std::size_t end = 0;
        std::size_t seen = 0;
        for (; end < label.size(); ++end) {
            const bool begins = (static_cast<unsigned char>(label[end]) & 0xC0U) != 0x80U;
            if (begins && seen++ == characters) break;
        }
        label_of.push_back(label.substr(0, end));
    }
    return level_of_labels(std::move(name), label_of);
}

}  // namespace mtm

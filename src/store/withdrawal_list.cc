#include "store/withdrawal_list.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "base/text.h"
#include "store/clock.h"
#include "store/files.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

const std::vector<std::string> list_columns{"instance_id_sha256", "lay_in", "at", "by", "reason"};

std::optional<std::string> hash_of_digits(std::string_view text) {
    if (text.size() != 64) return std::nullopt;
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i]);
        const int low = digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

}  // namespace

const std::vector<std::string>& withdrawal_reasons() {
    static const std::vector<std::string> reasons{
        "respondent", "guardian", "no-consent", "under-age", "team"};
    return reasons;
}

std::string withdrawal_list_in(const std::string& folder) {
    return folder + "/withdrawals.csv";
}

Result<std::vector<ListedWithdrawal>> read_withdrawal_list(const std::string& path) {
    std::vector<ListedWithdrawal> out;
    if (!std::filesystem::exists(path)) return out;
    const std::string bytes = TRY(read_file(path));
    const auto table = read_csv(bytes);
    if (!table) return table.error().in("reading " + path);
    for (int row = 0; row < table->row_count(); ++row) {
        const auto hash = hash_of_digits(table->at(row, list_columns[0]));
        if (!hash) {
            return Error{path + ", line " + std::to_string(table->line_of(row)) +
                         ": instance_id_sha256 is no SHA-256 in hexadecimal; take the line from a "
                         "backup of the list, for whoever it names would come back"};
        }
        out.push_back({.hash = *hash,
                       .in_file = table->at(row, list_columns[1]) == "file",
                       .at = std::string(table->at(row, list_columns[2])),
                       .by = std::string(table->at(row, list_columns[3])),
                       .reason = std::string(table->at(row, list_columns[4]))});
    }
    return out;
}

Status add_to_withdrawal_list(const std::string& path, const std::vector<ListedWithdrawal>& more) {
    std::vector<ListedWithdrawal> all = TRY(read_withdrawal_list(path));
    std::set<std::string> known = hashes_of(all);
    const std::size_t before = all.size();
    for (const ListedWithdrawal& each : more) {
        if (known.insert(each.hash).second) all.push_back(each);
    }
    if (all.size() == before) return Done{};
    std::vector<std::vector<std::string>> rows{list_columns};
    for (const ListedWithdrawal& each : all) {
        rows.push_back({hexadecimal(each.hash),
                        each.in_file ? "file" : "database",
                        each.at,
                        each.by,
                        each.reason});
    }
    return write_file(path, write_csv(rows));
}

std::set<std::string> hashes_of(const std::vector<ListedWithdrawal>& list) {
    std::set<std::string> out;
    for (const ListedWithdrawal& each : list)
        out.insert(each.hash);
    return out;
}

Result<int> take_listed_withdrawals(const std::string& folder, InterviewStore& store) {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> deeds;  // by at, by
    for (ListedWithdrawal& each : TRY(read_withdrawal_list(withdrawal_list_in(folder))))
        deeds[{each.at, each.by}].push_back(std::move(each.hash));
    int gone = 0;
    for (const auto& [deed, hashes] : deeds)
        gone += TRY(store.withdraw_listed(hashes, deed.second, instant_of_utc(deed.first)));
    return gone;
}

}  // namespace mtm

#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/interview_store.h"

namespace mtm {

/// One instanceID that must never be in this study again, by its hash: nobody is named.
struct ListedWithdrawal {
    std::string hash;         // SHA-256 of the instanceID, or of bytes set aside: 32 bytes
    bool in_file = false;     // it lay in a folder's file, and counts as one interview withdrawn
    std::string at = {};      // UTC, ISO 8601
    std::string by = {};      // who carried it out, never whom it concerns
    std::string reason = {};  // one of withdrawal_reasons()

    bool operator==(const ListedWithdrawal&) const = default;
};

/// Words for why somebody is withdrawn; free text would sooner or later name people.
[[nodiscard]] const std::vector<std::string>& withdrawal_reasons();

/// Where a folder's list lies: withdrawals.csv in a study, and beside backups. Format:
/// docs/formats/withdrawals.md.
[[nodiscard]] std::string withdrawal_list_in(const std::string& folder);

/// Nothing if there is no such file. The error names the line that cannot be read: a list that is
/// read in part would let somebody back in.
Result<std::vector<ListedWithdrawal>> read_withdrawal_list(const std::string& path);

/// Adds those that the list does not have yet; the list is made if there is none.
Status add_to_withdrawal_list(const std::string& path, const std::vector<ListedWithdrawal>& more);

/// The hashes of a list.
[[nodiscard]] std::set<std::string> hashes_of(const std::vector<ListedWithdrawal>& list);

/// Has a store forget whom the list in a study's folder names; how many interviews it had of them.
Result<int> take_listed_withdrawals(const std::string& folder, InterviewStore& store);

}  // namespace mtm

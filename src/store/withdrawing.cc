#include "store/withdrawing.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include <unistd.h>

#include "base/text.h"
#include "interview/envelope.h"
#include "store/files.h"
#include "store/schema.h"
#include "store/sha256.h"
#include "store/sqlite_store.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 2> interview_folders{"/interviews", "/rehearsal"};

std::string plain_code(std::string_view code) {
    std::string out;
    for (const char c : lower_ascii(code)) {
        if (c != ' ' && c != '-' && c != '\t') out += c;
    }
    return out;
}

// Paths of documents in interviews/ and rehearsal/ whose instanceID is wanted.
template <typename Wanted>
Result<std::vector<std::pair<std::string, std::string>>> documents_of(const std::string& directory,
                                                                      const Wanted& wanted) {
    std::vector<std::pair<std::string, std::string>> out;  // path, instanceID
    for (const char* below : interview_folders) {
        const std::string folder = directory + below;
        for (const std::string& name : files_in(folder, ".xml")) {
            const std::string path = folder + "/" + name;
            const auto envelope = read_envelope(TRY(read_file(path)));
            if (envelope && wanted(envelope->instance_id))
                out.emplace_back(path, envelope->instance_id);
        }
    }
    return out;
}

Status unlink_file(const fs::path& path) {
    std::error_code failed;
    fs::remove(path, failed);
    if (failed) return Error{"erasing " + path.string() + ": " + failed.message()};
    return Done{};
}

// A folder and all that is in it; how many files that were.
Result<int> erase_folder(const fs::path& folder) {
    std::error_code failed;
    if (!fs::exists(folder)) return 0;
    int files = 0;
    // Somebody else may be erasing it too.
    for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        if (!at->is_directory(failed)) ++files;
    }
    failed.clear();
    fs::remove_all(folder, failed);
    if (failed) return Error{"erasing " + folder.string() + ": " + failed.message()};
    return files;
}

Status erase_documents(const std::string& directory,
                       const std::set<std::string>& hashes,
                       FolderErasure& erased) {
    const auto listed = [&](const std::string& id) { return hashes.contains(sha256(id)); };
    for (const auto& [path, id] : TRY(documents_of(directory, listed))) {
        erased.files_with_them += TRY(erase_folder(fs::path(path).replace_extension()));
        TRY(unlink_file(path));
        ++erased.interview_files;
    }
    return Done{};
}

// Rows of the cleaning log that begin with, or somewhere hold, a listed instanceID.
Status erase_correction_rows(const std::string& directory,
                             const std::set<std::string>& hashes,
                             FolderErasure& erased) {
    const std::string path = directory + "/corrections.csv";
    if (!fs::exists(path)) return Done{};
    const std::string bytes = TRY(read_file(path));
    auto records = read_csv_records(bytes);
    if (!records) return Done{};  // no table: what it holds is found by still_named
    const auto gone = std::erase_if(records->rows, [&](const std::vector<std::string>& row) {
        return std::ranges::any_of(row, [&](const std::string& cell) {
            return hashes.contains(sha256(std::string(trim(cell))));
        });
    });
    if (gone == 0) return Done{};
    erased.correction_rows += static_cast<int>(gone);
    return write_file(path, write_csv(records->rows, records->separator));
}

bool is_held_by_server(const std::string& directory) {
    return !ServingLock::take(directory + "/study.db-lock");
}

Status wait_for_server(const std::string& directory,
                       const std::set<std::string>& hashes,
                       int wait_ms) {
    const auto store =
        TRY(SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read));
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
    for (;;) {
        const std::vector<std::string> buried = TRY(store->tombstones());
        const std::set<std::string> there(buried.begin(), buried.end());
        if (std::ranges::includes(there, hashes)) return Done{};
        if (std::chrono::steady_clock::now() > until) {
            return Error{
                directory +
                ": the server that holds study.db has not erased it yet. It will when it "
                "next looks at withdrawals.csv, or when it is started again with this MTM; "
                "then run this command again"};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

Status erase_stored(const std::string& directory,
                    const std::set<std::string>& hashes,
                    int wait_ms,
                    FolderErasure& erased) {
    if (!has_database(directory)) return Done{};
    if (is_held_by_server(directory)) {
        erased.by_server = true;
        return wait_for_server(directory, hashes, wait_ms);
    }
    std::int64_t before = 0;
    {
        const auto reading =
            SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read);
        if (reading) before = TRY((*reading)->withdrawn());
    }
    const auto store = TRY(SqliteInterviewStore::open(directory));  // which obeys the list
    erased.interviews += static_cast<int>(TRY(store->withdrawn()) - before);
    return Done{};
}

// Copies that an upgrade laid beside the database, and backups that were never finished.
Status erase_copies(const std::string& directory) {
    std::error_code failed;
    std::vector<fs::path> copies;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("study.db.schema-")) copies.push_back(entry.path());
    }
    for (const fs::path& copy : copies)
        TRY(unlink_file(copy));
    return Done{};
}

// Whether one of a text's words, as instanceIDs are written, has one of these hashes.
bool holds_hashed_word(const std::string& text, const std::set<std::string>& hashes) {
    constexpr std::size_t shortest = 4;
    constexpr std::size_t longest = 200;
    const auto is_of_word = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == ':' || c == '-' || c == '_' || c == '.' || c == '/';
    };
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && is_of_word(text[end]))
            ++end;
        const std::size_t length = end - begin;
        if (length >= shortest && length <= longest &&
            hashes.contains(sha256(text.substr(begin, length))))
            return true;
        begin = end + 1;
    }
    return false;
}

bool made_the_study(const fs::path& relative) {
    const std::string top = relative.begin()->string();
    return top.starts_with("study.db") || top == "attachments" || top == "forms" ||
           top == "media" || top == "questionnaire" || top == "questionnaire.xlsx" ||
           top == "questionnaire.xls" || top == "questionnaire.xml" || top == "plan.xlsx" ||
           top == "study.toml" || top == "withdrawals.csv" || top == "rehearsal-served";
}

}  // namespace

std::vector<std::string> interviews_with_code(const InterviewsRead& read,
                                              int question,
                                              const std::string& code) {
    std::set<std::string> out;
    const std::string wanted = plain_code(code);
    const auto look_at = [&](const Interview& interview) {
        for (const Answer& answer : interview.answers) {
            if (answer.question == question && plain_code(answer.value) == wanted)
                out.insert(interview.instance_id);
        }
    };
    if (wanted.empty()) return {};
    for (const Interview& interview : read.interviews)
        look_at(interview);
    for (const auto& [id, interview] : read.uncorrected)
        look_at(interview);
    return {out.begin(), out.end()};
}

Result<WithdrawalTarget> find_for_withdrawal(const std::string& directory,
                                             const std::string& instance_id) {
    WithdrawalTarget out;
    std::set<std::string> ids;
    if (has_database(directory)) {
        const auto store =
            TRY(SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read));
        if (const auto found = TRY(store->find(instance_id))) {
            out.received = found->received;
            out.sender = found->sender;
            out.enumerator = found->facts.enumerator;
            for (const SubmissionBytes& state : TRY(store->history(instance_id)))
                ids.insert(state.instance_id);
        }
    }
    const auto wanted = [&](const std::string& id) {
        return id == instance_id || ids.contains(id);
    };
    for (auto& [path, id] : TRY(documents_of(directory, wanted))) {
        out.files.push_back(path);
        ids.insert(id);
    }
    out.instance_ids.assign(ids.begin(), ids.end());
    return out;
}

Result<std::vector<std::string>> set_aside_with(const std::string& directory,
                                                const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    if (!has_database(directory)) return out;
    const auto store =
        TRY(SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read));
    for (const SetAside& what : TRY(store->all_set_aside())) {
        const std::string bytes = TRY(store->set_aside_bytes(what.number));
        const bool named = std::ranges::any_of(texts, [&](const std::string& text) {
            return !text.empty() && bytes.find(text) != std::string::npos;
        });
        if (named) out.push_back(sha256(bytes));
    }
    return out;
}

Result<FolderErasure> erase_withdrawn(const std::string& directory, int server_wait_ms) {
    FolderErasure erased;
    const std::set<std::string> hashes =
        hashes_of(TRY(read_withdrawal_list(withdrawal_list_in(directory))));
    if (hashes.empty()) return erased;
    TRY(erase_documents(directory, hashes, erased));
    TRY(erase_correction_rows(directory, hashes, erased));
    TRY(erase_stored(directory, hashes, server_wait_ms, erased));
    TRY(erase_copies(directory));
    erased.outputs = TRY(erase_outputs(directory));
    return erased;
}

Result<int> erase_outputs(const std::string& directory) {
    return erase_folder(directory + "/out");
}

Status WithdrawalFollower::step(const std::string& directory, InterviewStore& store) {
    std::error_code none;
    const auto written = fs::last_write_time(withdrawal_list_in(directory), none);
    const std::int64_t stamp = none ? 0 : written.time_since_epoch().count();
    if (stamp != list_written_) {
        (void)TRY(take_listed_withdrawals(directory, store));
        list_written_ = stamp;
    }
    const std::int64_t withdrawn = TRY(store.withdrawn());
    if (withdrawn_ >= 0 && withdrawn > withdrawn_) (void)TRY(erase_outputs(directory));
    withdrawn_ = withdrawn;
    return Done{};
}

Status list_stored_withdrawals(const std::string& directory, const std::string& at) {
    if (!has_database(directory)) return Done{};
    const auto store =
        TRY(SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read));
    std::vector<ListedWithdrawal> rows;
    for (std::string& hash : TRY(store->tombstones()))
        rows.push_back(
            {.hash = std::move(hash), .at = at, .by = "study.db", .reason = "respondent"});
    return add_to_withdrawal_list(withdrawal_list_in(directory), rows);
}

Result<std::vector<LeftBehind>> still_named(const std::string& directory,
                                            const std::vector<std::string>& texts) {
    std::vector<LeftBehind> out;
    std::error_code failed;
    for (fs::recursive_directory_iterator at(directory, failed), end; !failed && at != end;
         at.increment(failed)) {
        if (made_the_study(at->path().lexically_relative(directory))) {
            if (at->is_directory()) at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file()) continue;
        const std::string bytes = TRY(read_file(at->path().string()));
        const bool named = std::ranges::any_of(texts, [&](const std::string& text) {
            return !text.empty() && bytes.find(text) != std::string::npos;
        });
        if (named) {
            out.push_back({at->path().string(), Searched::found});
        } else if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0")) {
            out.push_back({at->path().string(), Searched::cannot_be_searched});
        }
    }
    if (failed) return Error{"reading the folder " + directory + ": " + failed.message()};
    std::ranges::sort(out, {}, &LeftBehind::path);
    return out;
}

Result<int> erase_naming_files(const std::string& directory) {
    std::set<std::string> hashes;
    for (const ListedWithdrawal& listed : TRY(read_withdrawal_list(withdrawal_list_in(directory))))
        hashes.insert(listed.hash);
    std::vector<fs::path> naming;
    std::error_code failed;
    for (fs::recursive_directory_iterator at(directory, failed), end; !failed && at != end;
         at.increment(failed)) {
        if (made_the_study(at->path().lexically_relative(directory))) {
            if (at->is_directory()) at.disable_recursion_pending();
        } else if (at->is_regular_file() &&
                   holds_hashed_word(TRY(read_file(at->path().string())), hashes)) {
            naming.push_back(at->path());
        }
    }
    if (failed) return Error{"reading the folder " + directory + ": " + failed.message()};
    for (const fs::path& path : naming) {
        if (!fs::remove(path, failed))
            return Error{"erasing " + path.string() + ": " + failed.message()};
    }
    return static_cast<int>(naming.size());
}

}  // namespace mtm

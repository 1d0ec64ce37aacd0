#include "store/releases.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <map>

#include <fcntl.h>
#include <stdio.h>  // renameat2

#include "base/text.h"
#include "store/schema.h"
#include "store/sha256.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr const char* sums_name = "SHA256SUMS";

const std::vector<std::string> release_columns{"release",
                                               "date",
                                               "cleared_by",
                                               "program",
                                               "data",
                                               "plan",
                                               "narrative",
                                               "numbers",
                                               "rehearsal",
                                               "erratum",
                                               "sha256sums"};

std::string releases_in(const std::string& directory) {
    return directory + "/releases";
}

std::string folder_of_release(const std::string& directory, int number) {
    return releases_in(directory) + "/" + std::to_string(number);
}

std::vector<std::string> row_of_release(const ReleaseRecord& record) {
    return {std::to_string(record.number),
            record.date,
            record.cleared_by,
            record.program,
            record.data,
            record.plan,
            record.narrative,
            std::to_string(record.numbers),
            record.rehearsal ? "invented interviews: not survey results" : "",
            record.erratum,
            record.sums};
}

// Files below a folder by their paths in it, sorted.
Result<std::vector<std::string>> files_of_release(const std::string& folder) {
    std::vector<std::string> out;
    std::error_code failed;
    for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        if (at->is_regular_file())
            out.push_back(at->path().lexically_relative(folder).generic_string());
    }
    if (failed) return Error{"reading the folder " + folder + ": " + failed.message()};
    std::ranges::sort(out);
    return out;
}

// As `sha256sum -c` reads them.
Result<std::string> sums_of(const std::string& folder) {
    std::string out;
    for (const std::string& name : TRY(files_of_release(folder))) {
        if (name == sums_name) continue;
        out += hexadecimal(sha256(TRY(read_file(folder + "/" + name)))) + "  " + name + "\n";
    }
    return out;
}

Status make_read_only(const std::string& folder) {
    constexpr auto readable =
        fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
    for (const std::string& name : TRY(files_of_release(folder))) {
        std::error_code failed;
        fs::permissions(folder + "/" + name, readable, failed);
        if (failed) return Error{"making " + name + " read-only: " + failed.message()};
    }
    return Done{};
}

Status add_to_index(const std::string& directory, const ReleaseRecord& record) {
    std::vector<std::vector<std::string>> rows{release_columns};
    for (const ReleaseRecord& each : TRY(read_releases(directory)))
        rows.push_back(row_of_release(each));
    rows.push_back(row_of_release(record));
    return write_file(releases_in(directory) + "/index.csv", write_csv(rows));
}

// Also of a release whose run was cut off before it came into the index.
Result<int> next_number(const std::string& directory) {
    int last = 0;
    for (const ReleaseRecord& each : TRY(read_releases(directory)))
        last = std::max(last, each.number);
    while (fs::exists(folder_of_release(directory, last + 1)))
        ++last;
    return last + 1;
}

}  // namespace

Result<std::vector<ReleaseRecord>> read_releases(const std::string& directory) {
    std::vector<ReleaseRecord> out;
    const std::string path = releases_in(directory) + "/index.csv";
    if (!fs::exists(path)) return out;
    const std::string bytes = TRY(read_file(path));
    const auto table = read_csv(bytes);
    if (!table) return table.error().in("reading " + path);
    for (int row = 0; row < table->row_count(); ++row) {
        const auto at = [&](std::size_t column) {
            return std::string(table->at(row, release_columns[column]));
        };
        const auto number = [&](std::size_t column, auto& value) {
            const std::string text = at(column);
            return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc();
        };
        ReleaseRecord record;
        if (!number(0, record.number) || !number(7, record.numbers)) {
            return Error{path + ", line " + std::to_string(table->line_of(row)) +
                         ": release and numbers must be whole numbers"};
        }
        record.date = at(1);
        record.cleared_by = at(2);
        record.program = at(3);
        record.data = at(4);
        record.plan = at(5);
        record.narrative = at(6);
        record.rehearsal = !at(8).empty();
        record.erratum = at(9);
        record.sums = at(10);
        out.push_back(std::move(record));
    }
    return out;
}

Result<std::string> begin_release(const std::string& directory) {
    const std::string folder = releases_in(directory) + "/.in-the-making";
    std::error_code failed;
    fs::remove_all(folder, failed);
    if (!failed) fs::create_directories(folder, failed);
    if (failed) return Error{"making " + folder + ": " + failed.message()};
    return folder;
}

Result<int> freeze_release(const std::string& directory,
                           const std::string& folder,
                           ReleaseRecord record,
                           const std::vector<FileOut>& files) {
    record.number = TRY(next_number(directory));
    for (const FileOut& file : files)
        TRY(write_file(folder + "/" + file.name, file.bytes));
    record.sums.clear();
    TRY(write_file(folder + "/release.csv", write_csv({release_columns, row_of_release(record)})));
    const std::string sums = TRY(sums_of(folder));
    record.sums = hexadecimal(sha256(sums));
    TRY(write_file(folder + "/" + sums_name, sums));
    TRY(make_read_only(folder));
    const std::string path = folder_of_release(directory, record.number);
    if (::renameat2(AT_FDCWD, folder.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0)
        return Error{"making " + path + ": " + std::strerror(errno)};
    TRY(flush_folder(releases_in(directory)));
    TRY(add_to_index(directory, record));
    return record.number;
}

Result<std::string> read_release_numbers(const std::string& directory, int number) {
    return read_file(folder_of_release(directory, number) + "/numbers.csv");
}

Result<std::vector<std::string>> damage_of_release(const std::string& directory,
                                                   const ReleaseRecord& record) {
    std::vector<std::string> out;
    const std::string folder = folder_of_release(directory, record.number);
    const auto listed = read_file(folder + "/" + sums_name);
    if (!listed) return std::vector<std::string>{listed.error().message};
    if (hexadecimal(sha256(*listed)) != record.sums)
        out.emplace_back("SHA256SUMS is not the list that was frozen");
    std::map<std::string, std::string> sums;  // by name
    for (const std::string_view line : split(*listed, '\n')) {
        if (line.size() > 66) sums.emplace(line.substr(66), line.substr(0, 64));
    }
    for (const std::string& name : TRY(files_of_release(folder))) {
        if (name == sums_name) continue;
        const auto found = sums.find(name);
        if (found == sums.end()) {
            out.push_back(name + " was added");
            continue;
        }
        if (hexadecimal(sha256(TRY(read_file(folder + "/" + name)))) != found->second)
            out.push_back(name + " was changed");
        sums.erase(found);
    }
    for (const auto& [name, sum] : sums)
        out.push_back(name + " is missing");
    return out;
}

Result<std::string> fingerprint_of_narrative(const std::string& directory) {
    std::string all;
    for (const std::string& name : files_in(directory, ".md")) {
        if (!name.starts_with("report.")) continue;
        const std::string bytes = TRY(read_file(directory + "/" + name));
        all += name + "\n" + std::to_string(bytes.size()) + "\n" + bytes;
    }
    return hexadecimal(sha256(all));
}

}  // namespace mtm

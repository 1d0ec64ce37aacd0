#include "store/interview_names.h"

#include <filesystem>

#include "base/text.h"
#include "interview/envelope.h"
#include "store/files.h"
#include "store/sqlite_store.h"
#include "workbook/read.h"

namespace mtm {
namespace {

constexpr std::string_view prefix = "uuid:";
constexpr std::size_t shortest = 8;  // what is shorter may stand anywhere by chance
constexpr int page = 1000;

bool is_of_name(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
}

Status add_stored(const std::string& directory, InterviewNames& names) {
    if (!std::filesystem::exists(directory + "/study.db")) return Done{};
    const auto store =
        TRY(SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read));
    std::int64_t before = 0;
    for (;;) {
        const auto listed = TRY(store->list({}, before, page));
        if (listed.empty()) return Done{};
        for (const StoredInterview& interview : listed) {
            names.add(interview.instance_id);
            names.add(interview.current_id);
            if (interview.edits == 0) continue;
            for (const SubmissionBytes& state : TRY(store->history(interview.instance_id)))
                names.add(state.instance_id);
        }
        before = listed.back().sequence;
    }
}

}  // namespace

void InterviewNames::add(std::string_view instance_id) {
    std::string name = lower_ascii(trim(instance_id));
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
    if (name.size() >= shortest) names_.insert(std::move(name));
}

Result<InterviewNames> InterviewNames::read(const std::string& directory) {
    InterviewNames out;
    TRY(add_stored(directory, out));
    for (const char* below : {"/interviews", "/rehearsal"}) {
        const std::string folder = directory + below;
        for (const std::string& name : files_in(folder, ".xml")) {
            const auto envelope = read_envelope(TRY(read_file(folder + "/" + name)));
            if (envelope) out.add(envelope->instance_id);
        }
    }
    return out;
}

bool InterviewNames::stand_in(const std::string& bytes, const std::string& path) const {
    if (names_.empty()) return false;
    if (stand_in_text(bytes)) return true;
    if (!bytes.starts_with("PK\x03\x04") && !bytes.starts_with("\xD0\xCF\x11\xE0")) return false;
    const auto book = read_workbook(bytes, path);
    if (!book) return false;
    for (const Sheet& sheet : book->sheets) {
        for (int row = 0; row < sheet.row_count(); ++row) {
            for (int column = 0; column < sheet.row_length(row); ++column) {
                if (stand_in_text(sheet.at(row, column))) return true;
            }
        }
    }
    return false;
}

// Words as instanceIDs are written; one that ends a sentence is found too.
bool InterviewNames::stand_in_text(std::string_view text) const {
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && is_of_name(text[end]))
            ++end;
        std::string_view word = text.substr(begin, end - begin);
        begin = end + 1;
        while (word.ends_with('.'))
            word.remove_suffix(1);
        if (word.size() < shortest) continue;
        const std::string name = lower_ascii(word);
        if (names_.contains(name)) return true;
        const std::size_t point = name.rfind('.');  // a file that is named for its interview
        if (point != std::string::npos && names_.contains(name.substr(0, point))) return true;
    }
    return false;
}

}  // namespace mtm

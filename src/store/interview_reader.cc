#include "store/interview_reader.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "store/interview_states.h"
#include "store/sha256.h"

namespace mtm {
namespace {

constexpr const char* select_interview =
    "SELECT i.sequence, f.instance_id, c.instance_id, c.form_id, c.version, i.received, i.updated,"
    " f.device_id, f.sender, f.user_agent, i.review, i.states, i.files_present, i.files_expected,"
    " c.pilot, c.day, c.area, c.respondent_group, c.enumerator, c.language, c.consent, c.counted,"
    " c.started, c.ended, c.latitude, c.longitude, i.flagged, i.current, i.conflict,"
    " i.without_original, i.set_aside, c.xml"
    " FROM interview i JOIN submission f ON f.number = i.first"
    " JOIN submission c ON c.number = i.current ";

constexpr int xml_column = 31;

// Seconds in order, with how many interviews took so long.
using Histogram = std::vector<std::pair<std::int64_t, std::int64_t>>;

std::optional<double> median_of(const Histogram& histogram) {
    std::int64_t total = 0;
    for (const auto& [seconds, interviews] : histogram)
        total += interviews;
    if (total <= 0) return std::nullopt;
    const auto ranked = [&](std::int64_t rank) {
        for (const auto& [seconds, interviews] : histogram) {
            if (rank < interviews) return static_cast<double>(seconds);
            rank -= interviews;
        }
        return 0.0;
    };
    return (ranked((total - 1) / 2) + ranked(total / 2)) / 2;
}

FieldworkFacts facts_in(const Query& query, int column) {
    return {.day = query.text(column),
            .area = query.text(column + 1),
            .group = query.text(column + 2),
            .enumerator = query.text(column + 3),
            .language = query.text(column + 4),
            .consent = query.text(column + 5),
            .counted = query.truth(column + 6),
            .started = query.maybe_integer(column + 7),
            .ended = query.maybe_integer(column + 8),
            .latitude = query.maybe_real(column + 9),
            .longitude = query.maybe_real(column + 10)};
}

}  // namespace

// --- interviews ---

Result<StoredInterview> InterviewReader::interview_in(const Query& query) {
    StoredInterview out{.sequence = query.integer(0),
                        .instance_id = query.text(1),
                        .current_id = query.text(2),
                        .form_id = query.text(3),
                        .version = query.text(4),
                        .received = query.integer(5),
                        .updated = query.integer(6),
                        .device_id = query.text(7),
                        .sender = query.text(8),
                        .user_agent = query.text(9),
                        .review = static_cast<ReviewState>(query.integer(10)),
                        .edits = static_cast<int>(query.integer(11)) - 1,
                        .files_present = static_cast<int>(query.integer(12)),
                        .files_expected = static_cast<int>(query.integer(13)),
                        .pilot = query.truth(14),
                        .facts = facts_in(query, 15),
                        .flags = {}};
    if (!query.truth(26)) return out;
    auto flags = TRY(database_.query(
        "SELECT code, question, detail FROM flag WHERE submission = ? ORDER BY position",
        query.integer(27)));
    while (TRY(flags.next())) {
        out.flags.push_back({flags.text(0), flags.text(1), flags.text(2)});
    }
    InterviewShape shape;
    shape.conflict = query.truth(28);
    shape.without_original = query.truth(29);
    std::ranges::move(flags_of_shape(shape, query.truth(30)), std::back_inserter(out.flags));
    return out;
}

Result<std::optional<StoredInterview>> InterviewReader::interview(std::int64_t sequence) {
    static const std::string sql = std::string(select_interview) + "WHERE i.sequence = ?";
    auto query = TRY(database_.query(sql, sequence));
    if (!TRY(query.next())) return std::optional<StoredInterview>();
    return std::optional(TRY(interview_in(query)));
}

Result<std::optional<InterviewStore::Current>> InterviewReader::current_of(std::int64_t sequence) {
    static const std::string sql = std::string(select_interview) + "WHERE i.sequence = ?";
    auto query = TRY(database_.query(sql, sequence));
    if (!TRY(query.next())) return std::optional<InterviewStore::Current>();
    return std::optional(InterviewStore::Current{TRY(interview_in(query)), query.text(xml_column)});
}

Result<std::int64_t> InterviewReader::interview_of(const std::string& instance_id) {
    return TRY(database_.number("SELECT interview FROM submission WHERE instance_id = ?",
                                instance_id))
        .value_or(0);
}

Result<std::optional<StoredInterview>> InterviewReader::find(const std::string& instance_id) {
    return interview(TRY(interview_of(instance_id)));
}

Result<std::vector<InterviewStore::Current>> InterviewReader::read_current(std::int64_t after,
                                                                           int limit) {
    static const std::string sql =
        std::string(select_interview) + "WHERE i.sequence > ? ORDER BY i.sequence LIMIT ?";
    std::vector<InterviewStore::Current> out;
    auto query = TRY(database_.query(sql, after, std::max(limit, 0)));
    while (TRY(query.next())) {
        auto interview = TRY(interview_in(query));
        out.push_back({std::move(interview), query.text(xml_column)});
    }
    return out;
}

Result<std::vector<SubmissionBytes>> InterviewReader::history(const std::string& instance_id) {
    std::vector<SubmissionBytes> out;
    auto query = TRY(database_.query(
        "SELECT instance_id, deprecated_id, version, received, sender, xml, pilot FROM submission"
        " WHERE interview = (SELECT interview FROM submission WHERE instance_id = ?)"
        " ORDER BY number",
        instance_id));
    while (TRY(query.next())) {
        out.push_back({query.text(0),
                       query.text(1),
                       query.text(2),
                       query.integer(3),
                       query.text(4),
                       query.text(5),
                       query.truth(6)});
    }
    return out;
}

// --- files ---

Result<std::vector<StoredFile>> InterviewReader::all_files(const std::string& instance_id) {
    std::vector<StoredFile> out;
    auto query = TRY(database_.query(
        "SELECT f.name, f.content_type, f.content, f.size, s.instance_id FROM submission s"
        " JOIN file f ON f.submission = s.number"
        " WHERE s.interview = (SELECT interview FROM submission WHERE instance_id = ?)"
        " ORDER BY s.number, f.name",
        instance_id));
    while (TRY(query.next())) {
        out.push_back({query.text(0),
                       query.text(1),
                       hexadecimal(query.text(2)),
                       query.integer(3),
                       true,
                       query.text(4)});
    }
    return out;
}

Result<std::vector<StoredFile>> InterviewReader::files(const std::string& instance_id) {
    std::map<std::string, StoredFile> by_name;
    std::string current;
    {
        auto query = TRY(database_.query(
            "SELECT c.instance_id, e.name FROM submission s JOIN interview i"
            " ON i.sequence = s.interview JOIN submission c ON c.number = i.current"
            " LEFT JOIN expected_file e ON e.submission = c.number WHERE s.instance_id = ?",
            instance_id));
        while (TRY(query.next())) {
            current = query.text(0);
            if (!query.is_null(1)) by_name[query.text(1)].name = query.text(1);
        }
    }
    for (StoredFile& file : TRY(all_files(instance_id))) {
        StoredFile& kept = by_name[file.name];
        if (kept.instance_id != current || current.empty()) kept = std::move(file);
    }
    std::vector<StoredFile> out;
    for (auto& [name, file] : by_name)
        out.push_back(std::move(file));
    return out;
}

Result<std::string> InterviewReader::file(const std::string& instance_id, const std::string& name) {
    for (const StoredFile& file : TRY(files(instance_id))) {
        if (file.name == name && file.present) return file_of_state(file.instance_id, name);
    }
    return Error{"the interview " + instance_id + " has no file " + name};
}

Result<std::string> InterviewReader::file_of_state(const std::string& state_id,
                                                   const std::string& name) {
    std::string sha256;
    {
        auto query =
            TRY(database_.query("SELECT f.content FROM submission s JOIN file f"
                                " ON f.submission = s.number"
                                " WHERE s.instance_id = ? AND f.name = ?",
                                state_id,
                                name));
        if (!TRY(query.next())) {
            return Error{"the interview " + state_id + " has no file " + name};
        }
        sha256 = query.text(0);
    }
    return content(sha256);
}

Result<std::string> InterviewReader::content(const std::string& sha256) {
    {
        auto query =
            TRY(database_.query("SELECT bytes FROM content WHERE sha256 = ?", Blob{sha256}));
        if (!TRY(query.next())) return Error{"study.db: it is damaged: a file is missing"};
        if (!query.is_null(0)) return query.text(0);
    }
    return attachments_.read(sha256);
}

Result<std::vector<SetAside>> InterviewReader::all_set_aside() {
    std::vector<SetAside> out;
    auto query = TRY(
        database_.query("SELECT number, received, sender, reason, instance_id, size FROM set_aside"
                        " ORDER BY number"));
    while (TRY(query.next())) {
        out.push_back({query.integer(0),
                       query.integer(1),
                       query.text(2),
                       query.text(3),
                       "",
                       query.text(4),
                       query.integer(5)});
    }
    return out;
}

Result<std::string> InterviewReader::set_aside_bytes(std::int64_t number) {
    std::string sha256;
    {
        auto query = TRY(database_.query("SELECT content FROM set_aside WHERE number = ?", number));
        if (!TRY(query.next())) return Error{"nothing of that number was set aside"};
        sha256 = query.text(0);
    }
    return content(sha256);
}

// --- reviews and corrections ---

Result<std::vector<ReviewEvent>> InterviewReader::reviews(const std::string& instance_id) {
    std::vector<ReviewEvent> out;
    auto query = TRY(database_.query(
        "SELECT f.instance_id, r.at, r.by, r.state, r.comment FROM submission s"
        " JOIN review r ON r.instance_id = s.instance_id JOIN interview i ON i.sequence = "
        "s.interview"
        " JOIN submission f ON f.number = i.first"
        " WHERE s.interview = (SELECT interview FROM submission WHERE instance_id = ?)"
        " ORDER BY r.number",
        instance_id));
    while (TRY(query.next())) {
        std::optional<ReviewState> state;
        if (!query.is_null(3)) state = static_cast<ReviewState>(query.integer(3));
        out.push_back({query.text(0), query.integer(1), query.text(2), state, query.text(4)});
    }
    return out;
}

Result<std::vector<CorrectionRow>> InterviewReader::corrections(const std::string& instance_id) {
    std::vector<CorrectionRow> out = TRY(correction_history(instance_id));
    std::erase_if(out, [](const CorrectionRow& row) { return !row.applied; });
    return out;
}

Result<std::vector<CorrectionRow>> InterviewReader::correction_history(
    const std::string& instance_id) {
    const std::string which =
        instance_id.empty()
            ? "FROM correction c JOIN submission s ON s.instance_id = c.instance_id"
            : "FROM submission s JOIN correction c ON c.instance_id = s.instance_id";
    const std::string filter =
        instance_id.empty()
            ? " WHERE ? = ''"
            : " WHERE s.interview = (SELECT interview FROM submission WHERE instance_id = ?)";
    std::vector<CorrectionRow> out;
    auto query = TRY(database_.query(
        "SELECT f.instance_id, c.path, c.old_value, c.new_value, c.reason, c.author, c.at,"
        " c.verified, c.applied " +
            which +
            " JOIN interview i ON i.sequence = s.interview JOIN submission f ON f.number = "
            "i.first" +
            filter + " ORDER BY c.number",
        instance_id));
    while (TRY(query.next())) {
        out.push_back({query.text(0),
                       query.text(1),
                       query.text(2),
                       query.text(3),
                       query.text(4),
                       query.text(5),
                       query.integer(6),
                       query.truth(7),
                       query.truth(8)});
    }
    return out;
}

// --- totals, devices, the life of the study ---

// The table is the histogram of each enumerator, as exact as the times are.
Result<std::vector<std::pair<std::string, double>>> InterviewReader::median_durations() {
    std::vector<std::pair<std::string, double>> out;
    std::string enumerator;
    Histogram histogram;
    const auto finish = [&] {
        if (const auto median = median_of(histogram)) out.emplace_back(enumerator, *median);
        histogram.clear();
    };
    auto query =
        TRY(database_.query("SELECT enumerator, seconds, interviews FROM duration"
                            " WHERE interviews > 0 ORDER BY enumerator, seconds"));
    while (TRY(query.next())) {
        std::string whose = query.text(0);
        if (whose != enumerator) {
            finish();
            enumerator = std::move(whose);
        }
        histogram.emplace_back(query.integer(1), query.integer(2));
    }
    finish();
    return out;
}

Result<std::optional<double>> InterviewReader::median_duration() {
    std::map<std::int64_t, std::int64_t> sums;
    auto query = TRY(database_.query("SELECT seconds, interviews FROM duration"));
    while (TRY(query.next()))
        sums[query.integer(0)] += query.integer(1);
    return median_of(Histogram(sums.begin(), sums.end()));
}

Result<std::vector<DeviceContact>> InterviewReader::devices() {
    std::vector<DeviceContact> out;
    auto query = TRY(database_.query(
        "SELECT device_id, sender, user_agent, first, last, last_form_version, interviews"
        " FROM contact ORDER BY device_id, sender"));
    while (TRY(query.next())) {
        out.push_back({query.text(0),
                       query.text(1),
                       query.text(2),
                       query.integer(3),
                       query.integer(4),
                       query.text(5),
                       static_cast<int>(query.integer(6))});
    }
    return out;
}

Result<FieldState> InterviewReader::field_state() {
    const auto state =
        TRY(database_.number("SELECT state FROM field_event ORDER BY number DESC LIMIT 1"));
    return static_cast<FieldState>(state.value_or(0));
}

Result<std::vector<std::string>> InterviewReader::tombstones() {
    std::vector<std::string> out;
    auto query = TRY(database_.query("SELECT hash FROM tombstone WHERE received = 1"));
    while (TRY(query.next()))
        out.push_back(query.text(0));
    return out;
}

Result<std::int64_t> InterviewReader::withdrawn() {
    return TRY(database_.number("SELECT count(*) FROM withdrawal")).value_or(0);
}

}  // namespace mtm

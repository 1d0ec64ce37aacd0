#include "store/sqlite_store.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/interview_reader.h"
#include "store/interview_writer.h"
#include "store/retiring.h"
#include "store/sha256.h"
#include "store/withdrawal_list.h"

namespace mtm {
namespace {

constexpr std::size_t most_idle_readers = 8;

// A connection to the very file that was opened first: one that was put in its place is another
// study as far as this program knows.
Result<std::unique_ptr<Database>> open_same(const std::string& path,
                                            const Schema& schema,
                                            ino_t inode) {
    struct stat there {};

    if (::stat(path.c_str(), &there) != 0 || there.st_ino != inode) {
        return Error{path + ": the file was moved or replaced while it was in use"};
    }
    return open_again(path, schema, Database::Mode::read_write);
}

// Pilots are in no table.
InterviewFilter of_table(InterviewFilter filter) {
    filter.pilot.reset();
    return filter;
}

}  // namespace

Result<std::unique_ptr<ServingLock>> ServingLock::take(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return Error{"making " + path + ": " + std::strerror(errno)};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const bool taken = errno == EWOULDBLOCK;
        const Error error{taken ? path + ": another program is writing to this already"
                                : "locking " + path + ": " + std::strerror(errno)};
        ::close(file);
        return error;
    }
    return std::unique_ptr<ServingLock>(new ServingLock(file));
}

ServingLock::~ServingLock() {
    ::close(file_);
}

Result<std::unique_ptr<Database>> Readers::lend() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<Database> database = std::move(idle_.back());
            idle_.pop_back();
            return database;
        }
    }
    auto database = TRY(open_again(path_, schema_, mode_));
    TRY(database->run("PRAGMA query_only = ON"));
    TRY(database->run("PRAGMA cache_size = -16384"));
    return database;
}

void Readers::take_back(std::unique_ptr<Database> database) {
    if (database->is_doubtful() || database->in_transaction()) return;
    const std::lock_guard lock(mutex_);
    if (idle_.size() < most_idle_readers) idle_.push_back(std::move(database));
}

SqliteInterviewStore::SqliteInterviewStore(const std::string& study_folder, Access access)
    : path_(study_folder + "/study.db"),
      access_(access),
      attachments_(study_folder + "/attachments"),
      readers_(path_,
               study_schema(),
               access == Access::write ? Database::Mode::read_write : Database::Mode::read_only) {}

SqliteInterviewStore::~SqliteInterviewStore() = default;

Result<std::unique_ptr<SqliteInterviewStore>> SqliteInterviewStore::open(
    const std::string& study_folder, Access access) {
    std::unique_ptr<SqliteInterviewStore> store(new SqliteInterviewStore(study_folder, access));
    if (access == Access::write) TRY(store->open_for_writing());
    if (access == Access::read) TRY(store->follow());
    return store;
}

Status SqliteInterviewStore::open_for_writing() {
    const std::string folder = std::filesystem::path(path_).parent_path().string();
    if (retired_mark(folder)) return Error{folder + ": this study is retired: nothing is taken in"};
    lock_ = TRY(ServingLock::take(path_ + "-lock"));
    auto writer = TRY(open_database(path_, study_schema()));
    TRY(clean_attachments(*writer));
    TRY(tallies_.load(*writer));
    revision_ =
        static_cast<std::uint64_t>(TRY(writer->number("SELECT value FROM revision")).value_or(0));
    field_state_ = TRY(InterviewReader(*writer, attachments_).field_state());

    struct stat there {};

    if (::stat(path_.c_str(), &there) != 0) return Error{path_ + ": it has gone"};
    const auto again = [path = path_, inode = there.st_ino] {
        return open_same(path, study_schema(), inode);
    };
    auto checkpointer = TRY(again());
    queue_ = std::make_unique<CommitQueue>(again, std::move(writer), std::move(checkpointer));
    (void)TRY(take_listed_withdrawals(folder, *this));
    return Done{};
}

// Files of commits that never came, and deleted bytes that a crash left in the log.
Status SqliteInterviewStore::clean_attachments(Database& database) {
    const auto known = [&](const std::string& hash) -> Result<bool> {
        const auto row = TRY(database.number(
            "SELECT 1 FROM content WHERE sha256 = ? AND bytes IS NULL", Blob{hash}));
        return row.has_value();
    };
    TRY(attachments_.clean(known));
    (void)database.empty_log(0).has_value();  // a full disk may have no room for it
    return Done{};
}

// A reader beside another program's writer takes over what that one has changed.
Status SqliteInterviewStore::follow() const {
    if (access_ == Access::write) return Done{};
    return readers_.with([&](Database& database) -> Status {
        const auto value = static_cast<std::uint64_t>(
            TRY(database.number("SELECT value FROM revision")).value_or(0));
        if (value == revision_) return Done{};
        TRY(tallies_.load(database));
        field_state_ = TRY(InterviewReader(database, attachments_).field_state());
        revision_ = value;
        return Done{};
    });
}

template <typename Value, typename Write>
Result<Value> SqliteInterviewStore::write(const Write& write) {
    if (!queue_) return Error{path_ + ": it was opened for reading"};
    std::optional<Value> value;
    CommittedChanges changes;
    const Status done = queue_->run(
        [&](Database& database) -> Status {
            changes = {};
            InterviewWriter writer(database, changes);
            value = TRY(write(writer));
            return Done{};
        },
        [&] { apply(changes); });
    if (!done) return done.error();
    return *std::move(value);
}

// On the writer's thread, in the order of commits.
void SqliteInterviewStore::apply(const CommittedChanges& changes) {
    tallies_.put(changes.tallies);
    if (changes.revision > revision_) revision_ = changes.revision;
    if (changes.field_state) field_state_ = *changes.field_state;
    for (const std::string& hash : changes.unused_attachments)
        attachments_.remove(hash);
    if (changes.removed) {
        remove_copies();
        queue_->scrub();
    }
}

// What was laid beside the database before an older one was brought forward holds everybody.
void SqliteInterviewStore::remove_copies() const {
    const std::filesystem::path database(path_);
    const std::string prefix = database.filename().string() + ".schema-";
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(database.parent_path(), failed)) {
        if (entry.path().filename().string().starts_with(prefix)) ::unlink(entry.path().c_str());
    }
}

template <typename Read>
auto SqliteInterviewStore::read(const Read& read) const {
    return readers_.with([&](Database& database) {
        InterviewReader reader(database, attachments_);
        return read(reader);
    });
}

// --- writing ---

Result<Receipt> SqliteInterviewStore::receive(const Arrival& arrival) {
    std::vector<HashedFile> files;
    std::vector<Attachments::Hold> held;
    for (const ArrivedFile& file : arrival.files) {
        files.push_back({&file, sha256(file.bytes)});
        if (file.bytes.size() > Attachments::largest_inside) {
            held.push_back(TRY(attachments_.keep(files.back().sha256, file.bytes)));
        }
    }
    return write<Receipt>([&](InterviewWriter& writer) { return writer.receive(arrival, files); });
}

Status SqliteInterviewStore::set_aside(const SetAside& what) {
    const std::string hash = sha256(what.bytes);
    std::vector<Attachments::Hold> held;
    if (what.bytes.size() > Attachments::largest_inside) {
        held.push_back(TRY(attachments_.keep(hash, what.bytes)));
    }
    return write<Done>([&](InterviewWriter& writer) { return writer.set_aside(what, hash); });
}

Status SqliteInterviewStore::add_review(const ReviewEvent& event) {
    return write<Done>([&](InterviewWriter& writer) { return writer.add_review(event); });
}

Status SqliteInterviewStore::add_correction(const CorrectionRow& correction) {
    return write<Done>([&](InterviewWriter& writer) { return writer.add_correction(correction); });
}

Status SqliteInterviewStore::withdraw(const std::string& instance_id,
                                      const std::string& by,
                                      Instant at) {
    return write<Done>(
        [&](InterviewWriter& writer) { return writer.withdraw(instance_id, by, at); });
}

Result<int> SqliteInterviewStore::withdraw_listed(const std::vector<std::string>& hashes,
                                                  const std::string& by,
                                                  Instant at) {
    return write<int>(
        [&](InterviewWriter& writer) { return writer.withdraw_listed(hashes, by, at); });
}

Status SqliteInterviewStore::note_contact(const DeviceContact& contact) {
    return write<Done>([&](InterviewWriter& writer) { return writer.note_contact(contact); });
}

Status SqliteInterviewStore::set_field_state(FieldState state, const std::string& by, Instant at) {
    return write<Done>(
        [&](InterviewWriter& writer) { return writer.set_field_state(state, by, at); });
}

Status SqliteInterviewStore::count_states(const std::vector<CountedState>& states) {
    return write<Done>([&](InterviewWriter& writer) { return writer.count_states(states); });
}

// --- reading ---

Result<std::vector<StoredInterview>> SqliteInterviewStore::list(const InterviewFilter& filter,
                                                                std::int64_t before,
                                                                int limit) const {
    TRY(follow());
    const Selection selection = tallies_.select(filter);
    return read([&](InterviewReader& reader) {
        return reader.list(selection, filter.flag, before, limit);
    });
}

Result<std::int64_t> SqliteInterviewStore::count(const InterviewFilter& filter) const {
    TRY(follow());
    const Selection selection = tallies_.select(filter);
    if (filter.flag.empty()) return selection.interviews;
    return read(
        [&](InterviewReader& reader) { return reader.count_flagged(selection, filter.flag); });
}

Result<std::vector<TallyRow>> SqliteInterviewStore::tally() const {
    TRY(follow());
    return tallies_.rows();
}

Result<std::optional<StoredInterview>> SqliteInterviewStore::find(
    const std::string& instance_id) const {
    return read([&](InterviewReader& reader) { return reader.find(instance_id); });
}

Result<std::vector<SubmissionBytes>> SqliteInterviewStore::history(
    const std::string& instance_id) const {
    return read([&](InterviewReader& reader) { return reader.history(instance_id); });
}

Result<std::vector<StoredFile>> SqliteInterviewStore::files(const std::string& instance_id) const {
    return read([&](InterviewReader& reader) { return reader.files(instance_id); });
}

Result<std::string> SqliteInterviewStore::file(const std::string& instance_id,
                                               const std::string& name) const {
    return read([&](InterviewReader& reader) { return reader.file(instance_id, name); });
}

Result<std::vector<StoredFile>> SqliteInterviewStore::all_files(
    const std::string& instance_id) const {
    return read([&](InterviewReader& reader) { return reader.all_files(instance_id); });
}

Result<std::string> SqliteInterviewStore::file_of_state(const std::string& state_id,
                                                        const std::string& name) const {
    return read([&](InterviewReader& reader) { return reader.file_of_state(state_id, name); });
}

Result<std::vector<InterviewStore::Current>> SqliteInterviewStore::read_current(std::int64_t after,
                                                                                int limit) const {
    return read([&](InterviewReader& reader) { return reader.read_current(after, limit); });
}

Result<std::vector<RowRun>> SqliteInterviewStore::row_runs(const RowQuery& query) const {
    TRY(follow());
    const Selection selection = tallies_.select(of_table(query.filter));
    return read([&](InterviewReader& reader) { return reader.row_runs(selection, query); });
}

Result<std::int64_t> SqliteInterviewStore::count_rows(const RowQuery& query) const {
    TRY(follow());
    const Selection selection = tallies_.select(of_table(query.filter));
    return read([&](InterviewReader& reader) { return reader.count_rows(selection, query); });
}

Result<std::vector<WholeInterview>> SqliteInterviewStore::read_whole(
    const std::vector<std::int64_t>& sequences) const {
    return read([&](InterviewReader& reader) { return reader.read_whole(sequences); });
}

Result<std::vector<UncountedState>> SqliteInterviewStore::uncounted(int limit) const {
    return read([&](InterviewReader& reader) { return reader.uncounted(limit); });
}

Result<std::vector<SetAside>> SqliteInterviewStore::all_set_aside() const {
    return read([](InterviewReader& reader) { return reader.all_set_aside(); });
}

Result<std::string> SqliteInterviewStore::set_aside_bytes(std::int64_t number) const {
    return read([&](InterviewReader& reader) { return reader.set_aside_bytes(number); });
}

Result<std::vector<ReviewEvent>> SqliteInterviewStore::reviews(
    const std::string& instance_id) const {
    return read([&](InterviewReader& reader) { return reader.reviews(instance_id); });
}

Result<std::vector<CorrectionRow>> SqliteInterviewStore::corrections(
    const std::string& instance_id) const {
    return read([&](InterviewReader& reader) { return reader.corrections(instance_id); });
}

Result<std::vector<CorrectionRow>> SqliteInterviewStore::correction_history(
    const std::string& instance_id) const {
    return read([&](InterviewReader& reader) { return reader.correction_history(instance_id); });
}

Result<std::vector<std::string>> SqliteInterviewStore::tombstones() const {
    return read([](InterviewReader& reader) { return reader.tombstones(); });
}

Result<std::int64_t> SqliteInterviewStore::withdrawn() const {
    return read([](InterviewReader& reader) { return reader.withdrawn(); });
}

Result<std::vector<std::pair<std::string, double>>> SqliteInterviewStore::median_durations() const {
    return read([](InterviewReader& reader) { return reader.median_durations(); });
}

Result<std::optional<double>> SqliteInterviewStore::median_duration() const {
    return read([](InterviewReader& reader) { return reader.median_duration(); });
}

Result<std::vector<DeviceContact>> SqliteInterviewStore::devices() const {
    return read([](InterviewReader& reader) { return reader.devices(); });
}

Result<FieldState> SqliteInterviewStore::field_state() const {
    TRY(follow());
    return field_state_.load();
}

Status SqliteInterviewStore::backup(const std::string& path) const {
    return back_up_study(path_, attachments_, path);
}

std::uint64_t SqliteInterviewStore::revision() const {
    (void)follow().has_value();  // of what was last known, if the file cannot be read
    return revision_;
}

}  // namespace mtm

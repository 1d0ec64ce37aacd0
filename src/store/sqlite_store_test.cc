// What is true of study.db beyond what every store owes: what is on disk, and what the world does.
#include "store/sqlite_store.h"

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "base/text.h"
#include "store/backup.h"
#include "store/backup_register.h"
#include "store/files.h"
#include "store/folder_backup.h"
#include "store/sha256.h"
#include "store/stores_for_test.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<SqliteInterviewStore> opened(const ScratchFolder& folder) {
    return got(SqliteInterviewStore::open(folder.path()));
}

std::unique_ptr<Database> beside(const ScratchFolder& folder) {
    return got(Database::open(folder.path() + "/study.db", Database::Mode::read_write));
}

// All bytes of all files of a folder.
std::string everything_in(const std::string& folder) {
    std::string bytes;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) bytes += got(read_file(entry.path().string()));
    }
    return bytes;
}

std::size_t files_under(const std::string& folder) {
    std::size_t files = 0;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
        files += entry.is_regular_file() ? 1 : 0;
    }
    return files;
}

TEST(SqliteInterviewStore, KeepsAllOfItWhenItIsOpenedAgain) {
    const ScratchFolder folder;
    const std::string photo(200'000, 'p');
    std::vector<TallyRow> tally;
    StoredInterview before;
    std::uint64_t revision = 0;
    {
        const auto store = opened(folder);
        send(*store, {.id = "v1", .files = {{"p.jpg", photo}, {"audit.csv", "a"}}});
        send(*store, {.id = "v2", .replaces = "v1", .answers = "2", .area = "astana"});
        ASSERT_TRUE(store->add_review({"v1", 5, "officer", ReviewState::approved, "fine"}));
        ASSERT_TRUE(store->set_field_state(FieldState::open, "officer", 5));
        tally = got(store->tally());
        before = *got(store->find("v1"));
        revision = store->revision();
    }
    const auto store = opened(folder);
    EXPECT_EQ(*got(store->find("v1")), before);
    EXPECT_EQ(got(store->tally()), tally);
    EXPECT_EQ(got(store->file("v1", "p.jpg")), photo);
    EXPECT_EQ(got(store->field_state()), FieldState::open);
    EXPECT_EQ(store->revision(), revision);
    EXPECT_EQ(send(*store, {.id = "v1", .files = {{"p.jpg", photo}}}).kind, ReceiptKind::known);
    EXPECT_EQ(send(*store, {.id = "next"}).sequence, 2);
}

TEST(SqliteInterviewStore, OneProgramWritesAndOthersReadBesideIt) {
    const ScratchFolder folder;
    const auto store = opened(folder);
    send(*store, {.id = "a"});
    const auto second = SqliteInterviewStore::open(folder.path());
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find("another program"), std::string::npos);
    const auto reader =
        got(SqliteInterviewStore::open(folder.path(), SqliteInterviewStore::Access::read));
    EXPECT_EQ(got(reader->count({})), 1);
    send(*store, {.id = "b", .area = "astana"});
    EXPECT_EQ(got(reader->count({})), 2);
    EXPECT_EQ(got(reader->tally()), got(store->tally()));
    EXPECT_EQ(reader->revision(), store->revision());
    EXPECT_FALSE(reader->set_field_state(FieldState::open, "officer", 1));
}

TEST(SqliteInterviewStore, TheLogIsCopiedIntoTheDatabaseWhileInterviewsArrive) {
    const ScratchFolder folder;
    const auto store = opened(folder);
    const std::string answers(150'000, 'a');  // some 40 pages
    for (int i = 0; i < 700; ++i)
        send(*store, {.id = std::to_string(i), .answers = answers});
    EXPECT_LT(fs::file_size(folder.path() + "/study.db-wal"), 80'000'000U);
    EXPECT_GT(fs::file_size(folder.path() + "/study.db"), 20'000'000U);
    EXPECT_EQ(got(store->count({})), 700);
}

TEST(SqliteInterviewStore, WhatWasReceivedCannotBeChangedOrRemoved) {
    const ScratchFolder folder;
    const auto store = opened(folder);
    send(*store, {.id = "a", .files = {{"f", "F"}}, .flags = {{"clock", "", ""}}});
    send(*store, {.id = "a", .answers = "set aside"});
    ASSERT_TRUE(store->add_review({"a", 5, "officer", ReviewState::approved, "fine"}));
    ASSERT_TRUE(store->add_correction({"a", "age", "1", "2", "typo", "officer", 6}));
    ASSERT_TRUE(store->set_field_state(FieldState::open, "officer", 5));
    const auto database = beside(folder);
    for (const char* table : {"submission",
                              "flag",
                              "file",
                              "content",
                              "set_aside",
                              "review",
                              "correction",
                              "field_event"}) {
        EXPECT_FALSE(database->run(std::string("DELETE FROM ") + table)) << table;
    }
    for (const char* change : {"UPDATE submission SET xml = x'00'",
                               "UPDATE submission SET counted = 0",
                               "UPDATE flag SET code = ''",
                               "UPDATE file SET name = 'g'",
                               "UPDATE content SET bytes = x'00'",
                               "UPDATE set_aside SET reason = ''",
                               "UPDATE review SET state = 0",
                               "UPDATE correction SET new_value = '3'",
                               "UPDATE field_event SET by = ''"}) {
        EXPECT_FALSE(database->run(change)) << change;
    }
}

TEST(SqliteInterviewStore, NoErrorHoldsAValue) {
    const ScratchFolder folder;
    const auto database = got(Database::open(folder.path() + "/x.db", Database::Mode::create));
    ASSERT_TRUE(database->script("CREATE TABLE t(number INTEGER UNIQUE, name TEXT) STRICT"));
    ASSERT_TRUE(database->run("INSERT INTO t VALUES(1, 'a')"));
    for (const Status& status : {database->run("INSERT INTO t VALUES(?, 'b')", "Aigul Serikova"),
                                 database->run("INSERT INTO t SELECT 1, ?", "Aigul Serikova")}) {
        ASSERT_FALSE(status);
        EXPECT_EQ(status.error().message.find("Aigul"), std::string::npos);
        EXPECT_EQ(status.error().message.find("x.db: "), 0U);
    }
}

// --- withdrawing leaves no bytes ---

TEST(SqliteInterviewStore, TheBytesOfAWithdrawnInterviewAreGoneFromEveryFile) {
    const ScratchFolder folder;
    const auto store = opened(folder);
    std::mt19937 random(7);
    std::vector<std::string> ids;
    const auto secret_of = [](const std::string& id) {
        std::string told = "told-by-" + id + ";";
        while (told.size() < 3000)
            told += told;  // on several pages
        return told;
    };
    for (int i = 0; i < 300; ++i) {
        const std::string id = "uuid:" + hexadecimal(sha256(std::to_string(random())));
        ids.push_back(id);
        const std::string photo =
            i % 10 == 0 ? "photo-of-" + id + std::string(70'000, 'x') : "photo-of-" + id;
        send(*store, {.id = id, .answers = secret_of(id), .files = {{"p.jpg", photo}}});
        ASSERT_TRUE(store->add_review({id, i, "officer", ReviewState::none, "said of " + id}));
        ASSERT_TRUE(store->add_correction({id, "name", "was " + id, "", "", "officer", i}));
    }
    for (std::size_t i = 0; i < ids.size(); i += 3) {
        ASSERT_TRUE(store->withdraw(ids[i], "officer", 1));
    }
    const std::string bytes = everything_in(folder.path());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool there = bytes.find(ids[i].substr(5)) != std::string::npos;
        EXPECT_EQ(there, i % 3 != 0) << i;
        EXPECT_EQ(got(store->find(ids[i])).has_value(), i % 3 != 0) << i;
    }
    EXPECT_EQ(got(store->count({})), 200);
}

TEST(SqliteInterviewStore, ACopyFromBeforeAnUpgradeGoesWithWhoWithdraws) {
    const ScratchFolder folder;
    const auto store = opened(folder);
    send(*store, {.id = "a", .answers = "zebra"});
    ASSERT_TRUE(write_file(folder.path() + "/study.db.schema-3", "zebra as it was"));
    ASSERT_TRUE(store->withdraw("a", "officer", 1));
    EXPECT_EQ(everything_in(folder.path()).find("zebra"), std::string::npos);
}

TEST(Withdrawing, ABackupIsWrittenAnewWithoutThoseOnTheList) {
    const ScratchFolder scratch;
    const std::string study = scratch.path() + "/r4";
    const std::string file = scratch.path() + "/r4.backup";
    const std::string photo = "zebra-photograph" + std::string(100'000, 'p');
    const std::string lion = "lion-photograph" + std::string(100'000, 'p');
    ASSERT_TRUE(write_file(study + "/study.toml", "title = 'x'"));
    ASSERT_TRUE(
        write_file(study + "/interviews/f.xml",
                   "<d id=\"f\"><q>zebra</q><meta><instanceID>in-file</instanceID></meta></d>"));
    ASSERT_TRUE(write_file(study + "/corrections.csv",
                           "uuid,old_value\na,zebra before\nb,\"lion, before\"\n"));
    {
        const auto store = got(SqliteInterviewStore::open(study));
        send(*store, {.id = "a", .answers = "zebra", .files = {{"p.jpg", photo}}});
        send(*store, {.id = "b", .answers = "lion", .files = {{"p.jpg", lion}}});
        ASSERT_TRUE(back_up_folder(study, file));
    }
    EXPECT_FALSE(got(rewrite_backup(file, {})));
    const std::vector<ListedWithdrawal> list{
        {.hash = sha256("a"), .at = "2024-05-01T00:00:00Z", .by = "o", .reason = "respondent"},
        {.hash = sha256("in-file"), .in_file = true, .at = "2024-05-01T00:00:00Z"}};
    EXPECT_TRUE(got(rewrite_backup(file, list)));
    EXPECT_FALSE(got(rewrite_backup(file, list)));                   // it is without them already
    EXPECT_EQ(files_under(scratch.path()), files_under(study) + 1);  // nothing left over
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const std::string back = scratch.path() + "/back";
    ASSERT_TRUE(restore_folder(file, back));
    const std::string bytes = got(read_file(file));
    EXPECT_EQ(bytes.find("zebra"), std::string::npos);
    EXPECT_NE(bytes.find("lion, before"), std::string::npos);
    const auto store = got(SqliteInterviewStore::open(back));
    EXPECT_EQ(got(store->count({})), 1);
    EXPECT_EQ(got(store->withdrawn()), 1);
    EXPECT_EQ(got(store->file("b", "p.jpg")), lion);
    EXPECT_EQ(send(*store, {.id = "in-file"}).kind, ReceiptKind::withdrawn);
}

TEST(Withdrawing, AListThatCannotBeReadLetsNobodyBackIn) {
    const ScratchFolder scratch;
    const std::string path = withdrawal_list_in(scratch.path());
    EXPECT_TRUE(got(read_withdrawal_list(path)).empty());
    const ListedWithdrawal row{
        .hash = sha256("a"), .in_file = true, .at = "2024-05-01T00:00:00Z", .by = "A, \"B\""};
    ASSERT_TRUE(add_to_withdrawal_list(path, {row}));
    ASSERT_TRUE(add_to_withdrawal_list(path, {row, {.hash = sha256("b")}}));
    const auto list = got(read_withdrawal_list(path));
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0], row);
    ASSERT_TRUE(write_file(path, got(read_file(path)) + "not-a-hash,file,,,\n"));
    EXPECT_FALSE(read_withdrawal_list(path));
    EXPECT_FALSE(SqliteInterviewStore::open(scratch.path()));
}

// --- large files beside the database ---

TEST(SqliteInterviewStore, LargeFilesLieBesideTheDatabaseOnce) {
    const ScratchFolder folder;
    const auto store = opened(folder);
    const std::string photo(65'537, 'p');
    send(*store, {.id = "a", .files = {{"p.jpg", photo}, {"small", std::string(65'536, 's')}}});
    send(*store, {.id = "b", .files = {{"q.jpg", photo}}});
    const std::string attachments = folder.path() + "/attachments";
    const std::string hash = hexadecimal(sha256(photo));
    EXPECT_EQ(files_under(attachments), 1U);
    EXPECT_EQ(got(read_file(attachments + "/" + hash.substr(0, 2) + "/" + hash)), photo);
    ASSERT_TRUE(store->withdraw("a", "officer", 1));
    EXPECT_EQ(got(store->file("b", "q.jpg")), photo);
    ASSERT_TRUE(store->withdraw("b", "officer", 1));
    EXPECT_EQ(files_under(attachments), 0U);
}

TEST(SqliteInterviewStore, ADamagedOrLostFileIsAnError) {
    const ScratchFolder folder;
    const auto store = opened(folder);
    const std::string photo(70'000, 'p');
    send(*store, {.id = "a", .files = {{"p.jpg", photo}}});
    const std::string hash = hexadecimal(sha256(photo));
    const std::string path = folder.path() + "/attachments/" + hash.substr(0, 2) + "/" + hash;
    ASSERT_TRUE(write_file(path, std::string(70'000, 'q')));
    EXPECT_FALSE(store->file("a", "p.jpg"));
    fs::remove(path);
    EXPECT_FALSE(store->file("a", "p.jpg"));
    // Somebody sends it again, and it is there again.
    send(*store, {.id = "b", .files = {{"p.jpg", photo}}});
    EXPECT_EQ(got(store->file("a", "p.jpg")), photo);
}

TEST(SqliteInterviewStore, FilesThatNoCommitNamesAreRemovedAtTheNextStart) {
    const ScratchFolder folder;
    const std::string photo(70'000, 'p');
    send(*opened(folder), {.id = "a", .files = {{"p.jpg", photo}}});
    const std::string attachments = folder.path() + "/attachments";
    ASSERT_TRUE(write_file(attachments + "/ab/ab" + std::string(62, '0'), "no commit came"));
    ASSERT_TRUE(write_file(attachments + "/ab/.incoming-x1", "half"));
    ASSERT_TRUE(write_file(attachments + "/ab/notes.txt", "not ours"));
    const auto store = opened(folder);
    EXPECT_EQ(files_under(attachments), 2U);
    EXPECT_EQ(got(store->file("a", "p.jpg")), photo);
    EXPECT_TRUE(fs::exists(attachments + "/ab/notes.txt"));
}

// --- versions of the schema ---

TEST(Schema, OneOfANewerProgramIsRefused) {
    const ScratchFolder folder;
    (void)opened(folder);
    ASSERT_TRUE(beside(folder)->run("PRAGMA user_version = 99"));
    const auto store = SqliteInterviewStore::open(folder.path());
    ASSERT_FALSE(store);
    EXPECT_NE(store.error().message.find("newer MTM (schema 99"), std::string::npos);
}

TEST(Schema, ADatabaseOfAnotherKindIsRefused) {
    const ScratchFolder folder;
    {
        const auto other = got(Database::open(folder.path() + "/study.db", Database::Mode::create));
        ASSERT_TRUE(other->script("CREATE TABLE photos(a)"));
    }
    EXPECT_FALSE(SqliteInterviewStore::open(folder.path()));
    ASSERT_TRUE(write_file(folder.path() + "/study.db", std::string(5000, 'x')));
    EXPECT_FALSE(SqliteInterviewStore::open(folder.path()));
    EXPECT_EQ(got(read_file(folder.path() + "/study.db")), std::string(5000, 'x'));
}

TEST(Schema, AnOlderOneIsBroughtForwardAfterACopyWasLaidBesideIt) {
    const ScratchFolder folder;
    const std::string path = folder.path() + "/t.db";
    const Schema first{.application_id = 77,
                       .versions = {"CREATE TABLE t(a); INSERT INTO t VALUES(5)"}};
    const Schema third{
        .application_id = 77,
        .versions = {
            first.versions[0], "ALTER TABLE t ADD COLUMN b DEFAULT 6", "UPDATE t SET a = a + b"}};
    const Schema broken{.application_id = 77, .versions = {first.versions[0], "ALTER TABLE no"}};
    ASSERT_TRUE(open_database(path, first));
    EXPECT_FALSE(open_database(path, broken));
    EXPECT_EQ(got(got(open_database(path, first))->number("SELECT a FROM t")), 5);
    EXPECT_EQ(got(got(open_database(path, third))->number("SELECT a FROM t")), 11);
    EXPECT_EQ(got(got(open_database(path, third))->number("SELECT a FROM t")), 11);
    EXPECT_FALSE(open_database(path, first));
    // One copy of each attempt, and the first is not overwritten.
    EXPECT_TRUE(fs::exists(path + ".schema-1"));
    const auto copy = got(Database::open(path + ".schema-1-2", Database::Mode::read_write));
    EXPECT_EQ(got(copy->number("SELECT a FROM t")), 5);
}

TEST(Schema, InterviewsOfTheFirstVersionAreInTheTablesAndWaitToBeCounted) {
    const ScratchFolder folder;
    const std::string path = folder.path() + "/study.db";
    {
        const Schema first{.application_id = study_schema().application_id,
                           .versions = {study_schema().versions[0]}};
        const auto old = got(open_database(path, first));
        ASSERT_TRUE(old->script(
            "INSERT INTO submission VALUES(1, 1, 'a', '', 'f', '1', 5, 'd', 's', '', 0, '', '',"
            " '', '', '', '', 1, NULL, NULL, NULL, NULL, X'3C612F3E');"
            "INSERT INTO interview VALUES(1, 1, 1, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0, 1);"
            "INSERT INTO tally VALUES(1, '', '', '', '', '', '', 0, 1, 0, 's', 1, 0, 1);"));
    }
    const auto store = got(SqliteInterviewStore::open(folder.path()));
    EXPECT_EQ(got(store->count_rows({})), 1);
    EXPECT_EQ(got(store->count_rows({.place = "member"})), 0);
    const auto waiting = got(store->uncounted(10));
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_TRUE(store->count_states({{waiting[0].number, {{"member", 3}}}}));
    EXPECT_EQ(got(store->count_rows({.place = "member"})), 3);
}

// --- backup ---

TEST(Backup, IsCompleteAtOneMomentWhileOthersGoOn) {
    const ScratchFolder folder;
    const ScratchFolder other;
    const auto store = opened(folder);
    const std::string photo(100'000, 'p');
    send(*store, {.id = "large", .files = {{"p.jpg", photo}}});
    std::atomic<bool> stop{false};
    std::thread tablet([&] {
        for (int i = 0; !stop; ++i)
            send(*store, {.id = "i" + std::to_string(i)});
    });
    while (got(store->count({})) < 50)
        std::this_thread::yield();
    ASSERT_TRUE(store->backup(other.path() + "/study.db"));
    stop = true;
    tablet.join();
    EXPECT_FALSE(store->backup(other.path() + "/study.db"));  // never overwrites
    EXPECT_EQ(files_under(other.path()), 1U);
    const auto copy = opened(other);
    const std::int64_t interviews = got(copy->count({}));
    EXPECT_GE(interviews, 50);
    EXPECT_EQ(got(copy->file("large", "p.jpg")), photo);
    EXPECT_EQ(got(copy->read_current(0, 1'000'000)).size(), static_cast<std::size_t>(interviews));
    ASSERT_TRUE(check_contents(*beside(other)));
    // It is a study.db like another.
    EXPECT_EQ(send(*copy, {.id = "large", .files = {{"p.jpg", photo}}}).kind, ReceiptKind::known);
    ASSERT_TRUE(copy->withdraw("large", "officer", 1));
    EXPECT_FALSE(copy->file("large", "p.jpg"));
}

TEST(Backup, OfAFolderGivesBackTheFolder) {
    const ScratchFolder scratch;
    const std::string study = scratch.path() + "/r4";
    const std::string file = scratch.path() + "/r4.backup";
    const std::string photo(100'000, 'p');
    ASSERT_TRUE(write_file(study + "/study.toml", "title = 'x'"));
    ASSERT_TRUE(write_file(study + "/forms/1/form.xml", std::string("<h\0>", 4)));
    ASSERT_TRUE(write_file(study + "/out/report.html", "can be made again"));
    {
        const auto store = got(SqliteInterviewStore::open(study));
        send(*store, {.id = "a", .files = {{"p.jpg", photo}}});
        ASSERT_TRUE(back_up_folder(study, file));  // while it is served
        EXPECT_FALSE(back_up_folder(study, file));
    }
    const std::string back = scratch.path() + "/again/r4";
    ASSERT_TRUE(restore_folder(file, back));
    EXPECT_FALSE(restore_folder(file, back));  // never over what is there
    EXPECT_EQ(got(read_file(back + "/study.toml")), "title = 'x'");
    EXPECT_EQ(got(read_file(back + "/forms/1/form.xml")), std::string("<h\0>", 4));
    EXPECT_FALSE(fs::exists(back + "/out"));
    const auto store = got(SqliteInterviewStore::open(back));
    EXPECT_EQ(got(store->file("a", "p.jpg")), photo);
    EXPECT_EQ(got(store->history("a"))[0].xml, xml_of({.id = "a"}));
    EXPECT_EQ(files_under(back), 6U);  // study.toml, form.xml, study.db, its lock, log and index
    // A folder that is no study in the field yet.
    ASSERT_TRUE(back_up_folder(study + "/forms", scratch.path() + "/forms.backup"));
    ASSERT_TRUE(restore_folder(scratch.path() + "/forms.backup", scratch.path() + "/forms"));
    EXPECT_EQ(files_under(scratch.path() + "/forms"), 1U);
}

TEST(Backup, ADamagedOrForgedOneIsNotRestored) {
    const ScratchFolder scratch;
    const std::string file = scratch.path() + "/r4.backup";
    const std::string back = scratch.path() + "/back";
    ASSERT_TRUE(write_file(scratch.path() + "/r4/study.toml", "title = 'x'"));
    ASSERT_TRUE(back_up_folder(scratch.path() + "/r4", file));
    const auto restored_after = [&](const char* change) {
        fs::copy_file(file, file + ".changed", fs::copy_options::overwrite_existing);
        {
            const auto backup = got(Database::open(file + ".changed", Database::Mode::read_write));
            EXPECT_TRUE(backup->script(change));
        }
        return restore_folder(file + ".changed", back).has_value();
    };
    EXPECT_FALSE(restored_after("UPDATE folder_file SET path = '../study.toml'"));
    EXPECT_FALSE(restored_after("UPDATE folder_file SET path = '/tmp/study.toml'"));
    EXPECT_FALSE(restored_after("UPDATE folder_file SET bytes = x'00'"));
    EXPECT_FALSE(restored_after("PRAGMA application_id = 5"));
    EXPECT_FALSE(fs::exists(back));
    EXPECT_FALSE(fs::exists(scratch.path() + "/study.toml"));
    EXPECT_EQ(std::distance(fs::directory_iterator(scratch.path()), {}), 3);  // nothing left over
    EXPECT_FALSE(restore_folder(scratch.path() + "/r4/study.toml", back));
}

}  // namespace
}  // namespace mtm

// study.db in a world that fails: killed programs, full disks, locks, files that go away.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/files.h"
#include "store/sqlite_store.h"
#include "store/stores_for_test.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr int tablets = 8;

bool long_tests() {
    return std::getenv("MTM_LONG_TESTS") != nullptr;
}

// The i-th interview of a tablet; every seventh has a photo that lies beside the database.
Sent interview_of(int round, int tablet, int i) {
    Sent sent;
    sent.id = std::to_string(round) + "-" + std::to_string(tablet) + "-" + std::to_string(i);
    sent.answers = std::string(2000, static_cast<char>('a' + tablet)) + std::to_string(i);
    sent.files = {{"audit.csv", "log of " + sent.id}};
    if (i % 7 == 0) sent.files.push_back({"p.jpg", sent.id + std::string(70'000, 'p')});
    return sent;
}

// A child process: eight tablets send as fast as they can, and each acknowledged interview is told
// through the pipe as three numbers.
[[noreturn]] void send_until_killed(const std::string& folder, int round, int told) {
    auto store = SqliteInterviewStore::open(folder);
    if (!store) ::_exit(1);
    std::vector<std::thread> threads;
    for (int tablet = 0; tablet < tablets; ++tablet) {
        threads.emplace_back([&, tablet] {
            for (int i = 0;; ++i) {
                const Receipt receipt = send(**store, interview_of(round, tablet, i));
                if (receipt.kind != ReceiptKind::stored) ::_exit(2);
                const int line[3] = {round, tablet, i};
                if (::write(told, line, sizeof line) != sizeof line) ::_exit(3);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    ::_exit(4);
}

std::vector<Sent> acknowledged_before_kill(const std::string& folder, int round, int after_ms) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        send_until_killed(folder, round, ends[1]);
    }
    ::close(ends[1]);
    std::thread killer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
        ::kill(child, SIGKILL);
    });
    std::vector<Sent> acknowledged;
    int line[3];
    while (::read(ends[0], line, sizeof line) == sizeof line) {
        acknowledged.push_back(interview_of(line[0], line[1], line[2]));
    }
    killer.join();
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
    return acknowledged;
}

void expect_kept(InterviewStore& store, const Sent& sent) {
    const auto history = got(store.history(sent.id));
    ASSERT_EQ(history.size(), 1U) << sent.id;
    EXPECT_EQ(history[0].xml, xml_of(sent));
    for (const auto& [name, bytes] : sent.files)
        EXPECT_EQ(got(store.file(sent.id, name)), bytes);
}

TEST(StoreFailures, WhatWasAcknowledgedBeforeTheProgramWasKilledIsThereOnce) {
    const ScratchFolder folder;
    std::mt19937 random(20240501);
    std::uniform_int_distribution<int> instant(20, 250);
    std::size_t acknowledged_in_all = 0;
    const int rounds = long_tests() ? 200 : 10;
    for (int round = 0; round < rounds; ++round) {
        const auto acknowledged = acknowledged_before_kill(folder.path(), round, instant(random));
        acknowledged_in_all += acknowledged.size();
        const auto store = got(SqliteInterviewStore::open(folder.path()));
        ASSERT_NE(store, nullptr);
        for (const Sent& sent : acknowledged)
            expect_kept(*store, sent);
        std::int64_t tallied = 0;
        for (const TallyRow& row : got(store->tally()))
            tallied += row.interviews;
        const auto all = got(store->read_current(0, 1'000'000));
        EXPECT_EQ(tallied, static_cast<std::int64_t>(all.size()));
        EXPECT_GE(all.size(), acknowledged_in_all);
        if (!acknowledged.empty()) {
            EXPECT_EQ(send(*store, acknowledged.front()).kind, ReceiptKind::known);
        }
    }
    EXPECT_GT(acknowledged_in_all, 0U);
    RecordProperty("acknowledged", static_cast<int>(acknowledged_in_all));
}

TEST(StoreFailures, AFullDiskIsAnErrorAndTheStoreGoesOnWhenThereIsRoom) {
    const ScratchFolder folder;
    const std::string disk = folder.path() + "/disk";
    fs::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=6m") != 0) {
        GTEST_SKIP() << "a small disk cannot be mounted here: " << std::strerror(errno);
    }
    std::vector<std::string> kept;
    {
        const auto store = got(SqliteInterviewStore::open(disk));
        ASSERT_TRUE(write_file(disk + "/ballast", std::string(1'000'000, 'b')));
        int refused = 0;
        for (int i = 0; refused < 20 && i < 5000; ++i) {
            Arrival arrival;
            arrival.instance_id = "i" + std::to_string(i);
            const std::string xml(i % 2 == 0 ? 3000 : 90'000, 'x');
            arrival.xml = xml;
            if (store->receive(arrival)) {
                kept.push_back(arrival.instance_id);
            } else {
                ++refused;
            }
        }
        EXPECT_EQ(refused, 20);
        EXPECT_GT(kept.size(), 5U);
        for (const std::string& id : kept)
            EXPECT_EQ(got(store->history(id)).size(), 1U);
        fs::remove(disk + "/ballast");
        EXPECT_EQ(send(*store, {.id = "after"}).kind, ReceiptKind::stored);
        kept.push_back("after");
    }
    {
        const auto store = got(SqliteInterviewStore::open(disk));
        for (const std::string& id : kept)
            EXPECT_EQ(got(store->history(id)).size(), 1U);
        EXPECT_EQ(got(store->count({})), static_cast<std::int64_t>(kept.size()));
    }
    EXPECT_EQ(::umount(disk.c_str()), 0);
}

TEST(StoreFailures, ALockedDatabaseIsAnErrorUntilItIsFree) {
    const ScratchFolder folder;
    const auto store = got(SqliteInterviewStore::open(folder.path()));
    send(*store, {.id = "before"});
    const auto other = got(Database::open(folder.path() + "/study.db", Database::Mode::read_write));
    ASSERT_TRUE(other->run("BEGIN IMMEDIATE"));
    Arrival arrival;
    arrival.instance_id = "locked out";
    arrival.xml = "<data/>";
    std::vector<std::thread> threads;
    std::atomic<int> refused{0};
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) {
        threads.emplace_back([&] { refused += store->receive(arrival) ? 0 : 1; });
    }
    EXPECT_EQ(got(store->count({})), 1);  // reading goes on
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(refused, 20);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30));
    ASSERT_TRUE(other->run("ROLLBACK"));
    EXPECT_EQ(got(store->receive(arrival)).kind, ReceiptKind::stored);
}

TEST(StoreFailures, AFileThatWasMovedAwayTakesNothingMore) {
    const ScratchFolder folder;
    const auto store = got(SqliteInterviewStore::open(folder.path()));
    send(*store, {.id = "before"});
    const std::string path = folder.path() + "/study.db";
    fs::rename(path, path + ".away");
    Arrival arrival;
    arrival.instance_id = "into nothing";
    arrival.xml = "<data/>";
    EXPECT_FALSE(store->receive(arrival));
    fs::rename(path + ".away", path);
    EXPECT_EQ(got(store->receive(arrival)).kind, ReceiptKind::stored);
}

TEST(StoreFailures, ADamagedDatabaseIsAnErrorAndNotTheEndOfTheProgram) {
    const ScratchFolder folder;
    {
        const auto store = got(SqliteInterviewStore::open(folder.path()));
        for (int i = 0; i < 200; ++i)
            send(*store, interview_of(0, 0, i * 7 + 1));
    }
    const std::string path = folder.path() + "/study.db";
    std::string bytes = got(read_file(path));
    for (std::size_t at = 8192; at < bytes.size(); at += 4096) {
        bytes.replace(at, 200, std::string(200, '\xA5'));
    }
    ASSERT_TRUE(write_file(path, bytes));
    const auto store = SqliteInterviewStore::open(folder.path());
    if (!store) return;
    EXPECT_FALSE((*store)->read_current(0, 1000));
    Arrival arrival;
    arrival.instance_id = "new";
    arrival.xml = "<data/>";
    EXPECT_FALSE((*store)->receive(arrival));
}

TEST(StoreFailures, AReadOnlyFolderIsAnErrorAtTheStart) {
    const ScratchFolder folder;
    const std::string disk = folder.path() + "/disk";
    fs::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=6m") != 0) {
        GTEST_SKIP() << "a disk cannot be mounted here: " << std::strerror(errno);
    }
    {
        const auto store = got(SqliteInterviewStore::open(disk));
        send(*store, {.id = "before"});
        // Files are open for writing, so the disk cannot be made read-only under them.
    }
    ASSERT_EQ(::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=6m"), 0);
    EXPECT_FALSE(SqliteInterviewStore::open(disk));
    ASSERT_EQ(::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=6m"), 0);
    EXPECT_EQ(got(got(SqliteInterviewStore::open(disk))->count({})), 1);
    EXPECT_EQ(::umount(disk.c_str()), 0);
}

}  // namespace
}  // namespace mtm

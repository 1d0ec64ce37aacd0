#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"
#include "store/sqlite.h"

namespace mtm {

/// The one writer of a database: a thread that runs what many callers want written, as many as
/// wait at once in one transaction, and answers each when that is on the disk (group commit).
/// Eight tablets that send at once wait for one flush of the disk, not for eight.
///
/// What one caller wants may fail without touching the others. After a failure of the world the
/// connection is opened anew, so that the store recovers when the world does.
class CommitQueue {
public:
    /// Writes. May be run more than once before it counts, so it must begin afresh each time; an
    /// error that is the caller's own is returned before anything is written.
    using Work = std::function<Status(Database&)>;
    /// Called on the writer's thread after the commit, before the caller is answered.
    using Committed = std::function<void()>;
    using Open = std::function<Result<std::unique_ptr<Database>>()>;

    /// REQUIRES: `writer` and `checkpointer` are connections as `open` makes them.
    CommitQueue(Open open,
                std::unique_ptr<Database> writer,
                std::unique_ptr<Database> checkpointer);
    CommitQueue(const CommitQueue&) = delete;
    CommitQueue& operator=(const CommitQueue&) = delete;
    /// Commits what waits, then ends.
    ~CommitQueue();

    /// Done once the work is on disk.
    Status run(const Work& work, const Committed& committed = {});

    /// Leaves nothing of deleted rows in the write-ahead log before their caller is answered; if a
    /// reader stands in the way for long, as soon as it has gone. Called when work is committed.
    void scrub() { scrub_wanted_ = true; }

private:
    struct Job {
        const Work* work;
        const Committed* committed;
        std::promise<Status> answer;
    };

    using Jobs = std::vector<Job*>;
    using Clock = std::chrono::steady_clock;

    void write();
    void gather(std::unique_lock<std::mutex>& lock);
    void commit(const Jobs& jobs);
    Status begin();
    bool commit_together(const Jobs& jobs);
    Status commit_alone(const Job& job);
    void renew_if_doubtful();
    void empty_log(int wait_ms);
    void tidy_log();
    void copy_log();

    Open open_;
    std::unique_ptr<Database> writer_;
    std::unique_ptr<Database> checkpointer_;

    std::mutex mutex_;
    std::condition_variable wake_writer_;
    Jobs waiting_;
    bool stopping_ = false;
    std::size_t expected_ = 1;       // how many are likely to ask again at once
    Clock::duration commit_time_{};  // of the last transaction
    bool scrub_wanted_ = false;      // the writer's own

    std::mutex log_mutex_;
    std::condition_variable wake_checkpointer_;
    bool log_is_long_ = false;
    bool log_was_copied_ = false;
    bool log_stopping_ = false;

    std::thread writing_;
    std::thread checkpointing_;
};

}  // namespace mtm

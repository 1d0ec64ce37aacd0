// Group commit. A commit costs a flush of the disk (2-3 ms where it is honest about it), however
// much is in it. While one is under way, callers that arrive wait; the next commit takes them all.
//
// That alone makes two groups which take turns: half of the callers wait while the other half is
// flushed, and each flush carries half of them. So the writer first waits a little, at most half as
// long as the last commit took, until as many have come as were in the last one. A caller on its
// own never waits: it expects nobody else.
//
// The write-ahead log is copied into the database by a second thread with a connection of its own,
// so that a long log does not hold up callers; only the little that was written meanwhile is copied
// by the writer itself, after which SQLite begins the log from its start again.
#include "store/commit_queue.h"

#include <algorithm>

#include <pthread.h>

namespace mtm {
namespace {

constexpr std::size_t most_at_once = 256;
constexpr int long_log_pages = 8000;  // of 4 kB
constexpr auto longest_gathering = std::chrono::milliseconds(5);
constexpr auto scrub_again_after = std::chrono::seconds(1);
constexpr int scrub_patience_ms = 300;

}  // namespace

CommitQueue::CommitQueue(Open open,
                         std::unique_ptr<Database> writer,
                         std::unique_ptr<Database> checkpointer)
    : open_(std::move(open)), writer_(std::move(writer)), checkpointer_(std::move(checkpointer)) {
    writing_ = std::thread([this] { write(); });
    checkpointing_ = std::thread([this] { copy_log(); });
}

CommitQueue::~CommitQueue() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_writer_.notify_all();
    writing_.join();
    {
        const std::lock_guard lock(log_mutex_);
        log_stopping_ = true;
    }
    wake_checkpointer_.notify_all();
    checkpointing_.join();
}

Status CommitQueue::run(const Work& work, const Committed& committed) {
    Job job{&work, &committed, {}};
    std::future<Status> answer = job.answer.get_future();
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return Error{"the store is being closed"};
        waiting_.push_back(&job);
    }
    wake_writer_.notify_one();
    return answer.get();
}

void CommitQueue::write() {
    ::pthread_setname_np(::pthread_self(), "mtm-commit");
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto needed = [this] { return stopping_ || !waiting_.empty(); };
        if (scrub_wanted_) {
            wake_writer_.wait_for(lock, scrub_again_after, needed);
        } else {
            wake_writer_.wait(lock, needed);
        }
        if (waiting_.empty() && stopping_) return;
        gather(lock);
        Jobs jobs(waiting_.begin(),
                  waiting_.begin() +
                      static_cast<std::ptrdiff_t>(std::min(waiting_.size(), most_at_once)));
        waiting_.erase(waiting_.begin(),
                       waiting_.begin() + static_cast<std::ptrdiff_t>(jobs.size()));
        lock.unlock();
        const auto began = Clock::now();
        if (!jobs.empty()) commit(jobs);
        tidy_log();
        lock.lock();
        if (!jobs.empty()) {
            commit_time_ = Clock::now() - began;
            expected_ = jobs.size();
        }
    }
}

void CommitQueue::gather(std::unique_lock<std::mutex>& lock) {
    if (waiting_.empty() || waiting_.size() >= expected_) return;
    const auto patience = std::min<Clock::duration>(commit_time_ / 2, longest_gathering);
    wake_writer_.wait_for(
        lock, patience, [this] { return stopping_ || waiting_.size() >= expected_; });
}

void CommitQueue::commit(const Jobs& jobs) {
    renew_if_doubtful();
    if (const Status begun = begin(); !begun) {
        for (Job* job : jobs)
            job->answer.set_value(begun);
        return;
    }
    if (commit_together(jobs)) return;
    // One of them cannot be written; which one shows when each is written alone.
    for (Job* job : jobs) {
        renew_if_doubtful();
        Status status = begin();
        if (status) status = commit_alone(*job);
        if (status && *job->committed) (*job->committed)();
        if (scrub_wanted_) empty_log(scrub_patience_ms);
        job->answer.set_value(status);
    }
}

Status CommitQueue::begin() {
    if (!writer_) return Error{"the database cannot be opened"};
    if (writer_->has_moved()) {
        return Error{"the database was moved or replaced while it was in use; start again"};
    }
    return writer_->run("BEGIN IMMEDIATE");
}

// False if nothing of it was written and nobody answered.
bool CommitQueue::commit_together(const Jobs& jobs) {
    std::vector<Status> statuses;
    for (const Job* job : jobs) {
        const std::int64_t changes = writer_->total_changes();
        Status status = (*job->work)(*writer_);
        const bool harmless = writer_->in_transaction() && writer_->total_changes() == changes;
        if (!status && !(harmless && !writer_->is_doubtful())) {
            if (writer_->in_transaction()) (void)writer_->run("ROLLBACK").has_value();
            return false;
        }
        statuses.push_back(std::move(status));
    }
    if (!writer_->run("COMMIT")) {
        if (writer_->in_transaction()) (void)writer_->run("ROLLBACK").has_value();
        return false;
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (statuses[i] && *jobs[i]->committed) (*jobs[i]->committed)();
    }
    if (scrub_wanted_) empty_log(scrub_patience_ms);
    for (std::size_t i = 0; i < jobs.size(); ++i)
        jobs[i]->answer.set_value(statuses[i]);
    return true;
}

Status CommitQueue::commit_alone(const Job& job) {
    Status status = (*job.work)(*writer_);
    if (status) status = writer_->run("COMMIT");
    if (!status && writer_->in_transaction()) (void)writer_->run("ROLLBACK").has_value();
    return status;
}

void CommitQueue::renew_if_doubtful() {
    if (writer_ && !writer_->is_doubtful()) return;
    auto fresh = open_();  // the old one stays until there is a new one
    if (fresh) writer_ = std::move(*fresh);
}

void CommitQueue::empty_log(int wait_ms) {
    const auto emptied = writer_->empty_log(wait_ms);
    scrub_wanted_ = !emptied || !*emptied;
}

void CommitQueue::tidy_log() {
    if (!writer_ || writer_->is_doubtful()) return;
    if (scrub_wanted_) return empty_log(0);
    const std::lock_guard lock(log_mutex_);
    if (log_was_copied_) {
        (void)writer_->copy_log().has_value();  // tried again when the log is long again
        log_was_copied_ = false;
    } else if (writer_->log_pages() >= long_log_pages && !log_is_long_) {
        log_is_long_ = true;
        wake_checkpointer_.notify_one();
    }
}

void CommitQueue::copy_log() {
    ::pthread_setname_np(::pthread_self(), "mtm-checkpoint");
    std::unique_lock lock(log_mutex_);
    for (;;) {
        wake_checkpointer_.wait(lock, [this] { return log_stopping_ || log_is_long_; });
        if (log_stopping_) return;
        lock.unlock();
        if (checkpointer_ && checkpointer_->is_doubtful()) {
            if (auto fresh = open_()) checkpointer_ = std::move(*fresh);
        }
        if (checkpointer_) (void)checkpointer_->copy_log().has_value();
        lock.lock();
        log_is_long_ = false;
        log_was_copied_ = true;
    }
}

}  // namespace mtm

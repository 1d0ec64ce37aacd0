#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include <pthread.h>

namespace mtm {

/// Threads that run what may block: an interview waits for the disk together with all others that
/// came at the same moment, so there are many more threads than cores. They are started as they
/// are needed, and have small stacks.
class Workers {
public:
    explicit Workers(int most) : most_(most) {}

    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Runs what was posted, then ends the threads.
    ~Workers();

    /// REQUIRES: the job throws nothing.
    void post(std::function<void()> job);

private:
    static void* thread_main(void* workers);
    void work();
    bool start_thread();

    const int most_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    std::vector<pthread_t> threads_;
    int idle_ = 0;
    bool ending_ = false;
};

}  // namespace mtm

#include "server/workers.h"

#include <utility>

#include "base/result.h"

namespace mtm {
namespace {

// Address space, not memory. Deep documents are walked by recursion.
constexpr std::size_t stack_size = std::size_t{2} * 1024 * 1024;

}  // namespace

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    for (const pthread_t thread : threads_)
        ::pthread_join(thread, nullptr);
}

void Workers::post(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
        const bool all_busy = static_cast<int>(jobs_.size()) > idle_;
        const bool may_start = all_busy && static_cast<int>(threads_.size()) < most_;
        const bool somebody_works = (may_start && start_thread()) || !threads_.empty();
        CHECK(somebody_works);
    }
    wake_.notify_one();
}

bool Workers::start_thread() {
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, stack_size);
    pthread_t thread{};
    const bool started = ::pthread_create(&thread, &attributes, thread_main, this) == 0;
    ::pthread_attr_destroy(&attributes);
    if (started) threads_.push_back(thread);
    return started;
}

void* Workers::thread_main(void* workers) {
    ::pthread_setname_np(::pthread_self(), "mtm-worker");
    static_cast<Workers*>(workers)->work();
    return nullptr;
}

void Workers::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        wake_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
        --idle_;
        if (jobs_.empty()) return;
        const std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

}  // namespace mtm

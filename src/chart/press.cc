#include "chart/press.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "chart/engine.h"

namespace mtm {

struct ChartPress::State {
    struct Drawing {
        std::string specification;
        std::optional<Result<std::string>> svg;
    };

    std::mutex mutex;
    std::condition_variable ordered;
    std::condition_variable drawn;
    std::deque<Drawing> drawings;  // a deque: references stay valid while others are ordered
    std::size_t next = 0;          // the first that no thread has begun
    bool closing = false;
    std::vector<std::thread> threads;

    // Draws until the press closes. Without an engine every drawing gets the engine's error.
    void work() {
        auto engine = ChartEngine::create();
        std::unique_lock lock(mutex);
        for (;;) {
            ordered.wait(lock, [this] { return closing || next < drawings.size(); });
            if (closing) return;
            Drawing& drawing = drawings[next++];
            const std::string specification = std::move(drawing.specification);
            lock.unlock();
            Result<std::string> svg =
                engine ? engine->svg(specification) : Result<std::string>(engine.error());
            lock.lock();
            drawing.svg.emplace(std::move(svg));
            drawn.notify_all();
        }
    }
};

ChartPress::ChartPress(unsigned threads) : state_(std::make_unique<State>()) {
    CHECK(threads > 0);
    for (unsigned i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->work(); });
    }
}

ChartPress::~ChartPress() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->closing = true;
    }
    state_->ordered.notify_all();
    for (std::thread& thread : state_->threads)
        thread.join();
}

std::size_t ChartPress::order(std::string specification) {
    const std::lock_guard lock(state_->mutex);
    state_->drawings.push_back({std::move(specification), std::nullopt});
    state_->ordered.notify_one();
    return state_->drawings.size() - 1;
}

Result<std::string> ChartPress::take(std::size_t number) {
    std::unique_lock lock(state_->mutex);
    CHECK(number < state_->drawings.size());
    State::Drawing& drawing = state_->drawings[number];
    state_->drawn.wait(lock, [&drawing] { return drawing.svg.has_value(); });
    return std::move(*drawing.svg);
}

}  // namespace mtm

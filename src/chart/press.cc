#include "chart/press.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "chart/engine.h"
#include "embedded_chart_bundle.h"

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
    DrawingStore* kept = nullptr;

    Result<std::string> draw(std::optional<Result<ChartEngine>>& engine,
                             const std::string& specification) const {
        if (!engine) engine.emplace(ChartEngine::create());
        if (!*engine) return engine->error();
        auto svg = (*engine)->svg(specification);
        if (svg && kept != nullptr) kept->keep(specification, *svg);
        return svg;
    }

    // Draws until the press closes. Without an engine every drawing gets the engine's error.
    void work(PressLoads loads) {
        std::optional<Result<ChartEngine>> engine;
        if (loads == PressLoads::ahead) engine.emplace(ChartEngine::create());
        std::unique_lock lock(mutex);
        for (;;) {
            ordered.wait(lock, [this] { return closing || next < drawings.size(); });
            if (closing) return;
            Drawing& drawing = drawings[next++];
            if (drawing.svg) continue;  // it was kept
            const std::string specification = std::move(drawing.specification);
            lock.unlock();
            Result<std::string> svg = draw(engine, specification);
            lock.lock();
            drawing.svg.emplace(std::move(svg));
            drawn.notify_all();
        }
    }
};

ChartPress::ChartPress(unsigned threads, DrawingStore* kept, PressLoads loads)
    : state_(std::make_unique<State>()) {
    CHECK(threads > 0);
    state_->kept = kept;
    for (unsigned i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get(), loads] { state->work(loads); });
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
    std::optional<Result<std::string>> drawn;
    if (state_->kept != nullptr) {
        if (auto svg = state_->kept->find(specification)) drawn.emplace(std::move(*svg));
    }
    const std::lock_guard lock(state_->mutex);
    state_->drawings.push_back({std::move(specification), std::move(drawn)});
    state_->ordered.notify_one();
    return state_->drawings.size() - 1;
}

std::string_view ChartPress::drawn_with() {
    return embedded::chart_bundle();
}

Result<std::string> ChartPress::take(std::size_t number) {
    std::unique_lock lock(state_->mutex);
    CHECK(number < state_->drawings.size());
    State::Drawing& drawing = state_->drawings[number];
    state_->drawn.wait(lock, [&drawing] { return drawing.svg.has_value(); });
    return std::move(*drawing.svg);
}

}  // namespace mtm

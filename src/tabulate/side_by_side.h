#pragma once

#include <cstddef>
#include <thread>
#include <vector>

namespace mtm {

/// Runs work(0) … work(count - 1), each on a thread of its own.
template <typename Work>
void side_by_side(std::size_t count, const Work& work) {
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < count; ++i)
        threads.emplace_back([&work, i] { work(i); });
    work(std::size_t{0});
    for (std::thread& thread : threads)
        thread.join();
}

/// Rows that are not worth a second thread.
inline constexpr std::size_t few_rows = 32768;

/// Runs work(begin, end) over all of 0 … size, a stretch on each thread if there are not `few`.
template <typename Work>
void in_ranges(std::size_t size, int threads, const Work& work, std::size_t few = few_rows) {
    const std::size_t count = threads < 2 || size < few ? 1 : static_cast<std::size_t>(threads);
    side_by_side(count, [&](std::size_t t) { work(size * t / count, size * (t + 1) / count); });
}

}  // namespace mtm

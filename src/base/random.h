#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace mtm {

/// A stream of random numbers that is the same for a seed on every machine and with every standard
/// library (whose distributions may differ): SplitMix64, Steele, Lea and Flood 2014.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t bits() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }

    /// Uniform on [0, 1).
    double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

    /// Uniform on 0 … n-1. REQUIRES: n > 0.
    std::size_t below(std::size_t n) {
        return static_cast<std::size_t>(uniform() * static_cast<double>(n));
    }

    /// Uniform on low … high, both included. REQUIRES: low <= high.
    long long between(long long low, long long high) {
        return low + static_cast<long long>(below(static_cast<std::size_t>(high - low) + 1));
    }

    bool chance(double probability) { return uniform() < probability; }

    /// Standard normal (the sum of twelve uniforms: light tails, and no logarithm whose last bit
    /// depends on the machine).
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; ++i)
            sum += uniform();
        return sum;
    }

    /// An index with probability proportional to its weight. REQUIRES: a positive weight.
    std::size_t weighted(const std::vector<double>& weights) {
        double total = 0;
        for (const double weight : weights)
            total += weight;
        double at = uniform() * total;
        std::size_t last = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (weights[i] <= 0) continue;
            last = i;
            if (at < weights[i]) return i;
            at -= weights[i];
        }
        return last;
    }

    template <typename T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::uint64_t state_;
};

}  // namespace mtm

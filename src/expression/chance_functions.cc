// Functions of chance. Where the numbers come from is the source's business: an interview draws the
// same ones whenever it is looked at.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "expression/call.h"

namespace mtm {
namespace {

// From 0 up to but not including `count`.
std::size_t drawn(double chance, std::size_t count) {
    const auto place = static_cast<std::size_t>(chance * static_cast<double>(count));
    return std::min(place, count - 1);
}

// Fisher and Yates. With a seed, the numbers are those of Park and Miller, so that a device and MTM
// put choices in the same order.
class Shuffle {
public:
    explicit Shuffle(double seed) {
        state_ = std::abs(seed) < 9e15 ? static_cast<std::int64_t>(seed) % modulus : 0;
        if (state_ <= 0) state_ += modulus - 1;
    }

    double next() {
        state_ = state_ * 16807 % modulus;
        return static_cast<double>(state_ - 1) / static_cast<double>(modulus - 1);
    }

private:
    static constexpr std::int64_t modulus = 2147483647;
    std::int64_t state_;
};

template <typename Next>
void shuffle(std::vector<std::string>& values, Next next) {
    for (std::size_t i = values.size(); i-- > 1;)
        std::swap(values[i], values[drawn(next(), i + 1)]);
}

Value randomize(const FunctionCall& call) {
    Value given = call.value(0);
    NodeSet nodes;
    if (auto* set = std::get_if<NodeSet>(&given)) nodes = std::move(*set);
    if (call.size() < 2) {
        shuffle(nodes.values, [&call] { return call.source().chance(); });
    } else {
        Shuffle seeded(call.number(1));
        shuffle(nodes.values, [&seeded] { return seeded.next(); });
    }
    return nodes;
}

constexpr std::string_view hex_digits = "0123456789abcdef";

// RFC 4122, version 4: random but for the version and the two bits of the variant.
std::string random_uuid(const AnswerSource& source) {
    std::string out = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    for (char& c : out) {
        if (c == 'x') c = hex_digits[drawn(source.chance(), 16)];
        if (c == 'y') c = hex_digits[8 + drawn(source.chance(), 4)];
    }
    return out;
}

// uuid(n): n letters and digits, as JavaRosa makes them. No form needs more than a thousand.
Value uuid(const FunctionCall& call) {
    if (call.size() == 0) return random_uuid(call.source());
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const double length = call.number(0);
    std::string out;
    for (double i = 0; i < std::min(length, 1000.0); ++i)
        out += letters[drawn(call.source().chance(), letters.size())];
    return out;
}

constexpr Implementation chance_table[] = {
    {"random", [](const FunctionCall& call) -> Value { return call.source().chance(); }},
    {"randomize", randomize},
    {"uuid", uuid},
};

}  // namespace

std::span<const Implementation> chance_functions() {
    return chance_table;
}

}  // namespace mtm

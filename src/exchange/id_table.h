#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mtm {

/// A number for each of many names, in 24 to 48 bytes a name however long they are: it keeps 128
/// bits of hash in place of the name. Two names of ten million are taken for one with a probability
/// of 10^-25.
class IdTable {
public:
    IdTable();

    /// The number of that name, which becomes `number` if it has none yet: true then. The pointer
    /// holds until the next call.
    struct Place {
        int* number;
        bool is_new;
    };

    Place find_or_add(std::string_view name, int number);

    /// The number of that name, or −1.
    [[nodiscard]] int find(std::string_view name) const;

private:
    struct Slot {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        int number = -1;  // −1: free
    };

    [[nodiscard]] static Slot slot_of(std::string_view name);
    [[nodiscard]] std::size_t place_of(const Slot& wanted) const;
    void grow();

    std::vector<Slot> slots_;  // a power of two, at most half of them taken
    std::size_t taken_ = 0;
};

}  // namespace mtm

#include "exchange/id_table.h"

#include <utility>

#include "exchange/byte_hash.h"

namespace mtm {

IdTable::IdTable() : slots_(64) {}

IdTable::Slot IdTable::slot_of(std::string_view name) {
    return {byte_hash(name, 1), byte_hash(name, 2), -1};
}

std::size_t IdTable::place_of(const Slot& wanted) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = wanted.low & mask;
    while (slots_[at].number >= 0 &&
           (slots_[at].low != wanted.low || slots_[at].high != wanted.high))
        at = (at + 1) & mask;
    return at;
}

IdTable::Place IdTable::find_or_add(std::string_view name, int number) {
    if (2 * (taken_ + 1) > slots_.size()) grow();
    Slot wanted = slot_of(name);
    Slot& slot = slots_[place_of(wanted)];
    const bool is_new = slot.number < 0;
    if (is_new) {
        wanted.number = number;
        slot = wanted;
        ++taken_;
    }
    return {&slot.number, is_new};
}

int IdTable::find(std::string_view name) const {
    return slots_[place_of(slot_of(name))].number;
}

void IdTable::grow() {
    std::vector<Slot> before(slots_.size() * 2);
    std::swap(before, slots_);
    for (const Slot& slot : before) {
        if (slot.number >= 0) slots_[place_of(slot)] = slot;
    }
}

}  // namespace mtm

#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// A failure to come of a store in memory.
struct Fault {
    std::string call;           // "receive", as the interface names it; empty: any call
    int nth = 0;                // 1: the next such call, 2: the one after it, …; 0: every one
    bool after_effect = false;  // it happens, though the caller hears of an error
    std::string message = "database or disk is full";
};

/// Decides which calls of a store in memory fail, so that everything above can be tested in a world
/// that fails. Safe for many threads.
class Faults {
public:
    void add(Fault fault);
    void clear();

    /// The fault of this call, if it is to have one. Counts the call.
    [[nodiscard]] std::optional<Fault> next(std::string_view call);

    /// What `effect` gives, unless this call is to fail.
    template <typename Effect>
    auto run(std::string_view call, const Effect& effect) -> decltype(effect()) {
        const std::optional<Fault> fault = next(call);
        if (fault && !fault->after_effect) return Error{fault->message};
        auto result = effect();
        if (fault) return Error{fault->message};
        return result;
    }

private:
    std::mutex mutex_;
    std::vector<Fault> faults_;
};

}  // namespace mtm

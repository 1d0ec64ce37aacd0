#include "store/faults.h"

namespace mtm {

void Faults::add(Fault fault) {
    const std::lock_guard lock(mutex_);
    faults_.push_back(std::move(fault));
}

void Faults::clear() {
    const std::lock_guard lock(mutex_);
    faults_.clear();
}

std::optional<Fault> Faults::next(std::string_view call) {
    const std::lock_guard lock(mutex_);
    std::optional<Fault> found;
    for (auto fault = faults_.begin(); fault != faults_.end();) {
        if (!fault->call.empty() && fault->call != call) {
            ++fault;
            continue;
        }
        if (fault->nth == 0) {
            found = *fault++;
        } else if (--fault->nth == 0) {
            found = *fault;
            fault = faults_.erase(fault);
        } else {
            ++fault;
        }
    }
    return found;
}

}  // namespace mtm

#include "quality/phone_list.h"

#include <algorithm>
#include <functional>
#include <map>

namespace mtm {
namespace {

constexpr int interviews_of_own = 10;  // a finding of an enumerator stands for all their interviews

}  // namespace

int weight_of(Priority priority) {
    return priority == Priority::high ? 10 : priority == Priority::medium ? 3 : 1;
}

std::vector<PhoneCall> phone_list(const std::vector<const Finding*>& findings) {
    std::map<std::string, PhoneCall> all;
    std::map<std::string, std::map<std::string, int>> kinds;
    for (const Finding* finding : findings) {
        if (finding->enumerator.empty()) continue;
        const Priority priority = priority_of(*finding);
        PhoneCall& call = all[finding->enumerator];
        ++call.by_priority[static_cast<std::size_t>(priority)];
        const bool own = finding->row < 0;
        call.weight += weight_of(priority) * (own ? interviews_of_own : 1);
        if (own)
            call.own.push_back(finding);
        else
            ++kinds[finding->enumerator][finding->code];
    }
    std::vector<PhoneCall> out;
    for (auto& [name, call] : all) {
        if (call.by_priority[2] == 0 && call.own.empty()) continue;
        call.enumerator = name;
        call.kinds.assign(kinds[name].begin(), kinds[name].end());
        std::ranges::stable_sort(call.kinds, std::greater<>(), [](const auto& kind) {
            return weight_of(definition_of(kind.first).priority) * kind.second;
        });
        out.push_back(std::move(call));
    }
    std::ranges::stable_sort(out, std::greater<>(), &PhoneCall::weight);
    return out;
}

}  // namespace mtm

#include <nlohmann/json.hpp>

#include "pull/pull.h"

namespace mtm {

using Json = nlohmann::json;

std::string print_pull_state(const PullState& state) {
    Json out{{"url", state.url}};
    if (!state.latest.empty()) out["latest"] = state.latest;
    if (!state.next.empty()) out["next"] = state.next;
    if (!state.pending.empty()) out["pending"] = state.pending;
    if (!state.states.empty()) out["states"] = state.states;
    return out.dump() + "\n";
}

Result<PullState> read_pull_state(std::string_view text, const std::string& url) {
    const Json read = Json::parse(text, nullptr, false);
    const auto text_at = [&read](const char* key) -> std::string {
        const auto found = read.find(key);
        return found != read.end() && found->is_string() ? found->get<std::string>() : "";
    };
    if (!read.is_object() || text_at("url").empty())
        return Error{"it does not say how far the form was pulled. Delete it to pull all anew"};
    PullState out;
    out.url = text_at("url");
    if (out.url != url) {
        return Error{"this study was pulled from " + out.url + ", not from " + url +
                     ". Delete it if the form has moved: all is pulled anew then"};
    }
    out.latest = text_at("latest");
    out.next = text_at("next");
    out.pending = text_at("pending");
    const auto states = read.find("states");
    if (states == read.end() || !states->is_object()) return out;
    for (const auto& [number, state] : states->items()) {
        if (state.is_string()) out.states[number] = state.get<std::string>();
    }
    return out;
}

}  // namespace mtm

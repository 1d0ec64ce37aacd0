#include "capture/json_answer.h"

#include <algorithm>
#include <ctime>

#include "base/text.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr std::size_t largest_json = 65'536;  // bytes: no call needs more

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 ? byte != 0x7F : c == '\n' || c == '\r' || c == '\t';
    });
}

Json number_or_text(const std::string& code) {
    const Json number = Json::parse(code, nullptr, false);
    return number.is_number() ? number : Json(code);
}

}  // namespace

Response json_response(int status, const Json& body) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"}},
            .body = body.dump(-1, ' ', false, Json::error_handler_t::replace),
            .events = {}};
}

Response error_response(int status, const std::string& code, const std::string& message) {
    return json_response(
        status, Json{{"message", message}, {"code", number_or_text(code)}, {"details", nullptr}});
}

Response mistakes_response(const Mistakes& mistakes) {
    Json details = Json::array();
    std::vector<std::string> sentences;
    for (const Mistake& mistake : mistakes) {
        details.push_back({{"field", mistake.field}, {"message", mistake.message}});
        sentences.push_back(mistake.field + ": " + mistake.message);
    }
    return json_response(
        400, Json{{"message", join(sentences, " ")}, {"code", 400.8}, {"details", details}});
}

Response unavailable(const Error& error) {
    Response response = error_response(
        503, "503.1", "The server cannot reach its data at the moment. Nothing was changed.");
    response.headers.push_back({"Retry-After", "10"});
    response.cause = error.message;
    return response;
}

Response not_found() {
    return error_response(
        404, "404.1", "Could not find the resource you were looking for, or it is not yours.");
}

JsonBody read_json(const Request& request) {
    if (request.body.size() > largest_json) {
        return {{}, error_response(413, "413.1", "The request is too large.")};
    }
    if (request.body.empty()) return {Json::object(), std::nullopt};
    // Also what keeps other sites' pages from posting: a form cannot send this type.
    const std::string type = lower_ascii(request.header("Content-Type"));
    if (trim(std::string_view(type).substr(0, type.find(';'))) != "application/json") {
        return {{}, error_response(415, "415.1", "The body must be application/json.")};
    }
    Json object = Json::parse(request.body, nullptr, false);
    if (!object.is_object()) {
        return {{}, error_response(400, "400.1", "The body must be a JSON object.")};
    }
    return {std::move(object), std::nullopt};
}

std::string text_in(const Json& object,
                    const std::string& field,
                    std::size_t longest,
                    Mistakes& mistakes) {
    const auto at = object.find(field);
    if (at == object.end() || at->is_null()) return {};
    if (!at->is_string()) {
        mistakes.push_back({field, "must be a text."});
        return {};
    }
    auto text = at->get<std::string>();
    if (!is_utf8(text) || !is_printable(text)) {
        mistakes.push_back({field, "holds control characters."});
    } else if (length_utf8(text) > longest) {
        mistakes.push_back(
            {field, "must be at most " + std::to_string(longest) + " characters long."});
    }
    return text;
}

void refuse_unknown_fields(const Json& object,
                           const std::vector<std::string>& known,
                           Mistakes& mistakes) {
    for (const auto& [name, value] : object.items()) {
        if (std::ranges::find(known, name) != known.end()) continue;
        mistakes.push_back({name, "is not known here. " + did_you_mean(name, known, {})});
    }
}

std::string iso_time(Instant instant) {
    const std::time_t seconds =
        static_cast<std::time_t>(instant / 1000 - (instant % 1000 < 0 ? 1 : 0));
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    const std::string thousandths = std::to_string(1000 + (instant % 1000 + 1000) % 1000);
    return std::string(text, length) + "." + thousandths.substr(1) + "Z";
}

Json iso_time_or_null(std::optional<Instant> instant) {
    return instant ? Json(iso_time(*instant)) : Json();
}

}  // namespace mtm

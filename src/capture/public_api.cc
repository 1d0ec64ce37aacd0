// The envelope is that of the DTM API, version 3, as its clients read it: isSuccess, statusCode,
// errorMessages, totalRecordsCount, result.
#include "base/text.h"
#include "capture/attempts.h"
#include "capture/public_calls.h"
#include "capture/public_query.h"
#include "store/sha256.h"

namespace mtm {
namespace {

Response failure(int status, const std::vector<std::string>& messages) {
    Response out = json_response(status,
                                 Json{{"isSuccess", false},
                                      {"statusCode", status},
                                      {"errorMessages", messages},
                                      {"totalRecordsCount", 0},
                                      {"result", Json::array()}});
    return out;
}

std::optional<Response> refuse_too_many(const Call& call) {
    const Instant wait =
        call.service.shelf->allowance.take(network_of(call.request.peer), call.request.now);
    if (wait == 0) return std::nullopt;
    Response out = failure(429, {"Too many calls from your network. Wait a little, then go on."});
    out.headers.push_back({"Retry-After", std::to_string((wait + 999) / 1'000)});
    return out;
}

// Another for other files and for every other question.
std::string tag_of(const PublishedStudies& shown, const Request& request, bool csv) {
    std::string all = shown.version + "\n" + request.path + (csv ? "\ncsv" : "\njson");
    for (const auto& [name, value] : request.query)
        all += "\n" + percent_encoded(name) + "=" + percent_encoded(value);
    return "W/\"" + hexadecimal(sha256(all)).substr(0, 32) + "\"";
}

std::string next_page(const Request& request, const PublicQuery& query) {
    std::string out = request.path + "?";
    for (const auto& [name, value] : request.query) {
        if (lower_ascii(name) != "offset")
            out += percent_encoded(name) + "=" + percent_encoded(value) + "&";
    }
    return out + "offset=" + std::to_string(query.offset + query.limit);
}

std::string envelope(const PublicPage& page, const PublicQuery& query, PublicList list) {
    std::string out = Json{
        {"isSuccess", true},
        {"statusCode", 200},
        {"errorMessages", Json::array()},
        {"totalRecordsCount", page.total},
        {"offset", query.offset},
        {"limit",
         query.limit}}.dump();
    out.pop_back();
    return out + ",\"result\":" + json_list_of(page, list) + "}";
}

Response list_public(const Call& call, PublicList list) {
    if (auto refused = refuse_too_many(call)) return std::move(*refused);
    Mistakes mistakes;
    const PublicQuery query = read_public_query(call.request, list, mistakes);
    if (!mistakes.empty()) {
        std::vector<std::string> messages;
        for (const Mistake& mistake : mistakes)
            messages.push_back(mistake.field + ": " + mistake.message);
        return failure(400, messages);
    }
    const auto shown = call.service.shelf->shown();
    const std::string tag = tag_of(*shown, call.request, query.csv);
    Response out;
    out.headers = {{"ETag", tag},
                   {"Cache-Control", "public, max-age=60"},
                   {"Vary", "Accept"},
                   {"X-Content-Type-Options", "nosniff"}};
    if (call.request.header("if-none-match").find(tag) != std::string_view::npos) {
        out.status = 304;
        return out;
    }
    const PublicPage page = choose(*shown, list, query);
    out.headers.push_back({"X-Total-Count", std::to_string(page.total)});
    if (query.offset + page.items.size() < page.total && !page.items.empty())
        out.headers.push_back({"Link", "<" + next_page(call.request, query) + ">; rel=\"next\""});
    out.headers.push_back(
        {"Content-Type",
         query.csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8"});
    out.body = query.csv ? csv_of(page, list) : envelope(page, query, list);
    return out;
}

}  // namespace

Response list_public_operations(const Call& call) {
    return list_public(call, PublicList::operations);
}

Response list_public_tables(const Call& call) {
    return list_public(call, PublicList::tables);
}

Response list_public_figures(const Call& call) {
    return list_public(call, PublicList::figures);
}

void let_other_sites_read(Response& response) {
    response.headers.push_back({"Access-Control-Allow-Origin", "*"});
    response.headers.push_back(
        {"Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Total-Count"});
}

Response allow_other_sites() {
    return {
        .status = 204,
        .headers = {{"Access-Control-Allow-Origin", "*"},
                    {"Access-Control-Allow-Methods", "GET, HEAD"},
                    // What clients of the DTM API send; no key is asked for here.
                    {"Access-Control-Allow-Headers", "Cache-Control, Ocp-Apim-Subscription-Key"},
                    {"Access-Control-Max-Age", "86400"}},
        .body = {}};
}

}  // namespace mtm

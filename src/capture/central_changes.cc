// What clients of ODK Central change: reviews, comments, interviews sent and edited. Each becomes
// the call of MTM's own that does it, with the same rights, promises and lines in the record.
#include <pugixml.hpp>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/central_calls.h"
#include "capture/central_table.h"
#include "capture/route.h"
#include "capture/submission.h"
#include "interview/envelope.h"

namespace mtm {
namespace {

constexpr std::size_t longest_comment = 4'000;  // characters, as on MTM's own pages

std::optional<ReviewState> review_of(const Json& body, Mistakes& mistakes) {
    refuse_unknown_fields(body, {"reviewState"}, mistakes);
    const auto at = body.find("reviewState");
    if (at == body.end()) return std::nullopt;
    if (at->is_null()) return ReviewState::none;
    const std::string name = at->is_string() ? at->get<std::string>() : std::string();
    if (name == "approved") return ReviewState::approved;
    if (name == "hasIssues") return ReviewState::has_issues;
    if (name == "rejected") return ReviewState::rejected;
    mistakes.push_back({"reviewState",
                        "must be approved, hasIssues, rejected or null; “edited” follows from an "
                        "edit."});
    return std::nullopt;
}

Response submission_now(const Call& call) {
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    return json_response(200, central_submission_json(call, *directory, found.interview));
}

// The sentence of an OpenRosa answer.
std::string sentence_in(const std::string& body) {
    pugi::xml_document document;
    if (!document.load_buffer(body.data(), body.size())) return {};
    return document.document_element().child("message").text().as_string();
}

// An interview as OpenRosa takes it, and its answer in Central's words.
Response take(const Call& call, const Request& request, const std::string& instance_id) {
    const Response taken = receive_submission(call.service, request, {call.study}, call.who);
    if (taken.status >= 300) {
        Response out = error_response(
            taken.status, std::to_string(taken.status) + ".1", sentence_in(taken.body));
        for (const Header& header : taken.headers) {
            if (header.name == "Retry-After") out.headers.push_back(header);
        }
        return out;
    }
    const auto stored = TRY_ANSWER(call.study->store->find(instance_id));
    if (!stored) return error_response(409, "409.8", sentence_in(taken.body));
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    return json_response(200, central_submission_json(call, *directory, *stored));
}

// Tablets and links send by OpenRosa; here they would learn which interviews there are.
std::optional<Response> refuse_devices(const Call& call) {
    if (call.who.is_person()) return std::nullopt;
    return error_response(403, "403.1", "Tablets send interviews by OpenRosa.");
}

Request as_xml(const Request& request) {
    Request out = request;
    std::erase_if(out.headers,
                  [](const Header& header) { return lower_ascii(header.name) == "content-type"; });
    out.headers.push_back({"Content-Type", "text/xml"});
    return out;
}

}  // namespace

// Central's clients set a state first and say why afterwards, if at all.
Response central_review(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    const std::optional<ReviewState> state = review_of(body.object, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    if (state) {
        TRY_ANSWER(call.study->store->add_review({.instance_id = found.interview.instance_id,
                                                  .at = call.request.now,
                                                  .by = call.who.name,
                                                  .state = state}));
        TRY_ANSWER(
            note_of_interview(call, found.interview, "interview." + std::string(name_of(*state))));
    }
    return submission_now(call);
}

Response central_comments(const Call& call) {
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    Json out = Json::array();
    if (!sight_of(call.who, *call.study).staff) return json_response(200, out);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const std::vector<ReviewEvent> events =
        TRY_ANSWER(call.study->store->reviews(found.interview.instance_id));
    for (auto at = events.rbegin(); at != events.rend(); ++at) {
        if (at->comment.empty()) continue;
        out.push_back({{"body", at->comment},
                       {"actorId", submitter_named(*directory, at->by).id},
                       {"createdAt", iso_time(at->at)}});
    }
    return json_response(200, out);
}

Response central_comment(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    refuse_unknown_fields(body.object, {"body"}, mistakes);
    const std::string comment(trim(text_in(body.object, "body", longest_comment, mistakes)));
    if (comment.empty() && mistakes.empty()) mistakes.push_back({"body", "is missing."});
    if (!mistakes.empty()) return mistakes_response(mistakes);
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    TRY_ANSWER(call.study->store->add_review({.instance_id = found.interview.instance_id,
                                              .at = call.request.now,
                                              .by = call.who.name,
                                              .comment = comment}));
    TRY_ANSWER(note_of_interview(call, found.interview, "interview.comment"));
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    return json_response(200,
                         {{"body", comment},
                          {"actorId", submitter_named(*directory, call.who.name).id},
                          {"createdAt", iso_time(call.request.now)}});
}

Response central_create(const Call& call) {
    if (auto refused = refuse_devices(call)) return std::move(*refused);
    if (central_form_of(call) == nullptr) return not_found();
    const auto envelope = read_envelope(call.request.body);
    if (envelope && envelope->form_id != call.part("form")) {
        return error_response(
            400, "400.8", "The interview is of another form than this address names.");
    }
    return take(call, as_xml(call.request), envelope ? envelope->instance_id : std::string());
}

Response central_edit(const Call& call) {
    if (auto refused = refuse_devices(call)) return std::move(*refused);
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    const auto envelope = read_envelope(call.request.body);
    if (envelope && envelope->instance_id != found.interview.current_id &&
        envelope->deprecated_id != found.interview.current_id) {
        return error_response(
            409,
            "409.11",
            "The edit must name, as deprecatedID, the interview's current state, " +
                found.interview.current_id + ".");
    }
    return take(call, as_xml(call.request), call.part("id"));
}

// A file of an interview comes as OpenRosa sends one: beside the XML that is here already.
Response central_upload(const Call& call) {
    if (auto refused = refuse_devices(call)) return std::move(*refused);
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    const std::string xml = TRY_ANSWER(current_xml(*call.study, found.interview));
    const std::string boundary = "mtm-" + hexadecimal(call.service.random_bytes(16));
    const std::string_view type = call.request.header("Content-Type");
    if (type.find_first_of("\r\n") != std::string_view::npos) return not_found();
    std::string body = "--" + boundary +
                       "\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; "
                       "filename=\"submission.xml\"\r\nContent-Type: text/xml\r\n\r\n" +
                       xml + "\r\n--" + boundary +
                       "\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''" +
                       percent_encoded(call.part("name")) + "\r\nContent-Type: " +
                       std::string(type.empty() ? "application/octet-stream" : type) + "\r\n\r\n";
    body.append(call.request.body).append("\r\n--" + boundary + "--\r\n");
    Request request = as_xml(call.request);
    request.headers.back().value = "multipart/form-data; boundary=" + boundary;
    request.body = body;
    Response taken = take(call, request, found.interview.instance_id);
    return taken.status == 200 ? json_response(200, {{"success", true}}) : taken;
}

}  // namespace mtm

// One interview: as people read it, and as it was received.
#include <algorithm>

#include "base/text.h"
#include "capture/audit_log.h"
#include "capture/fieldwork_calls.h"
#include "capture/interview_filter.h"
#include "capture/interview_view.h"
#include "capture/route.h"
#include "interview/envelope.h"
#include "store/correction_conflicts.h"

namespace mtm {
namespace {

// Everything beside the answers that one interview holds.
struct Records {
    std::vector<SubmissionBytes> history;
    std::vector<ReviewEvent> reviews;
    std::vector<CorrectionRow> corrections;
    std::vector<CorrectionConflict> conflicts;
    std::vector<StoredFile> files;
};

Result<Records> read_records(const ServedStudy& study, const std::string& id) {
    Records out;
    out.history = TRY(study.store->history(id));
    out.reviews = TRY(study.store->reviews(id));
    out.corrections = TRY(study.store->corrections(id));
    out.conflicts = conflicts_in(TRY(study.store->correction_history(id)));
    out.files = TRY(study.store->files(id));
    return out;
}

Json history_json(const std::vector<SubmissionBytes>& history, const Sight& sight) {
    Json out = Json::array();
    for (const SubmissionBytes& state : history) {
        out.push_back({{"instanceId", state.instance_id},
                       {"version", state.version},
                       {"receivedAt", iso_time(state.received)},
                       {"sender", sight.staff ? Json(state.sender) : Json()}});
    }
    return out;
}

// Comments may name people: analysts get the states alone.
Json reviews_json(const std::vector<ReviewEvent>& reviews, const Sight& sight) {
    Json out = Json::array();
    for (const ReviewEvent& event : reviews) {
        if (!sight.staff && !event.state) continue;
        out.push_back({{"at", iso_time(event.at)},
                       {"by", sight.staff ? Json(event.by) : Json()},
                       {"state", event.state ? Json(name_of(*event.state)) : Json()},
                       {"comment", sight.staff ? Json(event.comment) : Json()}});
    }
    return out;
}

Json files_json(const Call& call,
                const std::vector<StoredFile>& files,
                const std::string& id,
                const Sight& sight) {
    Json out = Json::array();
    if (!sight.identifiers) return out;
    for (const StoredFile& file : files) {
        const std::string url = "/v1/studies/" + call.study->slug + "/interviews/" +
                                percent_encoded(id) + "/files/" + percent_encoded(file.name);
        out.push_back({{"name", file.name},
                       {"size", file.size},
                       {"present", file.present},
                       {"url", file.present ? Json(url) : Json()}});
    }
    return out;
}

// The question of a path; −1 if the form has none.
int question_of_path(const Questionnaire& form, std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return form.find(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// Whether a correction may be told in full. One to a path that the form does not have may be of
// anything.
bool may_tell(const Questionnaire* form,
              const std::vector<bool>& identifying,
              const CorrectionRow& correction,
              const Sight& sight) {
    if (sight.identifiers) return true;
    if (form == nullptr) return false;
    const int question = question_of_path(*form, correction.path);
    return question >= 0 && !identifying[static_cast<std::size_t>(question)];
}

Json corrections_json(const std::vector<CorrectionRow>& corrections,
                      const Questionnaire* form,
                      const std::vector<bool>& identifying,
                      const Sight& sight) {
    Json out = Json::array();
    for (const CorrectionRow& correction : corrections) {
        const bool tell = may_tell(form, identifying, correction, sight);
        out.push_back({{"path", correction.path},
                       {"old", tell ? Json(correction.old_value) : Json()},
                       {"new", tell ? Json(correction.new_value) : Json()},
                       {"reason", sight.staff && tell ? Json(correction.reason) : Json()},
                       {"author", sight.staff ? Json(correction.author) : Json()},
                       {"verified", correction.verified},
                       {"at", iso_time(correction.at)}});
    }
    return out;
}

Json conflicts_json(const std::vector<CorrectionConflict>& conflicts,
                    const Questionnaire* form,
                    const std::vector<bool>& identifying,
                    const Sight& sight) {
    Json out = Json::array();
    for (const CorrectionConflict& conflict : conflicts) {
        const CorrectionRow& refused = conflict.refused;
        const CorrectionRow& standing = conflict.standing;
        const bool tell = may_tell(form, identifying, refused, sight);
        const auto side = [&](const CorrectionRow& row) {
            return Json{{"new", tell ? Json(row.new_value) : Json()},
                        {"reason", sight.staff && tell ? Json(row.reason) : Json()},
                        {"author", sight.staff ? Json(row.author) : Json()},
                        {"at", iso_time(row.at)}};
        };
        out.push_back({{"path", refused.path},
                       {"old", tell ? Json(refused.old_value) : Json()},
                       {"stands", side(standing)},
                       {"kept", side(refused)},
                       {"settled", conflict.settled}});
    }
    return out;
}

Json flags_of(const StoredInterview& interview, const std::string& question) {
    Json out = Json::array();
    for (const Flag& flag : interview.flags) {
        if (flag.question == question) out.push_back(flag.code);
    }
    return out;
}

Json answer_json(const AnswerView& view,
                 const Questionnaire& form,
                 const StoredInterview& interview,
                 const std::vector<CorrectionRow>& corrections,
                 std::size_t language) {
    const Question& question = form.questions[static_cast<std::size_t>(view.question)];
    Json corrected;
    Json text = view.hidden ? Json() : Json(view.text);
    const std::string stands = value_after(corrections, view.path, view.value);
    if (!view.hidden && stands != view.value) {
        corrected = stands;
        text = answer_in_words(form, view.question, stands, language);
    }
    return {{"question", question.name},
            {"type", name_of(question.type)},
            {"path", view.path},
            {"group", view.group},
            {"label", view.label},
            {"value", view.hidden ? Json() : Json(view.value)},
            {"corrected", corrected},
            {"text", text},
            {"asked", view.asked},
            {"flags", flags_of(interview, question.name)},
            {"identifier", view.identifier}};
}

struct Reading {
    Json answers = Json::array();
    Json unknown = Json::array();  // elements that the form does not have
};

Reading read_answers(const FormVersion& form,
                     const StoredInterview& interview,
                     const std::string& xml,
                     const std::vector<CorrectionRow>& corrections,
                     const std::vector<bool>& identifying,
                     const Sight& sight,
                     std::size_t language) {
    Reading out;
    const ReadInterview read = read_submission(form.questionnaire, xml, interview.instance_id);
    const RoutedInterview routed = form.router->route(read.interview);
    for (const AnswerView& view :
         answers_of(*form.router, routed, language, identifying, !sight.identifiers)) {
        out.answers.push_back(
            answer_json(view, form.questionnaire, interview, corrections, language));
    }
    if (!sight.identifiers) return out;
    for (const UnknownElement& element : read.interview.unknown) {
        out.unknown.push_back({{"path", element.path}, {"value", element.value}});
    }
    return out;
}

Response bytes_response(std::string bytes, const std::string& type, const std::string& name) {
    return {.status = 200,
            .headers = {{"Content-Type", type},
                        {"Content-Disposition",
                         "attachment; filename*=UTF-8''" + percent_encoded(name)},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Content-Security-Policy", "default-src 'none'; sandbox"}},
            .body = std::move(bytes),
            .events = {}};
}

// What a page may show by itself; everything else is only ever saved.
std::string harmless_type(const std::string& type) {
    static const std::vector<std::string> shown{"image/jpeg",
                                                "image/png",
                                                "image/gif",
                                                "image/webp",
                                                "audio/mpeg",
                                                "audio/mp4",
                                                "audio/ogg",
                                                "video/mp4",
                                                "text/csv"};
    const std::string plain = lower_ascii(trim(std::string_view(type).substr(0, type.find(';'))));
    return std::ranges::find(shown, plain) == shown.end() ? "application/octet-stream" : plain;
}

}  // namespace

Status note_of_interview(const Call& call, const StoredInterview& interview, std::string what) {
    return note_audit(call.service,
                      {.at = call.request.now,
                       .who = call.who.name,
                       .what = std::move(what),
                       .study = call.study->slug,
                       .about = "interview " + std::to_string(interview.sequence)});
}

FoundInterview find_interview(const Call& call) {
    const auto found = call.study->store->find(call.part("id"));
    if (!found) return {{}, unavailable(found.error())};
    const Sight sight = sight_of(call.who, *call.study);
    if (!*found || !sight.scope.holds((*found)->sender)) return {{}, not_found()};
    return {**found, std::nullopt};
}

const FormVersion* form_of(const ServedStudy& study, const StoredInterview& interview) {
    const FormVersion* own = study.find_version(interview.version);
    return own != nullptr ? own : study.current();
}

Result<std::string> current_xml(const ServedStudy& study, const StoredInterview& interview) {
    const std::vector<SubmissionBytes> history = TRY(study.store->history(interview.instance_id));
    const auto at = std::ranges::find(history, interview.current_id, &SubmissionBytes::instance_id);
    if (at != history.end()) return at->xml;
    if (history.empty()) return Error{"the interview has no state"};
    return history.back().xml;
}

std::size_t language_of(const Call& call, const Questionnaire& form, Mistakes& mistakes) {
    const std::optional<std::string_view> wanted = call.request.parameter("language");
    if (!wanted) return static_cast<std::size_t>(std::max(0, form.default_language));
    const int language = form.find_language(*wanted);
    if (language >= 0) return static_cast<std::size_t>(language);
    std::vector<std::string> known;
    for (const Language& each : form.languages) {
        known.push_back(each.code.empty() ? each.header : each.code);
    }
    mistakes.push_back(
        {"language", "is no language of this form, which has " + join(known, ", ") + "."});
    return 0;
}

Response show_interview(const Call& call) {
    FoundInterview found = find_interview(call);
    if (found.refused) return std::move(*found.refused);
    const StoredInterview& interview = found.interview;
    const Sight sight = sight_of(call.who, *call.study);
    const FormVersion* form = form_of(*call.study, interview);
    Mistakes mistakes;
    refuse_unknown_parameters(call.request, {"language"}, mistakes);
    const std::size_t language =
        form == nullptr ? 0 : language_of(call, form->questionnaire, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    const Records records = TRY_ANSWER(read_records(*call.study, interview.instance_id));
    const Questionnaire* questionnaire = form == nullptr ? nullptr : &form->questionnaire;
    const std::vector<bool> identifying =
        form == nullptr ? std::vector<bool>()
                        : identifying_questions(*questionnaire, call.study->study.file.fieldwork);
    const std::string xml = TRY_ANSWER(current_xml(*call.study, interview));
    const auto envelope = read_envelope(xml);
    const bool sealed = envelope && envelope->encrypted;
    Reading reading;
    if (form != nullptr && !form->encrypted && !sealed) {
        reading =
            read_answers(*form, interview, xml, records.corrections, identifying, sight, language);
    }
    Json out = interview_json(*call.study, interview, sight);
    out["sealed"] = sealed;
    out["encrypted"] = form != nullptr && form->encrypted;
    out["answers"] = std::move(reading.answers);
    out["unknown"] = std::move(reading.unknown);
    out["history"] = history_json(records.history, sight);
    out["reviews"] = reviews_json(records.reviews, sight);
    out["corrections"] = corrections_json(records.corrections, questionnaire, identifying, sight);
    out["conflicts"] = conflicts_json(records.conflicts, questionnaire, identifying, sight);
    out["files"] = files_json(call, records.files, interview.instance_id, sight);
    return json_response(200, out);
}

Response send_interview_xml(const Call& call) {
    FoundInterview found = find_interview(call);
    if (found.refused) return std::move(*found.refused);
    std::string xml = TRY_ANSWER(current_xml(*call.study, found.interview));
    TRY_ANSWER(note_of_interview(call, found.interview, "interview.export"));
    return bytes_response(std::move(xml),
                          "text/xml; charset=utf-8",
                          "interview-" + std::to_string(found.interview.sequence) + ".xml");
}

Response send_interview_file(const Call& call) {
    FoundInterview found = find_interview(call);
    if (found.refused) return std::move(*found.refused);
    const std::string& id = found.interview.instance_id;
    const std::vector<StoredFile> files = TRY_ANSWER(call.study->store->files(id));
    const auto at = std::ranges::find(files, call.part("name"), &StoredFile::name);
    if (at == files.end() || !at->present) return not_found();
    std::string bytes = TRY_ANSWER(call.study->store->file(id, at->name));
    TRY_ANSWER(note_of_interview(call, found.interview, "interview.file"));
    return bytes_response(std::move(bytes), harmless_type(at->content_type), at->name);
}

}  // namespace mtm

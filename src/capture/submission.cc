// One POST of a tablet or browser becomes an Arrival in four steps: the body is taken apart, the
// XML says what it is (its envelope), its form's version reads and judges it, and the store takes
// it. What fails in the first two steps is kept aside; the last two refuse nothing that can be told
// from every other interview.
#include "capture/submission.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "capture/fieldwork_facts.h"
#include "capture/multipart.h"
#include "capture/openrosa.h"
#include "expression/date.h"
#include "interview/interview_language.h"
#include "odata/instance_tree.h"

namespace mtm {
namespace {

constexpr std::string_view xml_part_name = "xml_submission_file";

bool is_xml(std::string_view content_type) {
    const std::string type = lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
    return type == "text/xml" || type == "application/xml";
}

bool has_form(const ServedStudy& study, const std::string& form_id) {
    return std::ranges::any_of(
        study.versions, [&form_id](const auto& version) { return version->form_id == form_id; });
}

const FormVersion* find_exactly(const ServedStudy& study, const Envelope& envelope) {
    for (const auto& version : study.versions) {
        if (version->form_id == envelope.form_id && version->version == envelope.version)
            return version.get();
    }
    return nullptr;
}

std::string_view audit_log_of(const Envelope& envelope, const Arrival& arrival) {
    if (envelope.audit_file.empty()) return {};
    const auto file = std::ranges::find(arrival.files, envelope.audit_file, &ArrivedFile::name);
    return file == arrival.files.end() ? std::string_view() : file->bytes;
}

// Sees that files follow the XML they came with, and the XML the store.
class Intake {
public:
    Intake(Service& service,
           const Request& request,
           const std::vector<ServedStudy*>& studies,
           const Identity& who)
        : service_(service), request_(request), studies_(studies), who_(who) {}

    Response take() {
        if (auto refused = take_apart()) return *refused;
        auto envelope = read_envelope(arrival_.xml);
        if (!envelope) return refuse(400, envelope.error().message);
        envelope_ = std::move(*envelope);
        if (auto refused = choose_study()) return *refused;
        if (envelope_.rehearsal && !study_->rehearsal) {
            return openrosa_message(409,
                                    "This interview was invented for a rehearsal; it is not "
                                    "taken among the answers of people.");
        }
        const auto state = study_->store->field_state();
        if (!state) return store_failed(state.error());
        fill_arrival(*state);
        judge();
        if (auto failed = flag_state(*state)) return *failed;
        const auto receipt = study_->store->receive(arrival_);
        if (!receipt) return store_failed(receipt.error());
        return answer(*receipt);
    }

private:
    // The bytes that were sent stay with the team if it is plain which team it is. What no tablet
    // makes (413, 415) is not worth keeping, and what belongs to others (403) is not theirs.
    Response refuse(int status, const std::string& sentence) {
        ServedStudy* team = study_;
        if (team == nullptr && studies_.size() == 1) team = studies_.front();
        const bool worth_keeping = (status == 400 || status == 404) && !request_.body.empty();
        if (team != nullptr && worth_keeping) {
            SetAside kept;
            kept.received = request_.now;
            kept.sender = who_.name;
            kept.reason = sentence;
            kept.bytes = bytes_to_keep();
            // The device keeps what was refused; that nothing could be put aside loses nothing.
            (void)team->store->set_aside(kept);
        }
        return openrosa_message(status, sentence);
    }

    // All of it, unless it is so large that keeping it would take the memory that others need: then
    // the interview alone, or how the upload began. A device sends again what was refused, for ever
    // and each time with another boundary: without that it is the same bytes, which are kept once.
    [[nodiscard]] std::string bytes_to_keep() const {
        constexpr std::size_t most = 20'000'000;
        if (request_.body.size() <= most) {
            if (parts_.boundary.empty()) return std::string(request_.body);
            return replace_all(request_.body, parts_.boundary, "boundary");
        }
        return std::string((arrival_.xml.empty() ? request_.body : arrival_.xml).substr(0, most));
    }

    Response store_failed(const Error& error) {
        if (service_.log) service_.log("receiving an interview: " + error.message);
        Response out = openrosa_message(
            503,
            "The server cannot store interviews at this moment. It is safe on your device; "
            "send it again later.");
        out.headers.push_back({"Retry-After", "60"});
        return out;
    }

    std::optional<Response> take_apart() {
        const std::string_view content_type = request_.header("Content-Type");
        if (is_xml(content_type)) {
            arrival_.xml = request_.body;
            return std::nullopt;
        }
        if (!is_multipart(content_type)) {
            return refuse(415, "An interview is sent as multipart/form-data.");
        }
        parts_ = parse_multipart(content_type, request_.body);
        if (!parts_.refusal.empty()) return refuse(parts_.status, parts_.refusal);
        const FormPart* xml = parts_.find(xml_part_name);
        if (xml == nullptr) {
            return refuse(400,
                          "The upload holds no interview: its part “xml_submission_file” is "
                          "missing. Send it again.");
        }
        arrival_.xml = xml->bytes;
        return std::nullopt;
    }

    // Of several studies that ask with this form, one that had this version, and is in the field.
    std::optional<Response> choose_study() {
        int best = -1;
        for (ServedStudy* study : studies_) {
            if (!has_form(*study, envelope_.form_id)) continue;
            int fitness = find_exactly(*study, envelope_) != nullptr ? 2 : 0;
            if (studies_.size() > 1) {
                const auto state = study->store->field_state();
                if (state && (*state == FieldState::open || *state == FieldState::pilot)) ++fitness;
            }
            if (fitness < best) continue;
            best = fitness;
            study_ = study;
        }
        if (study_ != nullptr) return std::nullopt;
        const std::string form = "“" + envelope_.form_id + "”";
        if (service_.find_form(envelope_.form_id) != nullptr) {
            return refuse(403,
                          "You may not send interviews of the form " + form +
                              ". Ask your supervisor for access to its study.");
        }
        return refuse(404,
                      "This server has no form " + form +
                          ". Keep the interview on the device and tell your supervisor.");
    }

    void fill_arrival(FieldState state) {
        arrival_.instance_id = envelope_.instance_id;
        arrival_.deprecated_id = envelope_.deprecated_id;
        arrival_.form_id = envelope_.form_id;
        arrival_.version = envelope_.version;
        arrival_.received = request_.now;
        arrival_.device_id = request_.parameter("deviceID").value_or("");
        arrival_.sender = who_.name;
        arrival_.user_agent = request_.header("User-Agent");
        arrival_.pilot = state == FieldState::draft || state == FieldState::pilot;
        for (const FormPart& part : parts_.parts) {
            if (part.name == xml_part_name || part.file_name.empty()) continue;
            arrival_.files.push_back({part.file_name, std::string(part.content_type), part.bytes});
        }
    }

    // By the version that it was filled under; by the newest if nobody knows that one.
    void judge() {
        const FormVersion* version = find_exactly(*study_, envelope_);
        if (version != nullptr && version->pilot) arrival_.pilot = true;
        if (version == nullptr) {
            version = study_->current();
            add_flag("unknown-version",
                     "It says version “" + envelope_.version + "”, which was never in the field.");
        }
        if (envelope_.encrypted) {
            if (!version->encrypted) {
                add_flag("encrypted-unasked",
                         "It came encrypted, and its form does not encrypt: the study's key may "
                         "not open it.");
            }
            arrival_.expected_files = envelope_.sealed_files;
            arrival_.repeats.emplace();
            arrival_.facts = facts_of_sealed(study_->study, request_.now);
            return;
        }
        if (version->encrypted)
            add_flag("not-encrypted", "Its form encrypts answers; these came readable.");
        judge_readable(study_->study, *version, envelope_, arrival_);
    }

    // Nothing is refused because of when it comes; what was received in time and comes again is
    // not late.
    std::optional<Response> flag_state(FieldState state) {
        if (state == FieldState::draft)
            add_flag("before-open", "It was received before the study was in the field.");
        if (state != FieldState::closed) return std::nullopt;
        const auto known = study_->store->find(arrival_.instance_id);
        if (!known) return store_failed(known.error());
        if (!*known) add_flag("after-close", "It was received after the study was closed.");
        return std::nullopt;
    }

    void add_flag(std::string code, std::string detail) {
        arrival_.flags.push_back({std::move(code), "", std::move(detail)});
    }

    Response answer(const Receipt& receipt) {
        switch (receipt.kind) {
            case ReceiptKind::stored:
                return accepted(201, "Received and stored. Thank you.");
            case ReceiptKind::edited:
                return accepted(201, "The changed interview is stored; so is what it was before.");
            case ReceiptKind::files_added:
                return accepted(201, "The files are stored with their interview.");
            case ReceiptKind::known:
                return accepted(202, "This interview was received before; it is safe.");
            case ReceiptKind::withdrawn:
                return accepted(202, "The respondent of this interview has withdrawn it.");
            case ReceiptKind::set_aside:
                break;
        }
        // A file alone was put aside: the interview is safe, and sending again would change
        // nothing.
        if (receipt.sequence != 0) return accepted(202, receipt.reason);
        return openrosa_message(409, receipt.reason);
    }

    // As KoboToolbox and Aggregate word it; ODK Briefcase reads it.
    Response accepted(int status, std::string_view sentence) {
        Response out = openrosa_message(status, sentence);
        const auto day = date_time_at(request_.now);
        const std::string date = day ? print_date_time(*day) : std::string();
        const std::string metadata =
            "<submissionMetadata xmlns=\"http://www.opendatakit.org/xforms\" id=\"" +
            escape_xml(envelope_.form_id) + "\" version=\"" + escape_xml(envelope_.version) +
            "\" instanceID=\"" + escape_xml(envelope_.instance_id) + "\" submissionDate=\"" + date +
            "\" isComplete=\"true\" markedAsCompleteDate=\"" + date + "\"/>";
        const std::string end = "</OpenRosaResponse>";
        out.body.insert(out.body.size() - end.size(), metadata);
        return out;
    }

    Service& service_;
    const Request& request_;
    const std::vector<ServedStudy*>& studies_;
    const Identity& who_;
    ParsedMultipart parts_;
    Envelope envelope_;
    ServedStudy* study_ = nullptr;
    Arrival arrival_;
};

}  // namespace

void judge_readable(const Study& study,
                    const FormVersion& version,
                    const Envelope& envelope,
                    Arrival& arrival) {
    arrival.repeats = repeat_rows(*version.tables, arrival.xml);
    const ReadInterview read = read_submission(*version.names, arrival.xml, "");
    arrival.expected_files = files_named(version.questionnaire, read.interview, envelope);
    if (has_too_many_rounds(read.interview)) {
        arrival.facts = facts_of_sealed(study, arrival.received);
        arrival.flags.push_back(too_many_rounds());
        return;
    }
    const RoutedInterview routed = version.router->route(read.interview);
    arrival.facts = fieldwork_facts(study, *version.router, routed, arrival.received);
    arrival.facts.counted = arrival.facts.counted && !arrival.pilot;
    const int question = version.router->find(study.file.fieldwork.language);
    const Circumstances circumstances{
        .received = arrival.received,
        .form_since = version.since,
        .language = language_named_by(version.questionnaire, question, arrival.facts.language),
        .audit_log = audit_log_of(envelope, arrival),
        .read = &read.diagnostics};
    std::vector<Flag> flags = verdict_on(*version.router, routed, circumstances);
    std::ranges::move(flags, std::back_inserter(arrival.flags));
}

Response receive_submission(Service& service,
                            const Request& request,
                            const std::vector<ServedStudy*>& studies,
                            const Identity& who) {
    return Intake(service, request, studies, who).take();
}

}  // namespace mtm

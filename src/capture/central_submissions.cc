#include "capture/access_state.h"
#include "capture/central_calls.h"
#include "capture/central_table.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr std::int64_t page = 1'000;  // interviews of a piece of the list

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json submission_json(const StoredInterview& interview, const Submitter& submitter, bool staff) {
    Json out{{"instanceId", interview.instance_id},
             {"submitterId", submitter.id},
             {"deviceId", staff ? text_or_null(interview.device_id) : Json()},
             {"createdAt", iso_time(interview.received)},
             {"updatedAt",
              interview.updated > interview.received ? Json(iso_time(interview.updated)) : Json()},
             {"reviewState", text_or_null(central_review_state(interview.review, interview.edits))},
             {"userAgent", staff ? text_or_null(interview.user_agent) : Json()},
             {"instanceName", Json()}};
    out["currentVersion"] = {{"instanceId", interview.current_id},
                             {"instanceName", Json()},
                             {"submitterId", submitter.id},
                             {"createdAt", iso_time(interview.received)},
                             {"current", true}};
    return out;
}

// The list goes on as long as there are interviews; none is held but those of one piece.
class SubmissionList {
public:
    explicit SubmissionList(std::shared_ptr<const CentralTables> tables)
        : tables_(std::move(tables)) {}

    Result<std::optional<std::string>> next() {
        if (ended_) return std::optional<std::string>();
        std::string out = began_ ? "" : "[";
        RowQuery query = TRY(tables_->query(0, nullptr));
        query.from = from_;
        query.rows = page;
        const std::vector<RowRun> runs = TRY(tables_->runs(query));
        std::vector<std::int64_t> sequences;
        for (const RowRun& run : runs)
            sequences.push_back(run.sequence);
        for (const WholeInterview& whole : TRY(tables_->store().read_whole(sequences))) {
            if (began_) out += ',';
            began_ = true;
            out +=
                submission_json(
                    whole.interview, tables_->submitter_of(whole.interview), tables_->sight().staff)
                    .dump();
        }
        ended_ = runs.size() < page || runs.back().sequence <= 1;
        if (!ended_) from_ = runs.back().sequence - 1;
        if (ended_) out += ']';
        return std::optional(std::move(out));
    }

    [[nodiscard]] bool has_ended() const { return ended_; }

private:
    std::shared_ptr<const CentralTables> tables_;
    std::int64_t from_ = 0;
    bool began_ = false;
    bool ended_ = false;
};

}  // namespace

Json central_submission_json(const Call& call,
                             const Directory& directory,
                             const StoredInterview& interview) {
    const bool staff = sight_of(call.who, *call.study).staff;
    return submission_json(
        interview, staff ? submitter_named(directory, interview.sender) : Submitter{}, staff);
}

FoundInterview find_submission(const Call& call) {
    if (central_form_of(call) == nullptr) return {{}, not_found()};
    FoundInterview found = find_interview(call);
    if (!found.refused && found.interview.pilot) found.refused = not_found();
    return found;
}

Response central_submissions(const Call& call) {
    if (central_form_of(call) == nullptr) return not_found();
    auto list = std::make_shared<SubmissionList>(TRY_ANSWER(CentralTables::open(call)));
    std::string first = *TRY_ANSWER(list->next());
    Response out = json_response(200, Json());
    if (list->has_ended()) {
        out.body = std::move(first);
        return out;
    }
    out.body.clear();
    out.pieces =
        [list,
         first = std::optional(std::move(first))]() mutable -> Result<std::optional<std::string>> {
        if (first) return std::exchange(first, std::nullopt);
        return list->next();
    };
    return out;
}

Response central_submission(const Call& call) {
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    return json_response(200, central_submission_json(call, *directory, found.interview));
}

Response central_submission_xml(const Call& call) {
    FoundInterview found = find_submission(call);
    return found.refused ? std::move(*found.refused) : send_interview_xml(call);
}

Response central_submission_files(const Call& call) {
    FoundInterview found = find_submission(call);
    if (found.refused) return std::move(*found.refused);
    Json out = Json::array();
    for (const StoredFile& file :
         TRY_ANSWER(call.study->store->files(found.interview.instance_id))) {
        out.push_back({{"name", file.name}, {"exists", file.present}});
    }
    return json_response(200, out);
}

Response central_submission_file(const Call& call) {
    FoundInterview found = find_submission(call);
    return found.refused ? std::move(*found.refused) : send_interview_file(call);
}

}  // namespace mtm

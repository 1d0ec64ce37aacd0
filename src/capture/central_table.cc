#include "capture/central_table.h"

#include <algorithm>

#include "base/text.h"
#include "capture/access_state.h"
#include "interview/envelope.h"

namespace mtm {
namespace {

// Numbers of R are 32 bits wide.
constexpr std::int64_t first_device = 100'000'000;
constexpr std::int64_t first_link = 200'000'000;

// By field: what who asks may not see. A question that any version marks is withheld in all of
// them.
std::vector<bool> withheld_fields(const FormTables& form,
                                  const ServedStudy& study,
                                  const Sight& sight) {
    std::vector<bool> out(form.fields.size());
    if (sight.identifiers) return out;
    std::set<std::string> names{"instanceName"};
    for (const auto& version : study.versions) {
        const std::vector<bool> marked =
            identifying_questions(version->questionnaire, study.study.file.fieldwork);
        for (std::size_t q = 0; q < marked.size(); ++q) {
            if (marked[q]) names.insert(version->questionnaire.questions[q].name);
        }
    }
    for (std::size_t f = 0; f < out.size(); ++f) {
        out[f] =
            form.fields[f].kind == FormField::Kind::value && names.contains(form.fields[f].name);
    }
    return out;
}

}  // namespace

std::int64_t actor_of_device(std::int64_t device) {
    return first_device + device;
}

std::int64_t actor_of_link(std::int64_t link) {
    return first_link + link;
}

Submitter submitter_named(const Directory& directory, const std::string& sender) {
    if (const DeviceCredential* device = directory.device_by_name(sender)) {
        return {actor_of_device(device->id), device->label.empty() ? device->name : device->label};
    }
    if (const Person* person = directory.person_by_email(sender)) {
        return {person->id, person->name.empty() ? person->email : person->name};
    }
    for (const FormLink& link : directory.links()) {
        if ("link-" + std::to_string(link.id) == sender)
            return {actor_of_link(link.id), link.label};
    }
    return {0, sender};
}

std::string central_review_state(ReviewState review, int edits) {
    switch (review) {
        case ReviewState::has_issues:
            return "hasIssues";
        case ReviewState::rejected:
            return "rejected";
        case ReviewState::approved:
            return "approved";
        case ReviewState::none:
            break;
    }
    return edits > 0 ? "edited" : "";
}

Result<std::shared_ptr<CentralTables>> CentralTables::open(const Call& call) {
    const ServedStudy& study = *call.study;
    std::shared_ptr<CentralTables> out(new CentralTables(study.current()->tables));
    out->sight_ = sight_of(call.who, study);
    out->withheld_ = withheld_fields(out->form_, study, out->sight_);
    out->store_ = study.store;
    out->directory_ = TRY(call.service.access->directory(*call.service.organisation));
    for (const auto& version : study.versions) {
        if (version->encrypted) out->sealed_versions_.insert(version->version);
    }
    if (!TRY(study.store->uncounted(1)).empty()) {
        for (const auto& version : study.versions)
            out->versions_[version->version] = version->tables;
        TRY(out->count_what_waits());
    }
    return out;
}

// Interviews that were taken in before rows were counted on arrival: once, a batch at a time.
Status CentralTables::count_what_waits() const {
    for (;;) {
        const std::vector<UncountedState> states = TRY(store_->uncounted(500));
        if (states.empty()) return Done{};
        std::vector<CountedState> counted;
        for (const UncountedState& state : states) {
            const auto at = versions_.find(state.version);
            counted.push_back(
                {state.number,
                 repeat_rows(at == versions_.end() ? form_ : *at->second, state.xml)});
        }
        TRY(store_->count_states(counted));
    }
}

Result<RowQuery> CentralTables::query(int table, std::shared_ptr<const Filter> filter) const {
    RowQuery out;
    out.place = form_.tables[static_cast<std::size_t>(table)].place;
    out.filter = sight_.within({});
    if (filter) {
        // What is withheld is null for the filter too: it must not tell by what it lets through.
        out.accept = [filter = std::move(filter), directory = directory_, staff = sight_.staff](
                         const RowKey& key) {
            FilterFacts facts{.submission_date = key.received,
                              .updated_at = {},
                              .submitter_id = {},
                              .review_state = {}};
            if (key.updated > key.received) facts.updated_at = key.updated;
            const std::int64_t submitter = staff ? submitter_named(*directory, key.sender).id : 0;
            if (submitter > 0) facts.submitter_id = std::to_string(submitter);
            const std::string review = central_review_state(key.review, key.edits);
            if (!review.empty()) facts.review_state = review;
            return filter->accepts(facts);
        };
    }
    return out;
}

bool CentralTables::is_sealed(const WholeInterview& whole) const {
    if (sealed_versions_.contains(whole.interview.version)) return true;
    // Few interviews have the word; of those that do, the envelope decides.
    if (whole.xml.find("encrypted") == std::string::npos) return false;
    const auto envelope = read_envelope(whole.xml);
    return !envelope || envelope->encrypted;
}

Submitter CentralTables::submitter_of(const StoredInterview& interview) const {
    if (!sight_.staff) return {};
    return submitter_named(*directory_, interview.sender);
}

SystemColumns CentralTables::system_of(const StoredInterview& interview, bool sealed) const {
    SystemColumns out;
    out.submission_date = iso_time(interview.received);
    if (interview.updated > interview.received) out.updated_at = iso_time(interview.updated);
    const Submitter submitter = submitter_of(interview);
    if (submitter.id > 0) out.submitter_id = std::to_string(submitter.id);
    out.submitter_name = submitter.name;
    out.attachments_present = interview.files_present;
    out.attachments_expected = interview.files_expected;
    if (sealed) out.status = "notDecrypted";
    out.review_state = central_review_state(interview.review, interview.edits);
    if (sight_.staff) out.device_id = interview.device_id;
    out.edits = interview.edits;
    out.form_version = interview.version;
    return out;
}

// Calls `write(interview, tree or null, system, run)` for each interview of the runs.
template <typename Write>
Result<std::string> CentralTables::write(const std::vector<RowRun>& runs,
                                         const Write& write) const {
    std::vector<std::int64_t> sequences;
    for (const RowRun& run : runs)
        sequences.push_back(run.sequence);
    const std::vector<WholeInterview> interviews = TRY(store_->read_whole(sequences));
    std::string out;
    auto run = runs.begin();
    for (const WholeInterview& whole : interviews) {
        while (run->sequence != whole.interview.sequence)
            ++run;
        const bool sealed = is_sealed(whole);
        const SystemColumns system = system_of(whole.interview, sealed);
        if (sealed) {
            write(out, whole.interview.instance_id, nullptr, system, *run);
            continue;
        }
        InstanceTree tree(form_, whole.xml);
        for (const CorrectionRow& correction : whole.corrections)
            tree.correct({correction.path, correction.old_value, correction.new_value});
        write(out, whole.interview.instance_id, &tree, system, *run);
    }
    return out;
}

Result<std::string> CentralTables::json(const RowShape& shape,
                                        const std::vector<RowRun>& runs) const {
    const RowWriter writer(form_, shape);
    return write(runs,
                 [&](std::string& out,
                     const std::string& id,
                     const InstanceTree* tree,
                     const SystemColumns& system,
                     const RowRun& run) {
                     const std::size_t before = out.size();
                     if (before > 0) out += ',';
                     writer.write(out, id, tree, system, run.first, run.rows);
                     if (before > 0 && out.size() == before + 1) out.pop_back();
                 });
}

Result<std::string> CentralTables::csv(const CsvShape& shape,
                                       const std::vector<RowRun>& runs) const {
    return write(runs,
                 [&](std::string& out,
                     const std::string& id,
                     const InstanceTree* tree,
                     const SystemColumns& system,
                     const RowRun&) { append_csv(out, form_, shape, id, tree, system); });
}

}  // namespace mtm

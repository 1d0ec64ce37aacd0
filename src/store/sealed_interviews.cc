#include "store/sealed_interviews.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "interview/envelope.h"
#include "interview/interview_language.h"
#include "seal/open_interview.h"
#include "store/clock.h"
#include "store/files.h"
#include "store/form_versions.h"
#include "store/sqlite_store.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

struct Outcome {
    std::optional<Interview> interview;
    std::optional<Interview> uncorrected;  // if corrections changed it
    std::string replaces;  // instanceID of the state that it is an edit of; empty: it is none
    bool counts_elsewhere = false;
    std::vector<Flag> flags;
    Diagnostics diagnostics;
};

// The files of one interview: those that came with this very state of it, since an earlier one may
// have others under the same names.
SealedFiles files_of(const InterviewStore* store, const SealedInterview& sealed) {
    if (!sealed.folder.empty()) {
        return [folder =
                    sealed.folder](const std::string& name) -> Result<std::optional<std::string>> {
            const fs::path path = fs::path(folder) / fs::path(name).filename();
            if (!fs::is_regular_file(path)) return std::optional<std::string>();
            return std::optional<std::string>(TRY(read_file(path.string())));
        };
    }
    return [store, &sealed, here = std::optional<std::vector<StoredFile>>()](
               const std::string& name) mutable -> Result<std::optional<std::string>> {
        if (!here) here = TRY(store->all_files(sealed.instance_id));
        const bool came = std::ranges::any_of(*here, [&](const StoredFile& file) {
            return file.present && file.name == name && file.instance_id == sealed.state_id;
        });
        if (!came) return std::optional<std::string>();
        return std::optional<std::string>(TRY(store->file_of_state(sealed.state_id, name)));
    };
}

class Reader {
public:
    Reader(const InterviewStore* store,
           const Study& study,
           const std::vector<PrivateKey>& keys,
           const std::map<std::string, Instant>& since)
        : store_(store), study_(study), keys_(keys), since_(since) {
        add_router(study.questionnaire);
        for (const Questionnaire& version : study.versions)
            add_router(version);
    }

    // Safe for many threads.
    [[nodiscard]] Outcome read(const SealedInterview& sealed) const {
        Outcome out;
        Opening opening =
            open_interview(sealed.manifest, keys_, files_of(store_, sealed), sealed.file);
        out.diagnostics = std::move(opening.diagnostics);
        if (!opening.interview) return out;
        const OpenedInterview& opened = *opening.interview;
        const Questionnaire& form = form_of(opened.xml);
        ReadInterview read = read_submission(form, opened.xml, sealed.file);
        if (read.interview.rehearsal) {
            out.diagnostics.push_back(invented(sealed));
            return out;
        }
        const auto envelope = read_envelope(opened.xml);
        if (envelope) out.replaces = envelope->deprecated_id;
        if (has_too_many_rounds(read.interview)) {
            out.flags.push_back(too_many_rounds());
        } else {
            judge(sealed, opened, envelope ? envelope->audit_file : "", form, read, out);
        }
        std::ranges::move(read.diagnostics, std::back_inserter(out.diagnostics));
        read.interview.instance_id = sealed.instance_id;
        read.interview.provenance.row = static_cast<int>(sealed.sequence);
        read.interview.standing = sealed.standing;
        if (!sealed.corrections.empty()) out.uncorrected = read.interview;
        std::ranges::move(apply_corrections(form, sealed.corrections, read.interview),
                          std::back_inserter(out.diagnostics));
        out.interview = std::move(read.interview);
        return out;
    }

private:
    void add_router(const Questionnaire& form) {
        routers_.emplace(&form, std::make_unique<Router>(form));
    }

    [[nodiscard]] const Questionnaire& form_of(std::string_view xml) const {
        return study_.versions.empty() ? study_.questionnaire
                                       : study_.form_of(version_of_submission(xml));
    }

    void judge(const SealedInterview& sealed,
               const OpenedInterview& opened,
               std::string_view log_name,
               const Questionnaire& form,
               const ReadInterview& read,
               Outcome& out) const {
        constexpr Instant any_time = std::numeric_limits<Instant>::max() / 2;
        const Instant received = sealed.received > 0 ? sealed.received : any_time;
        const Router& router = *routers_.at(&form);
        const RoutedInterview routed = router.route(read.interview);
        const auto since = since_.find(read.interview.version);
        std::string_view log;
        for (const OpenedFile& file : opened.files) {
            if (!log_name.empty() && file.name == log_name) log = file.bytes;
        }
        out.flags = verdict_on(router,
                               routed,
                               {.received = received,
                                .form_since = since == since_.end() ? 0 : since->second,
                                .language = language_of(router, read.interview),
                                .audit_log = log,
                                .read = &read.diagnostics});
    }

    [[nodiscard]] int language_of(const Router& router, const Interview& interview) const {
        const int question = router.find(study_.file.fieldwork.language);
        if (question < 0) return -1;
        return language_named_by(router.questionnaire(), question, interview.answer(question));
    }

    static Diagnostic invented(const SealedInterview& sealed) {
        return {
            .code = "rehearsal-among-interviews",
            .severity = Severity::error,
            .place = {.file = sealed.file,
                      .sheet = {},
                      .row = 0,
                      .column = {},
                      .interview = sealed.instance_id},
            .message = "This interview is invented (rehearsal), but lies among real ones.",
            .remedy = "Withdraw it on the fieldwork page, and find out which device sends such."};
    }

    const InterviewStore* store_;
    const Study& study_;
    const std::vector<PrivateKey>& keys_;
    const std::map<std::string, Instant>& since_;
    std::map<const Questionnaire*, std::unique_ptr<Router>> routers_;
};

// Each outcome has its own place, so that their order does not depend on who was faster.
std::vector<Outcome> read_all(const Reader& reader, const std::vector<SealedInterview>& sealed) {
    std::vector<Outcome> out(sealed.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < sealed.size(); i = next++)
            out[i] = reader.read(sealed[i]);
    };
    const std::size_t threads =
        std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, sealed.size() + 1);
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i)
        others.emplace_back(work);
    work();
    others.clear();
    return out;
}

Diagnostic replaced(const SealedInterview& sealed, const std::string& by) {
    return {.code = "sealed-edited",
            .severity = Severity::warning,
            .place = {.file = sealed.file,
                      .sheet = {},
                      .row = 0,
                      .column = {},
                      .interview = sealed.instance_id},
            .message = "It was changed on its tablet and sent again as " + by + ", which counts; " +
                       "the server could not see that the two are one.",
            .remedy = "If it was corrected on the fieldwork page, correct the later one too."};
}

// An edit and what it replaces are one person: what is replaced does not count. Of several edits of
// one state the last does.
class Edits {
public:
    Edits(const std::vector<SealedInterview>& sealed, std::vector<Outcome>& outcomes)
        : sealed_(sealed), outcomes_(outcomes) {
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (!outcomes[i].interview) continue;
            present_.insert(sealed[i].instance_id);
            if (!outcomes[i].replaces.empty()) last_edit_[outcomes[i].replaces] = i;
        }
    }

    void leave_out_replaced(Diagnostics& diagnostics) {
        for (std::size_t i = 0; i < outcomes_.size(); ++i) {
            const auto by = replaced_by(i);
            if (!by) continue;
            diagnostics.push_back(replaced(sealed_[i], sealed_[*by].instance_id));
            outcomes_[i].interview.reset();
            outcomes_[i].counts_elsewhere = true;
        }
    }

private:
    [[nodiscard]] std::optional<std::size_t> replaced_by(std::size_t i) const {
        if (last_edit_.empty() || !outcomes_[i].interview) return std::nullopt;
        if (const auto edit = next(i); edit && !(is_circle(i) && *edit < i)) return edit;
        // Another edit of the same state came later. Some forms give every interview the same
        // deprecatedID, of an interview that nobody has: those are no edits.
        const auto same = last_edit_.find(outcomes_[i].replaces);
        const bool is_edit = same != last_edit_.end() && present_.contains(same->first);
        return is_edit && same->second != i ? std::optional(same->second) : std::nullopt;
    }

    [[nodiscard]] std::optional<std::size_t> next(std::size_t i) const {
        const auto edit = last_edit_.find(sealed_[i].instance_id);
        if (edit == last_edit_.end() || edit->second == i) return std::nullopt;
        return edit->second;
    }

    // No program makes one; without this nothing of it would count.
    [[nodiscard]] bool is_circle(std::size_t i) const {
        std::size_t steps = 0;
        for (auto at = next(i); at && steps <= outcomes_.size(); at = next(*at), ++steps) {
            if (*at == i) return true;
        }
        return false;
    }

    const std::vector<SealedInterview>& sealed_;
    std::vector<Outcome>& outcomes_;
    std::set<std::string> present_;
    std::map<std::string, std::size_t> last_edit_;  // by what it replaces
};

}  // namespace

OpenedInterviews open_sealed_interviews(const InterviewStore* store,
                                        const Study& study,
                                        const std::vector<SealedInterview>& sealed,
                                        const std::vector<PrivateKey>& keys,
                                        const std::map<std::string, Instant>& since) {
    OpenedInterviews out;
    const Reader reader(store, study, keys, since);
    std::vector<Outcome> outcomes = read_all(reader, sealed);
    Edits(sealed, outcomes).leave_out_replaced(out.diagnostics);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        Outcome& outcome = outcomes[i];
        std::ranges::move(outcome.diagnostics, std::back_inserter(out.diagnostics));
        for (Flag& flag : outcome.flags)
            out.found.push_back({sealed[i].instance_id, std::move(flag)});
        if (outcome.interview) {
            if (outcome.uncorrected)
                out.uncorrected.emplace(sealed[i].instance_id, std::move(*outcome.uncorrected));
            out.interviews.push_back(std::move(*outcome.interview));
        } else if (!outcome.counts_elsewhere) {
            ++out.unopened;
        }
    }
    return out;
}

Result<OpenedInterviews> open_sealed_interviews(const std::string& directory,
                                                const Study& study,
                                                const std::vector<SealedInterview>& sealed,
                                                const std::vector<PrivateKey>& keys) {
    std::map<std::string, Instant> since;
    for (const auto& [version, at] : deployment_times(directory))
        since[version] = instant_of_utc(at);
    const auto in_store = [](const SealedInterview& each) { return each.folder.empty(); };
    if (std::ranges::none_of(sealed, in_store))
        return open_sealed_interviews(nullptr, study, sealed, keys, since);
    const auto store =
        TRY(SqliteInterviewStore::open(directory, SqliteInterviewStore::Access::read));
    return open_sealed_interviews(store.get(), study, sealed, keys, since);
}

}  // namespace mtm

#include "capture/imported.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "base/text.h"
#include "capture/secrets.h"
#include "capture/submission.h"

namespace mtm {
namespace {

constexpr std::string_view sender = "import";
constexpr int most_at_once = 64;  // wait for one commit

const FormVersion& version_named(const ServedStudy& study, std::string_view name) {
    const FormVersion* version = study.find_version(name);
    if (version == nullptr) version = study.current();
    CHECK(version != nullptr);
    return *version;
}

std::string path_below_root(const Questionnaire& form, int question) {
    const std::string path = form.path(question);
    return path.substr(path.find('/', 1));
}

// By question of one form: the same of another, by its path; −1 where that has none.
std::vector<int> same_questions(const Questionnaire& from, const Questionnaire& to) {
    std::unordered_map<std::string, int> by_path;
    for (std::size_t q = 0; q < to.questions.size(); ++q)
        by_path.emplace(path_below_root(to, static_cast<int>(q)), static_cast<int>(q));
    std::vector<int> out;
    for (std::size_t q = 0; q < from.questions.size(); ++q) {
        const auto found = by_path.find(path_below_root(from, static_cast<int>(q)));
        out.push_back(found == by_path.end() ? -1 : found->second);
    }
    return out;
}

// As the form of that version would have sent it. An edit names the state that it replaces.
std::string xml_of(const FormVersion& version, Interview interview, const std::string& replaces) {
    interview.form_id = version.form_id;
    std::string xml = write_submission(version.questionnaire, interview);
    if (replaces.empty()) return xml;
    const std::string end = "</instanceID>";
    xml.insert(xml.rfind(end) + end.size(),
               "\n    <deprecatedID>" + escape_xml(replaces) + "</deprecatedID>");
    return xml;
}

Envelope envelope_of(std::string_view xml) {
    const Result<Envelope> read = read_envelope(xml);
    return read ? *read : Envelope{};
}

// An interview in the words of one version of the form.
struct Worded {
    Interview interview;
    std::vector<std::string> left_out;  // names of questions that the version does not have
};

class Taking {
public:
    explicit Taking(const ServedStudy& study) : study_(study) {
        for (const auto& version : study.versions)
            same_.push_back(same_questions(study.study.questionnaire, version->questionnaire));
    }

    Status take(const IncomingInterview& incoming) {
        const std::string& id = incoming.interview.instance_id;
        const auto known = TRY(study_.store->find(id));
        const FormVersion& version = version_named(study_, incoming.interview.version);
        const Worded worded = in_words_of(version, incoming.interview);
        if (!known) return receive(incoming, version, worded, id, "");
        const std::string xml =
            incoming.xml.empty() ? xml_of(version, worded.interview, "") : incoming.xml;
        const std::vector<Answer> answers = answers_in(version, xml);
        for (const SubmissionBytes& state : TRY(study_.store->history(id))) {
            const FormVersion& of_state = version_named(study_, state.version);
            if (&of_state != &version || answers_in(of_state, state.xml) != answers) continue;
            const bool is_current = state.instance_id == known->current_id;
            if (is_current && !incoming.files.empty())
                TRY(take_files(study_, id, incoming.files, incoming.received));
            return count(is_current ? &ImportCounts::as_before : &ImportCounts::earlier);
        }
        return receive(incoming,
                       version,
                       worded,
                       id + ";import=" + sha256_hex(xml).substr(0, 16),
                       known->current_id);
    }

    [[nodiscard]] ImportCounts counts() const { return counts_; }

private:
    // What a submission says, whoever wrote it and in whatever order: without what is left blank.
    static std::vector<Answer> answers_in(const FormVersion& version, const std::string& xml) {
        std::vector<Answer> out = read_submission(*version.names, xml, "").interview.answers;
        std::erase_if(out, [](const Answer& answer) { return answer.value.empty(); });
        return out;
    }

    [[nodiscard]] Worded in_words_of(const FormVersion& version, const Interview& interview) const {
        const auto at = std::ranges::find(
            study_.versions, &version, [](const auto& each) { return each.get(); });
        CHECK(at != study_.versions.end());
        const std::vector<int>& same =
            same_[static_cast<std::size_t>(at - study_.versions.begin())];
        Worded out{interview, {}};
        std::vector<Answer>& answers = out.interview.answers;
        for (Answer& answer : answers) {
            const Question& question =
                study_.study.questionnaire.questions[static_cast<std::size_t>(answer.question)];
            answer.question = same[static_cast<std::size_t>(answer.question)];
            if (answer.question < 0) out.left_out.push_back(question.name);
        }
        std::erase_if(answers, [](const Answer& answer) { return answer.question < 0; });
        std::ranges::stable_sort(answers, {}, &Answer::question);
        return out;
    }

    Status receive(const IncomingInterview& incoming,
                   const FormVersion& version,
                   const Worded& worded,
                   const std::string& id,
                   const std::string& replaces) {
        Interview interview = worded.interview;
        interview.instance_id = id;
        const bool as_sent = !incoming.xml.empty() && replaces.empty();
        const std::string xml = as_sent ? incoming.xml : xml_of(version, interview, replaces);
        Arrival arrival;
        arrival.instance_id = id;
        arrival.deprecated_id = replaces;
        arrival.form_id = version.form_id;
        arrival.version = interview.version;
        arrival.xml = xml;
        arrival.received = incoming.received;
        arrival.sender = sender;
        arrival.user_agent = incoming.origin;
        arrival.pilot = version.pilot;
        if (version.version != interview.version) {
            arrival.flags.push_back(
                {"unknown-version",
                 "",
                 "It says version “" + interview.version + "”, which was never in the field."});
        }
        if (!as_sent && !worded.left_out.empty()) {
            arrival.flags.push_back({"not-in-version",
                                     "",
                                     "Left out, for its version of the form does not ask it: " +
                                         join(worded.left_out, ", ") + "."});
        }
        for (const IncomingFile& file : incoming.files)
            arrival.files.push_back({file.name, file.content_type, file.bytes});
        if (version.encrypted) {
            arrival.flags.push_back(
                {"not-encrypted", "", "Its form encrypts answers; these came readable."});
        }
        judge_readable(study_.study, version, envelope_of(xml), arrival);
        const Receipt receipt = TRY(study_.store->receive(arrival));
        switch (receipt.kind) {
            case ReceiptKind::stored:
                return count(&ImportCounts::added);
            case ReceiptKind::edited:
                return count(&ImportCounts::changed);
            case ReceiptKind::withdrawn:
                return count(&ImportCounts::withdrawn);
            default:
                return count(&ImportCounts::as_before);
        }
    }

    Status count(int ImportCounts::*which) {
        const std::lock_guard lock(mutex_);
        ++(counts_.*which);
        return Done{};
    }

    const ServedStudy& study_;
    std::vector<std::vector<int>> same_;  // by version: of the study's questions
    std::mutex mutex_;
    ImportCounts counts_;
};

}  // namespace

Result<ImportCounts> take_imported(const ServedStudy& study,
                                   const std::vector<IncomingInterview>& interviews) {
    Taking taking(study);
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::optional<Error> failed;
    const auto work = [&] {
        for (std::size_t i = next++; i < interviews.size(); i = next++) {
            const Status taken = taking.take(interviews[i]);
            if (taken) continue;
            const std::lock_guard lock(mutex);
            if (!failed) failed = taken.error();
            next = interviews.size();
        }
    };
    {
        std::vector<std::jthread> threads;
        const auto others = std::min<std::size_t>(interviews.size(), most_at_once);
        for (std::size_t i = 0; i < others; ++i)
            threads.emplace_back(work);
    }
    if (failed) return *failed;
    return taking.counts();
}

Result<bool> lacks_file(const ServedStudy& study,
                        const std::string& instance_id,
                        const std::string& name) {
    if (!TRY(study.store->find(instance_id))) return false;
    const std::vector<StoredFile> files = TRY(study.store->all_files(instance_id));
    return std::ranges::none_of(
        files, [&name](const StoredFile& file) { return file.present && file.name == name; });
}

Result<bool> take_files(const ServedStudy& study,
                        const std::string& instance_id,
                        const std::vector<IncomingFile>& files,
                        Instant received) {
    const auto known = TRY(study.store->find(instance_id));
    if (!known) return false;
    const std::vector<SubmissionBytes> history = TRY(study.store->history(instance_id));
    const auto state = std::ranges::find(history, known->current_id, &SubmissionBytes::instance_id);
    if (state == history.end()) return false;
    const FormVersion& version = version_named(study, state->version);
    Arrival arrival;
    arrival.instance_id = state->instance_id;
    arrival.deprecated_id = state->deprecated_id;
    arrival.form_id = version.form_id;
    arrival.version = state->version;
    arrival.xml = state->xml;
    arrival.received = received;
    arrival.sender = sender;
    arrival.pilot = version.pilot;
    for (const IncomingFile& file : files)
        arrival.files.push_back({file.name, file.content_type, file.bytes});
    judge_readable(study.study, version, envelope_of(arrival.xml), arrival);
    const Receipt receipt = TRY(study.store->receive(arrival));
    return receipt.kind == ReceiptKind::files_added;
}

}  // namespace mtm

#include "store/memory_store.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "store/interview_states.h"
#include "store/sha256.h"

namespace mtm {
namespace {

bool asks_for(const std::string& wanted, const std::string& value) {
    return wanted.empty() || wanted == value;
}

bool matches(const InterviewFilter& filter, const StoredInterview& interview) {
    const FieldworkFacts& facts = interview.facts;
    return (filter.day_from.empty() || facts.day >= filter.day_from) &&
           (filter.day_to.empty() || facts.day <= filter.day_to) &&
           asks_for(filter.area, facts.area) && asks_for(filter.enumerator, facts.enumerator) &&
           asks_for(filter.language, facts.language) &&
           (filter.senders.empty() || std::ranges::count(filter.senders, interview.sender) > 0) &&
           (filter.flag.empty() ||
            std::ranges::count(interview.flags, filter.flag, &Flag::code) > 0) &&
           (!filter.review || *filter.review == interview.review) &&
           (!filter.pilot || *filter.pilot == interview.pilot);
}

std::vector<StateLink> links_of(const auto& states) {
    std::vector<StateLink> links;
    for (const auto* state : states) {
        links.push_back({state->bytes.instance_id, state->bytes.deprecated_id});
    }
    return links;
}

// Those that are not there yet.
void add_flags(const std::vector<Flag>& flags, std::vector<Flag>& to) {
    for (const Flag& flag : flags) {
        const auto is_same = [&flag](const Flag& other) {
            return other.code == flag.code && other.question == flag.question;
        };
        if (std::ranges::none_of(to, is_same)) to.push_back(flag);
    }
}

double median(std::vector<std::int64_t> values) {
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    const auto upper = static_cast<double>(values[half]);
    if (values.size() % 2 == 1) return upper;
    return (static_cast<double>(values[half - 1]) + upper) / 2;
}

}  // namespace

// --- taking in ---

Result<Receipt> MemoryInterviewStore::receive(const Arrival& arrival) {
    const std::lock_guard lock(mutex_);
    return faults_.run("receive", [&]() -> Result<Receipt> {
        ++revision_;
        DeviceContact& contact = contact_of(arrival.device_id, arrival.sender);
        if (contact.first == 0) contact.first = arrival.received;
        contact.last = std::max(contact.last, arrival.received);
        contact.user_agent = arrival.user_agent;
        return take(arrival);
    });
}

Receipt MemoryInterviewStore::take(const Arrival& arrival) {
    const std::string& id = arrival.instance_id;
    if (id.empty()) {
        keep_aside(aside(arrival, reason_no_instance_id(), arrival.xml));
        return {ReceiptKind::set_aside, 0, "", reason_no_instance_id()};
    }
    if (const State* state = find_state(id)) {
        return state->bytes.xml == arrival.xml ? take_again(arrival) : refuse_xml(arrival);
    }
    // An original that never came is buried with its edit, but others that name it stay: some forms
    // give every interview the same deprecatedID.
    if (buried(id) || originals_.contains(sha256(id)) || buried(arrival.deprecated_id)) {
        bury(id);
        return {ReceiptKind::withdrawn, 0, id, ""};
    }
    return take_new(arrival);
}

// The XML is known: its files may not be.
Receipt MemoryInterviewStore::take_again(const Arrival& arrival) {
    State& state = states_.at(arrival.instance_id);
    const std::size_t files_before = state.files.size();
    state.expected_files.insert(arrival.expected_files.begin(), arrival.expected_files.end());
    Receipt receipt{
        ReceiptKind::known, state.interview, name_of_interview(arrival.instance_id), ""};
    for (const ArrivedFile& file : arrival.files) {
        const auto there = state.files.find(file.name);
        if (there == state.files.end()) {
            state.files[file.name] = {file.content_type, std::string(file.bytes)};
            records_[state.interview].updated =
                std::max(records_[state.interview].updated, arrival.received);
            if (receipt.kind == ReceiptKind::known) receipt.kind = ReceiptKind::files_added;
        } else if (there->second.bytes != file.bytes) {
            receipt.kind = ReceiptKind::set_aside;
            receipt.reason = reason_other_file(file.name, arrival.instance_id);
            keep_aside(aside(arrival, receipt.reason, file.bytes));
        }
    }
    if (state.files.size() > files_before) add_flags(arrival.flags, state.flags);
    return receipt;
}

Receipt MemoryInterviewStore::take_new(const Arrival& arrival) {
    const std::string& id = arrival.instance_id;
    std::set<std::int64_t> joined = awaiting(id);  // edits of it may have arrived before it
    if (!arrival.deprecated_id.empty() && find_state(arrival.deprecated_id) != nullptr) {
        joined.insert(interview_of(arrival.deprecated_id));
    }
    const std::int64_t interview = joined.empty() ? ++last_interview_ : *joined.begin();
    const std::map<std::string, ReviewState> reviewed = join_interviews(joined, interview);
    states_[id] = {.bytes = {id,
                             arrival.deprecated_id,
                             arrival.version,
                             arrival.received,
                             arrival.sender,
                             std::string(arrival.xml),
                             arrival.pilot},
                   .form_id = arrival.form_id,
                   .device_id = arrival.device_id,
                   .user_agent = arrival.user_agent,
                   .pilot = arrival.pilot,
                   .facts = arrival.facts,
                   .flags = arrival.flags,
                   .expected_files = {},
                   .files = {},
                   .interview = interview,
                   .number = ++last_state_,
                   .repeats = arrival.repeats};
    Record& record = records_[interview];
    record.states.push_back(id);
    record.updated = std::max(record.updated, arrival.received);
    if (!arrival.deprecated_id.empty()) edits_.emplace(arrival.deprecated_id, id);
    const auto review = reviewed.find(current_of(interview).bytes.instance_id);
    record.review = review == reviewed.end() ? ReviewState::none : review->second;
    Receipt receipt = take_again(arrival);
    if (receipt.kind != ReceiptKind::set_aside) {
        receipt.kind = joined.empty() ? ReceiptKind::stored : ReceiptKind::edited;
    }
    return receipt;
}

// Makes states of several interviews states of one. Gives the review of each state that stood.
std::map<std::string, ReviewState> MemoryInterviewStore::join_interviews(
    const std::set<std::int64_t>& joined, std::int64_t into) {
    std::map<std::string, ReviewState> reviewed;
    for (const std::int64_t interview : joined) {
        reviewed[current_of(interview).bytes.instance_id] = records_[interview].review;
    }
    Record& target = records_[into];
    for (const std::int64_t interview : joined) {
        if (interview == into) continue;
        const Record& other = records_.at(interview);
        target.updated = std::max(target.updated, other.updated);
        target.states.insert(target.states.end(), other.states.begin(), other.states.end());
        records_.erase(interview);
    }
    std::ranges::sort(
        target.states, {}, [&](const std::string& id) { return states_.at(id).number; });
    for (const std::string& id : target.states)
        states_.at(id).interview = into;
    return reviewed;
}

Receipt MemoryInterviewStore::refuse_xml(const Arrival& arrival) {
    const std::string reason = reason_other_xml(arrival.instance_id);
    keep_aside(aside(arrival, reason, arrival.xml));
    for (const ArrivedFile& file : arrival.files) {
        keep_aside(
            aside(arrival, reason_file_of_other_xml(file.name, arrival.instance_id), file.bytes));
    }
    return {ReceiptKind::set_aside, 0, name_of_interview(arrival.instance_id), reason};
}

void MemoryInterviewStore::keep_aside(SetAside what) {
    if (buried(what.bytes)) return;  // its own hash stands there
    for (const SetAside& there : set_aside_) {
        if (there.instance_id == what.instance_id && there.reason == what.reason &&
            there.bytes == what.bytes) {
            return;
        }
    }
    what.number = ++last_set_aside_;
    what.size = static_cast<std::int64_t>(what.bytes.size());
    set_aside_.push_back(std::move(what));
}

Status MemoryInterviewStore::set_aside(const SetAside& what) {
    const std::lock_guard lock(mutex_);
    return faults_.run("set_aside", [&]() -> Status {
        ++revision_;
        keep_aside(what);
        return Done{};
    });
}

Result<std::vector<SetAside>> MemoryInterviewStore::all_set_aside() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("all_set_aside", [&]() -> Result<std::vector<SetAside>> {
        std::vector<SetAside> all = set_aside_;
        for (SetAside& one : all)
            one.bytes.clear();
        return all;
    });
}

Result<std::string> MemoryInterviewStore::set_aside_bytes(std::int64_t number) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("set_aside_bytes", [&]() -> Result<std::string> {
        const auto at = std::ranges::find(set_aside_, number, &SetAside::number);
        if (at == set_aside_.end()) return Error{"nothing of that number was set aside"};
        return at->bytes;
    });
}

// --- withdrawing ---

Status MemoryInterviewStore::withdraw(const std::string& instance_id,
                                      const std::string& /*by*/,
                                      Instant /*at*/) {
    const std::lock_guard lock(mutex_);
    return faults_.run("withdraw", [&]() -> Status {
        if (const State* state = find_state(instance_id)) {
            ++revision_;
            ++withdrawn_;
            forget(state->interview);
            return Done{};
        }
        if (buried(instance_id)) return Done{};
        return no_interview(instance_id);
    });
}

Result<int> MemoryInterviewStore::withdraw_listed(const std::vector<std::string>& hashes,
                                                  const std::string& /*by*/,
                                                  Instant /*at*/) {
    const std::lock_guard lock(mutex_);
    return faults_.run("withdraw_listed", [&]() -> Result<int> {
        std::set<std::string> fresh;
        for (const std::string& hash : hashes) {
            if (!tombstones_.contains(hash)) fresh.insert(hash);
        }
        if (fresh.empty()) return 0;
        std::set<std::string> named;
        for (const auto& [id, state] : states_) {
            if (fresh.contains(sha256(id))) named.insert(id);
        }
        int gone = 0;
        for (const std::string& id : named) {
            const State* state = find_state(id);
            if (state == nullptr) continue;  // with another state of the same interview
            forget(state->interview);
            ++withdrawn_;
            ++gone;
        }
        tombstones_.insert(fresh.begin(), fresh.end());
        std::erase_if(set_aside_,
                      [&](const SetAside& what) { return fresh.contains(sha256(what.bytes)); });
        ++revision_;
        return gone;
    });
}

Result<std::vector<std::string>> MemoryInterviewStore::tombstones() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("tombstones", [&]() -> Result<std::vector<std::string>> {
        return std::vector<std::string>(tombstones_.begin(), tombstones_.end());
    });
}

void MemoryInterviewStore::forget(std::int64_t interview) {
    std::set<std::string> ids;
    std::set<std::string> originals;
    for (const State* state : states_of(interview)) {
        ids.insert(state->bytes.instance_id);
        if (!state->bytes.deprecated_id.empty()) originals.insert(state->bytes.deprecated_id);
    }
    const auto concerns = [&](const auto& what) { return ids.contains(what.instance_id); };
    std::erase_if(reviews_, concerns);
    std::erase_if(corrections_, concerns);
    std::erase_if(set_aside_, concerns);
    for (const std::string& id : ids)
        states_.erase(id);
    std::erase_if(edits_, [&](const auto& edit) { return ids.contains(edit.second); });
    records_.erase(interview);
    for (const std::string& id : ids)
        bury(id);
    for (const std::string& id : originals)
        originals_.insert(sha256(id));
}

// Leaves a hash of it, and takes edits of it that arrived before it away as well.
void MemoryInterviewStore::bury(const std::string& instance_id) {
    tombstones_.insert(sha256(instance_id));
    for (const std::int64_t orphan : awaiting(instance_id))
        forget(orphan);
}

bool MemoryInterviewStore::buried(const std::string& instance_id) const {
    return tombstones_.contains(sha256(instance_id));
}

Result<std::int64_t> MemoryInterviewStore::withdrawn() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("withdrawn", [&]() -> Result<std::int64_t> { return withdrawn_; });
}

// --- states and interviews ---

// Interviews that are edits of a state that is not here.
std::set<std::int64_t> MemoryInterviewStore::awaiting(const std::string& instance_id) const {
    std::set<std::int64_t> found;
    const auto [begin, end] = edits_.equal_range(instance_id);
    for (auto edit = begin; edit != end; ++edit)
        found.insert(states_.at(edit->second).interview);
    return found;
}

const MemoryInterviewStore::State* MemoryInterviewStore::find_state(
    const std::string& instance_id) const {
    const auto at = states_.find(instance_id);
    return at == states_.end() ? nullptr : &at->second;
}

std::int64_t MemoryInterviewStore::interview_of(const std::string& instance_id) const {
    const State* state = find_state(instance_id);
    return state == nullptr ? 0 : state->interview;
}

MemoryInterviewStore::States MemoryInterviewStore::states_of(std::int64_t interview) const {
    States states;
    const auto record = records_.find(interview);
    if (record == records_.end()) return states;
    for (const std::string& id : record->second.states)
        states.push_back(&states_.at(id));
    return states;
}

const MemoryInterviewStore::State& MemoryInterviewStore::current_of(std::int64_t interview) const {
    const States states = states_of(interview);
    return *states[shape_of(links_of(states)).current];
}

std::string MemoryInterviewStore::name_of_interview(const std::string& instance_id) const {
    const States states = states_of(interview_of(instance_id));
    return states[shape_of(links_of(states)).first]->bytes.instance_id;
}

StoredInterview MemoryInterviewStore::summary(std::int64_t interview) const {
    const States states = states_of(interview);
    const InterviewShape shape = shape_of(links_of(states));
    const State& first = *states[shape.first];
    const State& current = *states[shape.current];
    StoredInterview out{.sequence = interview,
                        .instance_id = first.bytes.instance_id,
                        .current_id = current.bytes.instance_id,
                        .form_id = current.form_id,
                        .version = current.bytes.version,
                        .received = first.bytes.received,
                        .updated = records_.at(interview).updated,
                        .device_id = first.device_id,
                        .sender = first.bytes.sender,
                        .user_agent = first.user_agent,
                        .review = records_.at(interview).review,
                        .edits = static_cast<int>(states.size()) - 1,
                        .files_present = 0,
                        .files_expected = static_cast<int>(current.expected_files.size()),
                        .pilot = current.pilot,
                        .facts = current.facts,
                        .flags = current.flags};
    for (const State* state : states)
        out.received = std::min(out.received, state->bytes.received);
    for (const StoredFile& file : present_files(states)) {
        out.files_present += current.expected_files.contains(file.name) ? 1 : 0;
    }
    const bool set_aside = std::ranges::any_of(set_aside_, [&](const SetAside& what) {
        return interview_of(what.instance_id) == interview;
    });
    std::ranges::move(flags_of_shape(shape, set_aside), std::back_inserter(out.flags));
    return out;
}

// --- reading ---

Result<std::vector<StoredInterview>> MemoryInterviewStore::list(const InterviewFilter& filter,
                                                                std::int64_t before,
                                                                int limit) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("list", [&]() -> Result<std::vector<StoredInterview>> {
        std::vector<StoredInterview> out;
        for (auto at = records_.rbegin(); at != records_.rend(); ++at) {
            if (static_cast<int>(out.size()) >= limit) break;
            if (before > 0 && at->first >= before) continue;
            StoredInterview one = summary(at->first);
            if (matches(filter, one)) out.push_back(std::move(one));
        }
        return out;
    });
}

Result<std::int64_t> MemoryInterviewStore::count(const InterviewFilter& filter) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("count", [&]() -> Result<std::int64_t> {
        return std::ranges::count_if(
            records_, [&](const auto& record) { return matches(filter, summary(record.first)); });
    });
}

Result<std::optional<StoredInterview>> MemoryInterviewStore::find(
    const std::string& instance_id) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("find", [&]() -> Result<std::optional<StoredInterview>> {
        const std::int64_t interview = interview_of(instance_id);
        if (interview == 0) return std::optional<StoredInterview>();
        return std::optional(summary(interview));
    });
}

Result<std::vector<SubmissionBytes>> MemoryInterviewStore::history(
    const std::string& instance_id) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("history", [&]() -> Result<std::vector<SubmissionBytes>> {
        std::vector<SubmissionBytes> out;
        const std::int64_t interview = interview_of(instance_id);
        for (const State* state : states_of(interview))
            out.push_back(state->bytes);
        return out;
    });
}

// By name; of those that several states have, the current state's or else the latest's.
std::vector<StoredFile> MemoryInterviewStore::present_files(const States& states) const {
    std::map<std::string, StoredFile> files;
    const auto lay_over = [&](const State& state) {
        for (const auto& [name, file] : state.files) {
            files[name] = {name,
                           file.content_type,
                           hexadecimal(sha256(file.bytes)),
                           static_cast<std::int64_t>(file.bytes.size()),
                           true,
                           state.bytes.instance_id};
        }
    };
    for (const State* state : states)
        lay_over(*state);
    if (!states.empty()) lay_over(*states[shape_of(links_of(states)).current]);
    std::vector<StoredFile> out;
    for (auto& [name, file] : files)
        out.push_back(std::move(file));
    return out;
}

Result<std::vector<StoredFile>> MemoryInterviewStore::files(const std::string& instance_id) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("files", [&]() -> Result<std::vector<StoredFile>> {
        const States states = states_of(interview_of(instance_id));
        std::vector<StoredFile> out = present_files(states);
        if (states.empty()) return out;
        for (const std::string& name : states[shape_of(links_of(states)).current]->expected_files) {
            if (std::ranges::count(out, name, &StoredFile::name) > 0) continue;
            StoredFile missing;
            missing.name = name;
            out.push_back(std::move(missing));
        }
        std::ranges::sort(out, {}, &StoredFile::name);
        return out;
    });
}

Result<std::string> MemoryInterviewStore::file(const std::string& instance_id,
                                               const std::string& name) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("file", [&]() -> Result<std::string> {
        for (const StoredFile& file : present_files(states_of(interview_of(instance_id)))) {
            if (file.name == name) return states_.at(file.instance_id).files.at(name).bytes;
        }
        return Error{"the interview " + instance_id + " has no file " + name};
    });
}

Result<std::vector<StoredFile>> MemoryInterviewStore::all_files(
    const std::string& instance_id) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("all_files", [&]() -> Result<std::vector<StoredFile>> {
        std::vector<StoredFile> out;
        for (const State* state : states_of(interview_of(instance_id))) {
            std::ranges::move(present_files({state}), std::back_inserter(out));
        }
        return out;
    });
}

Result<std::string> MemoryInterviewStore::file_of_state(const std::string& state_id,
                                                        const std::string& name) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("file_of_state", [&]() -> Result<std::string> {
        const State* state = find_state(state_id);
        if (state == nullptr || !state->files.contains(name)) {
            return Error{"the interview " + state_id + " has no file " + name};
        }
        return state->files.at(name).bytes;
    });
}

Result<std::vector<InterviewStore::Current>> MemoryInterviewStore::read_current(std::int64_t after,
                                                                                int limit) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("read_current", [&]() -> Result<std::vector<Current>> {
        std::vector<Current> out;
        for (const auto& [interview, record] : records_) {
            if (static_cast<int>(out.size()) >= limit) break;
            if (interview <= after) continue;
            out.push_back({summary(interview), current_of(interview).bytes.xml});
        }
        return out;
    });
}

// --- reviews and corrections ---

Status MemoryInterviewStore::add_review(const ReviewEvent& event) {
    const std::lock_guard lock(mutex_);
    return faults_.run("add_review", [&]() -> Status {
        const std::int64_t interview = interview_of(event.instance_id);
        if (interview == 0) return no_interview(event.instance_id);
        ++revision_;
        reviews_.push_back(event);
        Record& record = records_[interview];
        if (event.state) record.review = *event.state;
        record.updated = std::max(record.updated, event.at);
        return Done{};
    });
}

Result<std::vector<ReviewEvent>> MemoryInterviewStore::reviews(
    const std::string& instance_id) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("reviews", [&]() -> Result<std::vector<ReviewEvent>> {
        std::vector<ReviewEvent> out;
        const std::int64_t interview = interview_of(instance_id);
        for (const ReviewEvent& event : reviews_) {
            if (interview == 0 || interview_of(event.instance_id) != interview) continue;
            out.push_back(event);
            out.back().instance_id = name_of_interview(event.instance_id);
        }
        return out;
    });
}

Status MemoryInterviewStore::add_correction(const CorrectionRow& correction) {
    const std::lock_guard lock(mutex_);
    return faults_.run("add_correction", [&]() -> Status {
        const std::int64_t interview = interview_of(correction.instance_id);
        if (interview == 0) return no_interview(correction.instance_id);
        ++revision_;
        corrections_.push_back(correction);
        records_[interview].updated = std::max(records_[interview].updated, correction.at);
        return Done{};
    });
}

Result<std::vector<CorrectionRow>> MemoryInterviewStore::corrections(
    const std::string& instance_id) const {
    std::vector<CorrectionRow> out = TRY(correction_history(instance_id));
    std::erase_if(out, [](const CorrectionRow& row) { return !row.applied; });
    return out;
}

Result<std::vector<CorrectionRow>> MemoryInterviewStore::correction_history(
    const std::string& instance_id) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("corrections", [&]() -> Result<std::vector<CorrectionRow>> {
        std::vector<CorrectionRow> out;
        const std::int64_t interview = interview_of(instance_id);
        for (const CorrectionRow& correction : corrections_) {
            if (!instance_id.empty() &&
                (interview == 0 || interview_of(correction.instance_id) != interview)) {
                continue;
            }
            out.push_back(correction);
            out.back().instance_id = name_of_interview(correction.instance_id);
        }
        return out;
    });
}

// --- totals ---

Result<std::vector<TallyRow>> MemoryInterviewStore::tally() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("tally", [&]() -> Result<std::vector<TallyRow>> {
        const auto less = [&](const TallyRow& a, const TallyRow& b) {
            return tally_key(a) < tally_key(b);
        };
        std::vector<TallyRow> rows;
        for (const auto& [interview, record] : records_) {
            const StoredInterview one = summary(interview);
            TallyRow row{one.facts.day,
                         one.facts.area,
                         one.facts.group,
                         one.facts.enumerator,
                         one.facts.language,
                         one.facts.consent,
                         one.review,
                         one.facts.counted,
                         one.pilot,
                         one.sender,
                         0,
                         0};
            auto at = std::ranges::lower_bound(rows, row, less);
            if (at == rows.end() || less(row, *at)) at = rows.insert(at, std::move(row));
            ++at->interviews;
            at->flagged += one.flags.empty() ? 0 : 1;
        }
        return rows;
    });
}

Result<std::optional<double>> MemoryInterviewStore::median_duration() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("median_duration", [&]() -> Result<std::optional<double>> {
        std::vector<std::int64_t> durations;
        for (const auto& [interview, record] : records_) {
            if (const auto seconds = duration_s(current_of(interview).facts)) {
                durations.push_back(*seconds);
            }
        }
        if (durations.empty()) return std::optional<double>();
        return std::optional<double>(median(std::move(durations)));
    });
}

Result<std::vector<std::pair<std::string, double>>> MemoryInterviewStore::median_durations() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("median_durations",
                       [&]() -> Result<std::vector<std::pair<std::string, double>>> {
                           std::map<std::string, std::vector<std::int64_t>> durations;
                           for (const auto& [interview, record] : records_) {
                               const FieldworkFacts& facts = current_of(interview).facts;
                               if (const auto seconds = duration_s(facts)) {
                                   durations[facts.enumerator].push_back(*seconds);
                               }
                           }
                           std::vector<std::pair<std::string, double>> out;
                           for (auto& [enumerator, values] : durations) {
                               out.emplace_back(enumerator, median(std::move(values)));
                           }
                           return out;
                       });
}

// --- devices and the life of the study ---

DeviceContact& MemoryInterviewStore::contact_of(const std::string& device_id,
                                                const std::string& sender) {
    DeviceContact& contact = contacts_[{device_id, sender}];
    contact.device_id = device_id;
    contact.sender = sender;
    return contact;
}

Status MemoryInterviewStore::note_contact(const DeviceContact& contact) {
    const std::lock_guard lock(mutex_);
    return faults_.run("note_contact", [&]() -> Status {
        ++revision_;
        DeviceContact& kept = contact_of(contact.device_id, contact.sender);
        if (kept.first == 0) kept.first = contact.last;
        kept.last = std::max(kept.last, contact.last);
        if (!contact.user_agent.empty()) kept.user_agent = contact.user_agent;
        if (!contact.last_form_version.empty()) kept.last_form_version = contact.last_form_version;
        return Done{};
    });
}

Result<std::vector<DeviceContact>> MemoryInterviewStore::devices() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("devices", [&]() -> Result<std::vector<DeviceContact>> {
        std::map<std::pair<std::string, std::string>, int> interviews;
        for (const auto& [interview, record] : records_) {
            const StoredInterview one = summary(interview);
            ++interviews[{one.device_id, one.sender}];
        }
        std::vector<DeviceContact> out;
        for (const auto& [key, contact] : contacts_) {
            out.push_back(contact);
            out.back().interviews = interviews[key];
        }
        return out;
    });
}

Result<FieldState> MemoryInterviewStore::field_state() const {
    const std::lock_guard lock(mutex_);
    return faults_.run("field_state", [&]() -> Result<FieldState> { return field_state_; });
}

Status MemoryInterviewStore::set_field_state(FieldState state,
                                             const std::string& /*by*/,
                                             Instant /*at*/) {
    const std::lock_guard lock(mutex_);
    return faults_.run("set_field_state", [&]() -> Status {
        ++revision_;
        field_state_ = state;
        return Done{};
    });
}

Status MemoryInterviewStore::backup(const std::string& /*path*/) const {
    return Error{"interviews held in memory cannot be backed up"};
}

std::uint64_t MemoryInterviewStore::revision() const {
    const std::lock_guard lock(mutex_);
    return revision_;
}

}  // namespace mtm

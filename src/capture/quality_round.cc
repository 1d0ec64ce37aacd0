#include "capture/quality_round.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

#include "capture/arrivals.h"
#include "interview/sealed.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

constexpr int page = 500;
constexpr std::size_t most_rows = 150'000;
constexpr std::size_t most_answers = 40'000'000;
constexpr std::size_t most_findings = 100'000;

// What an interview looks like where the checks see it: another number, and it is read again.
std::size_t look_of(const StoredInterview& interview,
                    const std::vector<CorrectionRow>& corrections) {
    std::string text = interview.current_id + '\n' + interview.version + '\n' + interview.sender;
    for (const int part : {static_cast<int>(interview.review),
                           interview.pilot ? 1 : 0,
                           interview.files_expected,
                           interview.files_present,
                           static_cast<int>(corrections.size())})
        text += '\n' + std::to_string(part);
    for (const Flag& flag : interview.flags)
        text += '\n' + flag.code + '\t' + flag.question + '\t' + flag.detail;
    for (const CorrectionRow& row : corrections)
        text += '\n' + row.path + '\t' + row.old_value + '\t' + row.new_value;
    return std::hash<std::string>{}(text);
}

ArrivalFacts arrival_of(const StoredInterview& interview) {
    return {.device = interview.device_id,
            .version = interview.version,
            .flags = interview.flags,
            .missing_files = interview.files_expected - interview.files_present};
}

}  // namespace

std::size_t most_watched(const Study& study) {
    const std::size_t questions = std::max<std::size_t>(1, study.questionnaire.questions.size());
    return std::min(most_rows, most_answers / questions);
}

// A map that cannot be read: the fieldwork page says so where it draws it; nothing is outside.
QualityRound::QualityRound(const ServedStudy& study)
    : study_(study), forms_(study.study), data_(study.study) {
    if (auto areas = area_polygons_of(study.study)) areas_ = std::move(*areas);
    rows_ = lay_out_fieldwork(study.study, data_.dataset());
}

Result<QualityRound::Corrections> QualityRound::read_corrections() const {
    Corrections out;
    for (CorrectionRow& row : TRY(study_.store->corrections(""))) {
        std::vector<CorrectionRow>& of_one = out[row.instance_id];
        of_one.push_back(std::move(row));
    }
    return out;
}

Status QualityRound::begin() {
    const auto most = static_cast<std::int64_t>(most_watched(study_.study));
    const std::vector<StoredInterview> latest = TRY(study_.store->list({}, 0, 1));
    const std::int64_t end = latest.empty() ? 0 : latest.front().sequence;
    first_ = std::max<std::int64_t>(1, end - most + 1);
    last_ = first_ - 1;
    if (first_ > 1) older_ = static_cast<std::size_t>(TRY(study_.store->count({})) - most);
    return Done{};
}

Result<bool> QualityRound::take_new(std::size_t limit) {
    if (first_ == 0) TRY(begin());
    const int wanted = static_cast<int>(std::min<std::size_t>(limit, page));
    const std::vector<InterviewStore::Current> some =
        TRY(study_.store->read_current(last_, wanted));
    if (some.empty()) return false;
    Corrections corrections;
    for (const InterviewStore::Current& each : some) {
        std::vector<CorrectionRow> own = TRY(study_.store->corrections(each.interview.instance_id));
        if (!own.empty()) corrections[each.interview.instance_id] = std::move(own);
    }
    add(some, corrections);
    last_ = some.back().interview.sequence;
    return some.size() == static_cast<std::size_t>(wanted);
}

void QualityRound::add(const std::vector<InterviewStore::Current>& some,
                       const Corrections& corrections) {
    const std::vector<CorrectionRow> none;
    std::vector<Interview> interviews;
    std::unordered_map<std::string, const StoredInterview*> by_id;
    for (const InterviewStore::Current& each : some) {
        const StoredInterview& interview = each.interview;
        const auto found = corrections.find(interview.instance_id);
        const std::vector<CorrectionRow>& own = found == corrections.end() ? none : found->second;
        known_[interview.sequence] = look_of(interview, own);
        if (is_sealed(each.xml)) {
            sealed_.insert(interview.sequence);
            continue;
        }
        std::vector<Correction> replayed;
        for (const CorrectionRow& row : own)
            replayed.push_back(correction_of(row));
        ReadInterview read = read_stored(each, forms_, replayed);
        if (read.interview.rehearsal && !study_.rehearsal) continue;
        by_id[interview.instance_id] = &interview;
        interviews.push_back(std::move(read.interview));
    }
    const Dataset more = assemble(study_.study, interviews).dataset;
    data_.append(more);
    std::vector<ArrivalFacts> arrivals;
    for (const std::string& id : more.instance_ids) {
        const StoredInterview& interview = *by_id.at(id);
        arrivals.push_back(arrival_of(interview));
        about_.push_back({.sequence = interview.sequence,
                          .sender = interview.sender,
                          .day = interview.facts.day,
                          .approved = interview.review == ReviewState::approved});
    }
    extend_fieldwork(rows_, std::move(arrivals));
}

Result<bool> QualityRound::take_changes() {
    const Corrections corrections = TRY(read_corrections());
    const std::vector<CorrectionRow> none;
    std::set<std::int64_t> gone;
    for (const auto& [sequence, look] : known_)
        gone.insert(sequence);
    std::vector<std::int64_t> changed;
    std::int64_t before = last_ + 1;
    while (before > first_) {
        const std::vector<StoredInterview> some = TRY(study_.store->list({}, before, page));
        if (some.empty()) break;
        for (const StoredInterview& interview : some) {
            before = interview.sequence;
            const auto known = known_.find(before);
            if (known == known_.end()) {
                if (before >= first_) changed.push_back(before);
                continue;
            }
            const auto own = corrections.find(interview.instance_id);
            const std::size_t look =
                look_of(interview, own == corrections.end() ? none : own->second);
            if (look == known->second) {
                gone.erase(before);
            } else {
                changed.push_back(before);
            }
        }
    }
    if (gone.empty() && changed.empty()) return false;
    std::vector<InterviewStore::Current> again;
    for (const std::int64_t sequence : changed) {
        std::vector<InterviewStore::Current> one = TRY(study_.store->read_current(sequence - 1, 1));
        if (!one.empty() && one.front().interview.sequence == sequence)
            again.push_back(std::move(one.front()));
    }
    for (const std::int64_t sequence : gone) {
        known_.erase(sequence);
        sealed_.erase(sequence);
    }
    const std::size_t kept = about_.size();
    for (std::size_t row = 0; row < kept; ++row) {
        if (gone.contains(about_[row].sequence)) about_[row].sequence = 0;
    }
    add(again, corrections);
    std::vector<std::int32_t> order;
    for (std::size_t row = 0; row < about_.size(); ++row) {
        if (about_[row].sequence != 0) order.push_back(static_cast<std::int32_t>(row));
    }
    keep(std::move(order));
    return true;
}

void QualityRound::keep(std::vector<std::int32_t> order) {
    std::ranges::stable_sort(order, {}, [&](std::int32_t row) {
        return about_[static_cast<std::size_t>(row)].sequence;
    });
    std::vector<ArrivalFacts> arrivals;
    std::vector<Row> about;
    for (const std::int32_t row : order) {
        arrivals.push_back(std::move(rows_.arrivals[static_cast<std::size_t>(row)]));
        about.push_back(std::move(about_[static_cast<std::size_t>(row)]));
    }
    about_ = std::move(about);
    data_.keep(order);
    rows_ = lay_out_fieldwork(study_.study, data_.dataset(), std::move(arrivals));
    checks_.reset();
    index_.reset();
}

void QualityRound::drop_oldest() {
    const std::size_t most = most_watched(study_.study);
    if (rows_.size() <= most + most / 10) return;
    std::vector<std::int32_t> order(most);
    std::iota(order.begin(), order.end(), static_cast<std::int32_t>(rows_.size() - most));
    first_ = about_[rows_.size() - most].sequence;
    older_ += std::erase_if(known_, [&](const auto& known) { return known.first < first_; });
    std::erase_if(sealed_, [&](std::int64_t sequence) { return sequence < first_; });
    keep(std::move(order));
}

WatchedFinding QualityRound::watched(Finding finding) const {
    WatchedFinding out;
    if (finding.row >= 0) {
        const Row& row = about_[static_cast<std::size_t>(finding.row)];
        out.interview = data_.dataset().instance_ids[static_cast<std::size_t>(finding.row)];
        out.sequence = row.sequence;
        out.sender = row.sender;
        out.day = row.day;
        out.approved = row.approved;
    }
    if (finding.other >= 0) {
        out.other = data_.dataset().instance_ids[static_cast<std::size_t>(finding.other)];
        out.other_sender = about_[static_cast<std::size_t>(finding.other)].sender;
    }
    out.finding = std::move(finding);
    return out;
}

void QualityRound::check_all() {
    drop_oldest();
    findings_.clear();
    enumerators_.clear();
    of_new_.clear();
    left_out_ = 0;
    checked_rows_ = rows_.size();
    checks_ = std::make_unique<InterviewChecks>(rows_, areas_ ? &*areas_ : nullptr);
    index_ = near_duplicate_index(rows_);
    QualityReport report = check_quality(rows_, *checks_, 1);
    std::ranges::stable_sort(report.findings, std::greater<>(), [](const Finding& finding) {
        return std::pair(priority_of(finding),
                         finding.row < 0 ? std::numeric_limits<std::int32_t>::max() : finding.row);
    });
    if (report.findings.size() > most_findings) {
        left_out_ = report.findings.size() - most_findings;
        report.findings.resize(most_findings);
    }
    findings_.reserve(report.findings.size());
    for (Finding& finding : report.findings)
        findings_.push_back(watched(std::move(finding)));
    std::unordered_map<std::int32_t, std::set<std::string>> senders;
    for (std::size_t row = 0; row < rows_.size(); ++row)
        senders[rows_.enumerator_of(row)].insert(about_[row].sender);
    for (EnumeratorMeasures& measures : report.enumerators) {
        const std::set<std::string>& theirs = senders[measures.code];
        enumerators_.push_back({std::move(measures), {theirs.begin(), theirs.end()}});
    }
}

void QualityRound::check_new() {
    while (index_->rows() < rows_.size()) {
        for (Finding& finding : check_one_more(rows_, *checks_, *index_))
            of_new_.push_back(watched(std::move(finding)));
    }
}

}  // namespace mtm

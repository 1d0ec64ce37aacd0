#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "capture/service.h"
#include "dataset/growing_dataset.h"
#include "quality/quality.h"
#include "store/stored_interviews.h"

namespace mtm {

/// A finding as a server tells it, with what decides who may see it.
struct WatchedFinding {
    Finding finding = {};        // its rows are not for use
    std::string interview = {};  // instanceID; empty: of an enumerator, a question or the round
    std::int64_t sequence = 0;   // of the interview
    std::string sender = {};     // so these
    std::string day = {};        // ISO 8601
    bool approved = false;       // by review, as the interview stands
    std::string other = {};      // the interview that it is compared with
    std::string other_sender = {};
};

struct WatchedEnumerator {
    EnumeratorMeasures measures;
    std::vector<std::string> senders;  // by which their interviews came
};

/// How many of a round's interviews, the latest, are kept at hand to be checked: 150,000, or so
/// many as have 40,000,000 answers. With the texts among them they take under half a gigabyte.
[[nodiscard]] std::size_t most_watched(const Study& study);

/// The counted interviews of a study as its store holds them, laid out for the checks, kept as they
/// stand: interviews that come are put behind the others and checked by themselves in
/// milliseconds, against what was usual when all were checked last. For one thread.
class QualityRound {
public:
    /// `study` must outlive it.
    explicit QualityRound(const ServedStudy& study);

    /// Reads the next interviews that came, at most `limit`. True if there may be more.
    Result<bool> take_new(std::size_t limit);

    /// Takes in what else has changed: edits, reviews, corrections, files, withdrawals. True if
    /// something has.
    Result<bool> take_changes();

    /// Checks everything again. Drops the oldest interviews where there are too many.
    void check_all();

    /// Checks those that came since: REQUIRES that all were checked, and no changes taken since.
    void check_new();

    /// Interviews have come since check_new() or check_all().
    [[nodiscard]] bool has_new() const { return !index_ || index_->rows() != rows_.size(); }

    /// All were checked as they are now.
    [[nodiscard]] bool is_current() const { return index_ && checked_rows_ == rows_.size(); }

    [[nodiscard]] std::size_t interviews() const { return rows_.size(); }

    [[nodiscard]] std::size_t sealed() const { return sealed_.size(); }

    /// Older interviews, which are not looked at.
    [[nodiscard]] std::size_t older() const { return older_; }

    // What check_all() found, the weightiest first, and check_new().
    [[nodiscard]] std::vector<WatchedFinding> take_findings() { return std::move(findings_); }

    [[nodiscard]] const std::vector<WatchedFinding>& of_new() const { return of_new_; }

    [[nodiscard]] std::vector<WatchedEnumerator> take_enumerators() {
        return std::move(enumerators_);
    }

    /// Findings of low weight that were left out because there are too many.
    [[nodiscard]] std::size_t left_out() const { return left_out_; }

private:
    using Corrections = std::unordered_map<std::string, std::vector<CorrectionRow>>;

    struct Row {
        std::int64_t sequence = 0;
        std::string sender;
        std::string day;
        bool approved = false;
    };

    Result<Corrections> read_corrections() const;
    Status begin();
    void add(const std::vector<InterviewStore::Current>& some, const Corrections& corrections);
    void keep(std::vector<std::int32_t> order);
    void drop_oldest();
    [[nodiscard]] WatchedFinding watched(Finding finding) const;

    const ServedStudy& study_;
    SubmissionForms forms_;
    std::optional<AreaPolygons> areas_;
    GrowingDataset data_;
    FieldworkRows rows_;
    std::vector<Row> about_;                               // by row
    std::unordered_map<std::int64_t, std::size_t> known_;  // by sequence: what it looked like
    std::set<std::int64_t> sealed_;
    std::int64_t first_ = 0;  // sequence from which interviews are looked at; 0: not known yet
    std::int64_t last_ = 0;   // that was read
    std::size_t older_ = 0;
    std::unique_ptr<InterviewChecks> checks_;
    std::optional<NearDuplicateIndex> index_;
    std::size_t checked_rows_ = 0;  // of which check_all() knew
    std::vector<WatchedFinding> findings_;
    std::vector<WatchedFinding> of_new_;
    std::vector<WatchedEnumerator> enumerators_;
    std::size_t left_out_ = 0;
};

}  // namespace mtm

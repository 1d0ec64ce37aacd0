#include "quality/quality.h"

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "quality/answer_checks.h"
#include "quality/deviation_checks.h"
#include "quality/identity_checks.h"
#include "quality/near_duplicates.h"
#include "quality/place_checks.h"
#include "quality/round_checks.h"
#include "quality/time_checks.h"

namespace mtm {
namespace {

constexpr std::uint32_t least_compared = 15;  // answers, for two interviews to be almost the same
constexpr std::size_t most_pairs = 2'000;

// What differs between any two people tells nothing of two interviews.
bool is_compared(const Question& question) {
    switch (question.type) {
        case QuestionType::geopoint:
        case QuestionType::geotrace:
        case QuestionType::geoshape:
        case QuestionType::image:
        case QuestionType::audio:
        case QuestionType::video:
        case QuestionType::file:
        case QuestionType::barcode:
            return false;
        default:
            return is_answered_by_people(question.type) &&
                   question.disclosure != Disclosure::identifier;
    }
}

// What two interviews are compared in: what people answer, but for who asked, where and in which
// language, and for what identifies them.
std::vector<std::span<const std::int32_t>> compared_columns(const FieldworkRows& rows) {
    std::vector<std::span<const std::int32_t>> out;
    for (const Column& column : rows.dataset->levels[0].columns) {
        if (column.question < 0 || &column == rows.enumerator || &column == rows.area ||
            &column == rows.language)
            continue;
        const Question& question =
            rows.study->questionnaire.questions[static_cast<std::size_t>(column.question)];
        if (is_compared(question)) out.emplace_back(column.codes);
    }
    return out;
}

NearDuplicateOptions near_duplicate_options(const FieldworkRows& rows, unsigned threads) {
    NearDuplicateOptions options;
    options.minimum_share = rows.study->file.quality.near_duplicate / 100.0;
    options.minimum_compared = least_compared;
    options.pairs_at_most = most_pairs;
    options.threads = threads;
    return options;
}

void leave_out_what_is_off(const Study& study, std::vector<Finding>& findings) {
    const std::vector<std::string>& off = study.file.quality.off;
    std::erase_if(findings, [&](const Finding& finding) {
        return std::ranges::find(off, finding.code) != off.end();
    });
}

void name_enumerator(const FieldworkRows& rows, Finding& finding) {
    if (finding.row >= 0)
        finding.enumerator =
            rows.enumerator_name(rows.enumerator_of(static_cast<std::size_t>(finding.row)));
}

void tell_near_duplicates(const FieldworkRows& rows,
                          const std::vector<NearPair>& pairs,
                          std::vector<Finding>& out) {
    for (const NearPair& pair : pairs) {
        const bool one_enumerator =
            rows.enumerator_of(pair.first) >= 0 &&
            rows.enumerator_of(pair.first) == rows.enumerator_of(pair.second);
        out.push_back({.code = "near-duplicate",
                       .row = static_cast<std::int32_t>(pair.second),
                       .other = static_cast<std::int32_t>(pair.first),
                       .value = pair.share(),
                       .expected = rows.study->file.quality.near_duplicate / 100.0,
                       .detail = fmt::format("{} of {} answers are those of another interview{}.",
                                             pair.same,
                                             pair.compared,
                                             one_enumerator ? " of its enumerator" : "")});
    }
}

void count_findings(const FieldworkRows& rows, QualityReport& report) {
    std::map<std::string, EnumeratorMeasures*> by_name;
    for (EnumeratorMeasures& enumerator : report.enumerators)
        by_name[enumerator.name] = &enumerator;
    for (Finding& finding : report.findings) {
        name_enumerator(rows, finding);
        const auto found = by_name.find(finding.enumerator);
        if (found == by_name.end()) continue;
        ++found->second->findings;
        found->second->findings_high += priority_of(finding) == Priority::high ? 1 : 0;
    }
}

}  // namespace

struct InterviewChecks::All {
    TimeChecks time;
    PlaceChecks place;
    AnswerChecks answers;
    DeviationChecks deviations;
    IdentityChecks identity;
    ArrivalChecks arrival;
};

InterviewChecks::InterviewChecks(const FieldworkRows& rows, const AreaPolygons* areas)
    : all_(new All{TimeChecks(rows),
                   PlaceChecks(rows, areas),
                   AnswerChecks(rows),
                   DeviationChecks(rows),
                   IdentityChecks(rows),
                   ArrivalChecks(rows)}) {}

InterviewChecks::~InterviewChecks() = default;

void InterviewChecks::check(const FieldworkRows& rows,
                            std::size_t row,
                            std::vector<Finding>& out) const {
    all_->identity.check(rows, row, out);
    all_->time.check(rows, row, out);
    all_->place.check(rows, row, out);
    all_->arrival.check(rows, row, out);
    all_->answers.check(rows, row, out);
    all_->deviations.check(rows, row, out);
}

double InterviewChecks::reading_minutes(const FieldworkRows& rows, std::size_t row) const {
    return all_->time.reading_minutes(rows, row);
}

QualityReport check_quality(const FieldworkRows& rows, const AreaPolygons* areas) {
    if (rows.size() == 0) return {};
    return check_quality(
        rows, InterviewChecks(rows, areas), std::max(1U, std::thread::hardware_concurrency()));
}

QualityReport check_quality(const FieldworkRows& rows,
                            const InterviewChecks& checks,
                            unsigned threads) {
    QualityReport report;
    report.interviews = rows.size();
    if (rows.size() == 0) return report;
    std::vector<double> reading(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        checks.check(rows, row, report.findings);
        reading[row] = checks.reading_minutes(rows, row);
    }
    const auto columns = compared_columns(rows);
    const NearDuplicates near =
        find_near_duplicates(columns, near_duplicate_options(rows, threads));
    tell_near_duplicates(rows, near.pairs, report.findings);
    std::vector<double> best_match;
    for (const NearestRow& nearest : near.nearest)
        best_match.push_back(nearest.row == NearestRow::none
                                 ? std::numeric_limits<double>::quiet_NaN()
                                 : nearest.share());
    const TeamMeasures team(rows, reading, std::move(best_match));
    team.check(report.findings);
    check_enumerator_effects(rows, report.findings);
    check_questions(rows, report.findings);
    check_quotas(rows, report.findings);
    leave_out_what_is_off(*rows.study, report.findings);
    std::ranges::stable_sort(report.findings, {}, [](const Finding& finding) {
        return finding.row < 0 ? std::numeric_limits<std::int32_t>::max() : finding.row;
    });
    report.enumerators = team.enumerators();
    count_findings(rows, report);
    return report;
}

NearDuplicateIndex near_duplicate_index(const FieldworkRows& rows) {
    return NearDuplicateIndex(compared_columns(rows));
}

std::vector<Finding> check_one_more(const FieldworkRows& rows,
                                    const InterviewChecks& checks,
                                    NearDuplicateIndex& index) {
    const std::size_t row = index.rows();
    CHECK(row < rows.size());
    std::vector<Finding> out;
    checks.check(rows, row, out);
    std::vector<std::int32_t> codes;
    for (const std::span<const std::int32_t> column : compared_columns(rows))
        codes.push_back(column[row]);
    tell_near_duplicates(rows, index.find(codes, near_duplicate_options(rows, 1)).pairs, out);
    index.add(codes);
    leave_out_what_is_off(*rows.study, out);
    for (Finding& finding : out)
        name_enumerator(rows, finding);
    return out;
}

}  // namespace mtm

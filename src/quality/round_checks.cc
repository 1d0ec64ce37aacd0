#include "quality/round_checks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "interview/interview_language.h"
#include "quality/robust.h"

namespace mtm {
namespace {

constexpr int least_asked = 30;
constexpr int least_cell = 5;         // expected, for χ² to hold
constexpr double least_drift = 0.25;  // Cramér's V

constexpr std::array<std::string_view, 8> logic_flags{"not-asked",
                                                      "required",
                                                      "constraint",
                                                      "not-a-choice",
                                                      "not-a-number",
                                                      "calculation",
                                                      "unknown-element",
                                                      "answered-twice"};
constexpr std::array<std::string_view, 3> clock_flags{
    "clock-ahead", "end-before-start", "before-form"};

bool is_among(const auto& codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end();
}

std::vector<int> languages_of(const Study& study, const Column& column) {
    std::vector<int> out;
    for (const std::string& answer : column.dictionary)
        out.push_back(language_named_by(study.questionnaire, column.question, answer));
    return out;
}

int version_index(const Study& study, const std::string& version) {
    for (std::size_t v = 0; v < study.versions.size(); ++v) {
        if (study.versions[v].version == version) return static_cast<int>(v);
    }
    return -1;
}

}  // namespace

ArrivalChecks::ArrivalChecks(const FieldworkRows& rows) : study_(*rows.study) {
    first_use_.assign(study_.versions.size(), no_instant);
    for (std::size_t row = 0; row < rows.arrivals.size(); ++row) {
        const int version = version_index(study_, rows.arrivals[row].version);
        if (version < 0 || rows.started[row] == no_instant) continue;
        std::int64_t& first = first_use_[static_cast<std::size_t>(version)];
        if (first == no_instant || rows.started[row] < first) first = rows.started[row];
    }
    if (rows.dataset->levels.empty() || rows.language == nullptr) return;
    const auto& columns = rows.dataset->levels[0].columns;
    const auto spoken =
        std::ranges::find(columns, study_.file.quality.respondent_language, &Column::name);
    if (spoken == columns.end()) return;
    spoken_column_ = static_cast<std::size_t>(spoken - columns.begin());
    spoken_ = languages_of(study_, *spoken);
    held_ = languages_of(study_, *rows.language);
}

void ArrivalChecks::check(const FieldworkRows& rows,
                          std::size_t row,
                          std::vector<Finding>& out) const {
    const auto r = static_cast<std::int32_t>(row);
    if (!spoken_.empty()) {
        const std::int32_t spoken = rows.dataset->levels[0].columns[spoken_column_].codes[row];
        const std::int32_t held = rows.language->codes[row];
        if (spoken >= 0 && held >= 0 && static_cast<std::size_t>(spoken) < spoken_.size() &&
            static_cast<std::size_t>(held) < held_.size()) {
            const int wanted = spoken_[static_cast<std::size_t>(spoken)];
            const int used = held_[static_cast<std::size_t>(held)];
            if (wanted >= 0 && used >= 0 && wanted != used)
                out.push_back({.code = "other-language",
                               .row = r,
                               .detail =
                                   "It was held in another language than its respondent speaks "
                                   "best, and the form has that one."});
        }
    }
    if (row >= rows.arrivals.size()) return;
    const ArrivalFacts& arrival = rows.arrivals[row];
    for (const Flag& flag : arrival.flags) {
        Finding finding{.row = r};
        if (!flag.question.empty()) finding.question = study_.questionnaire.find(flag.question);
        const std::string where = flag.question.empty() ? "" : " (" + flag.question + ")";
        if (is_among(logic_flags, flag.code)) {
            finding.code = "logic";
        } else if (is_among(clock_flags, flag.code)) {
            finding.code = "clock";
        } else if (flag.code == "mock-location") {
            finding.code = "mock-location";
        } else if (flag.code == "too-fast") {
            finding.code = "read-too-fast";
        } else {
            continue;
        }
        finding.detail = "The server's flag " + flag.code + where + "." +
                         (flag.detail.empty() ? "" : " " + flag.detail);
        out.push_back(std::move(finding));
    }
    if (arrival.missing_files > 0)
        out.push_back({.code = "missing-file",
                       .row = r,
                       .value = static_cast<double>(arrival.missing_files),
                       .detail = fmt::format("{} of its attachments never came: they are still on "
                                             "the tablet.",
                                             arrival.missing_files)});
    const int version = version_index(study_, arrival.version);
    if (version < 0 || rows.started[row] == no_instant) return;
    for (std::size_t newer = static_cast<std::size_t>(version) + 1; newer < first_use_.size();
         ++newer) {
        if (first_use_[newer] == no_instant || rows.started[row] < first_use_[newer] + day_ms)
            continue;
        out.push_back({.code = "old-version",
                       .row = r,
                       .detail = "It was filled in on version “" + arrival.version +
                                 "” of the form, a day after others had a newer one."});
        return;
    }
}

namespace {

// χ² of a question's answers in the first half of the round against the second.
struct Drift {
    double v = 0;  // Cramér's
    double p = 1;
    std::int32_t grown = -1;  // the choice whose share changed most
    double before = 0;
    double after = 0;
};

Drift drift_of(const Column& column, const std::vector<std::uint8_t>& late) {
    std::array<std::vector<double>, 2> counts;
    counts.fill(std::vector<double>(static_cast<std::size_t>(column.choice_count), 0));
    std::array<double, 2> totals{};
    for (std::size_t row = 0; row < late.size(); ++row) {
        if (late[row] > 1 || column.codes[row] < 0 || column.codes[row] >= column.choice_count)
            continue;
        counts[late[row]][static_cast<std::size_t>(column.codes[row])] += 1;
        totals[late[row]] += 1;
    }
    Drift out;
    const double n = totals[0] + totals[1];
    if (totals[0] < least_asked || totals[1] < least_asked) return out;
    double statistic = 0;
    int categories = 0;
    double largest = 0;
    for (std::size_t c = 0; c < counts[0].size(); ++c) {
        const double both = counts[0][c] + counts[1][c];
        if (both * std::min(totals[0], totals[1]) / n < least_cell) continue;
        ++categories;
        for (const std::size_t half : {0U, 1U}) {
            const double expected = both * totals[half] / n;
            statistic += (counts[half][c] - expected) * (counts[half][c] - expected) / expected;
        }
        const double before = counts[0][c] / totals[0];
        const double after = counts[1][c] / totals[1];
        if (std::fabs(after - before) <= largest) continue;
        largest = std::fabs(after - before);
        out.grown = static_cast<std::int32_t>(c);
        out.before = before;
        out.after = after;
    }
    if (categories < 2) return out;
    out.p = chi_squared_upper_tail(statistic, categories - 1);
    out.v = std::sqrt(statistic / n);
    return out;
}

}  // namespace

void check_questions(const FieldworkRows& rows, std::vector<Finding>& out) {
    std::vector<std::int64_t> starts;
    for (const std::int64_t start : rows.started) {
        if (start != no_instant) starts.push_back(start);
    }
    std::vector<std::uint8_t> late(rows.size(), 2);
    if (!starts.empty()) {
        const auto half = starts.begin() + static_cast<std::ptrdiff_t>(starts.size() / 2);
        std::ranges::nth_element(starts, half);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (rows.started[row] != no_instant) late[row] = rows.started[row] >= *half ? 1 : 0;
        }
    }
    int tested = 0;
    std::vector<std::pair<const Column*, Drift>> drifts;
    for (const Column& column : rows.dataset->levels[0].columns) {
        if (column.question < 0) continue;
        const Question& question =
            rows.study->questionnaire.questions[static_cast<std::size_t>(column.question)];
        if (!is_answered_by_people(question.type)) continue;
        int asked = 0;
        int answered = 0;
        std::int32_t only = -1;
        bool several = false;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            asked += column.asked[row] != 0 ? 1 : 0;
            if (column.codes[row] < 0) continue;
            ++answered;
            several = several || (only >= 0 && only != column.codes[row]);
            only = column.codes[row];
        }
        if (asked >= least_asked && answered == 0)
            out.push_back({.code = "never-answered",
                           .question = column.question,
                           .value = static_cast<double>(asked),
                           .detail = fmt::format("{} was asked in {} interviews and never "
                                                 "answered.",
                                                 column.name,
                                                 asked)});
        if (answered >= least_asked && !several && column.choice_count > 1)
            out.push_back({.code = "one-answer",
                           .question = column.question,
                           .value = static_cast<double>(answered),
                           .detail = fmt::format(
                               "All {} answers to {} are the same.", answered, column.name)});
        if (column.choice_count < 2 || question.type != QuestionType::select_one ||
            &column == rows.enumerator || &column == rows.area)
            continue;
        ++tested;
        const Drift drift = drift_of(column, late);
        if (drift.v >= least_drift) drifts.emplace_back(&column, drift);
    }
    for (const auto& [column, drift] : drifts) {
        if (drift.p * tested > most_p || drift.grown < 0) continue;
        out.push_back(
            {.code = "drift",
             .question = column->question,
             .value = drift.v,
             .detail = fmt::format(
                 "“{}” is {:.0f}% of the answers to {} in the round's first half and {:.0f}% in "
                 "its second.",
                 column->dictionary[static_cast<std::size_t>(drift.grown)],
                 drift.before * 100,
                 column->name,
                 drift.after * 100)});
    }
}

void check_quotas(const FieldworkRows& rows, std::vector<Finding>& out) {
    const Fieldwork& fieldwork = rows.study->file.fieldwork;
    for (const Target& target : fieldwork.targets) {
        int held = 0;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const auto is = [&](const Column* column, const std::string& wanted) {
                return wanted.empty() ||
                       (column != nullptr && column->codes[row] >= 0 &&
                        column->dictionary[static_cast<std::size_t>(column->codes[row])] == wanted);
            };
            held += is(rows.area, target.area) && is(rows.group, target.group) ? 1 : 0;
        }
        if (held == target.interviews) continue;
        const std::string whom =
            target.area + (target.area.empty() || target.group.empty() ? "" : ", ") + target.group;
        out.push_back({.code = held > target.interviews ? "quota-exceeded" : "quota-short",
                       .value = static_cast<double>(held),
                       .expected = static_cast<double>(target.interviews),
                       .detail = fmt::format(
                           "{}: {} interviews of {} wanted.", whom, held, target.interviews)});
    }
}

}  // namespace mtm

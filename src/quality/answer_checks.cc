#include "quality/answer_checks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace mtm {
namespace {

constexpr int least_numbers = 20;                         // to know what is usual
constexpr double sd_of_mean_deviation = 1.2533141373155;  // √(π/2)
constexpr double many_zeros = 0.2;                        // share of the answers
constexpr double blank_scores = 4;                        // robust standard deviations
constexpr double least_blank_share = 0.25;
constexpr std::size_t least_battery = 5;
constexpr double rarely_alike = 0.1;          // of interviews
constexpr std::size_t learned_rows = 50'000;  // what is unlikely is learned from at most so many
constexpr int most_choices = 40;
constexpr double least_expected = 10;  // interviews with both answers, were they independent
constexpr double rare_share = 0.05;    // of those expected
constexpr std::size_t told_pairs = 3;  // of one interview

constexpr std::array<double, 12> special_values{
    77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 9998, 9999};

bool is_special(double number) {
    const double size = std::fabs(number);
    return std::ranges::find(special_values, size) != special_values.end();
}

const Question& question_of(const Study& study, const Column& column) {
    return study.questionnaire.questions[static_cast<std::size_t>(column.question)];
}

bool is_answer(const Column& column, std::size_t row) {
    return column.codes[row] >= 0 &&
           column.meaning[static_cast<std::size_t>(column.codes[row])] == MissingChoice::answer;
}

// Median and spread; where more than half of the numbers are alike, the mean deviation stands for
// the MAD (Iglewicz and Hoaglin 1993).
RobustScale scale_of(const std::vector<double>& numbers) {
    RobustScale out = robust_scale(numbers);
    if (out.spread > 0 || numbers.empty()) return out;
    double sum = 0;
    for (const double number : numbers)
        sum += std::fabs(number - out.centre);
    out.spread = sd_of_mean_deviation * sum / static_cast<double>(numbers.size());
    return out;
}

// Whether numbers lie so much farther above their median than below it that logarithms describe
// them better.
bool is_skewed(const std::vector<double>& sorted) {
    if (sorted.front() < 0) return false;
    const auto at = [&](double share) {
        return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
    };
    return at(0.9) - at(0.5) > 1.5 * (at(0.5) - at(0.1));
}

// Whether so many have none of what the others have more or less of (income from a source, days
// of an illness) that what is usual is learned from those others. Of sorted numbers.
bool has_many_zeros(const std::vector<double>& sorted) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), 0.0);
    return static_cast<double>(last - first) > many_zeros * static_cast<double>(sorted.size());
}

}  // namespace

double blank_share(const FieldworkRows& rows, std::size_t row) {
    int asked = 0;
    int blank = 0;
    for (const Column& column : rows.dataset->levels[0].columns) {
        if (column.question < 0 || column.asked[row] == 0 ||
            !is_answered_by_people(question_of(*rows.study, column).type))
            continue;
        ++asked;
        blank += column.missing(row) != Missing::none ? 1 : 0;
    }
    return asked == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(blank) / asked;
}

bool answered_alike(const Dataset& dataset,
                    const std::vector<std::size_t>& columns,
                    std::size_t row) {
    const std::int32_t first = dataset.levels[0].columns[columns.front()].codes[row];
    return first >= 0 && std::ranges::all_of(columns, [&](std::size_t c) {
               return dataset.levels[0].columns[c].codes[row] == first;
           });
}

std::vector<std::vector<std::size_t>> batteries_of(const FieldworkRows& rows) {
    std::vector<std::vector<std::size_t>> out;
    std::vector<std::size_t> run;
    const auto& columns = rows.dataset->levels[0].columns;
    const auto end_run = [&] {
        if (run.size() >= least_battery) out.push_back(run);
        run.clear();
    };
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].question < 0) continue;
        const Question& question = question_of(*rows.study, columns[c]);
        if (question.type == QuestionType::note) continue;
        const bool fits = question.type == QuestionType::select_one;
        if (!run.empty()) {
            const Question& before = question_of(*rows.study, columns[run.back()]);
            if (!fits || before.list != question.list || before.group != question.group) end_run();
        }
        if (fits) run.push_back(c);
    }
    end_run();
    return out;
}

AnswerChecks::AnswerChecks(const FieldworkRows& rows) : study_(*rows.study) {
    learn_numbers(rows);
    learn_others(rows);
    learn_batteries(rows);
    learn_pairs(rows);
    std::vector<double> shares;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const double share = blank_share(rows, row);
        if (!std::isnan(share)) shares.push_back(share);
    }
    blank_ = scale_of(shares);
    const DatasetSource source(*rows.dataset, study_.questionnaire);
    for (const QualityRule& rule : study_.file.quality.rules) {
        rule_holds_.push_back(rule.wrong ? evaluate_truth(rule.wrong->root, source)
                                         : std::vector<std::uint8_t>(rows.size(), 0));
    }
}

void AnswerChecks::learn_numbers(const FieldworkRows& rows) {
    const auto& columns = rows.dataset->levels[0].columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const Column& column = columns[c];
        if (column.question < 0 || !is_numeric(question_of(study_, column).type)) continue;
        std::vector<double> numbers;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (!is_answer(column, row)) continue;
            const double number = column.numbers[static_cast<std::size_t>(column.codes[row])];
            if (std::isfinite(number)) numbers.push_back(number);
        }
        if (static_cast<int>(numbers.size()) < least_numbers) continue;
        std::ranges::sort(numbers);
        Numbers out;
        out.column = c;
        out.usual_high = numbers[numbers.size() * 95 / 100];
        out.negatives = numbers[numbers.size() / 20] < 0;
        // A -88 among sums of money is no sum, and would hide that they are skewed.
        if (!out.negatives)
            std::erase_if(numbers, [](double number) { return number < 0 && is_special(number); });
        out.logarithmic = is_skewed(numbers);
        out.without_zeros = out.logarithmic && has_many_zeros(numbers);
        if (out.without_zeros) std::erase(numbers, 0.0);
        if (static_cast<int>(numbers.size()) < least_numbers) continue;
        if (out.logarithmic) {
            for (double& number : numbers)
                number = std::log1p(number);
        }
        out.scale = scale_of(numbers);
        numbers_.push_back(out);
    }
}

void AnswerChecks::learn_batteries(const FieldworkRows& rows) {
    for (std::vector<std::size_t>& columns : batteries_of(rows)) {
        int answered = 0;
        int alike = 0;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const bool all = std::ranges::all_of(columns, [&](std::size_t c) {
                return rows.dataset->levels[0].columns[c].codes[row] >= 0;
            });
            answered += all ? 1 : 0;
            alike += answered_alike(*rows.dataset, columns, row) ? 1 : 0;
        }
        if (answered == 0) continue;
        batteries_.push_back(
            {.columns = std::move(columns), .usual_share = static_cast<double>(alike) / answered});
    }
}

class AnswerChecks::PairCounts {
public:
    // Of the first `rows`. What is no choice of its question is counted at 0.
    void count(const Column& first, const Column& second, std::size_t rows) {
        width_ = static_cast<std::size_t>(second.choice_count) + 1;
        height_ = static_cast<std::size_t>(first.choice_count) + 1;
        counts_.assign(width_ * height_, 0);
        for (std::size_t row = 0; row < rows; ++row)
            ++counts_[choice_at(first, row) * width_ + choice_at(second, row)];
    }

    // Two answers that stand together much more seldom than if they were independent.
    [[nodiscard]] std::vector<RareCell> rare() const {
        std::vector<double> of_row(height_, 0);
        std::vector<double> of_column(width_, 0);
        double total = 0;
        for (std::size_t x = 1; x < height_; ++x) {
            for (std::size_t y = 1; y < width_; ++y) {
                of_row[x] += counts_[x * width_ + y];
                of_column[y] += counts_[x * width_ + y];
                total += counts_[x * width_ + y];
            }
        }
        std::vector<RareCell> out;
        for (std::size_t x = 1; x < height_ && total > 0; ++x) {
            for (std::size_t y = 1; y < width_; ++y) {
                const double expected = of_row[x] * of_column[y] / total;
                const int observed = counts_[x * width_ + y];
                if (observed > 0 && expected >= least_expected && observed <= rare_share * expected)
                    out.push_back({static_cast<std::int32_t>(x) - 1,
                                   static_cast<std::int32_t>(y) - 1,
                                   expected,
                                   observed});
            }
        }
        return out;
    }

private:
    static std::size_t choice_at(const Column& column, std::size_t row) {
        const std::int32_t code = column.codes[row];
        return static_cast<std::size_t>(code < column.choice_count ? code + 1 : 0);
    }

    std::size_t width_ = 0;
    std::size_t height_ = 0;
    std::vector<int> counts_;
};

void AnswerChecks::learn_pairs(const FieldworkRows& rows) {
    const auto& columns = rows.dataset->levels[0].columns;
    std::vector<std::size_t> closed;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].question >= 0 && columns[c].choice_count >= 2 &&
            columns[c].choice_count <= most_choices &&
            question_of(study_, columns[c]).type == QuestionType::select_one)
            closed.push_back(c);
    }
    PairCounts counts;
    for (std::size_t i = 0; i < closed.size(); ++i) {
        for (std::size_t j = i + 1; j < closed.size(); ++j) {
            counts.count(
                columns[closed[i]], columns[closed[j]], std::min(rows.size(), learned_rows));
            RarePair pair{.first = closed[i], .second = closed[j], .cells = counts.rare()};
            if (!pair.cells.empty()) pairs_.push_back(std::move(pair));
        }
    }
}

void AnswerChecks::check(const FieldworkRows& rows,
                         std::size_t row,
                         std::vector<Finding>& out) const {
    check_numbers(rows, row, out);
    check_others(rows, row, out);
    check_batteries(rows, row, out);
    check_pairs(rows, row, out);
    check_rules(rows, row, out);
    const double blank = blank_share(rows, row);
    if (blank >= least_blank_share && blank_.numbers >= least_numbers &&
        blank_.score(blank) > blank_scores)
        out.push_back({.code = "mostly-blank",
                       .row = static_cast<std::int32_t>(row),
                       .value = blank,
                       .expected = blank_.centre,
                       .detail = fmt::format("{:.0f}% of its questions have no answer; usually "
                                             "{:.0f}% have none.",
                                             blank * 100,
                                             blank_.centre * 100)});
}

void AnswerChecks::check_numbers(const FieldworkRows& rows,
                                 std::size_t row,
                                 std::vector<Finding>& out) const {
    for (const Numbers& usual : numbers_) {
        const Column& column = rows.dataset->levels[0].columns[usual.column];
        if (!is_answer(column, row)) continue;
        const auto entry = static_cast<std::size_t>(column.codes[row]);
        const double number = column.numbers[entry];
        if (!std::isfinite(number)) continue;
        const Question& question = question_of(study_, column);
        Finding finding{
            .row = static_cast<std::int32_t>(row), .question = column.question, .value = number};
        if (is_special(number) && (number < 0 ? !usual.negatives : number > 2 * usual.usual_high)) {
            finding.code = "special-value";
            finding.detail =
                fmt::format("{} is {}, which often stands for “no answer”.", question.name, number);
            finding.suggestion = SuggestedChange{.change_type = "blank_response",
                                                 .question = question.name,
                                                 .old_value = column.dictionary[entry],
                                                 .new_value = {}};
            out.push_back(std::move(finding));
            continue;
        }
        if (usual.logarithmic && number < 0) continue;
        if (usual.without_zeros && number == 0) continue;
        const double score = usual.scale.score(usual.logarithmic ? std::log1p(number) : number);
        if (std::fabs(score) <= study_.file.quality.outlier_mads) continue;
        const double centre =
            usual.logarithmic ? std::expm1(usual.scale.centre) : usual.scale.centre;
        finding.code = "outlier";
        finding.expected = centre;
        finding.detail = question.disclosure == Disclosure::identifier
                             ? fmt::format("{} is far from the median.", question.name)
                             : fmt::format(
                                   "{} is {:.10g}; the median is {:.10g}, and this is "
                                   "{:.1f} robust standard deviations from it{}.",
                                   question.name,
                                   number,
                                   centre,
                                   std::fabs(score),
                                   usual.logarithmic ? ", in logarithms" : "");
        out.push_back(std::move(finding));
    }
}

void AnswerChecks::check_batteries(const FieldworkRows& rows,
                                   std::size_t row,
                                   std::vector<Finding>& out) const {
    for (const Battery& battery : batteries_) {
        if (battery.usual_share > rarely_alike ||
            !answered_alike(*rows.dataset, battery.columns, row))
            continue;
        const Column& first = rows.dataset->levels[0].columns[battery.columns.front()];
        const Column& last = rows.dataset->levels[0].columns[battery.columns.back()];
        out.push_back({.code = "straight-line",
                       .row = static_cast<std::int32_t>(row),
                       .question = first.question,
                       .value = 1,
                       .expected = battery.usual_share,
                       .detail = fmt::format("All {} questions from {} to {} have the same answer; "
                                             "{:.0f}% of interviews do that.",
                                             battery.columns.size(),
                                             first.name,
                                             last.name,
                                             battery.usual_share * 100)});
    }
}

void AnswerChecks::check_pairs(const FieldworkRows& rows,
                               std::size_t row,
                               std::vector<Finding>& out) const {
    std::vector<std::pair<const RarePair*, const RareCell*>> found;
    const auto& columns = rows.dataset->levels[0].columns;
    for (const RarePair& pair : pairs_) {
        const std::int32_t a = columns[pair.first].codes[row];
        const std::int32_t b = columns[pair.second].codes[row];
        for (const RareCell& cell : pair.cells) {
            if (cell.first == a && cell.second == b) found.emplace_back(&pair, &cell);
        }
    }
    std::ranges::stable_sort(
        found, {}, [](const auto& each) { return each.second->observed / each.second->expected; });
    if (found.size() > told_pairs) found.resize(told_pairs);
    for (const auto& [pair, cell] : found) {
        const Column& a = columns[pair->first];
        const Column& b = columns[pair->second];
        out.push_back({.code = "unlikely",
                       .row = static_cast<std::int32_t>(row),
                       .question = a.question,
                       .second_question = b.question,
                       .value = static_cast<double>(cell->observed),
                       .expected = cell->expected,
                       .detail = fmt::format("{} = {} with {} = {}: {} interviews say both, {:.0f} "
                                             "would if the two had nothing to do with each other.",
                                             a.name,
                                             a.dictionary[static_cast<std::size_t>(cell->first)],
                                             b.name,
                                             b.dictionary[static_cast<std::size_t>(cell->second)],
                                             cell->observed,
                                             cell->expected)});
    }
}

void AnswerChecks::check_rules(const FieldworkRows& rows,
                               std::size_t row,
                               std::vector<Finding>& out) const {
    const auto& rules = study_.file.quality.rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        bool wrong = row < rule_holds_[i].size() && rule_holds_[i][row] != 0;
        if (row >= rule_holds_[i].size() && rules[i].wrong) {
            const DatasetSource source(*rows.dataset, study_.questionnaire);
            wrong = evaluate_truth(rules[i].wrong->root, source)[row] != 0;
        }
        if (wrong)
            out.push_back({.code = "rule",
                           .row = static_cast<std::int32_t>(row),
                           .detail = rules[i].name + ": " + rules[i].message});
    }
}

}  // namespace mtm

#include "report/against.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "disclosure/precision.h"
#include "expression/evaluate.h"
#include "rehearse/figure_condition.h"
#include "rehearse/published_figure.h"
#include "report/print_number.h"
#include "tabulate/level_columns.h"
#include "tabulate/level_design.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Rows = std::vector<std::uint8_t>;

/// What a weighted estimate is, and what a public report tells of it.
struct Weighed {
    double value = 0;
    double told = 0;
};

/// What the data say of one figure. The value is `sum` / (`below` · `parts`), or what that is where
/// people are weighted.
struct Counted {
    long long base = 0;
    long long n = 0;
    long long sum = 0;
    long long below = 0;  // 0: there is no value
    long long parts = 1;
    std::optional<Weighed> weighed;
};

std::string grouped(long long count) {
    return print_count(count, "en");
}

long long rounded_at(double value, long long scale) {
    return std::llround(value * static_cast<double>(scale));
}

/// Value times scale, halves rounded away from zero. REQUIRES: counted.below > 0.
long long rounded_at(const Counted& counted, long long scale) {
    if (counted.weighed) return rounded_at(counted.weighed->value, scale);
    const long long below = counted.below * counted.parts;
    const long long size = (2 * std::abs(counted.sum) * scale + below) / (2 * below);
    return counted.sum < 0 ? -size : size;
}

std::string text_of(long long value, long long scale) {
    std::string out = fmt::format("{}{}", value < 0 ? "-" : "", std::abs(value) / scale);
    if (scale == 1) return out;
    const std::string places = std::to_string(scale + std::abs(value) % scale);
    return out + "." + places.substr(1);
}

std::string text_of(const PrintedNumber& printed) {
    return (printed.below ? "<" : "") + text_of(printed.value, printed.scale);
}

__extension__ using Wide = __int128;

/// What counted now less what was counted before, as a value of its own: of unrounded numbers.
struct CountedChange {
    Wide above = 0;
    Wide below = 1;
};

CountedChange change_of(const Counted& now, const Counted& before) {
    const Wide of_now = Wide{now.below} * now.parts;
    const Wide of_before = Wide{before.below} * before.parts;
    return {now.sum * of_before - before.sum * of_now, of_now * of_before};
}

/// As rounded_at.
long long rounded_at(const CountedChange& change, long long scale) {
    const Wide above = change.above < 0 ? -change.above : change.above;
    const auto size =
        static_cast<long long>((2 * above * scale + change.below) / (2 * change.below));
    return change.above < 0 ? -size : size;
}

/// The change to so many places. Of weighted people a report may have made it of unrounded numbers
/// or, in public, of what it told of each round.
std::vector<long long> changes_at(const Counted& now, const Counted& before, long long scale) {
    if (!now.weighed && !before.weighed) return {rounded_at(change_of(now, before), scale)};
    const auto weighed = [](const Counted& counted) {
        const double value =
            static_cast<double>(counted.sum) /
            (static_cast<double>(counted.below) * static_cast<double>(counted.parts));
        return counted.weighed.value_or(Weighed{value, value});
    };
    const Weighed is = weighed(now);
    const Weighed was = weighed(before);
    return {rounded_at(is.value - was.value, scale), rounded_at(is.told - was.told, scale)};
}

bool is_above_zero(const Counted& counted) {
    return counted.weighed ? counted.weighed->value > 0 : counted.sum > 0;
}

bool is_zero(const Counted& counted) {
    return counted.weighed ? counted.weighed->value == 0 : counted.sum == 0;
}

/// What a report would print where it printed that.
std::string text_like(const PrintedNumber& printed, const Counted& counted) {
    if (counted.below == 0) return "nothing";
    const long long value = rounded_at(counted, printed.scale);
    if (value == 0 && is_above_zero(counted)) return "<" + text_of(1, printed.scale);
    return text_of(value, printed.scale);
}

bool prints_as(const PrintedNumber& printed, const Counted& counted) {
    if (counted.below == 0) return false;
    const long long value = rounded_at(counted, printed.scale);
    if (printed.below) return is_above_zero(counted) && value < printed.value;
    const bool as_told =
        counted.weighed && rounded_at(counted.weighed->told, printed.scale) == printed.value;
    return (value == printed.value || as_told) && (printed.value != 0 || is_zero(counted));
}

class Comparer {
public:
    Comparer(const Study& study, const Dataset& dataset, const PreviousRound& previous)
        : study_(study),
          dataset_(dataset),
          previous_(previous),
          source_(dataset, study.questionnaire),
          people_(LevelColumns(study, dataset, 0).owners()),
          design_(study, dataset, *people_) {
        if (previous.interviews)
            before_ = std::make_unique<Comparer>(
                previous.interviews->study, previous.interviews->dataset, no_round_before());
    }

    Comparison compare(const PublishedFigures& published) {
        out_.diagnostics = published.diagnostics;
        for (const PublishedFigure& figure : published.figures)
            compare(figure);
        std::ranges::stable_sort(
            out_.diagnostics, {}, [](const Diagnostic& d) { return d.place.row; });
        return std::move(out_);
    }

private:
    static const PreviousRound& no_round_before() {
        static const PreviousRound none;
        return none;
    }

    void compare(const PublishedFigure& figure) {
        if (figure.kind == FigureKind::change) {
            out_.figures.push_back(compare_change(figure));
            return;
        }
        if (const auto counted = count(figure)) out_.figures.push_back(verdict(figure, *counted));
    }

    /// Nothing where the figure cannot be understood; then a diagnostic says why.
    std::optional<Counted> count(const PublishedFigure& figure) {
        const auto condition =
            figure_condition(study_.questionnaire, study_.plan, figure, out_.diagnostics);
        if (!condition || !asked_of_persons(figure, *condition)) return std::nullopt;
        Rows among = rows_of(condition->base);
        if (condition->subset) {
            const Rows subset = rows_of(*condition->subset);
            for (std::size_t r = 0; r < among.size(); ++r)
                among[r] = among[r] & subset[r];
        }
        return condition->category ? count_category(*condition->category, among)
                                   : count_mean(condition->question, among);
    }

    ComparedFigure compare_change(const PublishedFigure& figure) {
        const auto not_checked = [&figure](std::string why) {
            return ComparedFigure{figure.id, Verdict::not_checked, std::move(why)};
        };
        if (before_ == nullptr) {
            return not_checked(!previous_.printed.empty()
                                   ? "only the printed figures of the other round are at hand"
                               : previous_.missing.empty()
                                   ? "a change needs the data of the other round"
                                   : previous_.missing);
        }
        if (!figure.printed) return not_checked("no number is printed for the change");
        PublishedFigure of_round = figure;  // whose change it is
        of_round.kind = figure.category == "mean" ? FigureKind::mean : FigureKind::percent;
        const auto now = count(of_round);
        if (!now) return not_checked("the row cannot be understood");
        const auto was = before_->count(of_round);
        if (!was) {
            std::string why;
            for (const Diagnostic& found : before_->out_.diagnostics)
                why = found.message;
            return not_checked("in " + previous_.name + ": " + why);
        }
        if (now->below == 0 || was->below == 0) return not_checked("nobody was asked in one round");
        const long long scale = figure.printed->scale;
        const std::vector<long long> changes = changes_at(*now, *was, scale);
        if (std::ranges::find(changes, figure.printed->value) != changes.end())
            return {figure.id, Verdict::agrees, ""};
        return {figure.id,
                Verdict::contradicted,
                fmt::format("{}: published a change of {}, the data say {} ({}from {} in {} to {})",
                            name_of(figure),
                            text_of(figure.printed->value, scale),
                            text_of(changes.front(), scale),
                            now->weighed || was->weighed ? "weighted, " : "",
                            text_of(rounded_at(*was, 10 * scale), 10 * scale),
                            previous_.name,
                            text_of(rounded_at(*now, 10 * scale), 10 * scale))};
    }

    Rows rows_of(const Node& condition) {
        const auto [at, fresh] = rows_.try_emplace(print(condition));
        if (fresh) at->second = evaluate_truth(condition, source_);
        return at->second;
    }

    /// A figure of people cannot name what is asked for each entry of a repeat.
    bool asked_of_persons(const PublishedFigure& figure, const FigureCondition& condition) {
        const auto& question =
            study_.questionnaire.questions[static_cast<std::size_t>(condition.question)];
        bool all = asked_of_persons(figure, question.name, "variable");
        if (!condition.subset) return all;
        for (const std::string& name : references(*condition.subset))
            all = asked_of_persons(figure, name, "subset") && all;
        return all;
    }

    bool asked_of_persons(const PublishedFigure& figure,
                          const std::string& name,
                          const char* column) {
        if (source_.column(name) != nullptr) return true;
        Place place = figure.place;
        place.column = column;
        out_.diagnostics.push_back(
            {"question-in-repeat",
             Severity::error,
             std::move(place),
             "“" + name + "” is asked once for each entry of a repeat, not of a person.",
             "Name a question outside repeats."});
        return false;
    }

    Counted count_category(const Node& category, const Rows& among) {
        const Rows in_category = rows_of(category);
        Counted out;
        for (std::size_t r = 0; r < among.size(); ++r) {
            out.base += among[r];
            out.n += among[r] & in_category[r];
        }
        out.sum = 100 * out.n;
        out.below = out.base;
        if (!design_.weighted()) return out;
        Rows holds = among;
        for (std::size_t r = 0; r < among.size(); ++r)
            holds[r] = among[r] & in_category[r];
        Estimate share;
        design_.percent(holds, among, share);
        const double whole = share.value ? whole_percentage_of(share) : 0;
        weigh(share, whole, out);
        return out;
    }

    Counted count_mean(int question, const Rows& among) {
        const auto& name = study_.questionnaire.questions[static_cast<std::size_t>(question)].name;
        const Column& column = *dataset_.find(name);
        std::vector<double> numbers;
        std::vector<double> by_row(among.size(), NAN);
        Counted out;
        for (std::size_t r = 0; r < among.size(); ++r) {
            if (among[r] == 0) continue;
            ++out.base;
            const std::int32_t code = column.codes[r];
            if (column.asked[r] == 0 || column.missing(r) != Missing::none || code < 0) continue;
            const double number = column.numbers[static_cast<std::size_t>(code)];
            if (!std::isnan(number)) numbers.push_back(number);
            by_row[r] = number;
        }
        const bool whole = std::ranges::all_of(
            numbers, [](double number) { return number == std::round(number); });
        out.parts = whole ? 1 : 1'000'000;
        for (const double number : numbers)
            out.sum += std::llround(number * static_cast<double>(out.parts));
        out.n = static_cast<long long>(numbers.size());
        out.below = out.n;
        if (!design_.weighted()) return out;
        Estimate mean;
        design_.mean(by_row, among, mean);
        weigh(mean, told_weighted_number(mean.value.value_or(0)), out);
        return out;
    }

    /// People none of whom carries weight have no value.
    static void weigh(const Estimate& estimate, double told, Counted& out) {
        if (!estimate.value) out.below = 0;
        out.weighed = Weighed{estimate.value.value_or(0), told};
    }

    static ComparedFigure verdict(const PublishedFigure& figure, const Counted& counted) {
        std::vector<std::string> differences;
        const auto differ = [&](const std::string& published, const std::string& computed) {
            differences.push_back("published " + published + ", the data say " + computed);
        };
        if (figure.base_n && *figure.base_n != counted.base) {
            differ("a base of " + grouped(*figure.base_n), grouped(counted.base));
        }
        if (figure.n && *figure.n != counted.n) {
            differ(grouped(*figure.n) + " people", grouped(counted.n));
        }
        const bool mean = figure.kind == FigureKind::mean;
        if (figure.printed && !prints_as(*figure.printed, counted)) {
            const std::string unit = mean ? "" : "%";
            std::string computed = text_like(*figure.printed, counted);
            if (!mean && counted.below > 0) {
                computed += "% (" + grouped(counted.n) + " of " + grouped(counted.base) +
                            (counted.weighed ? ", weighted)" : ")");
            } else if (counted.weighed && counted.below > 0) {
                computed += " (weighted)";
            }
            differ(text_of(*figure.printed) + unit, computed);
        }
        if (differences.empty()) return {figure.id, Verdict::agrees, ""};
        return {figure.id, Verdict::contradicted, name_of(figure) + ": " + join(differences, "; ")};
    }

    static std::string name_of(const PublishedFigure& figure) {
        const bool mean = figure.category == "mean";
        std::string what = figure.variable + (mean ? " (mean)" : " = " + figure.category);
        if (figure.subset) what += " where " + figure.subset->source;
        return what;
    }

    const Study& study_;
    const Dataset& dataset_;
    const PreviousRound& previous_;
    std::unique_ptr<Comparer> before_;
    DatasetSource source_;
    std::shared_ptr<const RowOwners> people_;
    LevelDesign design_;
    std::map<std::string, Rows> rows_;  // by condition as printed
    Comparison out_;
};

}  // namespace

std::size_t Comparison::contradicted() const {
    return static_cast<std::size_t>(
        std::count_if(figures.begin(), figures.end(), [](const ComparedFigure& figure) {
            return figure.verdict == Verdict::contradicted;
        }));
}

std::vector<std::string> Comparison::lines() const {
    std::vector<std::string> out;
    for (const ComparedFigure& figure : figures) {
        if (figure.verdict == Verdict::agrees) continue;
        const char* verdict =
            figure.verdict == Verdict::contradicted ? "contradicted " : "not checked ";
        out.push_back(verdict + figure.id + " " + figure.finding);
    }
    return out;
}

Comparison compare_with_published(const Study& study,
                                  const Dataset& dataset,
                                  std::string_view figures_csv,
                                  const std::string& file_name,
                                  const PreviousRound& previous) {
    const auto records = read_csv_records(figures_csv);
    if (!records) {
        Comparison failed;
        Place place;
        place.file = file_name;
        failed.diagnostics.push_back({"unreadable-figures",
                                      Severity::error,
                                      place,
                                      records.error().message,
                                      "Correct the file; quote values that hold a comma."});
        return failed;
    }
    const PublishedFigures published = published_figures(records->rows, file_name, records->lines);
    return Comparer(study, dataset, previous).compare(published);
}

}  // namespace mtm

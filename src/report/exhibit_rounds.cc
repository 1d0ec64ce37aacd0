// Exhibits of a question through several rounds.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/exhibit.h"
#include "report/language.h"
#include "report/number_json.h"
#include "report/print_number.h"
#include "report/table_remarks.h"
#include "tabulate/cell_marks.h"

namespace mtm {
namespace {

Estimate estimate_of(const RoundValue& value) {
    Estimate out;
    out.value = value.value;
    out.n = value.n;
    out.base = value.base;
    out.low = value.low;
    out.high = value.high;
    return out;
}

// How many were asked in a round, where that may be told.
std::optional<std::size_t> base_in(const RoundSeries& series, std::size_t round) {
    for (const RoundLine& line : series.lines) {
        const RoundValue& value = line.values[round];
        if (value.there && !value.withheld && !value.coarse && !value.printed && value.base > 0)
            return value.base;
    }
    return std::nullopt;
}

// Lines with somebody in any round, those of this round's largest numbers first if only some are
// asked for.
std::vector<std::size_t> shown_lines(const RoundSeries& series, int top) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < series.lines.size(); ++i) {
        const bool somebody = std::ranges::any_of(series.lines[i].values, [](const RoundValue& v) {
            return v.withheld || v.value.value_or(0) > 0;
        });
        if (somebody) out.push_back(i);
    }
    if (top <= 0) return out;
    std::ranges::stable_sort(out, std::greater<>(), [&](std::size_t i) {
        return series.lines[i].values.back().value.value_or(-1);
    });
    out.resize(std::min(out.size(), static_cast<std::size_t>(top)));
    return out;
}

bool any_value(const RoundSeries& series,
               const std::vector<std::size_t>& shown,
               bool RoundValue::*what) {
    return std::ranges::any_of(
        shown, [&](std::size_t i) { return std::ranges::any_of(series.lines[i].values, what); });
}

// Its rounds under the names that a narrative gives them.
RoundSeries renamed(RoundSeries series, const std::vector<std::string>& names) {
    const std::vector<std::string> own = series.rounds;
    const auto name = [&](std::string& round) {
        const auto r = static_cast<std::size_t>(std::ranges::find(own, round) - own.begin());
        if (r < names.size()) round = names[r];
    };
    std::ranges::for_each(series.rounds, name);
    std::ranges::for_each(series.asked_otherwise, name);
    name(series.tested_against);
    return series;
}

}  // namespace

std::string ExhibitMaker::printed(const RoundSeries& series, const RoundValue& value) const {
    if (value.withheld) return std::string(words_.withheld);
    if (!value.value) return "–";
    return series.numeric ? print_decimal(*value.value,
                                          decimals_of_mean(*value.value, value.weighted),
                                          options_.language)
                          : print_percentage(estimate_of(value), options_.language);
}

Exhibit ExhibitMaker::make_rounds(const RoundSeries* series,
                                  const Table& table,
                                  const TableDirective& directive,
                                  const Place& place) {
    Exhibit exhibit;
    exhibit.title = title_of(table);
    exhibit.question = table.spec.question;
    if (series == nullptr) {
        exhibit.instead =
            fmt::format(fmt::runtime(report_language(options_.language).text("rounds", "alone")),
                        fmt::arg("title", exhibit.title));
        return exhibit;
    }
    const RoundSeries named = renamed(*series, directive.round_names);
    const std::vector<std::size_t> shown =
        shown_lines(named, directive.top.value_or(table.spec.top));
    draws_intervals_ = false;
    drawn_.reset();
    if (directive.chart != ChartForm::none) draw_rounds(named, table, shown, exhibit, place);
    add_rounds(named, shown, exhibit);
    exhibit.base = under_statistic(table.spec, exhibit.base);
    add_rounds_remarks(named, shown, exhibit);
    return exhibit;
}

void ExhibitMaker::draw_rounds(const RoundSeries& series,
                               const Table& table,
                               const std::vector<std::size_t>& shown,
                               Exhibit& exhibit,
                               const Place& place) {
    if (options_.charts == nullptr) return;
    const TableSpec& spec = table.spec;
    name_rows(spec);
    TableChart chart;
    chart.kind = spec.chart == ChartForm::line ? ChartKind::line : ChartKind::slope;
    ChartData& data = chart.data;
    data.percent = !series.numeric;
    data.value_axis_title = series.numeric        ? with_statistic(spec, exhibit.title)
                            : table.base.everyone ? texts_.percent_axis
                                                  : texts_.percent_of_asked_axis;
    data.font = texts_.font;
    data.thousands_separator = texts_.thousands_separator;
    data.decimal_separator = texts_.decimal_separator;
    data.percent_before = texts_.percent_before;
    data.percent_after = texts_.percent_after;
    if (series.rehearsal) data.rehearsal_mark = texts_.rehearsal_mark;
    data.categories = series.rounds;
    data.through_rounds = true;
    bool any = false;
    for (const std::size_t i : shown) {
        const RoundLine& line = series.lines[i];
        if (!series.numeric) data.groups.push_back(label_of(line.category, texts_));
        data.hues.push_back(series.numeric ? Hue::everyone : hue_of(line.category));
        auto& values = data.values.emplace_back();
        auto& labels = data.labels.emplace_back();
        auto& intervals = data.intervals.emplace_back();
        for (const RoundValue& value : line.values) {
            values.push_back(value.withheld ? std::nullopt : value.value);
            labels.push_back(printed(series, value));
            intervals.emplace_back();
            any = any || values.back().value_or(0) != 0;
            if (!values.back() || !value.low || !value.high) continue;
            intervals.back() = ValueInterval{*value.low, *value.high};
            draws_intervals_ = draws_intervals_ || chart.kind == ChartKind::line;
        }
    }
    if (!draws_intervals_) data.intervals.clear();
    if (any) order_chart(std::move(chart), spec.question + "-rounds", exhibit, place);
}

void ExhibitMaker::add_rounds(const RoundSeries& series,
                              const std::vector<std::size_t>& shown,
                              Exhibit& exhibit) const {
    std::vector<std::string> bases;
    for (std::size_t r = 0; r < series.rounds.size(); ++r) {
        const auto base = base_in(series, r);
        std::string head;
        if (base) {
            const std::string n = print_count(static_cast<std::int64_t>(*base), options_.language);
            head = "n = " + n + (is_small_base(*base, marks()) ? "*" : "");
            bases.push_back(series.rounds[r] + ": " + n);
        }
        exhibit.columns.push_back({series.rounds[r], std::move(head)});
    }
    if (!bases.empty()) {
        exhibit.base =
            fmt::format(fmt::runtime(report_language(options_.language).text("rounds", "bases")),
                        fmt::arg("bases", join(bases, "; ")));
    }
    for (const std::size_t i : shown) {
        const RoundLine& line = series.lines[i];
        ExhibitRow row;
        row.label = series.numeric ? exhibit.title : label_of(line.category, texts_);
        row.missing = line.category.blank || line.category.meaning != MissingChoice::answer;
        for (const RoundValue& value : line.values) {
            ExhibitCell cell{printed(series, value), ""};
            if (value.value && !value.withheld) {
                cell.value = number_json(value.value).dump();
                if (!value.coarse && !value.printed)
                    cell.detail =
                        print_count(static_cast<std::int64_t>(value.n), options_.language);
                if (marks().intervals)
                    cell.interval = print_interval(
                        estimate_of(value), !series.numeric, 1, words_, options_.language);
            }
            row.cells.push_back(std::move(cell));
        }
        exhibit.rows.push_back(std::move(row));
    }
}

void ExhibitMaker::add_rounds_remarks(const RoundSeries& series,
                                      const std::vector<std::size_t>& shown,
                                      Exhibit& exhibit) const {
    const ReportLanguage& words = report_language(options_.language);
    const auto say = [&](std::string_view key, const auto&... values) {
        exhibit.remarks.push_back(fmt::format(fmt::runtime(words.text("rounds", key)), values...));
    };
    std::vector<std::string> changed;
    bool tested = false;
    for (const std::size_t i : shown) {
        const RoundLine& line = series.lines[i];
        tested = tested || line.changed;
        if (line.changed.value_or(false))
            changed.push_back("“" + label_of(line.category, texts_) + "”");
    }
    const auto round = fmt::arg("round", series.tested_against);
    if (!tested) {
        say("untested");
    } else if (changed.empty()) {
        say("none_differ", round);
    } else if (series.numeric) {
        say("differs", round);
    } else {
        const std::string answers = join(changed, ", ");
        say("differ", round, fmt::arg("answers", answers));
    }
    for (const std::string& other : series.asked_otherwise)
        say("asked_otherwise", fmt::arg("round", other));
    if (any_value(series, shown, &RoundValue::printed)) say("from_print", round);
    bool small = false;
    for (std::size_t r = 0; r < series.rounds.size(); ++r) {
        const auto base = base_in(series, r);
        small = small || (base && is_small_base(*base, marks()));
    }
    TableTrust trust;
    trust.small_base = small;
    trust.intervals = draws_intervals_;
    trust.percentages = !series.numeric;
    add_trust_remarks(trust, exhibit);
    if (any_value(series, shown, &RoundValue::withheld)) {
        exhibit.remarks.push_back(fmt::format(fmt::runtime(words_.explains_withheld),
                                              fmt::arg("threshold", series.threshold)));
    }
    if (any_value(series, shown, &RoundValue::in_steps))
        exhibit.remarks.emplace_back(words_for(TableRemark::coarse_shares, options_.language));
    if (any_value(series, shown, &RoundValue::coarse)) {
        exhibit.remarks.emplace_back(trust.percentages ? words_.explains_coarse
                                                       : words_.explains_coarse_number);
    }
}

}  // namespace mtm

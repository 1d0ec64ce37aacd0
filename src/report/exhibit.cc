#include "report/exhibit.h"

#include <algorithm>

#include <fmt/format.h>

#include "chart/palette.h"
#include "chart/press.h"
#include "chart/specification.h"
#include "disclosure/controlled_rounding.h"
#include "report/base_notes.h"
#include "report/language.h"
#include "report/number_json.h"
#include "report/print_number.h"
#include "report/repeat_entries.h"
#include "report/structured_table.h"
#include "tabulate/cell_marks.h"
#include "tabulate/precision.h"

namespace mtm {
namespace {

template <typename... Fields>
std::string filled(std::string_view phrase, const Fields&... fields) {
    return fmt::format(fmt::runtime(phrase), fields...);
}

std::size_t language_index(const Study& study, const std::string& language) {
    return static_cast<std::size_t>(std::max(0, study.questionnaire.find_language(language)));
}

bool anything_withheld(const SafeTable& safe) {
    const auto any = [](const std::vector<bool>& flags) {
        return std::find(flags.begin(), flags.end(), true) != flags.end();
    };
    return any(safe.withheld_groups) ||
           std::any_of(safe.withheld.begin(), safe.withheld.end(), any);
}

bool everything_withheld(const SafeTable& safe) {
    for (std::size_t g = 0; g < safe.withheld.size(); ++g) {
        for (std::size_t c = 0; c < safe.withheld[g].size(); ++c) {
            if (!is_withheld(safe, g, c)) return false;
        }
    }
    return std::ranges::all_of(safe.parts, everything_withheld);
}

// A chart is of one question and of groups that do not hold each other.
bool is_drawn(const SafeTable& safe) {
    return questions_in(safe) == 1 && safe.table.places.empty() && !safe.table.spec.top_of_each;
}

}  // namespace

ExhibitMaker::ExhibitMaker(const Study& study,
                           const Dataset& dataset,
                           const ComposeOptions& options,
                           Diagnostics& diagnostics)
    : study_(study),
      dataset_(dataset),
      options_(options),
      words_(phrases_in(options.language)),
      map_texts_{study.file.map_disclaimer, study.file.areas.credit},
      diagnostics_(diagnostics) {
    texts_.language = language_index(study, options.language);
    texts_.percent_axis = words_.percent_axis;
    texts_.percent_of_asked_axis = words_.percent_of_asked_axis;
    texts_.count_axis = words_.count_axis;
    texts_.everyone = words_.all_people;
    texts_.no_answer = words_.no_answer;
    texts_.nobody = words_.nobody;
    texts_.withheld = words_.withheld;
    texts_.font = font_families(study.file.theme);
    const std::string thousand = print_count(1000, options.language);
    texts_.thousands_separator = thousand.size() > 4 ? thousand.substr(1, thousand.size() - 4) : "";
    const std::string tenth = print_decimal(0.1, 1, options.language);
    texts_.decimal_separator = tenth.substr(1, tenth.size() - 2);
    const std::string half = percent_in_signs(50, options.language);
    texts_.percent_before = half.substr(0, half.find("50"));
    texts_.percent_after = half.substr(half.find("50") + 2);
    if (dataset.rehearsal) texts_.rehearsal_mark = words_.invented;
    texts_.intervals = marks().intervals;
    texts_.print = [this](const Table& table, const Estimate& estimate) {
        return print(table, estimate) +
               mark_signs(marks_of(estimate, table.spec.statistic, marks()));
    };
    texts_.print_count = [this](std::size_t count) {
        return print_count(static_cast<std::int64_t>(count), options_.language);
    };
}

std::string ExhibitMaker::print(const Table& table, const Estimate& estimate) const {
    if (!estimate.value) return std::string(words_.no_answer);
    switch (table.spec.statistic) {
        case Statistic::percent:
            return print_percentage(estimate, options_.language);
        case Statistic::count:
            return print_decimal(*estimate.value, 0, options_.language);
        case Statistic::ratio:
            return print_decimal(
                *estimate.value, decimals_of_ratio(*estimate.value), options_.language);
        default:
            return print_decimal(*estimate.value,
                                 decimals_of_mean(*estimate.value, table.weighted),
                                 options_.language);
    }
}

std::string ExhibitMaker::title_of(const Table& table) const {
    const std::string& title = table.spec.title.in(texts_.language);
    if (!title.empty()) return title;
    if (table.spec.questions.size() > 1 && !table.spec.ranks) return table.spec.name;
    return BaseWords(study_, dataset_, texts_.language, words_).question_label(table.spec.question);
}

// "Mean", "Quantile 0.25"; nothing of percentages and counts, whose numbers say what they are.
std::string ExhibitMaker::statistic_in_words(const TableSpec& spec) const {
    if (spec.statistic == Statistic::percent || spec.statistic == Statistic::count) return {};
    const std::string name = written(spec.statistic, spec.share);
    const std::size_t space = name.find(' ');
    return report_language(options_.language).text("dashboard", name.substr(0, space)) +
           (space == std::string::npos ? "" : name.substr(space));
}

std::string ExhibitMaker::with_statistic(const TableSpec& spec, const std::string& text) const {
    const std::string statistic = statistic_in_words(spec);
    return statistic.empty() ? text : statistic + ": " + text;
}

// "Mean. Base: 646 of 1,845 respondents".
std::string ExhibitMaker::under_statistic(const TableSpec& spec, const std::string& base) const {
    const std::string statistic = statistic_in_words(spec);
    if (statistic.empty()) return base;
    return statistic + "." + (base.empty() ? "" : " " + base);
}

std::string ExhibitMaker::base_line(const SafeTable& safe) const {
    return under_statistic(safe.table.spec, base_of_all(safe) + bases_of_groups(safe));
}

// " (Male: 1,525; Female: 320)" under a chart of few groups: the bars of each are of its own base.
std::string ExhibitMaker::bases_of_groups(const SafeTable& safe) const {
    constexpr std::size_t most_groups = 4;
    const Table& table = safe.table;
    if (has_structure(safe) || safe.coarse || table.groups.size() < 2 ||
        table.groups.size() > most_groups + 1)
        return {};
    std::string out;
    for (std::size_t g = 1; g < table.groups.size(); ++g) {
        const auto n = static_cast<std::int64_t>(table.group_bases[g]);
        out += fmt::format("{}{}: {}",
                           out.empty() ? " (" : "; ",
                           label_of(table.groups[g], texts_),
                           safe.withheld_groups[g] ? std::string(words_.withheld)
                                                   : print_count(n, options_.language));
    }
    return out + ")";
}

std::string ExhibitMaker::base_of_all(const SafeTable& safe) const {
    if (safe.withheld_groups[0]) return std::string(words_.exhibit_base_withheld);
    const bool everyone = safe.table.base.everyone;
    if (safe.coarse && !everyone) return std::string(words_.exhibit_base_coarse);
    const auto n = static_cast<std::int64_t>(safe.table.group_bases[0]);
    const auto counted = static_cast<std::int64_t>(
        safe.rounded_to > 0
            ? nearest_multiple(dataset_.counted(), static_cast<std::size_t>(safe.rounded_to))
            : dataset_.counted());
    const std::string entries = entries_counted(study_, dataset_, safe.table.spec, texts_.language);
    if (!entries.empty()) {
        if (safe.coarse) return std::string(words_.exhibit_base_coarse);
        return filled(words_.exhibit_base_entries,
                      fmt::arg("n", print_count(n, options_.language)),
                      fmt::arg("repeat", entries),
                      fmt::arg("counted", print_count(counted, options_.language)));
    }
    const std::string people = print_count(safe.coarse ? counted : n, options_.language);
    if (everyone) return filled(words_.everyone_asked, fmt::arg("n", people));
    return filled(words_.exhibit_base,
                  fmt::arg("n", people),
                  fmt::arg("counted", print_count(counted, options_.language)));
}

Exhibit ExhibitMaker::make(const Released<SafeTable>& released, const Place& place) {
    const SafeTable& safe = released.value();
    Exhibit exhibit = headed(safe);
    draws_intervals_ = false;
    drawn_.reset();
    exhibit.groups_left_out = is_drawn(safe) && leaves_out_groups(safe);
    if (is_drawn(safe)) draw(released, exhibit, place);
    fill(safe, exhibit);
    if (exhibit.wide < 0 && exhibit.rows.empty() && exhibit.columns.empty()) {
        exhibit.instead = filled(words_.table_withheld,
                                 fmt::arg("title", exhibit.title),
                                 fmt::arg("threshold", safe.threshold));
    }
    return exhibit;
}

Exhibit ExhibitMaker::table(const SafeTable& safe) const {
    Exhibit exhibit = headed(safe);
    fill(safe, exhibit);
    return exhibit;
}

Exhibit ExhibitMaker::headed(const SafeTable& safe) const {
    Exhibit exhibit;
    exhibit.title = title_of(safe.table);
    exhibit.question = safe.table.spec.question;
    exhibit.base = base_line(safe);
    return exhibit;
}

// Rows, and the remarks under them. A grid of “withheld” says no more than the remark.
void ExhibitMaker::fill(const SafeTable& safe, Exhibit& exhibit) const {
    add_sums_remarks(safe, exhibit);
    if (has_structure(safe) && !everything_withheld(safe)) {
        if (questions_in(safe) > 1) exhibit.base = under_statistic(safe.table.spec, {});
        add_structure(safe, exhibit);
        if (questions_in(safe) > 1) add_bases_of_questions(safe, exhibit);
        add_structured_remarks(safe, exhibit);
        return;
    }
    const TableTrust trust = trust_in(safe, marks());
    add_rows(safe, trust, exhibit);
    add_remarks(safe, trust, exhibit);
}

void ExhibitMaker::add_remark(Exhibit& exhibit, std::string words, bool of_chart) {
    const bool beside = exhibit.wide >= 0 && !of_chart;
    (beside ? exhibit.table_remarks : exhibit.remarks).push_back(std::move(words));
}

// Charts print no n, and those of everyone no groups.
bool ExhibitMaker::is_in_chart(TableRemark remark) const {
    if (remark == TableRemark::weighted || remark == TableRemark::numbers_missing) return false;
    const bool of_groups =
        remark == TableRemark::groups_overlap || remark == TableRemark::some_in_no_group;
    return !of_groups || !drawn_ || !drawn_->groups.empty();
}

// Letters stand in tables alone; signs where a number in the chart has one.
bool ExhibitMaker::is_in_chart(const TrustRemark& remark) const {
    if (remark.reason.ends_with("letters")) return false;
    const std::string_view sign = remark.reason == "small-base" ? "*"
                                  : remark.reason == "caution"  ? "†"
                                                                : "‡";
    return !drawn_ || std::ranges::any_of(drawn_->labels, [sign](const auto& row) {
        return std::ranges::any_of(row, [sign](const std::string& label) {
            return label.find(sign) != std::string::npos;
        });
    });
}

bool ExhibitMaker::chart_withholds() const {
    return !drawn_ || std::ranges::any_of(drawn_->values, [](const auto& row) {
        return std::ranges::any_of(row, [](const auto& value) { return !value; });
    });
}

// Why its numbers do not add up.
void ExhibitMaker::add_sums_remarks(const SafeTable& safe, Exhibit& exhibit) const {
    for (const TableRemark remark : remarks_on(safe, safe.table.weighted)) {
        const std::string_view words =
            remark_words(remark, safe.table.spec, texts_.language, options_.language);
        if (!words.empty()) add_remark(exhibit, std::string(words), is_in_chart(remark));
    }
}

// What a chart says that it is of: respondents, or entries of a repeat.
void ExhibitMaker::name_rows(const TableSpec& spec) {
    std::string entries = entries_counted(study_, dataset_, spec, texts_.language);
    texts_.percent_axis = entries.empty()
                              ? std::string(words_.percent_axis)
                              : filled(words_.percent_of_entries_axis, fmt::arg("repeat", entries));
    texts_.count_axis = entries.empty() ? std::string(words_.count_axis) : entries;
    texts_.total_caption = [this, entries](std::size_t count) {
        if (!entries.empty()) return entries;
        return report_language(options_.language)
            .noun("respondents", "nominative", static_cast<std::int64_t>(count));
    };
}

void ExhibitMaker::draw(const Released<SafeTable>& table, Exhibit& exhibit, const Place& place) {
    if (options_.charts == nullptr) return;
    name_rows(table->table.spec);
    texts_.number_axis = with_statistic(table->table.spec,
                                        BaseWords(study_, dataset_, texts_.language, words_)
                                            .question_label(table->table.spec.question));
    if (table->table.spec.chart == ChartForm::map) {
        draw_map(table, exhibit, place);
        return;
    }
    auto chart = chart_from(table, texts_);
    draws_intervals_ = chart && !chart->data.intervals.empty();
    if (!chart) return;
    if (chart->data.groups.empty())
        exhibit.base = under_statistic(table->table.spec, base_of_all(table.value()));
    order_chart(std::move(*chart), table->table.spec.name, exhibit, place);
}

// Twice, for a page and for a phone.
void ExhibitMaker::order_chart(TableChart chart,
                               const std::string& name,
                               Exhibit& exhibit,
                               const Place& place) {
    drawn_ = chart.data;
    ChartData titled = chart.data;
    titled.title = exhibit.title;
    const std::string alternative =
        text_alternative(chart.kind, titled, report_language(options_.language).chart());
    exhibit.source = static_cast<int>(sources_.size());
    sources_.push_back(
        {.name = name,
         .specification = in_theme(specification(chart.kind, titled), study_.file.theme),
         .csv = chart_csv(chart.data),
         .alternative = alternative});
    for (const int width : {wide_chart_px, narrow_chart_px}) {
        chart.data.width_px = width;
        const bool wide = width == wide_chart_px;
        (wide ? exhibit.wide : exhibit.narrow) =
            order(specification(chart.kind, chart.data), alternative, place);
    }
}

int ExhibitMaker::order(std::string specification,
                        const std::string& alternative,
                        const Place& place) {
    const std::size_t number = options_.charts->order(specification);
    ordered_.push_back({number, std::move(specification), alternative, place});
    return static_cast<int>(ordered_.size()) - 1;
}

std::vector<std::string> ExhibitMaker::drawings() {
    std::vector<std::string> out;
    for (const Ordered& ordered : ordered_) {
        const auto drawn = options_.charts->take(ordered.number);
        drawing_sources_.push_back(
            {ordered.specification, ordered.alternative, drawn ? *drawn : ""});
        out.push_back(drawn ? for_page(*drawn, ordered.alternative, study_.file.theme)
                            : std::string());
        if (drawn) continue;
        diagnostics_.push_back({"chart-not-drawn",
                                Severity::error,
                                ordered.place,
                                "The chart could not be drawn: " + drawn.error().message,
                                "Write chart=none to print the table alone."});
    }
    return out;
}

void ExhibitMaker::add_rows(const SafeTable& safe,
                            const TableTrust& trust,
                            Exhibit& exhibit) const {
    const Table& table = safe.table;
    if (everything_withheld(safe)) return;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        const std::size_t base = table.group_bases[g];
        std::string text =
            safe.withheld_groups[g]
                ? std::string(words_.withheld)
                : "n = " + print_count(static_cast<std::int64_t>(base), options_.language);
        if (safe.coarse && !safe.withheld_groups[g]) text.clear();
        const bool told = !safe.coarse && !safe.withheld_groups[g];
        if (told && is_small_base(base, marks())) text += '*';
        std::string label =
            g == 0 ? std::string(words_.all_people) : label_of(table.groups[g], texts_);
        if (trust.letters && g > 0) label += " (" + trust.letters->names[g] + ")";
        exhibit.columns.push_back({std::move(label), std::move(text)});
    }
    for (const std::size_t c : shown_categories(safe)) {
        ExhibitRow row;
        row.label = with_statistic(table.spec, label_of(table.categories[c], texts_));
        row.missing =
            table.categories[c].blank || table.categories[c].meaning != MissingChoice::answer;
        for (std::size_t g = 0; g < table.groups.size(); ++g)
            row.cells.push_back(cell(safe, trust, g, c));
        exhibit.rows.push_back(std::move(row));
    }
}

ExhibitCell ExhibitMaker::cell(const SafeTable& safe,
                               const TableTrust& trust,
                               std::size_t g,
                               std::size_t c) const {
    if (safe.withheld[g][c]) return {std::string(words_.withheld), ""};
    const Table& table = safe.table;
    const Estimate& estimate = table.cells[g][c];
    if (!estimate.value) {
        const bool nobody = !safe.coarse && table.group_bases[g] == 0;
        return {nobody ? std::string(words_.nobody) : "–", ""};
    }
    std::string detail;
    if (table.spec.statistic == Statistic::count && estimate.base > 0) {
        Estimate share = estimate;
        share.value = 100.0 * static_cast<double>(estimate.n) / static_cast<double>(estimate.base);
        detail = print_percentage(share, options_.language);
    } else if (table.spec.statistic != Statistic::count && !safe.coarse) {
        detail = print_count(static_cast<std::int64_t>(estimate.n), options_.language);
    }
    return {print(table, estimate) + mark_signs(marks_in(safe, g, c, marks())),
            detail,
            number_json(estimate.value).dump(),
            interval_of(table, estimate),
            trust.letters ? trust.letters->text(g, c) : std::string()};
}

std::string ExhibitMaker::interval_of(const Table& table, const Estimate& estimate) const {
    if (!marks().intervals) return {};
    const Statistic statistic = table.spec.statistic;
    const int decimals = statistic == Statistic::count ? 0
                         : statistic == Statistic::ratio
                             ? decimals_of_ratio(estimate.value.value_or(0))
                             : 1;
    return print_interval(
        estimate, statistic == Statistic::percent, decimals, words_, options_.language);
}

void ExhibitMaker::add_trust_remarks(const TableTrust& trust, Exhibit& exhibit) const {
    for (TrustRemark& remark : trust_remarks(trust, marks(), words_)) {
        const bool of_chart = is_in_chart(remark);
        add_remark(exhibit, std::move(remark.words), of_chart);
    }
    if (!marks().intervals || !trust.intervals) return;
    const double confidence = confidence_of(study_);  // an argument of fmt only refers to it
    const auto level = fmt::arg("level", confidence);
    if (exhibit.wide >= 0 && draws_intervals_)
        exhibit.remarks.push_back(filled(words_.explains_drawn_intervals, level));
    add_remark(exhibit, filled(words_.explains_intervals, level), false);
}

void ExhibitMaker::add_remarks(const SafeTable& safe,
                               const TableTrust& trust,
                               Exhibit& exhibit) const {
    add_trust_remarks(trust, exhibit);
    if (anything_withheld(safe)) {
        add_remark(exhibit,
                   filled(words_.explains_withheld, fmt::arg("threshold", safe.threshold)),
                   chart_withholds());
    }
    if (safe.coarse) {
        exhibit.remarks.emplace_back(trust.percentages ? words_.explains_coarse
                                                       : words_.explains_coarse_number);
    }
    const std::string& note = safe.table.spec.note.in(texts_.language);
    if (!note.empty()) exhibit.remarks.push_back(note);
}

}  // namespace mtm

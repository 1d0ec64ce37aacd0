#include "publish/dashboard_rounds.h"

#include <cmath>

#include "chart/from_table.h"
#include "chart/palette.h"
#include "report/print_number.h"
#include "tabulate/category_label.h"

namespace mtm {
namespace {

constexpr std::string_view minus_sign = "−";
constexpr const char* difference_column = "difference";

std::string signed_number(double value, const std::string& language) {
    std::string digits = print_decimal(std::abs(value), 1, language);
    if (digits == print_decimal(0, 1, language)) return digits;
    return (value < 0 ? std::string(minus_sign) : "+") + digits;
}

DashboardCell round_cell(const RoundNumber& number,
                         const Table& like,
                         DashboardSpeakers& speakers,
                         TextPool& texts) {
    DashboardCell out;
    out.withheld = number.withheld;
    if (!number.withheld) out.value = number.value;
    if (out.value) out.n = number.n;
    out.text = texts.add(speakers.each([&](const DashboardSpeaker& in) -> std::string {
        if (number.withheld) return std::string(in.words.withheld);
        if (!number.there || !number.value) return "–";
        Estimate estimate;
        estimate.value = number.value;
        return in.exhibits.print(like, estimate);
    }));
    if (out.n) {
        out.detail = texts.add(speakers.each([&](const DashboardSpeaker& in) {
            return print_count(static_cast<std::int64_t>(*out.n), in.code);
        }));
    }
    return out;
}

DashboardCell difference_cell(const RoundsRow& row, DashboardSpeakers& speakers, TextPool& texts) {
    DashboardCell out;
    out.value = row.difference;
    out.text = texts.add(speakers.each([&](const DashboardSpeaker& in) -> std::string {
        return row.difference ? signed_number(*row.difference, in.code) : "–";
    }));
    if (row.significant.value_or(false)) {
        out.detail = texts.add(
            speakers.each([](const DashboardSpeaker& in) { return in.phrase("significant"); }));
    }
    return out;
}

void add_columns(const RoundsOfQuestion& rounds,
                 DashboardSpeakers& speakers,
                 TextPool& texts,
                 DashboardView& out) {
    for (std::size_t i = 0; i < rounds.names.size(); ++i) {
        DashboardColumn column;
        column.label = texts.add(speakers.each([&](DashboardSpeaker&) { return rounds.names[i]; }));
        column.code = rounds.names[i];
        const bool last = i + 1 == rounds.names.size();
        column.fill = fill_of(last ? Hue::everyone : Hue::muted).colour.variable;
        if (i < rounds.bases.size() && rounds.bases[i]) {
            column.base = texts.add(speakers.each([&](const DashboardSpeaker& in) {
                return "n = " + print_count(static_cast<std::int64_t>(*rounds.bases[i]), in.code);
            }));
        }
        out.columns.push_back(std::move(column));
    }
    DashboardColumn difference;
    difference.code = difference_column;
    difference.label = texts.add(speakers.each([&](const DashboardSpeaker& in) {
        return in.phrase(rounds.numeric ? "difference" : "difference_points");
    }));
    out.columns.push_back(std::move(difference));
}

}  // namespace

DashboardView view_of_rounds(const RoundsOfQuestion& rounds,
                             DashboardSpeakers& speakers,
                             TextPool& texts) {
    DashboardView out;
    out.by = {"round"};
    out.by_label =
        texts.add(speakers.each([](const DashboardSpeaker& in) { return in.phrase("by_round"); }));
    Table like;
    like.spec.statistic = rounds.numeric ? Statistic::mean : Statistic::percent;
    out.statistic = name_of(like.spec.statistic);
    out.kinds = {rounds.names.size() > 2 ? "line" : "grouped"};
    add_columns(rounds, speakers, texts, out);
    for (const RoundsRow& row : rounds.rows) {
        DashboardRow& to = out.rows.emplace_back();
        to.code = row.category.name;
        to.missing = row.category.blank || row.category.meaning != MissingChoice::answer;
        to.label = texts.add_unless_empty(speakers.each([&](const DashboardSpeaker& in) {
            return label_of(row.category, in.index, in.words.no_answer);
        }));
        for (const RoundNumber& number : row.rounds)
            to.cells.push_back(round_cell(number, like, speakers, texts));
        to.cells.push_back(difference_cell(row, speakers, texts));
    }
    out.remarks.push_back(texts.add(
        speakers.each([](const DashboardSpeaker& in) { return in.phrase("rounds_note"); })));
    return out;
}

}  // namespace mtm

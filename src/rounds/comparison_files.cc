#include "rounds/comparison_files.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "base/text.h"
#include "rounds/comparison_words.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json value_json(const RoundValue& value) {
    if (!value.there) return nullptr;
    const bool hidden = value.withheld || value.coarse || value.printed;
    Json out;
    out["value"] = number(value.value);
    out["n"] = hidden ? Json(nullptr) : Json(value.n);
    out["base"] = hidden ? Json(nullptr) : Json(value.base);
    out["se"] = number(value.standard_error);
    out["withheld"] = value.withheld;
    out["coarse"] = value.coarse;
    if (value.printed) out["printed"] = true;
    return out;
}

Json row_json(const RoundComparison& comparison,
              const ComparedQuestion& question,
              const DifferenceRow& row,
              std::size_t language) {
    Json out;
    out["category"] = row.category.name;
    out["label"] = label_of_row(question, row, language);
    out["before"] = value_json(row.before);
    out["now"] = value_json(row.now);
    out["difference"] = number(row.difference);
    out["se"] = number(row.standard_error);
    out["low"] = number(row.low);
    out["high"] = number(row.high);
    out["p"] = number(row.p);
    out["p_family"] = number(row.p_family);
    out["significant"] = row.significant;
    if (const std::string why = reason_of_row(comparison, row); !why.empty())
        out["not_tested"] = why;
    if (row.parts) out["parts"] = {{"mix", row.parts->mix}, {"within", row.parts->within}};
    return out;
}

Json question_json(const RoundComparison& comparison,
                   const ComparedQuestion& question,
                   std::size_t language) {
    Json out;
    out["question"] = question.name;
    out["label"] = label_of_question(question, language);
    out["statistic"] = question.numeric ? "mean" : "percent";
    out["base"] = {{"everyone", question.base.everyone}, {"asked", question.base.asked}};
    out["notes"] = question.notes;
    if (!question.no_parts.empty()) out["no_parts"] = question.no_parts;
    out["rows"] = Json::array();
    for (const DifferenceRow& row : question.rows)
        out["rows"].push_back(row_json(comparison, question, row, language));
    return out;
}

Json comparison_object(const RoundComparison& comparison, std::size_t language) {
    Json out;
    if (comparison.rehearsal) out["warning"] = invented_mark;
    if (comparison.internal) out["edition"] = internal_mark;
    out["before"] = comparison.before;
    out["now"] = comparison.now;
    out["correction"] =
        comparison.correction == TestCorrection::holm ? "holm" : "benjamini-hochberg";
    out["tests"] = comparison.tests;
    out["significant"] = count_significant(comparison);
    if (comparison.tests == 0) out["no_test"] = comparison.no_test;
    out["mix"] = comparison.mix;
    out["remarks"] = remarks_of(comparison);
    out["questions"] = Json::array();
    for (const ComparedQuestion& question : comparison.questions)
        out["questions"].push_back(question_json(comparison, question, language));
    out["not_compared"] = Json::array();
    for (const NotCompared& each : comparison.not_compared)
        out["not_compared"].push_back({{"question", each.name}, {"reason", each.reason}});
    return out;
}

std::string shown(const std::optional<double>& value) {
    return value ? Json(*value).dump() : std::string();
}

void add_value(const RoundValue& value, std::vector<std::string>& out) {
    const bool counts = value.there && !value.withheld && !value.coarse && !value.printed;
    out.push_back(value.withheld ? "withheld" : shown(value.value));
    out.push_back(counts ? std::to_string(value.n) : "");
    out.push_back(counts ? std::to_string(value.base) : "");
    out.push_back(shown(value.standard_error));
}

using RowsShown = std::vector<std::pair<const ComparedQuestion*, const DifferenceRow*>>;

// The largest first.
template <typename Wanted>
RowsShown rows_shown(const RoundComparison& comparison, const Wanted& wanted) {
    RowsShown out;
    for (const ComparedQuestion& question : comparison.questions) {
        for (const DifferenceRow& row : question.rows) {
            if (wanted(question, row)) out.emplace_back(&question, &row);
        }
    }
    std::ranges::stable_sort(out, [](const auto& a, const auto& b) {
        return std::abs(*a.second->difference) > std::abs(*b.second->difference);
    });
    return out;
}

std::string with_base(const RoundValue& value) {
    const std::string base = print_base(value);
    return print_value(value) + (base.empty() ? "" : " (" + base + ")");
}

// A line each, at most so many.
std::string lines_of(const RowsShown& rows) {
    constexpr std::size_t lines = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(lines, rows.size()); ++i) {
        const auto& [question, row] = rows[i];
        out += fmt::format("  {} = {}: {} → {}, {}",
                           question->name,
                           question->numeric ? "mean" : row->category.name,
                           with_base(row->before),
                           with_base(row->now),
                           print_difference(*question, *row));
        if (row->p_family)
            out += fmt::format(" [{}, {}], p {}",
                               print_signed(*row->low),
                               print_signed(*row->high),
                               print_p(*row->p_family));
        out += "\n";
    }
    if (rows.size() > lines)
        out += fmt::format("  and {} more, in the files.\n", rows.size() - lines);
    return out;
}

// What stands out: what is significant or, where nothing could be tested, what differs most.
std::string what_stands_out(const RoundComparison& comparison) {
    if (comparison.tests > 0) {
        const RowsShown rows = rows_shown(
            comparison, [](const auto&, const DifferenceRow& row) { return row.significant; });
        return rows.empty() ? "" : "\nSignificant, the largest first:\n" + lines_of(rows);
    }
    const auto of_kind = [&comparison](bool numeric) {
        return rows_shown(
            comparison, [numeric](const ComparedQuestion& question, const DifferenceRow& row) {
                const bool answer =
                    !row.category.blank && row.category.meaning == MissingChoice::answer;
                return question.numeric == numeric && row.difference && answer;
            });
    };
    std::string out;
    if (const RowsShown shares = of_kind(false); !shares.empty())
        out += "\nThe largest differences of percentages, untested:\n" + lines_of(shares);
    if (const RowsShown means = of_kind(true); !means.empty())
        out += "\nDifferences of means, untested:\n" + lines_of(means);
    return out;
}

}  // namespace

std::string comparison_json(const ComparisonExport& exported) {
    Json out;
    out["title"] = exported.title;
    out["comparisons"] = Json::array();
    for (const RoundComparison& comparison : exported.comparisons)
        out["comparisons"].push_back(comparison_object(comparison, exported.language));
    return out.dump(1) + "\n";
}

std::string comparison_csv(const ComparisonExport& exported) {
    std::vector<std::vector<std::string>> rows{
        {"round_before", "round_now",  "question", "statistic",   "category",
         "label",        "before",     "before_n", "before_base", "before_se",
         "now",          "now_n",      "now_base", "now_se",      "difference",
         "se",           "low",        "high",     "p",           "p_family",
         "significant",  "not_tested", "mix",      "within",      "mark"}};
    for (const RoundComparison& comparison : exported.comparisons) {
        std::vector<std::string> marks;
        if (comparison.rehearsal) marks.emplace_back(invented_mark);
        if (comparison.internal) marks.emplace_back(internal_mark);
        for (const ComparedQuestion& question : comparison.questions) {
            for (const DifferenceRow& row : question.rows) {
                std::vector<std::string> record{comparison.before,
                                                comparison.now,
                                                question.name,
                                                question.numeric ? "mean" : "percent",
                                                row.category.name,
                                                label_of_row(question, row, exported.language)};
                add_value(row.before, record);
                add_value(row.now, record);
                for (const auto* value : {&row.difference,
                                          &row.standard_error,
                                          &row.low,
                                          &row.high,
                                          &row.p,
                                          &row.p_family})
                    record.push_back(shown(*value));
                record.emplace_back(row.significant ? "yes" : row.p ? "no" : "");
                record.push_back(row.not_tested);
                record.push_back(row.parts ? shown(row.parts->mix) : "");
                record.push_back(row.parts ? shown(row.parts->within) : "");
                record.push_back(join(marks, "; "));
                rows.push_back(std::move(record));
            }
        }
    }
    return write_csv(rows);
}

std::string comparison_summary(const ComparisonExport& exported) {
    std::string out;
    for (const RoundComparison& comparison : exported.comparisons) {
        if (!out.empty()) out += "\n";
        out += comparison.now + " beside " + comparison.before + "\n";
        if (comparison.rehearsal) out += std::string(invented_mark) + "\n";
        if (comparison.internal) out += std::string(internal_mark) + "\n";
        for (const std::string& remark : remarks_of(comparison))
            out += "  " + remark + "\n";
        out += fmt::format("  {} questions are compared, {} are not.\n",
                           comparison.questions.size(),
                           comparison.not_compared.size());
        out += what_stands_out(comparison);
        if (!comparison.not_compared.empty()) out += "\nNot compared:\n";
        for (const NotCompared& each : comparison.not_compared)
            out += "  " + each.name + ": " + each.reason + "\n";
    }
    return out;
}

}  // namespace mtm

#include "sampling/margin_file.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "sampling/number_text.h"

namespace mtm {
namespace {

// By how much, as a part of them, sums of margins may differ that are one number rounded twice.
constexpr double same_sum = 1e-6;

struct MarginRow {
    std::string category;
    double total = 0;
    int record = 0;
};

struct MarginRows {
    std::string variable;
    std::vector<MarginRow> rows;
};

class MarginBinder {
public:
    MarginBinder(const NamedTable& file, InterviewColumns& interviews, Diagnostics& out)
        : file_(file), interviews_(interviews), out_(out) {}

    std::optional<BoundMargins> bind(MarginSums sums, CategoriesOfNobody of_nobody) {
        const std::size_t before = out_.size();
        if (!has_columns()) return std::nullopt;
        BoundMargins bound;
        for (const MarginRows& margin : read()) {
            if (margin.rows.size() == 1 && margin.rows[0].category.empty())
                bind_number(margin, bound);
            else
                bind_categories(margin, of_nobody, bound);
        }
        if (sums != MarginSums::any) compare_sums(sums, bound);
        const auto is_error = [](const Diagnostic& each) {
            return each.severity == Severity::error;
        };
        if (std::any_of(out_.begin() + static_cast<std::ptrdiff_t>(before), out_.end(), is_error))
            return std::nullopt;
        return bound;
    }

private:
    void report(std::string code,
                Place place,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        out_.push_back({.code = std::move(code),
                        .severity = severity,
                        .place = std::move(place),
                        .message = std::move(message),
                        .remedy = std::move(remedy)});
    }

    bool has_columns() {
        bool all = true;
        for (const char* name : {"variable", "category", "total"}) {
            if (file_.table.find(name)) continue;
            all = false;
            report("missing-column",
                   file_.place(-1, name),
                   std::string("There is no column “") + name + "”.",
                   "The first row is: variable, category, total.");
        }
        if (all && file_.table.record_count() == 0) {
            report("no-margins",
                   file_.place(-1, {}),
                   "The file has no totals.",
                   "Write a row for each category of each variable.");
            return false;
        }
        return all;
    }

    std::vector<MarginRows> read() {
        std::vector<MarginRows> out;
        for (int record = 0; record < file_.table.record_count(); ++record) {
            const std::string variable = squeeze(file_.table.at(record, "variable"));
            const std::string category = squeeze(file_.table.at(record, "category"));
            const std::string text(trim(file_.table.at(record, "total")));
            const std::optional<double> total = number_in(text);
            refused_.emplace(variable, spaced(category));  // until it is read
            if (!total || *total < 0) {
                report("bad-total",
                       file_.place(record, "total"),
                       "“" + text + "” is no number of people.",
                       "Write digits, without a comma: 12500.");
                continue;
            }
            const bool of_people = !category.empty() || variable == "everyone";
            if (*total > (of_people ? most_stood_for : most_summed)) {
                report("total-too-large",
                       file_.place(record, "total"),
                       fmt::format("“{}” is more than {}.",
                                   text,
                                   of_people ? "10¹² people" : "10¹⁸, the most that is summed"),
                       "Correct the total: nobody knows of so many.");
                continue;
            }
            auto margin = std::ranges::find(out, variable, &MarginRows::variable);
            if (margin == out.end()) margin = out.insert(out.end(), {variable, {}});
            if (std::ranges::find(margin->rows, category, &MarginRow::category) !=
                margin->rows.end()) {
                report("margin-twice",
                       file_.place(record, "category"),
                       "“" + variable + "” has two totals for “" + category + "”.",
                       "Keep one, or add them up.");
                continue;
            }
            margin->rows.push_back({category, *total, record});
            refused_.erase({variable, spaced(category)});
        }
        return out;
    }

    void bind_number(const MarginRows& margin, BoundMargins& bound) {
        const MarginRow& row = margin.rows[0];
        const Place place = file_.place(row.record, "variable");
        std::optional<std::vector<double>> values;
        if (margin.variable == "everyone")
            values.emplace(interviews_.rows(), 1.0);
        else
            values = interviews_.numbers(margin.variable, place);
        if (!values) return;
        const auto is_number = [](double value) { return std::isfinite(value); };
        const auto first = std::ranges::find_if_not(*values, is_number);
        if (first != values->end()) {
            const auto missing =
                std::count_if(values->begin(), values->end(), std::not_fn(is_number));
            Place of = place;
            of.interview = interviews_.instance(static_cast<std::size_t>(first - values->begin()));
            report("interviews-outside-margins",
                   of,
                   fmt::format("{} interviews have no number for “{}”.", missing, margin.variable),
                   "Leave them out of what is counted, or derive a variable that has one for all.");
            return;
        }
        const auto too_large = [](double value) { return std::abs(value) > most_summed; };
        if (const auto large = std::ranges::find_if(*values, too_large); large != values->end()) {
            Place of = place;
            of.interview = interviews_.instance(static_cast<std::size_t>(large - values->begin()));
            report("total-too-large",
                   of,
                   fmt::format("“{}” is {:.3g} in an interview.", margin.variable, *large),
                   "No more than 10¹⁸ is summed: correct the answer.");
            return;
        }
        bound.values.push_back(std::move(*values));
        bound.numbers.push_back({margin.variable, row.total, bound.values.back()});
    }

    void bind_categories(const MarginRows& margin,
                         CategoriesOfNobody of_nobody,
                         BoundMargins& bound) {
        const Place first = file_.place(margin.rows[0].record, "variable");
        std::optional<CategoryColumn> column = interviews_.categories(margin.variable, first);
        if (!column) return;
        // From a category of the interviews to one of the margin.
        std::vector<std::int32_t> to(column->categories.size(), -1);
        CodedMargin coded{margin.variable, {}, {}, {}};
        std::vector<std::uint8_t> told(margin.rows.size(), 0);
        for (const MarginRow& row : margin.rows) {
            const auto at = std::ranges::find(column->categories, spaced(row.category));
            if (at != column->categories.end()) {
                to[static_cast<std::size_t>(at - column->categories.begin())] =
                    static_cast<std::int32_t>(coded.totals.size());
            } else if (!could_be(margin.variable, row)) {
                told[coded.totals.size()] = 1;
                report("unknown-category",
                       file_.place(row.record, "category"),
                       "“" + margin.variable + "” has no category “" + row.category + "”.",
                       did_you_mean(row.category,
                                    column->categories,
                                    "Write the name of a choice, not its label."));
            }
            coded.categories.push_back(row.category);
            coded.totals.push_back(row.total);
        }
        std::vector<std::int32_t> codes = codes_in(*column, to);
        tell_of_interviews_outside(margin, *column, codes, coded);
        const bool somebody =
            std::ranges::any_of(codes, [](std::int32_t code) { return code >= 0; });
        if (of_nobody == CategoriesOfNobody::refused || !somebody)
            tell_of_nobody(margin, codes, coded, std::move(told));
        bound.columns.push_back(std::move(codes));
        coded.codes = bound.columns.back();
        bound.coded.push_back(std::move(coded));
    }

    // Whether a category of crossed variables that nobody is of names a category of each: of one
    // variable alone all categories are known, of crossed ones only those that occur.
    bool could_be(const std::string& variable, const MarginRow& row) {
        const std::vector<std::string_view> names = split(variable, '*');
        const std::vector<std::string_view> parts = split(row.category, '*');
        if (names.size() < 2 || parts.size() != names.size()) return false;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            const auto column =
                interviews_.categories(trim(names[p]), file_.place(row.record, "variable"));
            const std::string part(trim(parts[p]));
            if (!column || std::ranges::find(column->categories, part) == column->categories.end())
                return false;
        }
        return true;
    }

    // "a*b" as crossed categories are named.
    static std::string spaced(const std::string& category) {
        std::string out;
        for (const std::string_view part : split(category, '*')) {
            if (!out.empty()) out += " * ";
            out += trim(part);
        }
        return out;
    }

    static std::vector<std::int32_t> codes_in(const CategoryColumn& column,
                                              const std::vector<std::int32_t>& to) {
        std::vector<std::int32_t> out;
        out.reserve(column.codes.size());
        for (const std::int32_t code : column.codes)
            out.push_back(code < 0 ? -1 : to[static_cast<std::size_t>(code)]);
        return out;
    }

    // They would keep their weights, and nobody would know for whom they stand.
    void tell_of_interviews_outside(const MarginRows& margin,
                                    const CategoryColumn& column,
                                    const std::vector<std::int32_t>& codes,
                                    const CodedMargin& coded) {
        std::map<std::string, std::pair<int, std::size_t>> found;
        for (std::size_t row = 0; row < codes.size(); ++row) {
            const std::int32_t code = codes[row];
            if (code >= 0 && coded.totals[static_cast<std::size_t>(code)] > 0) continue;
            const std::int32_t answer = column.codes[row];
            const std::string name =
                answer < 0 ? "" : column.categories[static_cast<std::size_t>(answer)];
            ++found.try_emplace(name, 0, row).first->second.first;
        }
        for (const auto& [name, at] : found) {
            if (refused_.contains({margin.variable, name})) continue;  // told at its row
            Place place = file_.place(margin.rows[0].record, "variable");
            place.interview = interviews_.instance(at.second);
            report("interviews-outside-margins",
                   place,
                   name.empty()
                       ? fmt::format("{} no answer to “{}”.",
                                     at.first == 1 ? "1 interview has"
                                                   : fmt::format("{} interviews have", at.first),
                                     margin.variable)
                       : fmt::format("{} of “{}”, of which the totals of “{}” have no people.",
                                     at.first == 1 ? "1 interview is"
                                                   : fmt::format("{} interviews are", at.first),
                                     name,
                                     margin.variable),
                   name.empty() ? "Give them a category in a derived variable, or leave them out "
                                  "of what is counted."
                                : "Add the total of “" + name +
                                      "”, or join it with another "
                                      "category in a derived variable.");
        }
    }

    void tell_of_nobody(const MarginRows& margin,
                        const std::vector<std::int32_t>& codes,
                        const CodedMargin& coded,
                        std::vector<std::uint8_t> seen) {
        for (const std::int32_t code : codes) {
            if (code >= 0) seen[static_cast<std::size_t>(code)] = 1;
        }
        for (std::size_t c = 0; c < seen.size(); ++c) {
            if (seen[c] != 0 || coded.totals[c] <= 0) continue;
            report("margin-of-nobody",
                   file_.place(margin.rows[c].record, "category"),
                   fmt::format("{} people are of “{}”, and nobody interviewed is.",
                               coded.totals[c],
                               coded.categories[c]),
                   "Join the category with one like it in a derived variable, or take its people "
                   "out of the population and say so.");
        }
    }

    void compare_sums(MarginSums sums, BoundMargins& bound) {
        const CodedMargin* first = nullptr;
        double wanted = 0;
        for (const NumericMargin& number : bound.numbers) {
            if (number.name == "everyone") wanted = number.total;
        }
        for (CodedMargin& margin : bound.coded) {
            const double sum = std::accumulate(margin.totals.begin(), margin.totals.end(), 0.0);
            if (sum <= 0) {
                report("margins-differ",
                       file_.place(-1, "total"),
                       "The totals of “" + margin.name + "” add to nobody.",
                       "Write how many people are of each category.");
                return;
            }
            if (sum > most_stood_for) {
                report("total-too-large",
                       file_.place(-1, "total"),
                       fmt::format("The totals of “{}” add to {:.3g} people.", margin.name, sum),
                       "No more than 10¹² people can be stood for: correct them.");
                return;
            }
            if (first == nullptr) first = &margin;
            if (wanted <= 0) wanted = sum;
            if (std::abs(sum - wanted) > same_sum * wanted && sums == MarginSums::must_agree)
                report("margins-differ",
                       file_.place(-1, "total"),
                       fmt::format("The totals of “{}” add to {}, others (as “{}”) to {}.",
                                   margin.name,
                                   sum,
                                   first == &margin ? "everyone" : first->name,
                                   wanted),
                       "Correct them, or write scale_margins = true to bring all to the sum of "
                       "the first.");
            else if (std::abs(sum - wanted) > same_sum * wanted)
                bound.scaled.push_back(
                    fmt::format("The totals of {} add to {:.0f} people and were multiplied by "
                                "{:.4g}, to add to the {:.0f} of {}.",
                                margin.name,
                                sum,
                                wanted / sum,
                                wanted,
                                first == &margin ? "everyone" : first->name));
            for (double& total : margin.totals)
                total *= wanted / sum;
        }
    }

    const NamedTable& file_;
    InterviewColumns& interviews_;
    std::set<std::pair<std::string, std::string>> refused_;  // variable, category: no total is read
    Diagnostics& out_;
};

}  // namespace

std::optional<BoundMargins> bind_margins(const NamedTable& file,
                                         InterviewColumns& interviews,
                                         MarginSums sums,
                                         CategoriesOfNobody of_nobody,
                                         Diagnostics& diagnostics) {
    return MarginBinder(file, interviews, diagnostics).bind(sums, of_nobody);
}

}  // namespace mtm

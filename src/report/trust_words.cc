#include "report/trust_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/print_number.h"
#include "report/table_remarks.h"

namespace mtm {
namespace {

std::string with_fewest(std::string_view phrase, const MarkRules& rules) {
    return fmt::format(fmt::runtime(phrase), fmt::arg("fewest", rules.small_base));
}

void note_cell(const SafeTable& safe,
               std::size_t g,
               std::size_t c,
               const MarkRules& rules,
               TableTrust& trust) {
    const CellMarks marks = marks_in(safe, g, c, rules);
    trust.small_base |= marks.small_base;
    trust.caution |= marks.reliability == Reliability::caution;
    trust.unreliable |= marks.reliability == Reliability::unreliable;
    const Estimate& cell = safe.table.cells[g][c];
    trust.intervals |= cell.value && cell.low && cell.high;
}

}  // namespace

std::string mark_signs(const CellMarks& marks) {
    std::string out = marks.small_base ? "*" : "";
    if (marks.reliability == Reliability::caution) out += "†";
    if (marks.reliability == Reliability::unreliable) out += "‡";
    return out;
}

std::string mark_words(const CellMarks& marks) {
    std::vector<std::string> out;
    if (marks.small_base) out.emplace_back("small base");
    if (marks.reliability == Reliability::caution) out.emplace_back("caution");
    if (marks.reliability == Reliability::unreliable) out.emplace_back("unreliable");
    return join(out, "; ");
}

CellMarks marks_in(const SafeTable& safe,
                   std::size_t group,
                   std::size_t category,
                   const MarkRules& rules) {
    if (safe.coarse || safe.withheld[group][category] || safe.withheld_groups[group]) return {};
    return marks_of(safe.table.cells[group][category], safe.table.spec.statistic, rules);
}

TableTrust trust_in(const SafeTable& safe, const MarkRules& rules) {
    TableTrust out;
    out.percentages = has_percentages(safe.table.spec.statistic);
    for (std::size_t g = 0; g < safe.table.groups.size(); ++g) {
        const bool told = !safe.coarse && !safe.withheld_groups[g];
        out.small_base |= told && is_small_base(safe.table.group_bases[g], rules);
        for (std::size_t c = 0; c < safe.table.cells[g].size(); ++c)
            note_cell(safe, g, c, rules, out);
    }
    if (!safe.coarse) out.letters = column_letters(safe.table, rules);
    return out;
}

TableTrust trust_in_parts(const SafeTable& safe, const MarkRules& rules) {
    TableTrust out = trust_in(safe, rules);
    for (const SafeTable& part : safe.parts) {
        const TableTrust more = trust_in(part, rules);
        out.small_base |= more.small_base;
        out.caution |= more.caution;
        out.unreliable |= more.unreliable;
        out.intervals |= more.intervals;
    }
    out.letters.reset();
    return out;
}

std::vector<TrustRemark> trust_remarks(const TableTrust& trust,
                                       const MarkRules& rules,
                                       const Phrases& words) {
    std::vector<TrustRemark> out;
    const auto explain = [&out](std::string_view reason, std::string_view sentence) {
        out.push_back({reason, std::string(sentence)});
    };
    if (trust.small_base) {
        explain("small-base",
                with_fewest(trust.percentages ? words.small_base : words.small_base_number, rules));
    }
    if (trust.caution) explain("caution", words.explains_caution);
    if (trust.unreliable) explain("unreliable", words.explains_unreliable);
    if (!trust.letters) return out;
    explain("letters", with_fewest(words.explains_letters, rules));
    if (rules.letters == LetterRule::at_5_and_10)
        explain("small-letters", words.explains_small_letters);
    return out;
}

std::string print_interval(const Estimate& estimate,
                           bool percent,
                           int decimals,
                           const Phrases& words,
                           std::string_view language) {
    if (!estimate.low || !estimate.high) return {};
    double low = *estimate.low;
    double high = *estimate.high;
    if (percent) {
        low = std::clamp(low, 0.0, 100.0);
        high = std::clamp(high, 0.0, 100.0);
        decimals = rounded(low) == rounded(high) ? 1 : 0;
    }
    const auto print = [&](double limit) { return print_decimal(limit, decimals, language); };
    // A dash before a minus reads badly.
    const std::string_view phrase = high < 0 || low < 0 ? "{low} … {high}" : words.interval;
    return fmt::format(
        fmt::runtime(phrase), fmt::arg("low", print(low)), fmt::arg("high", print(high)));
}

bool is_weighted(const Dataset& dataset) {
    if (dataset.design == nullptr) return false;
    return std::ranges::any_of(dataset.design->design().weights,
                               [](double weight) { return weight != 1; });
}

}  // namespace mtm

#include "report/correction_effects.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "disclosure/figure_decision.h"
#include "report/change_figure.h"
#include "report/correction_phrases.h"
#include "report/figure_sentence.h"
#include "report/narrative_functions.h"
#include "report/print_number.h"
#include "tabulate/figure.h"

namespace mtm {
namespace {

constexpr int decimals_of_team = 2;  // of unrounded numbers, in the internal edition

Block block_of(BlockKind kind) {
    Block out;
    out.kind = kind;
    return out;
}

Block paragraph(std::string text) {
    Block out = block_of(BlockKind::paragraph);
    out.inlines.push_back(text_piece(std::move(text)));
    return out;
}

void add_row(Block& table, const std::vector<std::string>& cells) {
    Block& row = table.children.emplace_back(block_of(BlockKind::row));
    row.head = table.children.size() == 1;
    for (const std::string& text : cells) {
        Block& cell = row.children.emplace_back(block_of(BlockKind::cell));
        cell.inlines.push_back(text_piece(text));
    }
}

// The figure in its sentence, set off: a sentence may have several.
std::vector<Inline> place_of(const Document& document, int figure) {
    const FigureSentence place = sentence_of_figure(document, figure);
    if (place.figure.empty())
        return {text_piece(document.figures[static_cast<std::size_t>(figure)].expression)};
    Inline strong = piece_of(InlineKind::strong);
    strong.children.push_back(text_piece(place.figure));
    return {text_piece((place.section.empty() ? "" : place.section + ": ") + place.before),
            std::move(strong),
            text_piece(place.after)};
}

bool measures(std::string_view aggregate) {
    constexpr std::array<std::string_view, 5> measuring{
        "mean", "median", "quantile", "total", "ratio"};
    return std::ranges::find(measuring, aggregate) != measuring.end();
}

// What the means, quantiles, totals and ratios of a figure are of.
void add_measured(const Node& node, std::set<std::string>& names) {
    const bool measured = node.kind == NodeKind::call && measures(node.text);
    const std::size_t values = measured ? (node.text == "ratio" ? 2 : 1) : 0;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i >= values) {
            add_measured(node.children[i], names);
            continue;
        }
        for (std::string& name : references(node.children[i]))
            names.insert(std::move(name));
    }
}

RowSet between(const RowSet& a, const RowSet& b) {
    return (a - b) | (b - a);
}

bool same_answer_in(const Column& a, std::size_t row_a, const Column& b, std::size_t row_b) {
    const auto text = [](const Column& column, std::size_t row) {
        const std::int32_t code = column.codes[row];
        return code < 0 ? std::string() : column.dictionary[static_cast<std::size_t>(code)];
    };
    if (a.asked[row_a] != b.asked[row_b] || text(a, row_a) != text(b, row_b)) return false;
    for (int category = 0; a.words_per_row > 0 && category < a.choice_count; ++category) {
        if (a.has_member(row_a, category) != b.has_member(row_b, category)) return false;
    }
    return true;
}

std::string printed(const SafeFigure& figure,
                    const Expression& expression,
                    const std::string& lang) {
    return print_figure(figure,
                        {.language = lang,
                         .position = Position::brackets,
                         .decimals = decimals_of(expression.root, figure.figure.estimate.value)});
}

std::string with_unrounded(std::string text,
                           const FigureValue& figure,
                           const std::string& language) {
    const bool whole = figure.unit == FigureUnit::text || figure.unit == FigureUnit::count;
    if (whole || !figure.estimate.value) return text;
    return text + " (" + print_decimal(*figure.estimate.value, decimals_of_team, language) + ")";
}

void add_counts(const CorrectionsMade& made,
                const CorrectionPhrases& words,
                const std::string& language,
                std::vector<Block>& out) {
    Block table = block_of(BlockKind::table);
    add_row(table, {std::string(words.kind), std::string(words.number)});
    const std::pair<std::string_view, int> rows[] = {
        {words.changed, made.changed},
        {words.blanked, made.blanked},
        {words.option_added, made.option_added},
        {words.confirmed, made.confirmed},
        {words.interviews, made.interviews},
        {words.removed, made.removed},
        {words.unverified, made.unverified},
        {words.open_conflicts, made.open_conflicts},
        {words.settled_conflicts, made.settled_conflicts},
        {words.not_applied, made.not_applied},
    };
    for (const auto& [what, number] : rows) {
        const bool always = what == words.changed || what == words.blanked || what == words.removed;
        if (number > 0 || always)
            add_row(table, {std::string(what), print_count(number, language)});
    }
    out.push_back(std::move(table));
}

// Reasons are free texts: for the team alone.
void add_reasons(const CorrectionsMade& made,
                 const CorrectionPhrases& words,
                 const std::string& language,
                 std::vector<Block>& out) {
    if (made.reasons.empty()) return;
    out.push_back(paragraph(std::string(words.reasons)));
    Block table = block_of(BlockKind::table);
    add_row(table, {std::string(words.reason), std::string(words.number)});
    int others = made.applied();
    for (const auto& [reason, times] : made.reasons) {
        add_row(table, {reason, print_count(times, language)});
        others -= times;
    }
    if (others > 0)
        add_row(table, {std::string(words.other_reasons), print_count(others, language)});
    out.push_back(std::move(table));
}

}  // namespace

CorrectionEffects::CorrectionEffects(const Study& study,
                                     const Dataset& corrected,
                                     const Dataset& uncorrected,
                                     const CorrectionsMade& made,
                                     DisclosureControl& control,
                                     RoundChanges* changes)
    : study_(study),
      corrected_(corrected),
      uncorrected_(uncorrected),
      made_(made),
      control_(control),
      changes_(changes),
      rows_(corrected, uncorrected),
      joint_(control.over(rows_)) {}

FigureValue CorrectionEffects::over_joint_rows(const FigureValue& before) const {
    FigureValue out = before;
    for (FigurePart& part : out.parts) {
        for (SummedNumbers& numbers : part.summed)
            numbers = rows_.from_second(numbers, part.counted.level());
        part.counted = rows_.from_second(part.counted);
        part.of = rows_.from_second(part.of);
    }
    return out;
}

// Of rows that only one of the datasets has, their sets tell.
const RowSet& CorrectionEffects::rows_changed(const std::string& question) {
    const auto [found, is_new] = changed_.try_emplace(question);
    if (!is_new) return found->second;
    for (std::size_t l = 0; l < corrected_.levels.size(); ++l) {
        const Column* after = corrected_.levels[l].find(question);
        const Column* before = uncorrected_.levels[l].find(question);
        if (after == nullptr || before == nullptr) continue;
        found->second = rows_.none(static_cast<int>(l));
        const auto& joint = rows_.rows_of_second(static_cast<int>(l));
        for (std::size_t row = 0; row < joint.size(); ++row) {
            const auto at = static_cast<std::size_t>(joint[row]);
            if (at >= after->size() || same_answer_in(*after, at, *before, row)) continue;
            found->second.insert(at);
        }
    }
    return found->second;
}

// Absent where it cannot be told.
std::optional<CorrectionEffects::Otherwise> CorrectionEffects::people_between(
    const FigureValue& after, const FigureValue& before, const Expression& figure) {
    if (after.parts.empty() || after.parts.size() != before.parts.size()) return std::nullopt;
    std::set<std::string> measured;
    add_measured(figure.root, measured);
    Otherwise out;
    for (std::size_t i = 0; i < after.parts.size(); ++i) {
        if (is_of_order(after.parts[i])) return std::nullopt;  // others' number decides it too
        const RowSet counted = rows_.from_first(after.parts[i].counted);
        const RowSet of = rows_.from_first(after.parts[i].of);
        const RowSet& counted_before = before.parts[i].counted;
        const RowSet& of_before = before.parts[i].of;
        const bool comparable = counted.comparable_to(counted_before) &&
                                of.comparable_to(of_before) && of.comparable_to(counted);
        if (!comparable) return std::nullopt;
        RowSet inside = between(counted, counted_before);
        if (measures(after.parts[i].aggregate)) {
            for (const std::string& name : measured) {
                const RowSet& changed = rows_changed(name);
                if (changed.comparable_to(counted)) inside |= changed & counted & counted_before;
            }
        }
        const RowSet others = between(of - counted, of_before - counted_before);
        const RowSet both = between(of, of_before);
        out.people = std::max(out.people, (inside | others | both).people());
        const RowSet* const sets[] = {&inside, &others, &both};
        for (const RowSet* set : sets) {
            const std::size_t people = set->people();
            if (people > 0 && (out.fewest == 0 || people < out.fewest)) out.fewest = people;
        }
    }
    return out;
}

// A change differs where this round's figure does. To the public it is not said how: what the other
// number would tell of the round before is not judged here.
CorrectionEffects::Effect CorrectionEffects::effect_on_change(const Expression& figure,
                                                              const std::string& language) {
    Effect out;
    if (changes_ == nullptr) return out;
    const auto after = changes_->evaluate(figure);
    auto before = changes_->evaluate(figure, uncorrected_);
    const auto safe = after ? std::optional(changes_->release(*after)) : std::nullopt;
    if (!safe || !before || (*safe)->change.withheld) {
        out.kind = Effect::Kind::hidden;
        return out;
    }
    if (!after->why_none.empty() || after->difference == before->difference) return out;
    const NumberStyle style{.language = language,
                            .position = Position::brackets,
                            .decimals = decimals_of(figure.root, before->change.estimate.value)};
    SafeFigure plain;
    plain.figure = before->change;
    out.before = print_figure(plain, style);
    out.after = print_figure((*safe)->change, style);
    if (is_public()) {
        if (out.before != out.after) out.kind = Effect::Kind::hidden;
        out.before.clear();
        return out;
    }
    out.kind = Effect::Kind::differs;
    before->now = over_joint_rows(before->now);
    out.people = people_between(after->now, before->now, figure).value_or(Otherwise{}).people;
    out.before = with_unrounded(std::move(out.before), before->change, language);
    out.after = with_unrounded(std::move(out.after), after->change, language);
    return out;
}

CorrectionEffects::Effect CorrectionEffects::effect_on(const Expression& figure,
                                                       const std::string& language) {
    if (!changes_in(figure.root).empty()) return effect_on_change(figure, language);
    Effect out;
    const int index = study_.questionnaire.find_language(language);
    const auto in_language =
        index < 0 ? std::optional<std::size_t>() : static_cast<std::size_t>(index);
    const auto after = evaluate_figure(study_, corrected_, figure, in_language);
    auto before = evaluate_figure(study_, uncorrected_, figure, in_language);
    if (!after || !before) {
        out.kind = Effect::Kind::hidden;
        return out;
    }
    *before = over_joint_rows(*before);
    const auto safe_after = control_.release(*after);
    out.after = printed(safe_after.value(), figure, language);
    if (safe_after->withheld) {
        out.kind = Effect::Kind::hidden;
        return out;
    }
    SafeFigure plain;
    plain.figure = *before;
    plain.threshold = study_.file.threshold;
    const bool same_text = printed(plain, figure, language) == out.after;
    const bool same = is_public() ? same_text
                                  : same_text && after->text == before->text &&
                                        after->estimate.value == before->estimate.value;
    if (same) return out;
    const Otherwise otherwise = people_between(*after, *before, figure).value_or(Otherwise{});
    out.people = otherwise.people;
    const auto least = static_cast<std::size_t>(std::max(study_.file.threshold, 1));
    if (is_public() && otherwise.fewest < least) {
        out.kind = Effect::Kind::hidden;
        return out;
    }
    const auto safe_before = joint_.release(*before);
    out.kind = safe_before->withheld ? Effect::Kind::hidden : Effect::Kind::differs;
    out.before = printed(safe_before.value(), figure, language);
    if (is_public()) {
        // Where numbers of people are rounded, others may look the same.
        if (out.before == out.after && out.kind == Effect::Kind::differs)
            out.kind = Effect::Kind::same;
        return out;
    }
    out.before = with_unrounded(std::move(out.before), *before, language);
    out.after = with_unrounded(std::move(out.after), *after, language);
    return out;
}

void CorrectionEffects::add_annex(const Narrative& narrative, Document& document) {
    const CorrectionPhrases& words = correction_phrases_in(document.language);
    const auto number = [&](std::size_t n) {
        return print_count(static_cast<std::int64_t>(n), document.language);
    };
    Block table = block_of(BlockKind::table);
    std::vector<std::string> head{
        std::string(words.sentence), std::string(words.before), std::string(words.after)};
    if (!is_public()) head.emplace_back(words.people);
    add_row(table, head);
    std::set<std::string> seen;
    std::size_t same = 0;
    std::size_t differ = 0;
    std::size_t hidden = 0;
    for (std::size_t i = 0; i < narrative.figures.size(); ++i) {
        const auto& expression = narrative.figures[i].expression;
        if (!expression || document.figures[i].expression.empty()) continue;
        for (const Node& figure : plain_figures(expression->root)) {
            if (!seen.insert(print(figure)).second) continue;
            const Effect effect = effect_on({print(figure), figure}, document.language);
            same += effect.kind == Effect::Kind::same ? 1U : 0U;
            hidden += effect.kind == Effect::Kind::hidden ? 1U : 0U;
            if (effect.kind != Effect::Kind::differs) continue;
            ++differ;
            std::vector<std::string> row{"", effect.before, effect.after};
            if (!is_public()) row.push_back(number(effect.people));
            add_row(table, row);
            table.children.back().children.front().inlines =
                place_of(document, static_cast<int>(i));
        }
    }
    DocumentSection annex;
    annex.anchor = "mtm-corrections";
    annex.title.push_back(text_piece(std::string(words.title)));
    annex.blocks.push_back(paragraph(std::string(words.intro)));
    add_counts(made_, words, document.language, annex.blocks);
    if (!is_public()) add_reasons(made_, words, document.language, annex.blocks);
    Block& heading = annex.blocks.emplace_back(block_of(BlockKind::heading));
    heading.level = 2;
    heading.text = "mtm-correction-effects";
    heading.inlines.push_back(text_piece(std::string(words.effects)));
    const bool all_same = differ + hidden == 0;
    annex.blocks.push_back(
        paragraph(fmt::format(fmt::runtime(all_same ? words.all_same : words.some_differ),
                              fmt::arg("total", number(seen.size())),
                              fmt::arg("same", number(same)),
                              fmt::arg("differ", number(differ)))));
    if (differ > 0) annex.blocks.push_back(std::move(table));
    if (hidden > 0)
        annex.blocks.push_back(paragraph(fmt::format(fmt::runtime(words.hidden),
                                                     fmt::arg("hidden", number(hidden)),
                                                     fmt::arg("threshold", document.threshold))));
    annex.blocks.push_back(
        paragraph(std::string(words.method) +
                  (is_public() ? " " + std::string(words.same_in_print) : std::string())));
    document.sections.push_back(std::move(annex));
}

}  // namespace mtm

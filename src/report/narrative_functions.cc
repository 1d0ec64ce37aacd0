#include "report/narrative_functions.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "expression/functions.h"
#include "report/language.h"
#include "report/number_words.h"
#include "report/wording.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 6> comparisons = {"=", "!=", "<", "<=", ">", ">="};

bool is_comparison(const Node& node) {
    return node.kind == NodeKind::binary &&
           std::ranges::find(comparisons, node.text) != comparisons.end();
}

bool is_call(const Node& node, std::string_view name) {
    return node.kind == NodeKind::call && node.text == name;
}

bool is_logic(const Node& node) {
    return (node.kind == NodeKind::binary && (node.text == "and" || node.text == "or")) ||
           is_call(node, "not") || is_call(node, "true") || is_call(node, "false");
}

bool is_narrative_function(const Node& node) {
    if (node.kind != NodeKind::call) return false;
    const Function* function = find_function(node.text);
    return function != nullptr && function->scope == FunctionScope::narrative;
}

Node difference_node(const Node& a, const Node& b) {
    Node out;
    out.kind = NodeKind::binary;
    out.text = "-";
    out.children = {a, b};
    out.begin = a.begin;
    out.end = b.end;
    return out;
}

Node string_node(const std::string& text) {
    Node out;
    out.kind = NodeKind::string;
    out.text = text;
    return out;
}

Node number_node(double number) {
    Node out;
    out.kind = NodeKind::number;
    out.number = number;
    out.text = fmt::format("{}", number);
    return out;
}

Node call_node(std::string name, std::vector<Node> arguments) {
    Node out;
    out.kind = NodeKind::call;
    out.text = std::move(name);
    out.children = std::move(arguments);
    return out;
}

Node change_node(const Node& call) {
    return call_node("change", {call.children[0], call.children[1]});
}

Node other_round(const Node& call) {
    return difference_node(call.children[0], change_node(call));
}

WordedFigure withheld_text(const SafeFigure& figure, const NumberStyle& style) {
    return {print_withheld(figure, style), true, figure};
}

bool has_number(const SafeFigure& figure) {
    return !figure.withheld && figure.figure.estimate.value.has_value();
}

/// Words what one call says, in one language and place.
class Worder {
public:
    Worder(const ReleasedFigures& figures, const NumberStyle& style)
        : figures_(figures), style_(style) {}

    Result<WordedFigure> run(const Node& node) {
        WordedFigure out = TRY(word(node));
        out.bases = std::move(bases_);
        out.is_without_value = without_value_ && !is_call(node, "agree");  // which prints none
        return out;
    }

    Result<WordedFigure> word(const Node& node) {
        if (is_call(node, "if") && is_narrative_call(node)) return chosen(node);
        if (is_call(node, "form")) return in_form(node);
        if (is_call(node, "list")) return list(node, "");
        if (is_call(node, "respectively")) return list(node, "respectively");
        if (is_call(node, "leading")) return leading(node);
        if (is_call(node, "plural")) return with_noun(node);
        if (is_call(node, "agree")) return agreeing(node);
        if (is_call(node, "rose")) return rise(node);
        if (is_call(node, "compare"))
            return of_one(difference_node(node.children[0], node.children[1]),
                          [](const SafeFigure& figure, const NumberStyle& style) {
                              return difference_in_words(figure, style);
                          });
        if (is_call(node, "changed"))
            return of_one(change_node(node),
                          [](const SafeFigure& figure, const NumberStyle& style) {
                              return change_in_words(
                                  figure, differs_from_zero(figure.figure.estimate), style);
                          });
        if (is_call(node, "ordinal")) return of_one(node.children[0], ordinal_in_words);
        if (is_call(node, "about") || is_call(node, "one-in")) {
            const std::string_view section = node.text == "about" ? "shares" : "people";
            return of_one(node.children[0],
                          [section](const SafeFigure& figure, const NumberStyle& style) {
                              return share_in_words(figure, section, style);
                          });
        }
        return plain(node);
    }

private:
    Result<SafeFigure> take(const Node& node) {
        SafeFigure figure = TRY(figures_.figure(node));
        bases_.push_back(figure.figure.base);
        without_value_ |= !figure.withheld && figure.figure.unit != FigureUnit::text &&
                          !figure.figure.estimate.value;
        return figure;
    }

    NumberStyle style_for(const Node& node, const SafeFigure& figure) const {
        NumberStyle style = style_;
        style.decimals = decimals_of(node, figure.figure.estimate.value);
        return style;
    }

    Result<WordedFigure> plain(const Node& node) {
        if (node.kind == NodeKind::string) return WordedFigure{cased(node.text), false, {}};
        const SafeFigure figure = TRY(take(node));
        return WordedFigure{print_figure(figure, style_for(node, figure)), figure.withheld, figure};
    }

    template <typename Words>
    Result<WordedFigure> of_one(const Node& node, const Words& words) {
        const SafeFigure figure = TRY(take(node));
        const NumberStyle style = style_for(node, figure);
        if (figure.withheld) return withheld_text(figure, style);
        if (!has_number(figure)) return WordedFigure{print_figure(figure, style), false, figure};
        return WordedFigure{words(figure, style), false, figure};
    }

    Result<WordedFigure> chosen(const Node& node) {
        const KnownTruth truth = TRY(holds(node.children[0], figures_));
        if (truth == KnownTruth::unknown) {
            const ReportLanguage& words = report_language(style_.language);
            return WordedFigure{words.text("numbers", "withheld"), true, {}};
        }
        return word(node.children[truth == KnownTruth::yes ? 1 : 2]);
    }

    Result<WordedFigure> in_form(const Node& node) {
        const std::string outer = style_.form;
        style_.form = node.children[1].text;
        auto out = word(node.children[0]);
        style_.form = outer;
        return out;
    }

    static std::vector<std::string> forms_of(const Node& node) {
        std::vector<std::string> forms;
        for (std::size_t i = 1; i < node.children.size(); ++i)
            forms.push_back(node.children[i].text);
        return forms;
    }

    Result<WordedFigure> with_noun(const Node& node) {
        const std::vector<std::string> forms = forms_of(node);
        return of_one(node.children[0],
                      [&forms](const SafeFigure& figure, const NumberStyle& style) {
                          return counted_noun(figure, forms, style);
                      });
    }

    // A word of the sentence: it rests on a figure that stands beside it with its notes.
    Result<WordedFigure> agreeing(const Node& node) {
        const SafeFigure figure = TRY(figures_.figure(node.children[0]));
        return WordedFigure{agreeing_word(figure, forms_of(node), style_), false, {}};
    }

    Result<WordedFigure> rise(const Node& node) {
        const SafeFigure before = TRY(take(other_round(node)));
        const SafeFigure after = TRY(take(node.children[0]));
        const NumberStyle style = style_for(node.children[0], after);
        for (const SafeFigure* figure : {&before, &after}) {
            if (figure->withheld) return withheld_text(*figure, style);
            if (!has_number(*figure))
                return WordedFigure{print_figure(*figure, style), false, *figure};
        }
        SafeFigure was = before;
        was.figure.unit = after.figure.unit;  // a percentage less percentage points
        return WordedFigure{rise_in_words(was, after, style), false, after};
    }

    Result<WordedFigure> list(const Node& node, std::string_view ending) {
        WordedFigure out;
        std::vector<SafeFigure> figures;
        for (const Node& child : node.children) {
            SafeFigure figure = TRY(take(child));
            figures.push_back(std::move(figure));
            out.withheld = out.withheld || figures.back().withheld;
        }
        NumberStyle style = style_for(node.children[0], figures.front());
        const ReportLanguage& words = report_language(style.language);
        const std::string pattern = ending.empty() ? "{list}" : words.text("lists", ending);
        const bool begins = pattern.starts_with("{list}");
        if (!begins && style.position == Position::sentence_start) style.position = Position::prose;
        out.text = cased(
            fmt::format(fmt::runtime(pattern), fmt::arg("list", figures_listed(figures, style))));
        return out;
    }

    // The label that top() gives, and the share of those who gave that answer.
    Result<WordedFigure> leading(const Node& node) {
        const Node& question = node.children[0];
        const auto places = static_cast<int>(node.children[1].number);
        std::vector<std::string> parts;
        for (int place = 1; place <= places; ++place) {
            Node top = call_node("top", {question, number_node(place)});
            if (node.children.size() > 2) top.children.push_back(node.children[2]);
            const auto label = take(top);
            if (!label && place > 1) break;  // fewer answers were given
            if (!label) return label.error();
            const SafeFigure& named = label.value();
            if (named.withheld && place == 1) return withheld_text(named, style_);
            if (named.withheld) break;
            std::string part = TRY(with_share(node, named.figure.text));
            parts.push_back(std::move(part));
        }
        return WordedFigure{cased(listed(parts, style_.language)), false, {}};
    }

    Result<std::string> with_share(const Node& node, const std::string& label) {
        const auto condition = condition_of(node.children[0], label);
        if (!condition) return label;
        Node percent = call_node("percent", {*condition});
        if (node.children.size() > 2) percent.children.push_back(node.children[2]);
        const SafeFigure share = TRY(take(percent));
        NumberStyle style = style_;
        style.position = Position::brackets;
        const ReportLanguage& words = report_language(style.language);
        return fmt::format(fmt::runtime(words.text("lists", "labelled")),
                           fmt::arg("label", label),
                           fmt::arg("share", print_figure(share, style)));
    }

    // `${question} = 'code'` for the answer with that label; absent if two have it.
    std::optional<Node> condition_of(const Node& question, const std::string& label) const {
        const Study& study = *figures_.study;
        std::vector<std::string> codes;
        const auto add = [&](const Translated& translated, const std::string& code) {
            const std::string& text = translated.in(figures_.language);
            const bool same = (text.empty() ? code : text) == label;
            if (same && std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
        };
        const int index = study.questionnaire.find(question.text);
        bool several = false;
        if (const DerivedVariable* derived = study.plan.find_derived(question.text)) {
            for (const DerivedCategory& category : derived->categories)
                add(category.label, category.name);
        } else if (index >= 0) {
            several = study.questionnaire.questions[static_cast<std::size_t>(index)].type ==
                      QuestionType::select_multiple;
            for (const Choice& choice : study.questionnaire.choices_of(index).choices)
                add(choice.label, choice.name);
        }
        if (codes.size() != 1) return std::nullopt;
        if (several) return call_node("selected", {question, string_node(codes.front())});
        Node out = difference_node(question, string_node(codes.front()));
        out.text = "=";
        return out;
    }

    std::string cased(const std::string& text) const {
        return style_.position == Position::sentence_start ? capitalized(text, style_.language)
                                                           : text;
    }

    const ReleasedFigures& figures_;
    NumberStyle style_;
    std::vector<Base> bases_;
    bool without_value_ = false;
};

int decimals_written(const std::string& digits) {
    const std::size_t point = digits.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(digits.size() - point - 1);
}

KnownTruth known(bool truth) {
    return truth ? KnownTruth::yes : KnownTruth::no;
}

bool compare_numbers(const std::string& sign, double a, double b) {
    constexpr double tiny = 1e-9;
    const bool equal = std::abs(a - b) < tiny;
    if (sign == "=") return equal;
    if (sign == "!=") return !equal;
    if (sign == "<") return a < b && !equal;
    if (sign == "<=") return a < b || equal;
    if (sign == ">") return a > b && !equal;
    return a > b || equal;
}

Result<std::optional<double>> printed_number(const Node& node, const ReleasedFigures& figures) {
    if (node.kind == NodeKind::number) return std::optional<double>(node.number);
    const SafeFigure figure = TRY(figures.figure(node));
    return value_as_printed(figure, decimals_of(node, figure.figure.estimate.value));
}

Result<KnownTruth> known_significant(const Node& figure, const ReleasedFigures& figures) {
    if (!figures.has_design) return KnownTruth::no;
    if (figure.kind == NodeKind::binary && figure.text == "-") {
        return holds(call_node("differs", {figure.children[0], figure.children[1]}), figures);
    }
    const SafeFigure change = TRY(figures.figure(figure));
    if (change.withheld) return KnownTruth::unknown;
    if (is_call(figure, "change") && figures.change_is_significant)
        return known(figures.change_is_significant(figure).value_or(false));
    return known(differs_from_zero(change.figure.estimate).value_or(false));
}

Result<KnownTruth> known_different(const Node& call, const ReleasedFigures& figures) {
    if (!figures.has_design) return KnownTruth::no;
    for (const Node& child : call.children) {
        const SafeFigure figure = TRY(figures.figure(child));
        if (!has_number(figure)) return KnownTruth::unknown;
    }
    const Estimate difference = figures.difference(call.children[0], call.children[1]);
    return known(differs_from_zero(difference).value_or(false));
}

}  // namespace

bool is_narrative_call(const Node& node) {
    if (is_narrative_function(node)) return true;
    if (!is_call(node, "if") || node.children.size() != 3) return false;
    const auto words = [](const Node& child) {
        return child.kind == NodeKind::string || is_narrative_call(child);
    };
    return words(node.children[1]) || words(node.children[2]);
}

int decimals_of(const Node& node, const std::optional<double>& value) {
    if (node.kind == NodeKind::number) return decimals_written(node.text);
    if (node.kind == NodeKind::unary) return decimals_of(node.children[0], value);
    if (node.kind != NodeKind::call || node.children.empty()) return 0;
    constexpr std::array<std::string_view, 5> passing{"words", "form", "plural", "rose", "changed"};
    if (std::ranges::find(passing, node.text) != passing.end())
        return decimals_of(node.children[0], value);
    if (node.text == "ratio") return decimals_of_ratio(value.value_or(0));
    const bool rounds = node.text == "round" && node.children.size() == 2 &&
                        node.children[1].kind == NodeKind::number;
    return rounds ? std::clamp(static_cast<int>(node.children[1].number), 0, most_decimals) : 0;
}

Result<WordedFigure> worded(const Node& node,
                            const ReleasedFigures& figures,
                            const NumberStyle& style) {
    return Worder(figures, style).run(node);
}

Result<KnownTruth> holds(const Node& condition, const ReleasedFigures& figures) {
    if (is_call(condition, "true")) return KnownTruth::yes;
    if (is_call(condition, "false")) return KnownTruth::no;
    if (is_call(condition, "not")) {
        const KnownTruth inner = TRY(holds(condition.children[0], figures));
        if (inner == KnownTruth::unknown) return inner;
        return known(inner == KnownTruth::no);
    }
    if (is_call(condition, "significant")) return known_significant(condition.children[0], figures);
    if (is_call(condition, "differs")) return known_different(condition, figures);
    if (is_call(condition, "known")) {
        const SafeFigure figure = TRY(figures.figure(condition.children[0]));
        return known(!figure.withheld);
    }
    if (is_logic(condition)) {
        const KnownTruth left = TRY(holds(condition.children[0], figures));
        const KnownTruth right = TRY(holds(condition.children[1], figures));
        const KnownTruth decides = condition.text == "and" ? KnownTruth::no : KnownTruth::yes;
        if (left == decides || right == decides) return decides;
        if (left == KnownTruth::unknown || right == KnownTruth::unknown) return KnownTruth::unknown;
        return left;
    }
    CHECK(is_comparison(condition));
    const auto left = TRY(printed_number(condition.children[0], figures));
    const auto right = TRY(printed_number(condition.children[1], figures));
    if (!left || !right) return KnownTruth::unknown;
    return known(compare_numbers(condition.text, *left, *right));
}

std::vector<Node> plain_figures(const Node& node) {
    if (node.kind == NodeKind::string) return {};
    std::vector<Node> out;
    const auto add = [&out](const Node& child) {
        for (Node& each : plain_figures(child))
            out.push_back(std::move(each));
    };
    if (is_call(node, "compare")) return {difference_node(node.children[0], node.children[1])};
    if (is_call(node, "changed")) return {change_node(node)};
    if (is_call(node, "rose")) return {node.children[0], other_round(node)};
    if (is_call(node, "leading")) return {};
    if (is_call(node, "form") || is_call(node, "plural") || is_call(node, "agree")) {
        add(node.children[0]);
        return out;
    }
    if (!is_narrative_call(node) && !is_logic(node) && !is_comparison(node)) return {node};
    for (const Node& child : node.children)
        add(child);
    return out;
}

}  // namespace mtm

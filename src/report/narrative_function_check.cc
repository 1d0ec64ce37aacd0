#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/functions.h"
#include "report/language.h"
#include "report/narrative_functions.h"
#include "tabulate/base_rows.h"
#include "tabulate/figure.h"
#include "tabulate/figure_unit.h"

namespace mtm {
namespace {

bool is_one_of(const Node& node, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), std::string_view(node.text)) != names.end();
}

bool is_figure_comparison(const Node& node) {
    return node.kind == NodeKind::binary && is_one_of(node, {"=", "!=", "<", "<=", ">", ">="});
}

/// Looks for mistakes in one figure of a narrative. Plain figures within are checked as anywhere.
class NarrativeFigureCheck {
public:
    NarrativeFigureCheck(const Study& study,
                         const Expression& expression,
                         const Place& place,
                         std::string_view language)
        : study_(study),
          expression_(expression),
          place_(place),
          language_(report_language(language)) {}

    Diagnostics figure() {
        check_text(expression_.root);
        return std::move(diagnostics_);
    }

    Diagnostics condition() {
        check_truth(expression_.root);
        return std::move(diagnostics_);
    }

private:
    void add(const Node& at,
             std::string code,
             std::string message,
             std::string remedy,
             Severity severity = Severity::error) {
        Place place = place_;
        int column = 0;
        const char* end = place.column.data() + place.column.size();
        if (std::from_chars(place.column.data(), end, column).ec == std::errc()) {
            const auto before = std::string_view(expression_.source).substr(0, at.begin);
            place.column = std::to_string(column + static_cast<int>(length_utf8(before)));
        }
        diagnostics_.push_back(
            {std::move(code), severity, std::move(place), std::move(message), std::move(remedy)});
    }

    void check_plain(const Node& node) {
        const Expression part{expression_.source, node};
        for (Diagnostic& found : check_figure(study_, part, place_))
            diagnostics_.push_back(std::move(found));
    }

    // What is printed: words, a plain figure, or a text.
    void check_text(const Node& node) {
        if (node.kind == NodeKind::string) return;
        if (!is_narrative_call(node)) {
            check_plain(node);
        } else if (node.text == "if") {
            check_truth(node.children[0]);
            check_text(node.children[1]);
            check_text(node.children[2]);
        } else if (node.text == "form") {
            check_form(node);
        } else if (is_one_of(node, {"plural", "agree"})) {
            check_plural(node);
        } else if (node.text == "leading") {
            check_leading(node);
        } else if (is_one_of(node, {"significant", "differs", "known"})) {
            add(node,
                "condition-as-text",
                fmt::format("{}() is a condition and no text", node.text) + ".",
                fmt::format("Write if({}(…), 'text', 'other text').", node.text));
        } else {
            check_words(node);
        }
    }

    void check_words(const Node& node) {
        const bool by_round = is_one_of(node, {"changed", "rose"});
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            if (by_round && i == 1) continue;
            check_plain(node.children[i]);
        }
        if (has_errors(diagnostics_)) return;
        if (is_one_of(node, {"about", "one-in"}) &&
            unit_of(node.children[0]) != FigureUnit::percent)
            need_percentage(node);
        if (is_one_of(node, {"changed", "rose"}) && node.children[1].kind != NodeKind::string) {
            add(node.children[1],
                "wrong-argument",
                fmt::format("{}() needs the name of the other round", node.text) + ".",
                fmt::format("Write {}(figure, 'round').", node.text));
        }
        if (node.text == "compare" && unit_of(node.children[0]) != unit_of(node.children[1])) {
            add(node.children[1],
                "wrong-argument",
                "compare() sets two figures of one kind side by side, and these are of two.",
                "Take two percentages, or two means.");
        }
    }

    void need_percentage(const Node& node) {
        add(node.children[0],
            "wrong-argument",
            fmt::format("{}() words a percentage, and this is none", node.text) + ".",
            "Take percent() or share(), or print the number itself.");
    }

    void check_form(const Node& node) {
        check_text(node.children[0]);
        const Node& name = node.children[1];
        if (name.kind == NodeKind::string && language_.has_form(name.text)) return;
        const std::vector<std::string>& names = language_.list("forms", "names");
        add(name,
            "unknown-form",
            fmt::format("“{}” is no form that numbers have in {} (languages/{}.toml)",
                        name.text,
                        language_.name(),
                        language_.code()) +
                ".",
            did_you_mean(name.text, names, "Its forms are: " + join(names, ", ") + "."));
    }

    void check_plural(const Node& node) {
        check_plain(node.children[0]);
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            if (node.children[i].kind == NodeKind::string) continue;
            add(node.children[i],
                "wrong-argument",
                node.text + "() takes a figure, and then the word in quotes, form by form.",
                "Write " + node.text + "(count(…), 'one form', 'other form').");
            return;
        }
        const std::size_t given = node.children.size() - 1;
        const std::vector<std::string>& categories = language_.plural_categories();
        // "other" is for fractions where there are forms enough without it.
        const bool enough = given == categories.size() ||
                            (categories.size() > 2 && given == categories.size() - 1) ||
                            (categories.size() == 1 && given == 2) ||
                            (given == 1 && language_.counts_with_one_form());
        if (enough) return;
        add(node,
            "wrong-argument",
            fmt::format("Words have {1} forms in {0} beside numbers ({2}), and {3} are given",
                        language_.name(),
                        categories.size(),
                        join(categories, ", "),
                        given) +
                ".",
            "Write the word once for each of them, in this order.");
    }

    void check_leading(const Node& node) {
        Node top;
        top.kind = NodeKind::call;
        top.text = "top";
        top.begin = node.begin;
        top.end = node.end;
        top.children = node.children;
        check_plain(top);
    }

    void check_truth(const Node& node) {
        if (node.kind == NodeKind::binary && is_one_of(node, {"and", "or"})) {
            check_truth(node.children[0]);
            check_truth(node.children[1]);
        } else if (node.kind == NodeKind::call && node.text == "not" && node.children.size() == 1) {
            check_truth(node.children[0]);
        } else if (node.kind == NodeKind::call && is_one_of(node, {"true", "false"})) {
            return;
        } else if (is_figure_comparison(node)) {
            check_number(node.children[0]);
            check_number(node.children[1]);
        } else if (node.kind == NodeKind::call && node.text == "known") {
            check_plain(node.children[0]);
        } else if (node.kind == NodeKind::call && is_one_of(node, {"significant", "differs"})) {
            check_test(node);
        } else {
            add(node,
                "no-condition",
                "This is not true or false of the figures.",
                "Compare a figure with a number, as in percent(…) > 50, or write significant(), "
                "differs() or known(); join conditions by and, or, not().");
        }
    }

    void check_number(const Node& node) {
        check_plain(node);
        if (unit_of(node) != FigureUnit::text) return;
        add(node,
            "no-condition",
            "A condition compares numbers, and this is a text.",
            "For the place of an answer write rank(${question}, 'choice') = 1.");
    }

    void check_test(const Node& node) {
        for (const Node& child : node.children)
            check_plain(child);
        if (node.text == "significant") check_difference(node);
        const std::string reason = reason_for_no_interval(study_);
        const bool sampled = study_.file.sample.given() || study_.file.design == "as if random";
        if (sampled) return;
        add(node,
            "never-significant",
            fmt::format("{}() is never true in this study: {}", node.text, reason) + ".",
            "Word the sentence for the case that it is false, or describe the sample in study.toml "
            "([sample]).",
            Severity::warning);
    }

    void check_difference(const Node& node) {
        const Node& inner = node.children[0];
        const bool change = inner.kind == NodeKind::call && inner.text == "change";
        const bool difference = inner.kind == NodeKind::binary && inner.text == "-";
        if (change || difference) return;
        add(inner,
            "wrong-argument",
            "significant() is asked of a change or of a difference.",
            "Write significant(change(figure, 'round')), or differs(figure, figure).");
    }

    const Study& study_;
    const Expression& expression_;
    const Place& place_;
    const ReportLanguage& language_;
    Diagnostics diagnostics_;
};

}  // namespace

Diagnostics check_narrative_figure(const Study& study,
                                   const Expression& expression,
                                   const Place& place,
                                   std::string_view language) {
    return NarrativeFigureCheck(study, expression, place, language).figure();
}

Diagnostics check_condition(const Study& study,
                            const Expression& expression,
                            const Place& place,
                            std::string_view language) {
    return NarrativeFigureCheck(study, expression, place, language).condition();
}

}  // namespace mtm

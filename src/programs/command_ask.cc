#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "expression/parse.h"
#include "programs/command.h"
#include "programs/earlier_round.h"
#include "programs/private_keys.h"
#include "report/number_json.h"
#include "report/print_number.h"
#include "report/trust_words.h"
#include "rounds/round_changes.h"
#include "store/files.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"
#include "tabulate/restrict.h"
#include "tabulate/table_association.h"

namespace mtm {
namespace {

struct AskArguments {
    std::string directory;
    std::vector<std::string> expressions;
    std::string file;
    std::string by;
    std::string where;
    std::string test;
    bool json = false;
    bool rehearsal = false;
    std::string as_of;
    KeyOptions keys;
};

struct Answered {
    std::string expression;
    std::string group;  // of --by: "sex = male"; empty for everyone
    Result<FigureValue> value;
    std::string mark = {};  // of its value: "small base"
};

std::string all_messages(const std::vector<SyntaxError>& errors) {
    std::string out;
    for (const SyntaxError& error : errors) {
        if (!out.empty()) out += " ";
        out += "At character " + std::to_string(error.begin + 1) + ": " + error.message + ". " +
               error.remedy;
    }
    return out;
}

std::string all_messages(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (!out.empty()) out += " ";
        out += diagnostic.message + " " + diagnostic.remedy;
    }
    return out;
}

Result<FigureValue> answer_change(const Expression& expression, const RoundChanges& changes) {
    ChangedFigure changed = TRY(changes.evaluate(expression));
    if (!changed.why_none.empty()) return Error{changed.why_none};
    return std::move(changed.change);
}

Result<FigureValue> answer(const LoadedStudy& loaded,
                           const std::string& text,
                           const std::optional<Expression>& where,
                           const RoundChanges& changes) {
    Parsed parsed = parse(text);
    if (!parsed.expression) return Error{all_messages(parsed.errors)};
    if (where) parsed.expression = restricted(*parsed.expression, *where);
    Diagnostics wrong = check_figure(loaded.study, *parsed.expression, {});
    for (Diagnostic& found : check_changes(loaded.study, *parsed.expression, {}))
        wrong.push_back(std::move(found));
    if (has_errors(wrong)) return Error{all_messages(wrong)};
    for (Diagnostic& found : changes.check_compared(*parsed.expression))
        wrong.push_back(std::move(found));
    if (!wrong.empty()) std::fprintf(stderr, "%s\n", all_messages(wrong).c_str());
    if (!changes_in(parsed.expression->root).empty())
        return answer_change(*parsed.expression, changes);
    return evaluate_figure(loaded.study, loaded.dataset, *parsed.expression);
}

// Of one aggregate; the base of arithmetic is none to compare with a simple sample of.
std::optional<double> design_effect_of(const Study& study, const FigureValue& figure) {
    const bool percent = figure.unit == FigureUnit::percent && figure.parts.size() == 1;
    return percent ? design_effect_of_percent(study.file, figure.estimate) : std::nullopt;
}

// Degrees of freedom are left out where they are unlimited; cv is in per cent, as in tables.
void add_precision(const Study& study, const FigureValue& figure, nlohmann::ordered_json& out) {
    const std::optional<double>& df = figure.estimate.df;
    out["df"] = df && std::isfinite(*df) ? number_json(df) : nlohmann::ordered_json(nullptr);
    const auto variation = coefficient_of_variation(figure.estimate);
    out["cv"] = variation ? number_json(100 * *variation) : nlohmann::ordered_json(nullptr);
    out["deff"] = number_json(design_effect_of(study, figure));
}

void print_json(const Study& study, const Answered& answered, const Dataset& dataset) {
    nlohmann::ordered_json out;
    out["expression"] = answered.expression;
    if (!answered.group.empty()) out["group"] = answered.group;
    if (dataset.rehearsal) out["rehearsal"] = true;
    if (!dataset.as_of.empty()) out["as_of"] = dataset.as_of;
    if (!answered.value) {
        out["error"] = answered.value.error().message;
    } else {
        const FigureValue& figure = *answered.value;
        const bool is_text = figure.unit == FigureUnit::text;
        out["value"] =
            is_text ? nlohmann::ordered_json(figure.text) : number_json(figure.estimate.value);
        out["n"] = figure.estimate.n;
        out["base"] = figure.estimate.base;
        out["se"] = number_json(figure.estimate.standard_error);
        out["low"] = number_json(figure.estimate.low);
        out["high"] = number_json(figure.estimate.high);
        add_precision(study, figure, out);
        if (!figure.estimate.no_interval.empty()) out["reason"] = figure.estimate.no_interval;
        if (!answered.mark.empty()) out["mark"] = answered.mark;
    }
    std::printf("%s\n", out.dump().c_str());
}

const char* unit_after(FigureUnit unit) {
    if (unit == FigureUnit::percent) return " %";
    return unit == FigureUnit::percentage_points ? " points" : "";
}

void print_plain(const Answered& answered) {
    const std::string shown =
        answered.expression + (answered.group.empty() ? "" : " | " + answered.group);
    if (!answered.value) {
        std::fprintf(stderr, "%s: %s\n", shown.c_str(), answered.value.error().message.c_str());
        return;
    }
    const FigureValue& figure = *answered.value;
    std::string value = figure.text;
    if (figure.unit != FigureUnit::text) {
        const bool whole = figure.unit == FigureUnit::count;
        value = figure.estimate.value ? print_decimal(*figure.estimate.value, whole ? 0 : 2, "en") +
                                            unit_after(figure.unit)
                : figure.estimate.base > 0 ? "no answer"
                                           : "no answer: the base is empty";
        if (figure.estimate.low && figure.estimate.high) {
            value += " (" + print_decimal(*figure.estimate.low, whole ? 0 : 2, "en") + " to " +
                     print_decimal(*figure.estimate.high, whole ? 0 : 2, "en") + ")";
        }
    }
    if (!answered.mark.empty()) value += " [" + answered.mark + "]";
    const std::string& reason = figure.estimate.no_interval;
    std::printf("%s  n = %zu of %zu  %s%s\n",
                value.c_str(),
                figure.estimate.n,
                figure.estimate.base,
                shown.c_str(),
                reason.empty() ? "" : ("  (no interval: " + reason + ")").c_str());
}

// The expressions of the command line, then those of the file, one a line.
Result<std::vector<std::string>> expressions_of(const AskArguments& options) {
    std::vector<std::string> out = options.expressions;
    if (options.file.empty()) return out;
    const std::string text = TRY(read_file(options.file));
    for (const std::string_view line : split(text, '\n')) {
        if (!trim(line).empty()) out.emplace_back(trim(line));
    }
    return out;
}

bool asks_for_change(const std::string& text) {
    const Parsed parsed = parse(text);
    return parsed.expression && !changes_in(parsed.expression->root).empty();
}

void print_test(const AskArguments& options, const Dataset& dataset, const Association& test) {
    if (!options.json) {
        std::printf("%s by %s: %s (Rao and Scott, second order)\n",
                    options.test.c_str(),
                    options.by.c_str(),
                    words_of(test).c_str());
        return;
    }
    nlohmann::ordered_json out;
    out["test"] = options.test;
    out["by"] = options.by;
    if (dataset.rehearsal) out["rehearsal"] = true;
    if (!dataset.as_of.empty()) out["as_of"] = dataset.as_of;
    out["f"] = number_json(test.f);
    out["df"] = number_json(test.df);
    out["denominator_df"] = number_json(test.denominator_df);
    out["p"] = number_json(test.p);
    std::printf("%s\n", out.dump().c_str());
}

Exit ask_test(const AskArguments& options,
              const LoadedStudy& loaded,
              const std::optional<Expression>& where) {
    const auto table = tested_table(loaded.study, loaded.dataset, options.test, options.by, where);
    if (!table) {
        std::fprintf(stderr,
                     "%s by %s is not tested: %s\n",
                     options.test.c_str(),
                     options.by.c_str(),
                     table.error().message.c_str());
        return Exit::input_is_wrong;
    }
    print_test(options, loaded.dataset, *table->association);
    return Exit::done;
}

Exit ask(const AskArguments& options) {
    const auto expressions = expressions_of(options);
    if (!expressions) return fail(expressions.error());
    if (!options.test.empty() && (options.by.empty() || !expressions->empty())) {
        std::fprintf(stderr,
                     "mtm ask: --test takes a question and --by the groups that are compared, "
                     "without an expression: mtm ask DIR --test works --by sex.\n");
        return Exit::wrong_usage;
    }
    if (expressions->empty() && options.test.empty()) {
        std::fprintf(stderr, "mtm ask: give an expression, for example \"count(true())\".\n");
        return Exit::wrong_usage;
    }
    std::optional<Expression> where;
    if (!options.where.empty()) {
        Parsed parsed = parse(options.where);
        if (!parsed.expression) {
            std::fprintf(stderr, "mtm ask: --where: %s\n", all_messages(parsed.errors).c_str());
            return Exit::wrong_usage;
        }
        where = std::move(parsed.expression);
    }
    Exit exit = Exit::done;
    const auto loaded =
        load_dataset(options.directory, {options.rehearsal, options.as_of}, options.keys, exit);
    if (!loaded) return exit;
    if (!options.test.empty()) return ask_test(options, *loaded, where);
    const auto groups = conditions_by(loaded->study, loaded->dataset, options.by, where);
    if (!groups) {
        std::fprintf(stderr, "mtm ask: --by: %s\n", groups.error().message.c_str());
        return Exit::input_is_wrong;
    }
    PreviousRound previous;
    if (std::ranges::any_of(*expressions, asks_for_change))
        previous = previous_round(
            loaded->study, loaded->dataset, {options.rehearsal, options.as_of}, options.keys);
    DisclosureControl control(1, Edition::internal);  // what is asked here is no publication
    const RoundChanges changes(loaded->study, loaded->dataset, previous, control, control);
    for (const std::string& expression : *expressions) {
        for (const GroupCondition& group : *groups) {
            Answered answered{
                expression, group.name, answer(*loaded, expression, group.condition, changes)};
            if (!answered.value) {
                exit = Exit::input_is_wrong;
            } else {
                answered.mark = mark_words(marks_of(*answered.value, loaded->study.file.marks));
            }
            if (options.json) {
                print_json(loaded->study, answered, loaded->dataset);
            } else {
                print_plain(answered);
            }
        }
    }
    return exit;
}

}  // namespace

void add_ask(Program& program) {
    auto options = std::make_shared<AskArguments>();
    Arguments command = program.add(
        "ask",
        "one number, with its base, n and interval",
        "mtm ask studies/kazakhstan-2024-r4 'percent(${sex} = \"male\")' 'mean(${age})' --by sex",
        [options] { return ask(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_option("EXPRESSION", options->expressions, "figures, as in report.md");
    command.add_option("--file", options->file, "a file with one expression a line");
    command.add_option("--by", options->by, "a question: one answer for each of its categories");
    command.add_option("--where", options->where, "only interviews for which this holds");
    command.add_option(
        "--test",
        options->test,
        "a question: whether the groups of --by answer it alike (Rao and Scott’s F)");
    command.add_flag("--json", options->json, "one JSON object a line");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    add_as_of_option(command, options->as_of);
    add_key_options(command, options->keys);
}

}  // namespace mtm

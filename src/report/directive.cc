#include "report/directive.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/text.h"
#include "expression/parse.h"

namespace mtm {
namespace {

const std::vector<std::string>& attributes_of(const TableDirective& table) {
    static const std::vector<std::string> of_tables = {
        "by", "chart", "statistic", "top", "where", "title"};
    static const std::vector<std::string> of_rounds = {"chart", "top", "title", "names"};
    return table.rounds ? of_rounds : of_tables;
}

void report(Diagnostics& diagnostics,
            const Place& place,
            std::string code,
            std::string message,
            std::string remedy) {
    diagnostics.push_back(
        {std::move(code), Severity::error, place, std::move(message), std::move(remedy)});
}

/// One word of a directive; quotes hold words together. `quoted` is true after it if one was not
/// closed.
std::string next_word(std::string_view line, std::size_t& at, bool& quoted) {
    std::string word;
    quoted = false;
    for (; at < line.size() && (quoted || (line[at] != ' ' && line[at] != '\t')); ++at) {
        if (line[at] == '"') {
            quoted = !quoted;
        } else {
            word += line[at];
        }
    }
    return word;
}

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    for (const std::string_view part : split(list, ',')) {
        if (!trim(part).empty()) names.emplace_back(trim(part));
    }
    return names;
}

void set_top(TableDirective& table,
             const std::string& value,
             const Place& place,
             Diagnostics& diagnostics) {
    int top = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), top);
    if (error != std::errc() || end != value.data() + value.size() || top < 1) {
        report(diagnostics,
               place,
               "bad-directive-value",
               "“top=" + value + "” is not a number of rows.",
               "Write a whole number from 1, such as top=5.");
        return;
    }
    table.top = top;
}

void set_where(TableDirective& table,
               const std::string& value,
               const Place& place,
               Diagnostics& diagnostics) {
    Parsed parsed = parse(value);
    for (const SyntaxError& mistake : parsed.errors) {
        report(diagnostics, place, "figure-syntax", mistake.message, mistake.remedy);
    }
    table.where = std::move(parsed.expression);
}

void set_chart(TableDirective& table,
               const std::string& value,
               const Place& place,
               Diagnostics& diagnostics) {
    table.chart = chart_named(value);
    const bool through_rounds = table.chart == ChartForm::slope || table.chart == ChartForm::line ||
                                table.chart == ChartForm::none;
    if (table.chart && (through_rounds || !table.rounds)) return;
    report(diagnostics,
           place,
           "unknown-chart",
           table.chart ? "Rounds are not drawn as “" + value + "”."
                       : "There is no chart “" + value + "”.",
           table.rounds ? "Write one of these: slope, line, none."
                        : "Write one of these: " + join(chart_names(), ", ") +
                              "; more than one word in quotes.");
    table.chart.reset();
}

void set_attribute(TableDirective& table,
                   const std::string& key,
                   const std::string& value,
                   const Place& place,
                   Diagnostics& diagnostics) {
    const std::vector<std::string>& known = attributes_of(table);
    if (std::ranges::find(known, key) == known.end()) {
        report(diagnostics,
               place,
               "unknown-directive-attribute",
               "“" + key + "” says nothing to " + (table.rounds ? "rounds." : "a table."),
               did_you_mean(key, known, "Known are " + join(known, ", ") + "."));
    } else if (key == "by") {
        table.by = names_in(value);
    } else if (key == "names") {
        table.round_names = names_in(value);
    } else if (key == "title") {
        table.title = value;
    } else if (key == "top") {
        set_top(table, value, place, diagnostics);
    } else if (key == "where") {
        set_where(table, value, place, diagnostics);
    } else if (key == "chart") {
        set_chart(table, value, place, diagnostics);
    } else if (key == "statistic") {
        table.statistic = statistic_named(value);
        if (const auto part = quantile_named(value)) {
            table.statistic = Statistic::quantile;
            table.share = *part;
        }
        if (!table.statistic) {
            report(diagnostics,
                   place,
                   "unknown-statistic",
                   "There is no statistic “" + value + "”.",
                   "Write percent, count, mean, median, total, ratio or \"quantile 0.25\", its "
                   "part between 0 "
                   "and 1.");
        }
    }
}

}  // namespace

bool is_directive(std::string_view line) {
    const std::size_t first = line.find_first_not_of(' ');
    return first != std::string_view::npos && first < 4 && line.substr(first).starts_with(":::");
}

DirectiveLine split_directive(std::string_view line) {
    DirectiveLine out;
    std::size_t at = line.find(":::") + 3;
    bool first = true;
    while ((at = line.find_first_not_of(" \t", at)) != std::string_view::npos) {
        const std::size_t begin = at;
        const std::string word = next_word(line, at, out.is_unclosed);
        const std::size_t equals = word.find('=');
        if (first) {
            out.name = word;
            out.rest_at = std::min(line.find_first_not_of(" \t", at), line.size());
            out.rest = std::string(trim(line.substr(out.rest_at)));
        } else if (equals != std::string::npos && line[begin] != '"') {
            out.attributes.emplace_back(word.substr(0, equals), word.substr(equals + 1));
        } else {
            out.arguments.push_back(word);
        }
        first = false;
    }
    return out;
}

std::optional<DirectiveKind> directive_named(std::string_view name) {
    const std::vector<std::string>& names = directive_names();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) return static_cast<DirectiveKind>(i);
    }
    return std::nullopt;
}

const std::vector<std::string>& directive_names() {
    static const std::vector<std::string> names = {"table",
                                                   "rounds",
                                                   "facts",
                                                   "map",
                                                   "contents",
                                                   "note",
                                                   "page",
                                                   "include",
                                                   "if",
                                                   "else",
                                                   "each",
                                                   "figures",
                                                   "glossary",
                                                   "annex",
                                                   "cover"};
    return names;
}

bool holds_text(DirectiveKind kind) {
    return kind == DirectiveKind::facts || kind == DirectiveKind::note ||
           kind == DirectiveKind::condition || kind == DirectiveKind::each ||
           kind == DirectiveKind::glossary || kind == DirectiveKind::cover;
}

namespace {

void read_condition(const DirectiveLine& line,
                    const Place& place,
                    NarrativeDirective& out,
                    Diagnostics& diagnostics) {
    if (line.rest.empty()) {
        report(diagnostics,
               place,
               "bad-directive",
               "The condition is missing.",
               "Write it after the word if, such as “::: if percent(${sex} = 'female') > 50”.");
        return;
    }
    Parsed parsed = parse(line.rest);
    for (const SyntaxError& mistake : parsed.errors)
        report(diagnostics, place, "figure-syntax", mistake.message, mistake.remedy);
    out.expression = std::move(parsed.expression);
    if (out.expression) out.expression->source = line.rest;
}

// A name that can stand in an expression.
bool is_loop_name(std::string_view name) {
    return !name.empty() && std::isalpha(static_cast<unsigned char>(name[0])) != 0 &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
           });
}

void read_loop(const DirectiveLine& line,
               const Place& place,
               NarrativeDirective& out,
               Diagnostics& diagnostics) {
    const std::vector<std::string_view> parts = words(line.rest);
    const std::string over = parts.size() > 2 ? std::string(parts[2]) : "";
    const std::size_t open = over.find('(');
    const std::string kind = over.substr(0, std::min(open, over.size()));
    const bool whole = (parts.size() == 3 || (parts.size() == 4 && parts[3] == "all")) &&
                       is_loop_name(parts[0]) && parts[1] == "in" &&
                       (kind == "choices" || kind == "groups") && over.ends_with(')');
    if (!whole) {
        report(diagnostics,
               place,
               "bad-directive",
               "“" + line.rest + "” says not over what the text is repeated.",
               "Write “::: each place in choices(region)” or “::: each group in groups(TABLE)”; "
               "the word all after it takes choices that nobody gave as well.");
        return;
    }
    std::string name = over.substr(open + 1, over.size() - open - 2);
    if (name.starts_with("${") && name.ends_with('}')) name = name.substr(2, name.size() - 3);
    out.variable = std::string(parts[0]);
    out.over_groups = kind == "groups";
    out.name = name;
    out.all = parts.size() == 4;
}

}  // namespace

NarrativeDirective read_narrative_directive(DirectiveKind kind,
                                            const DirectiveLine& line,
                                            const Place& place,
                                            Diagnostics& diagnostics) {
    NarrativeDirective out;
    out.line = place.row;
    switch (kind) {
        case DirectiveKind::condition:
            out.kind = NarrativeDirective::Kind::condition;
            read_condition(line, place, out, diagnostics);
            break;
        case DirectiveKind::each:
            out.kind = NarrativeDirective::Kind::each;
            read_loop(line, place, out, diagnostics);
            break;
        case DirectiveKind::annex:
            out.kind = NarrativeDirective::Kind::annex;
            out.name = line.rest;
            if (out.name != "methodology" && out.name != "tables" && out.name != "questionnaire") {
                report(diagnostics,
                       place,
                       "bad-directive",
                       "There is no annex “" + out.name + "”.",
                       did_you_mean(out.name,
                                    {"methodology", "tables", "questionnaire"},
                                    "Known are methodology, tables and questionnaire."));
            }
            break;
        case DirectiveKind::glossary:
            out.kind = NarrativeDirective::Kind::glossary;
            break;
        default:
            out.kind = NarrativeDirective::Kind::figures;
            break;
    }
    return out;
}

TableDirective read_table_directive(const DirectiveLine& line,
                                    const Place& place,
                                    Diagnostics& diagnostics) {
    TableDirective table;
    table.line = place.row;
    table.rounds = line.name == "rounds";
    if (line.is_unclosed) {
        report(
            diagnostics,
            place,
            "unclosed-quote",
            "A double quote is not closed: all that follows it in the line is taken for one text.",
            "Write a double quote where the value ends.");
    }
    if (line.arguments.size() == 1) {
        table.name = line.arguments[0];
    } else {
        report(diagnostics,
               place,
               "bad-directive",
               line.arguments.empty()
                   ? "The table is not named."
                   : "A line that begins with “::: " + line.name + "” names one table.",
               "Write the name after the word " + line.name + ", such as “::: " + line.name +
                   " education”; put values with spaces in double quotes.");
    }
    for (const auto& [key, value] : line.attributes) {
        set_attribute(table, key, value, place, diagnostics);
    }
    return table;
}

}  // namespace mtm

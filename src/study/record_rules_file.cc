#include "study/record_rules_file.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

constexpr int least_k = 2;
constexpr int most_k = 1000;
constexpr double most_grid_km = 1000;
constexpr double most_importance = 1000;

class RecordRulesReader {
public:
    RecordRulesReader(SettingsReader& settings,
                      const toml::table& section,
                      const std::string& name,
                      RecordRules& out)
        : settings_(settings), section_(section), prefix_("protection." + name + "."), out_(out) {}

    void read() {
        settings_.number(section_, prefix_, "k", out_.k);
        settings_.number(section_, prefix_, "keys_at_once", out_.keys_at_once);
        settings_.number(section_, prefix_, "diversity", out_.diversity);
        settings_.decimal(section_, prefix_, "most_risk", out_.most_risk);
        settings_.number(section_, prefix_, "population", out_.population);
        settings_.truth(section_, prefix_, "automatic", out_.automatic);
        read_names("drop", out_.drop);
        read_names("texts", out_.texts);
        read_names("average", out_.average);
        read_points();
        read_recodes();
        read_importance();
        settings_.report_unknown(section_, prefix_);
        check_numbers();
    }

private:
    // What a section says takes the place of what it would have from another.
    void read_names(const char* key, std::vector<std::string>& out) {
        if (section_.get(key) != nullptr) out.clear();
        settings_.texts(section_, prefix_, key, out);
    }

    [[nodiscard]] std::uint32_t line_of(const char* key) const {
        const toml::node* found = section_.get(key);
        return found != nullptr ? found->source().begin.line : section_.source().begin.line;
    }

    void wrong(std::uint32_t line, std::string message, std::string remedy) {
        settings_.report("bad-record-rule", line, std::move(message), std::move(remedy));
    }

    void check_numbers() {
        if (out_.k < least_k || out_.k > most_k) {
            wrong(line_of("k"),
                  fmt::format("{} is no whole number from {} to {}.", full("k"), least_k, most_k),
                  "Write how many records must be alike; 5 is usual for data that everybody may "
                  "read.");
            out_.k = RecordRules{}.k;
        }
        if (out_.most_risk > 100) {
            wrong(line_of("most_risk"),
                  full("most_risk") + " is over 100 per cent.",
                  "Write per cent: 3 is the most that HDX takes for public data.");
        }
        if (out_.diversity < 1) {
            wrong(line_of("diversity"),
                  full("diversity") + " is 0.",
                  "Write 1 for no rule, or 2: then records that are alike do not all give the "
                  "same sensitive answer.");
        }
    }

    void read_points() {
        std::string rule;
        settings_.text(section_, prefix_, "points", rule);
        settings_.decimal(section_, prefix_, "grid_km", out_.grid_km);
        if (rule == "drop") out_.points = PointRule::drop;
        if (section_.get("grid_km") != nullptr && rule != "grid" &&
            out_.points != PointRule::grid) {
            wrong(line_of("grid_km"),
                  full("grid_km") + " moves no point: points are left out.",
                  "Write points = \"grid\" beside it, or remove the line.");
        }
        if (rule.empty() || rule == "drop") return;
        if (rule == "grid" && out_.grid_km > 0 && out_.grid_km <= most_grid_km) {
            out_.points = PointRule::grid;
            return;
        }
        wrong(line_of("points"),
              rule == "grid" ? "Points are to be moved to a grid, and " + full("grid_km") +
                                   " does not say how wide it is."
                             : full("points") + " is neither \"drop\" nor \"grid\".",
              "Write points = \"drop\", or points = \"grid\" and grid_km = 25.");
    }

    void read_importance() {
        const toml::node* found = settings_.node(section_, prefix_, "importance");
        if (found == nullptr) return;
        if (found->as_table() == nullptr) {
            settings_.wrong_type(*found, prefix_ + "importance", "a table of numbers");
            return;
        }
        for (const auto& [name, node] : *found->as_table()) {
            const auto value = node.value<double>();
            if (value && *value > 0 && *value <= most_importance) {
                out_.importance[std::string(name.str())] = *value;
                continue;
            }
            wrong(node.source().begin.line,
                  fmt::format("The importance of “{}” is no number over 0 and up to {}.",
                              name.str(),
                              most_importance),
                  "Write importance = { region = 3, sex = 2 }: others are worth 1.");
        }
    }

    void read_recodes() {
        const toml::node* found = settings_.node(section_, prefix_, "recode");
        if (found == nullptr) return;
        if (found->as_array() == nullptr || !found->as_array()->is_array_of_tables()) {
            settings_.wrong_type(*found, prefix_ + "recode", "tables [[" + prefix_ + "recode]]");
            return;
        }
        for (const toml::node& node : *found->as_array())
            read_recode(*node.as_table());
    }

    void read_recode(const toml::table& row) {
        RecodeRule rule;
        rule.line = static_cast<int>(row.source().begin.line);
        settings_.text(row, recode_prefix_, "question", rule.question);
        settings_.text(row, recode_prefix_, "column", rule.column);
        settings_.text(row, recode_prefix_, "period", rule.period);
        read_bands(row, rule);
        read_groups(row, rule);
        settings_.report_unknown(row, recode_prefix_);
        const int ways =
            static_cast<int>(!rule.bands.empty()) + static_cast<int>(!rule.column.empty()) +
            static_cast<int>(!rule.groups.empty()) + static_cast<int>(!rule.period.empty());
        const auto line = static_cast<std::uint32_t>(rule.line);
        if (rule.question.empty() || ways != 1) {
            wrong(line,
                  "A table [[" + prefix_ +
                      "recode]] needs a question and one way to make it coarser.",
                  "Write question = \"age\" and one of bands = [18, 25, 35], column = \"region\" "
                  "(of the choices sheet), groups = { other = [\"a\", \"b\"] } or period = "
                  "\"month\".");
            return;
        }
        if (!rule.period.empty() && rule.period != "month" && rule.period != "quarter" &&
            rule.period != "year") {
            wrong(line,
                  "“" + rule.period + "” is no period that dates can be published by.",
                  "Write month, quarter or year.");
            return;
        }
        out_.recodes.push_back(std::move(rule));
    }

    void read_bands(const toml::table& row, RecodeRule& rule) {
        const toml::node* found = settings_.node(row, recode_prefix_, "bands");
        if (found == nullptr) return;
        const toml::array* list = found->as_array();
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            const auto value = list->get(i)->value<double>();
            if (!value || (!rule.bands.empty() && *value <= rule.bands.back())) {
                list = nullptr;
                break;
            }
            rule.bands.push_back(*value);
        }
        if (list == nullptr || rule.bands.empty()) {
            rule.bands.clear();
            wrong(found->source().begin.line,
                  full("recode.bands") + " is no list of numbers that rise.",
                  "Write where each band begins: bands = [18, 25, 35, 45].");
        }
    }

    void read_groups(const toml::table& row, RecodeRule& rule) {
        const toml::node* found = settings_.node(row, recode_prefix_, "groups");
        if (found == nullptr) return;
        const toml::table* groups = found->as_table();
        if (groups == nullptr) {
            settings_.wrong_type(*found, recode_prefix_ + "groups", "a table");
            return;
        }
        std::set<std::string> taken;
        for (const auto& [name, node] : *groups) {
            std::vector<std::string>& choices = rule.groups[std::string(name.str())];
            const toml::array* list = node.as_array();
            for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
                const auto choice = list->get(i)->value<std::string>();
                if (choice && taken.insert(*choice).second) {
                    choices.push_back(*choice);
                    continue;
                }
                wrong(node.source().begin.line,
                      choice ? "“" + *choice + "” stands in two groups."
                             : "A group holds something that is no choice.",
                      "Write each choice once, in quotes.");
            }
            if (list == nullptr) {
                settings_.wrong_type(node, recode_prefix_ + "groups", "lists of choices");
            }
        }
    }

    [[nodiscard]] std::string full(const char* key) const { return "“" + prefix_ + key + "”"; }

    SettingsReader& settings_;
    const toml::table& section_;
    std::string prefix_;
    std::string recode_prefix_ = prefix_ + "recode.";
    RecordRules& out_;
};

bool is_closed(QuestionType type) {
    return type == QuestionType::select_one || type == QuestionType::select_multiple;
}

bool is_dated(const Question& question) {
    return question.type == QuestionType::date || question.type == QuestionType::date_time ||
           question.type == QuestionType::metadata;
}

// What hinders a rule; empty if nothing does.
std::string hindrance(const RecodeRule& rule, const Questionnaire& form, int index) {
    const Question& question = form.questions[static_cast<std::size_t>(index)];
    if (!rule.bands.empty() && !is_numeric(question.type) &&
        question.type != QuestionType::calculate)
        return "has no numbers to make bands of";
    if (!rule.period.empty() && !is_dated(question)) return "has no dates";
    if (rule.column.empty() && rule.groups.empty()) return {};
    if (!is_closed(question.type)) return "has no choices";
    const ChoiceList& list = form.choices_of(index);
    if (!rule.column.empty()) {
        const bool any = std::ranges::any_of(
            list.choices, [&](const Choice& choice) { return choice.extra.contains(rule.column); });
        return any ? "" : "has no column “" + rule.column + "” beside its choices";
    }
    for (const auto& [group, choices] : rule.groups) {
        for (const std::string& choice : choices) {
            if (list.find(choice) < 0) return "has no choice “" + choice + "”";
        }
    }
    return {};
}

// What hinders numbers from being averaged; empty if nothing does.
std::string hindrance_to_averages(const RecordRules& rules, const Questionnaire& form, int index) {
    const Question& question = form.questions[static_cast<std::size_t>(index)];
    if (!is_numeric(question.type) && question.type != QuestionType::calculate)
        return "has no numbers";
    if (form.repeat_of(index) >= 0) return "is asked several times in one interview";
    const auto recode = std::ranges::find(rules.recodes, question.name, &RecodeRule::question);
    return recode == rules.recodes.end() ? "" : "has a recode rule as well";
}

}  // namespace

void read_record_rules(SettingsReader& reader,
                       const toml::table& protection,
                       const std::string& name,
                       RecordRules& out) {
    const toml::node* found = reader.node(protection, "protection.", name);
    if (found == nullptr) return;
    if (found->as_table() == nullptr) {
        reader.wrong_type(*found, "protection." + name, "a table [protection." + name + "]");
        return;
    }
    RecordRulesReader(reader, *found->as_table(), name, out).read();
}

Diagnostics check_record_rules(const RecordRules& rules,
                               const std::string& name,
                               const Questionnaire& form,
                               const std::string& file_name) {
    Diagnostics out;
    const auto tell = [&](int line, std::string message, std::string remedy) {
        out.push_back(
            {.code = "bad-record-rule",
             .severity = Severity::error,
             .place = {.file = file_name, .sheet = {}, .row = line, .column = {}, .interview = {}},
             .message = std::move(message),
             .remedy = std::move(remedy)});
    };
    const auto known = [&](const std::string& question, const char* key, int line) {
        if (form.find(question) >= 0) return true;
        tell(line,
             fmt::format("[protection.{}] {} names a question “{}” that the questionnaire does "
                         "not have.",
                         name,
                         key,
                         question),
             did_you_mean(question, form.names(), "Correct the name."));
        return false;
    };
    for (const std::string& question : rules.drop)
        (void)known(question, "drop", 0);
    for (const std::string& question : rules.texts) {
        if (!known(question, "texts", 0)) continue;
        const auto at = static_cast<std::size_t>(form.find(question));
        if (form.questions[at].type == QuestionType::text) continue;
        tell(0,
             fmt::format("[protection.{}] texts names “{}”, which is answered by no free text: "
                         "nothing would come of it.",
                         name,
                         question),
             "Name questions of type text, or take it out.");
    }
    for (const auto& [question, weight] : rules.importance)
        (void)known(question, "importance", 0);
    for (const std::string& question : rules.average) {
        if (!known(question, "average", 0)) continue;
        const std::string why = hindrance_to_averages(rules, form, form.find(question));
        if (why.empty()) continue;
        tell(0,
             fmt::format(
                 "“{}” {}: [protection.{}] average cannot be followed.", question, why, name),
             "Take it out of average.");
    }
    // Of the restricted edition only what differs from the open one is looked at here.
    if (name == "restricted" && !rules.average.empty()) {
        tell(0,
             "[protection.restricted] average names other questions than [protection.records]: "
             "whoever has both editions would have means of two groups of each person.",
             "Remove the line, or write average = [] to hand the numbers out as answered.");
    }
    for (const RecodeRule& rule : rules.recodes) {
        if (!known(rule.question, "recode", rule.line)) continue;
        const std::string why = hindrance(rule, form, form.find(rule.question));
        if (why.empty()) continue;
        tell(rule.line,
             "“" + rule.question + "” " + why + ": the recode rule cannot be followed.",
             "Correct the rule, or take it out.");
    }
    return out;
}

}  // namespace mtm

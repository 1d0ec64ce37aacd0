#include "draft/draft.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "draft/differences.h"
#include "draft/draft_patterns.h"
#include "draft/told_changes.h"
#include "expression/parse.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

using Slots = std::map<std::string, std::string, std::less<>>;

/// "{a} follows" with its slots filled in; nothing if one is missing.
std::optional<std::string> filled(std::string_view pattern, const Slots& slots) {
    std::string out;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        out += pattern.substr(0, open);
        if (open == std::string_view::npos) return out;
        const std::size_t close = pattern.find('}', open);
        const auto slot = slots.find(pattern.substr(open + 1, close - open - 1));
        if (slot == slots.end()) return std::nullopt;
        out += slot->second;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

/// A text of the questionnaire as plain words of a narrative: no mark-up, no braces, one line.
std::string plain(std::string_view label) {
    std::string out;
    for (const char c : squeeze(label)) {
        if (std::string_view("*_`#<>[]|\\{}").find(c) == std::string_view::npos) out += c;
    }
    return std::string(trim(out));
}

std::string condition_on(const std::string& question, const std::string& choice, bool several) {
    return several ? "selected(${" + question + "}, " + quote(choice) + ")"
                   : "${" + question + "} = " + quote(choice);
}

/// A table of the plan as the public may see it, and whole.
struct SeenTable {
    TableSpec spec;
    Table table;
    Released<SafeTable> safe;
    std::vector<std::size_t> order;  // answers somebody gave, most frequent first

    [[nodiscard]] bool shows(std::size_t group, std::size_t category) const {
        return !safe->withheld[group][category] && !safe->withheld_groups[group] &&
               table.cells[group][category].value.has_value();
    }
};

class Drafter {
public:
    Drafter(const Study& study,
            const Dataset& dataset,
            DisclosureControl& control,
            std::string_view language,
            RoundChanges* changes)
        : study_(study),
          dataset_(dataset),
          control_(control),
          changes_(changes),
          words_(draft_patterns_in(language)),
          language_(static_cast<std::size_t>(
              std::max(0, study.questionnaire.find_language(std::string(language))))) {}

    DraftedReport draft() {
        see_tables();
        find_group_differences();
        find_changes();
        write_opening();
        write_key_findings();
        for (const Section& section : sections())
            write_section(section);
        return std::move(out_);
    }

private:
    void line(std::string_view text) {
        out_.text += text;
        out_.text += '\n';
    }

    void paragraph(std::string_view text) {
        line(text);
        line("");
    }

    [[nodiscard]] SeenTable seen(const TableSpec& spec) {
        Table table = tabulate(study_, dataset_, spec);
        Released<SafeTable> safe = control_.release(table);
        SeenTable out{spec, std::move(table), std::move(safe), {}};
        for (std::size_t c = 0; c < out.table.categories.size(); ++c) {
            const Category& category = out.table.categories[c];
            const bool answer = category.meaning == MissingChoice::answer && !category.blank &&
                                !category.free_answer;
            if (answer && out.table.cells[0][c].n > 0) out.order.push_back(c);
        }
        std::stable_sort(out.order.begin(), out.order.end(), [&](std::size_t a, std::size_t b) {
            return out.table.cells[0][a].value.value_or(0) >
                   out.table.cells[0][b].value.value_or(0);
        });
        return out;
    }

    void see_tables() {
        for (const TableSpec& spec : study_.plan.tables)
            tables_.push_back(seen(spec));
    }

    // The plan's own groups first, then women and men, then areas.
    void find_group_differences() {
        std::vector<Table> by_group;
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            const TableSpec& spec = tables_[t].spec;
            if (spec.statistic != Statistic::percent) continue;
            std::set<std::string> groupings(spec.by.begin(), spec.by.end());
            groupings.insert(study_.file.fieldwork.group);
            groupings.insert(study_.file.fieldwork.area);
            for (const std::string& by : groupings) {
                if (by.empty() || by == spec.question || !is_closed(by)) continue;
                TableSpec grouped = spec;
                grouped.by = {by};
                if (!told_.insert({spec.question, by, where_of(spec)}).second) continue;
                grouped_.push_back(seen(grouped));
                of_table_.push_back(t);
                by_group.push_back(grouped_.back().table);
            }
        }
        for (const GroupDifference& found : find_differences(dataset_, by_group))
            differences_[of_table_[found.table]].push_back(found);
    }

    // Of the first answer of each table of the plan.
    void find_changes() {
        if (changes_ == nullptr) return;
        std::vector<Expression> all;
        std::vector<std::size_t> of_table;
        std::set<std::string> looked_at;
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            const SeenTable& table = tables_[t];
            if (table.spec.statistic != Statistic::percent || table.order.empty() ||
                !table.shows(0, table.order.front())) {
                continue;
            }
            const std::string change = change_of(table);
            const auto parsed = parse(change);
            if (!parsed.expression || !looked_at.insert(change).second) continue;
            all.push_back(*parsed.expression);
            of_table.push_back(t);
        }
        const std::vector<bool> worth = changes_worth_telling(all, *changes_);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (worth[i]) changed_.insert(of_table[i]);
        }
    }

    [[nodiscard]] std::string change_of(const SeenTable& table) const {
        return "change(" + share_of(table, table.order.front()) + ", '')";
    }

    [[nodiscard]] bool is_closed(const std::string& name) const {
        if (study_.plan.find_derived(name) != nullptr) return true;
        const int question = study_.questionnaire.find(name);
        return question >= 0 &&
               study_.questionnaire.questions[static_cast<std::size_t>(question)].type ==
                   QuestionType::select_one;
    }

    static std::string where_of(const TableSpec& spec) {
        return spec.where ? print(spec.where->root) : std::string();
    }

    [[nodiscard]] std::vector<Section> sections() const {
        std::vector<Section> out = study_.plan.sections;
        for (const SeenTable& table : tables_) {
            const bool known = std::any_of(out.begin(), out.end(), [&](const Section& section) {
                return section.name == table.spec.section;
            });
            if (!known) out.push_back({table.spec.section, {}});
        }
        return out;
    }

    [[nodiscard]] std::string quoted(const std::string& text) const {
        return std::string(words_.quote_open) + text + std::string(words_.quote_close);
    }

    [[nodiscard]] std::string question_label(const std::string& name) const {
        const int question = study_.questionnaire.find(name);
        if (question >= 0) {
            return plain(
                study_.questionnaire.questions[static_cast<std::size_t>(question)].label.in(
                    language_));
        }
        const DerivedVariable* derived = study_.plan.find_derived(name);
        return derived == nullptr || derived->question == name ? std::string()
                                                               : question_label(derived->question);
    }

    [[nodiscard]] std::string label(const Category& category) const {
        const std::string text = plain(category.label.in(language_));
        return text.empty() ? plain(category.name) : text;
    }

    // "percent(${q} = 'c', where and ${by} = 'g')".
    [[nodiscard]] std::string share_of(const SeenTable& seen_table,
                                       std::size_t category,
                                       const std::string& group = {}) const {
        const Table& table = seen_table.table;
        std::string where = where_of(seen_table.spec);
        if (!group.empty()) {
            const std::string of_group = condition_on(seen_table.spec.by.front(), group, false);
            where = where.empty() ? of_group : "(" + where + ") and " + of_group;
        }
        return "percent(" +
               condition_on(
                   seen_table.spec.question, table.categories[category].name, table.multiple) +
               (where.empty() ? "" : ", " + where) + ")";
    }

    [[nodiscard]] std::string figure(const SeenTable& table,
                                     std::size_t category,
                                     const std::string& group = {}) const {
        return "{{ " + share_of(table, category, group) + " }}";
    }

    // The next pattern of a shape that can be filled in, or nothing when all are used up.
    std::optional<std::string> sentence(DraftShape shape, const Slots& slots) {
        const std::vector<std::string_view>& patterns = words_.of(shape);
        std::size_t& next = next_[shape];
        for (std::size_t tried = 0; tried < patterns.size(); ++tried) {
            const std::string_view pattern = patterns[(next + tried) % patterns.size()];
            if (uses_[pattern] >= most_uses_of_a_pattern) continue;
            auto text = filled(pattern, slots);
            if (!text) continue;
            if (pattern.starts_with('{') && text->front() >= 'a' && text->front() <= 'z')
                text->front() = static_cast<char>(text->front() - 'a' + 'A');  // "women", a group
            ++uses_[pattern];
            next = (next + tried + 1) % patterns.size();
            out_.patterns.emplace_back(pattern);
            return text;
        }
        return std::nullopt;
    }

    void write_opening() {
        line("::: note");
        line(words_.written_by);
        paragraph(":::");
        paragraph("# " + std::string(words_.opening));
        if (const SeenTable* everyone = table_of_everyone()) {
            paragraph(*filled(words_.opening_text,
                              {{"n", "{{ base(${" + everyone->spec.question + "}) }}"}}));
        }
        const bool known_chances = dataset_.design != nullptr && dataset_.design->has_stages();
        paragraph(known_chances ? words_.inference : words_.no_inference);
    }

    [[nodiscard]] const SeenTable* table_of_everyone() const {
        for (const SeenTable& table : tables_) {
            if (table.table.base.everyone && table.table.level == 0 &&
                study_.questionnaire.find(table.spec.question) >= 0)
                return &table;
        }
        return nullptr;
    }

    void write_key_findings() {
        paragraph("# " + std::string(words_.key_findings));
        line("::: facts");
        if (const SeenTable* everyone = table_of_everyone()) {
            line("- people: {{ base(${" + everyone->spec.question + "}) }} | " +
                 std::string(words_.people_fact));
        }
        std::set<std::string> told;
        for (const SeenTable& table : tables_) {
            if (told.size() >= 7) break;
            const bool fits = table.spec.statistic == Statistic::percent && !table.order.empty() &&
                              table.table.base.everyone && table.table.level == 0 &&
                              is_told(table.spec.question) &&
                              !question_label(table.spec.question).empty() &&
                              !told.contains(table.spec.section);
            if (!fits || !table.shows(0, table.order.front())) continue;
            const std::size_t first = table.order.front();
            told.insert(table.spec.section);
            line("- " + std::string(icon_for(table.spec.question)) + ": " + figure(table, first) +
                 " | " +
                 *filled(words_.answer_fact,
                         {{"a", quoted(label(table.table.categories[first]))},
                          {"q", quoted(question_label(table.spec.question))}}));
        }
        paragraph(":::");
    }

    static std::string_view icon_for(const std::string& question) {
        static constexpr std::pair<std::string_view, std::string_view> known[] = {
            {"age", "age"},          {"contract", "contract"}, {"educ", "education"},
            {"school", "education"}, {"famil", "family"},      {"marital", "family"},
            {"child", "family"},     {"health", "health"},     {"doctor", "health"},
            {"hous", "home"},        {"rent", "home"},         {"shelter", "home"},
            {"region", "map"},       {"country", "map"},       {"origin", "map"},
            {"income", "money"},     {"money", "money"},       {"remit", "money"},
            {"sex", "women"},        {"gender", "women"},      {"work", "work"},
            {"job", "work"},         {"sector", "work"},       {"employ", "work"}};
        for (const auto& [word, icon] : known) {
            if (question.find(word) != std::string::npos) return icon;
        }
        return "people";
    }

    void write_section(const Section& section) {
        std::string title = plain(section.title.in(language_));
        if (title.empty()) title = section.name;
        bool begun = false;
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            if (tables_[t].spec.section != section.name) continue;
            if (!begun && !title.empty()) paragraph("# " + title);
            begun = true;
            write_table(t);
        }
    }

    void write_table(std::size_t t) {
        const SeenTable& table = tables_[t];
        std::vector<std::string> sentences;
        const auto add = [&](std::optional<std::string> text) {
            if (text) sentences.push_back(std::move(*text));
        };
        const Slots whom = slots_of(table);
        if (!is_told(table.spec.question)) {
            paragraph("::: table " + table.spec.name);
            return;
        }
        if (!question_label(table.spec.question).empty()) {
            if (tells_who_was_asked(table) && asked_told_.insert(table.spec.question).second)
                add(sentence(DraftShape::asked, whom));
            tell_answers(table, whom, add);
        }
        if (changed_.contains(t)) {
            const Category& first = table.table.categories[table.order.front()];
            add(sentence(
                DraftShape::change,
                {{"a", quoted(label(first))}, {"change", "{{ " + change_of(table) + " }}"}}));
        }
        for (const std::string& text : differences_of(t))
            sentences.push_back(text);
        if (!sentences.empty()) paragraph(join(sentences, " "));
        paragraph("::: table " + table.spec.name);
    }

    // What tells of the interview and not of who was interviewed has its table alone.
    [[nodiscard]] bool is_told(const std::string& question) const {
        if (question == study_.file.fieldwork.enumerator) return false;
        return question.find("enumerator") == std::string::npos && !question.starts_with("enum_") &&
               !question.starts_with("consent");
    }

    // How many rows of a repeat there are is no number of people who were asked.
    [[nodiscard]] static bool tells_who_was_asked(const SeenTable& table) {
        return !table.table.base.everyone && table.table.level == 0 && !table.spec.where &&
               !table.safe->withheld_groups[0] && !table.safe->coarse;
    }

    [[nodiscard]] Slots slots_of_repeat(const SeenTable& table) const {
        const std::string& repeat =
            dataset_.levels[static_cast<std::size_t>(table.table.level)].repeat;
        const int group = study_.questionnaire.find_group(repeat);
        const std::string label =
            group < 0 ? std::string()
                      : plain(study_.questionnaire.groups[static_cast<std::size_t>(group)].label.in(
                            language_));
        const Slots name{{"r", quoted(label.empty() ? plain(repeat) : label)}};
        return {{"q", quoted(question_label(table.spec.question))},
                {"of", *filled(words_.of_entered, name)},
                {"of_bare", *filled(words_.bare_entered, name)}};
    }

    [[nodiscard]] Slots slots_of(const SeenTable& table) const {
        if (table.table.level > 0) return slots_of_repeat(table);
        const std::string& name = table.spec.question;
        const bool everyone = table.table.base.everyone;
        Slots out{{"q", quoted(question_label(name))},
                  {"of", std::string(everyone ? words_.of_everyone : words_.of_asked)},
                  {"of_bare", std::string(everyone ? words_.bare_everyone : words_.bare_asked)}};
        if (study_.questionnaire.find(name) >= 0) {
            out["n"] = "{{ base(${" + name + "}) }}";
            out["share"] = "{{ share(asked(${" + name + "})) }}";
        }
        return out;
    }

    template <typename Add>
    void tell_answers(const SeenTable& table, Slots slots, const Add& add) {
        const Statistic statistic = table.spec.statistic;
        if (statistic == Statistic::mean || statistic == Statistic::median) {
            const std::string where =
                table.spec.where ? ", " + where_of(table.spec) : std::string();
            slots["mean"] = "{{ round(mean(${" + table.spec.question + "}" + where + "), 1) }}";
            slots["median"] = "{{ median(${" + table.spec.question + "}" + where + ") }}";
            add(sentence(DraftShape::number, slots));
            return;
        }
        if (statistic != Statistic::percent || table.order.empty()) return;
        // The first three; where one of them is withheld, those before it.
        static constexpr const char* names[] = {"a", "b", "c"};
        std::size_t told = 0;
        while (told < 3 && told < table.order.size() && table.shows(0, table.order[told])) {
            const std::size_t category = table.order[told];
            slots[names[told]] = quoted(label(table.table.categories[category]));
            slots[std::string("f") + names[told]] = figure(table, category);
            ++told;
        }
        if (told == 0) return;
        const DraftShape shape = shape_of(table);
        add(sentence(shape, slots));
        const bool told_second = shape == DraftShape::close || shape == DraftShape::several ||
                                 shape == DraftShape::leading;
        const double second = table.order.size() > 1 ? value(table, 1) : 0;
        if (!told_second && table.order.size() > 2 && told > 1 && second >= 10)
            add(sentence(DraftShape::second, slots));
    }

    [[nodiscard]] static double value(const SeenTable& table, std::size_t nth) {
        return table.table.cells[0][table.order[nth]].value.value_or(0);
    }

    [[nodiscard]] static DraftShape shape_of(const SeenTable& table) {
        if (table.table.multiple) return DraftShape::several;
        const double first = value(table, 0);
        if (first >= 66.7) return DraftShape::prevailing;
        if (first > 50.5) return DraftShape::majority;
        const double second = table.order.size() > 1 ? value(table, 1) : 0;
        return first - second < 4 ? DraftShape::close : DraftShape::leading;
    }

    // Two-way answers are told once: who says no less often says yes more often.
    std::vector<std::string> differences_of(std::size_t t) {
        std::vector<std::string> out;
        const auto found = differences_.find(t);
        if (found == differences_.end()) return out;
        std::map<std::size_t, std::size_t> told;
        for (const GroupDifference& one : found->second) {
            const SeenTable& table = grouped_[one.table];
            const std::size_t most = table.order.size() == 2 ? 1 : 3;
            if (told[one.table] >= most) continue;
            if (!table.shows(one.high, one.category) || !table.shows(one.low, one.category))
                continue;
            if (auto text = difference(table, one)) {
                ++told[one.table];
                out.push_back(std::move(*text));
            }
        }
        return out;
    }

    std::optional<std::string> difference(const SeenTable& table, const GroupDifference& one) {
        const std::string& by = table.spec.by.front();
        const Category& high = table.table.groups[one.high];
        const Category& low = table.table.groups[one.low];
        const std::string by_label = question_label(by);
        Slots slots{{"a", quoted(label(table.table.categories[one.category]))},
                    {"g", group_words(high)},
                    {"h", group_words(low)},
                    {"fg", figure(table, one.category, high.name)},
                    {"fh", figure(table, one.category, low.name)}};
        if (!by_label.empty()) slots["by"] = quoted(by_label);
        return sentence(table.table.groups.size() <= 3 ? DraftShape::difference : DraftShape::range,
                        slots);
    }

    [[nodiscard]] std::string group_words(const Category& group) const {
        if (words_.language == "en") {
            if (group.name == "female" || group.name == "woman") return std::string(words_.women);
            if (group.name == "male" || group.name == "man") return std::string(words_.men);
        }
        return quoted(label(group));
    }

    const Study& study_;
    const Dataset& dataset_;
    DisclosureControl& control_;
    RoundChanges* changes_;  // null: the round before is not at hand
    const DraftPatterns& words_;
    std::size_t language_;
    DraftedReport out_;
    std::vector<SeenTable> tables_;   // of the plan
    std::vector<SeenTable> grouped_;  // by each grouping
    std::vector<std::size_t> of_table_;
    std::map<std::size_t, std::vector<GroupDifference>> differences_;  // by table of the plan
    std::set<std::vector<std::string>> told_;
    std::set<std::string> asked_told_;
    std::set<std::size_t> changed_;  // tables of the plan whose first answer changed
    std::map<std::string_view, int> uses_;
    std::map<DraftShape, std::size_t> next_;
};

}  // namespace

DraftedReport draft_report(const Study& study,
                           const Dataset& dataset,
                           DisclosureControl& control,
                           std::string_view language,
                           RoundChanges* changes) {
    return Drafter(study, dataset, control, language, changes).draft();
}

}  // namespace mtm

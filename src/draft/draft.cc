#include "draft/draft.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "chart/from_table.h"
#include "draft/draft_labels.h"
#include "draft/draft_patterns.h"
#include "draft/seen_tables.h"
#include "draft/told_changes.h"
#include "expression/parse.h"
#include "report/number_words.h"
#include "tabulate/figure.h"

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
          words_(*draft_patterns_in(language)),
          language_(static_cast<std::size_t>(
              std::max(0, study.questionnaire.find_language(std::string(language))))),
          plan_(see_plan(study, dataset, control, language_)),
          tables_(plan_.tables) {}

    DraftedReport draft() {
        find_changes();
        write_opening();
        write_key_findings();
        write_sections();
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

    [[nodiscard]] static std::string change_of(const SeenTable& table) {
        return "change(" + share_of(table, table.order.front()) + ", '')";
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
            return plain_words(
                study_.questionnaire.questions[static_cast<std::size_t>(question)].label.in(
                    language_),
                longest_question);
        }
        const DerivedVariable* derived = study_.plan.find_derived(name);
        return derived == nullptr || derived->question == name ? std::string()
                                                               : question_label(derived->question);
    }

    [[nodiscard]] std::string label(const Category& category) const {
        const std::string text = plain_words(category.label.in(language_), longest_answer);
        return text.empty() ? plain_words(category.name, longest_answer) : text;
    }

    // Whether a figure is told to the public, by itself and beside all that was let out before.
    [[nodiscard]] bool leaves(const std::string& figure) {
        const auto parsed = parse(figure);
        if (!parsed.expression) return false;
        const auto value = evaluate_figure(study_, dataset_, *parsed.expression, language_);
        if (!value || !value->estimate.value) return false;
        return !control_.release(*value)->withheld;
    }

    // A slot that stays empty, so that no pattern with it is chosen, where the figure is withheld.
    void put_figure(Slots& slots, const std::string& name, const std::string& figure) {
        if (!leaves(figure)) return;
        slots[name] = "{{ " + figure + " }}";
        slots[name + ".p"] = "{{ form(" + figure + ", 'possessive') }}";
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
            *text = capitalized(*text, words_.language);
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
            if (table.table.base.everyone && table.entries.empty() &&
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
            if (!is_key_finding(table) || told.contains(table.spec.section)) continue;
            const std::size_t first = table.order.front();
            const std::string share = share_of(table, first);
            if (!leaves(share)) continue;
            told.insert(table.spec.section);
            line("- " +
                 std::string(icon_for(table.spec.question, table.table.categories[first].name)) +
                 ": {{ " + share + " }} | " +
                 *filled(words_.answer_fact,
                         {{"a", quoted(label(table.table.categories[first]))},
                          {"q", quoted(question_label(table.spec.question))}}));
        }
        paragraph(":::");
    }

    // The first answer of everybody: an answer, and one that has words of its own.
    [[nodiscard]] bool is_key_finding(const SeenTable& table) const {
        return table.spec.statistic == Statistic::percent && !table.order.empty() &&
               table.table.base.everyone && table.entries.empty() &&
               table.spec.question != study_.file.fieldwork.area &&
               !question_label(table.spec.question).empty() &&
               table.shows(0, table.order.front()) &&
               !is_no_answer(table.table.categories[table.order.front()]) &&
               table.is_told_apart(table.order.front());
    }

    [[nodiscard]] std::string heading_of(const Section& section) const {
        std::string title = plain_heading(section.title.in(language_));
        if (!title.empty()) return title;
        return capitalized(plain_words(section.name, longest_question), words_.language);
    }

    // Groups of a form may have the same title: what stands under it stands there together.
    void write_sections() {
        std::vector<std::pair<std::string, std::set<std::string>>> all;  // heading, names
        for (const Section& section : sections()) {
            const std::string heading = heading_of(section);
            auto at = std::ranges::find(all, heading, &decltype(all)::value_type::first);
            if (at == all.end()) at = all.insert(all.end(), {heading, {}});
            at->second.insert(section.name);
        }
        for (const auto& [heading, names] : all)
            write_section(heading, names);
    }

    void write_section(const std::string& heading, const std::set<std::string>& names) {
        bool begun = false;
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            if (!names.contains(tables_[t].spec.section) || is_of_nobody(tables_[t].table))
                continue;
            if (!begun) paragraph("# " + (heading.empty() ? std::string(words_.answers) : heading));
            begun = true;
            write_table(t);
        }
    }

    // There is nothing to tell of what nobody was asked, and its table has no row.
    [[nodiscard]] static bool is_of_nobody(const Table& table) {
        return table.group_bases[0] == 0 && std::ranges::all_of(table.parts, is_of_nobody);
    }

    void write_table(std::size_t t) {
        const SeenTable& table = tables_[t];
        std::vector<std::string> sentences;
        const auto add = [&](std::optional<std::string> text) {
            if (text) sentences.push_back(std::move(*text));
        };
        const Slots whom = slots_of(table);
        // Of some alone (`where`) there are no words for whom: the table says it.
        if (!question_label(table.spec.question).empty() && !table.spec.where) {
            if (!table.table.base.everyone && asked_told_.insert(table.spec.question).second) {
                add(sentence(table.entries.empty() ? DraftShape::asked : DraftShape::entries_asked,
                             whom));
            }
            if (is_first_told(table)) tell_answers(table, whom, add);
        }
        if (changed_.contains(t) && !table.spec.where) {
            const Category& first = table.table.categories[table.order.front()];
            add(sentence(
                DraftShape::change,
                {{"a", quoted(label(first))},
                 {"change", "{{ changed(" + share_of(table, table.order.front()) + ", '') }}"}}));
        }
        for (const std::string& text : differences_of(t))
            sentences.push_back(text);
        if (!sentences.empty()) paragraph(join(sentences, " "));
        paragraph("::: table " + table.spec.name +
                  (leaves_out_groups(table.safe.value()) ? " chart=bar" : ""));
    }

    // Several tables may be of one question, by different groups, and a derived variable may leave
    // its first answer as it is: what they say of all together is told once.
    bool is_first_told(const SeenTable& table) {
        const int index = study_.questionnaire.find(table.spec.question);
        const DerivedVariable* derived = study_.plan.find_derived(table.spec.question);
        const std::string question =
            index < 0 && derived != nullptr ? derived->question : table.spec.question;
        std::vector<std::string> told{question};
        if (table.spec.statistic == Statistic::percent) {
            if (table.order.empty()) return false;
            told.push_back(table.table.categories[table.order.front()].label.in(
                static_cast<std::size_t>(study_.questionnaire.default_language)));
        }
        return answers_told_.insert(std::move(told)).second;
    }

    [[nodiscard]] Slots slots_of(const SeenTable& table) {
        const std::string& name = table.spec.question;
        const bool everyone = table.table.base.everyone;
        Slots out{{"q", quoted(question_label(name))}};
        if (table.entries.empty()) {
            out["of"] = std::string(everyone ? words_.of_everyone : words_.of_asked);
        } else {
            out["r"] = quoted(plain_words(table.entries, longest_answer));
            out["of"] = *filled(everyone ? words_.of_entries : words_.of_asked_entries, out);
        }
        if (study_.questionnaire.find(name) < 0 || everyone) return out;
        const std::string asked = "base(${" + name + "})";
        put_figure(out, "n", asked);
        put_figure(out, "share", "share(asked(${" + name + "}))");
        if (out.contains("n")) out["people"] = "{{ " + with_noun(asked) + " }}";
        return out;
    }

    // "plural(base(${q}), 'person', 'people')".
    [[nodiscard]] std::string with_noun(const std::string& count) const {
        std::string out = "plural(" + count;
        for (const std::string_view form : words_.person)
            out += ", " + quote(form);
        return out + ")";
    }

    template <typename Add>
    void tell_number(const SeenTable& table, Slots slots, const Add& add) {
        if (table.table.categories.empty() || !table.shows(0, 0)) return;
        const std::string where = table.spec.where ? ", " + where_of(table.spec) : std::string();
        const std::string of = "(${" + table.spec.question + "}" + where + ")";
        if (leaves("mean" + of)) slots["mean"] = "{{ round(mean" + of + ", 1) }}";
        put_figure(slots, "median", "median" + of);
        add(sentence(table.entries.empty() ? DraftShape::number : DraftShape::entries_number,
                     slots));
    }

    template <typename Add>
    void tell_answers(const SeenTable& table, Slots slots, const Add& add) {
        const Statistic statistic = table.spec.statistic;
        if (statistic == Statistic::mean || statistic == Statistic::median) {
            tell_number(table, std::move(slots), add);
            return;
        }
        if (statistic != Statistic::percent || table.order.empty()) return;
        // The first three; where one of them is withheld or has no words of its own, those before.
        static constexpr const char* names[] = {"a", "b", "c"};
        std::size_t told = 0;
        while (told < 3 && told < table.order.size() && table.shows(0, table.order[told]) &&
               table.is_told_apart(table.order[told])) {
            const std::size_t category = table.order[told];
            const std::string figure = std::string("f") + names[told];
            put_figure(slots, figure, share_of(table, category));
            if (!slots.contains(figure)) break;
            slots[names[told]] = quoted(label(table.table.categories[category]));
            ++told;
        }
        if (told == 0) return;
        const DraftShape shape = shape_of(table);
        add(sentence(shape, slots));
        const bool told_second = shape != DraftShape::prevailing && shape != DraftShape::majority;
        const double second = table.order.size() > 1 ? value(table, 1) : 0;
        if (!told_second && table.order.size() > 2 && told > 1 && second >= 10)
            add(sentence(DraftShape::second, slots));
    }

    [[nodiscard]] static double value(const SeenTable& table, std::size_t nth) {
        return table.everyone[table.order[nth]];
    }

    [[nodiscard]] static DraftShape shape_of(const SeenTable& table) {
        if (!table.entries.empty()) return DraftShape::entries;
        if (is_no_answer(table.table.categories[table.order.front()])) return DraftShape::unknown;
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
        const auto found = plan_.differences.find(t);
        if (found == plan_.differences.end() || tables_[t].spec.where) return out;
        std::map<std::size_t, std::size_t> told;
        for (const GroupDifference& one : found->second) {
            const SeenTable& table = plan_.grouped[one.table];
            if (table.spec.statistic == Statistic::mean) {
                if (auto text = means(table, one)) out.push_back(std::move(*text));
                continue;
            }
            const std::size_t most = table.order.size() == 2 ? 1 : 3;
            if (told[one.table] >= most) continue;
            if (!table.shows(one.high, one.category) || !table.shows(one.low, one.category) ||
                !table.is_told_apart(one.category)) {
                continue;
            }
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
                    {"h", group_words(low)}};
        put_figure(slots, "fg", share_of(table, one.category, high.name));
        put_figure(slots, "fh", share_of(table, one.category, low.name));
        if (!by_label.empty()) slots["by"] = quoted(by_label);
        return sentence(table.table.groups.size() <= 3 ? DraftShape::difference : DraftShape::range,
                        slots);
    }

    std::optional<std::string> means(const SeenTable& table, const GroupDifference& one) {
        const std::string question = question_label(table.spec.question);
        if (question.empty() || !table.shows(one.high, 0) || !table.shows(one.low, 0))
            return std::nullopt;
        const Category& high = table.table.groups[one.high];
        const Category& low = table.table.groups[one.low];
        const std::string of_high = mean_of(table, high.name);
        const std::string of_low = mean_of(table, low.name);
        if (!leaves(of_high) || !leaves(of_low)) return std::nullopt;
        return sentence(DraftShape::means,
                        {{"q", quoted(question)},
                         {"g", group_words(high)},
                         {"h", group_words(low)},
                         {"mg", "{{ round(" + of_high + ", 1) }}"},
                         {"mh", "{{ round(" + of_low + ", 1) }}"}});
    }

    [[nodiscard]] std::string group_words(const Category& group) const {
        if (!words_.women.empty()) {
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
    SeenPlan plan_;
    const std::vector<SeenTable>& tables_;  // of it
    std::set<std::string> asked_told_;
    std::set<std::vector<std::string>> answers_told_;
    std::set<std::size_t> changed_;  // tables of the plan whose first answer changed
    std::map<std::string_view, int> uses_;
    std::map<DraftShape, std::size_t> next_;
};

}  // namespace

bool drafts_in(std::string_view language) {
    return draft_patterns_in(language) != nullptr;
}

DraftedReport draft_report(const Study& study,
                           const Dataset& dataset,
                           DisclosureControl& control,
                           std::string_view language,
                           RoundChanges* changes) {
    return Drafter(study, dataset, control, language, changes).draft();
}

}  // namespace mtm

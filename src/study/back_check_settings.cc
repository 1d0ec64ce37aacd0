#include "study/back_check_settings.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

const std::string prefix = "back_check.";

class BackCheckSettings {
public:
    BackCheckSettings(SettingsReader& in, const toml::table& section, BackCheckRules& out)
        : in_(in), section_(section), out_(out) {}

    void read() {
        out_.line = static_cast<int>(section_.source().begin.line);
        read_questions("type1", BackCheckType::type1);
        read_questions("type2", BackCheckType::type2);
        read_questions("type3", BackCheckType::type3);
        read_ranges();
        read_answers("no_difference", &BackCheckQuestion::no_difference);
        read_answers("not_compared", &BackCheckQuestion::not_compared);
        read_missing("not_answered", out_.not_answered);
        read_missing("unknown", out_.unknown);
        in_.text(section_, prefix, "key", out_.key);
        in_.text(section_, prefix, "back_checker", out_.back_checker);
        in_.texts(section_, prefix, "back_checkers", out_.back_checkers);
        in_.texts(section_, prefix, "contact", out_.contact);
        in_.text(section_, prefix, "form", out_.form);
        read_draw();
        read_days();
        in_.report_unknown(section_, prefix);
        if (out_.questions.empty())
            in_.report("back-check-without-questions",
                       section_.source().begin.line,
                       "[back_check] names no question to compare.",
                       "Write which should never change, type1 = [\"sex\"], which are hard to ask, "
                       "type2 = […], and which may change, type3 = […].");
    }

private:
    void read_questions(const std::string& key, BackCheckType type) {
        std::vector<std::string> names;
        in_.texts(section_, prefix, key, names);
        if (names.empty()) return;
        const toml::array& list = *section_.get(key)->as_array();
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::uint32_t line = list[i].source().begin.line;
            const std::string name(trim(names[i]));
            if (find(name) != nullptr) {
                in_.report("back-check-question-twice",
                           line,
                           "[back_check] names the question “" + name + "” twice.",
                           "Let it be of one type only.");
                continue;
            }
            BackCheckQuestion& question = out_.questions.emplace_back();
            question.name = name;
            question.type = type;
            question.line = static_cast<int>(line);
        }
    }

    // { age = "[-1, 1]" }
    void read_ranges() {
        for (const auto& [name, value] : of_questions("ok_range")) {
            const auto text = value->value<std::string>();
            if (!text || !value->is_string()) {
                in_.wrong_type(*value, prefix + "ok_range." + name, "a range as \"[-1, 1]\"");
                continue;
            }
            auto range = parse_ok_range(*text);
            if (range) {
                find(name)->ok_range = *range;
                continue;
            }
            in_.report(
                "bad-ok-range",
                value->source().begin.line,
                "The ok_range of “" + name + "” cannot be read: " + range.error().message + ".",
                "Write how far below and above the first answer the second may lie: "
                "\"[-1, 1]\", or of its size \"[-5%, 5%]\".");
        }
    }

    // { work = ["other"] }
    void read_answers(const std::string& key, std::vector<std::string> BackCheckQuestion::*where) {
        for (const auto& [name, value] : of_questions(key)) {
            const toml::array* list = value->as_array();
            if (list == nullptr ||
                (!list->empty() && !list->is_homogeneous(toml::node_type::string))) {
                in_.wrong_type(*value, prefix + key + "." + name, "a list of answers, as texts");
                continue;
            }
            for (const toml::node& each : *list)
                (find(name)->*where).push_back(*each.value<std::string>());
        }
    }

    // The entries of a table by question; those of questions that are not compared are told.
    std::vector<std::pair<std::string, const toml::node*>> of_questions(const std::string& key) {
        std::vector<std::pair<std::string, const toml::node*>> out;
        const toml::node* found = in_.node(section_, prefix, key);
        if (found == nullptr) return out;
        const toml::table* entries = found->as_table();
        if (entries == nullptr) {
            in_.wrong_type(*found, prefix + key, "a table by question: { age = … }");
            return out;
        }
        for (const auto& [name, value] : *entries) {
            const std::string question(name.str());
            if (find(question) != nullptr) {
                out.emplace_back(question, &value);
                continue;
            }
            std::vector<std::string> known;
            for (const BackCheckQuestion& each : out_.questions)
                known.push_back(each.name);
            in_.report("not-back-checked",
                       name.source().begin.line,
                       "[back_check] " + key + " names “" + question +
                           "”, which is none of the questions that are compared.",
                       did_you_mean(question, known, "Add it to type1, type2 or type3."));
        }
        return out;
    }

    void read_missing(const std::string& key, WhenMissing& out) {
        std::string word;
        in_.text(section_, prefix, key, word);
        if (word.empty()) return;
        for (const auto& [known, rule] : {std::pair{"compare", WhenMissing::compare},
                                          std::pair{"no difference", WhenMissing::no_difference},
                                          std::pair{"leave out", WhenMissing::do_not_compare}}) {
            if (word != known) continue;
            out = rule;
            return;
        }
        in_.report(
            "bad-missing-rule",
            section_.get(key)->source().begin.line,
            "“" + word + "” does not say what becomes of missing answers (" + prefix + key + ").",
            did_you_mean(word,
                         {"compare", "no difference", "leave out"},
                         "Write \"compare\", \"no difference\" or \"leave out\"."));
    }

    void read_draw() {
        if (const toml::node* share = in_.node(section_, prefix, "share")) {
            const auto per_cent = share->value<std::int64_t>();
            if (!share->is_integer() || !per_cent || *per_cent < 1 || *per_cent > 100)
                in_.wrong_type(*share, prefix + "share", "per cent, a whole number from 1 to 100");
            else
                out_.share = static_cast<int>(*per_cent);
        }
        if (const toml::node* number = in_.node(section_, prefix, "number")) {
            const auto count = number->value<std::int64_t>();
            if (!number->is_integer() || !count || *count < 1 || *count > 1'000'000)
                in_.wrong_type(*number, prefix + "number", "a whole number from 1");
            else
                out_.number = static_cast<int>(*count);
        }
        if (const toml::node* seed = in_.node(section_, prefix, "seed")) {
            const auto value = seed->value<std::int64_t>();
            if (!seed->is_integer() || !value || *value < 0)
                in_.wrong_type(*seed, prefix + "seed", "a whole number that is not negative");
            else
                out_.seed = static_cast<std::uint64_t>(*value);
        }
    }

    // days = [3, 14]
    void read_days() {
        const toml::node* days = in_.node(section_, prefix, "days");
        if (days == nullptr) return;
        const toml::array* pair = days->as_array();
        const bool are_two =
            pair != nullptr && pair->size() == 2 && pair->is_homogeneous(toml::node_type::integer);
        const std::int64_t first = are_two ? *(*pair)[0].value<std::int64_t>() : -1;
        const std::int64_t last = are_two ? *(*pair)[1].value<std::int64_t>() : -1;
        if (first < 0 || last < std::max<std::int64_t>(first, 1) || last > 3650) {
            in_.wrong_type(
                *days, prefix + "days", "the first and the last day after the interview: [3, 14]");
            return;
        }
        out_.first_day = static_cast<int>(first);
        out_.last_day = static_cast<int>(last);
    }

    BackCheckQuestion* find(const std::string& name) {
        const auto at = std::ranges::find(out_.questions, name, &BackCheckQuestion::name);
        return at == out_.questions.end() ? nullptr : &*at;
    }

    SettingsReader& in_;
    const toml::table& section_;
    BackCheckRules& out_;
};

}  // namespace

void read_back_check(SettingsReader& in, const toml::table& root, BackCheckRules& out) {
    if (const toml::table* section = in.table(root, "back_check"))
        BackCheckSettings(in, *section, out).read();
}

}  // namespace mtm

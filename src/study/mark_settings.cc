#include "study/mark_settings.h"

#include "base/text.h"

namespace mtm {
namespace {

std::uint32_t line_in_marks(const toml::table& section, const char* key) {
    return section.get(key)->source().begin.line;
}

// One of some words; null, with a diagnostic, if it is another.
template <typename Value>
const Value* one_of(SettingsReader& in,
                    const toml::table& section,
                    const char* key,
                    const std::vector<std::pair<std::string, Value>>& words) {
    std::string word;
    in.text(section, "marks.", key, word);
    if (word.empty()) return nullptr;
    std::vector<std::string> known;
    for (const auto& [name, value] : words) {
        if (name == word) return &value;
        known.push_back(name);
    }
    in.report("bad-mark-rule",
              line_in_marks(section, key),
              "“" + word + "” is nothing that [marks] " + key + " could be.",
              did_you_mean(word, known, "Write \"" + join(known, "\" or \"") + "\"."));
    return nullptr;
}

// One person is no base, and a limit under the other would leave nothing between them.
void check_marks(SettingsReader& in, const toml::table& section, MarkRules& out) {
    const MarkRules usual;
    if (out.small_base < 2) {
        in.report("bad-mark-limit",
                  line_in_marks(section, "small_base"),
                  "A base of one person would not be marked.",
                  "Write small_base = 30, or another number from 2.");
        out.small_base = usual.small_base;
    }
    if (out.caution > 0 && out.caution <= out.unreliable) return;
    in.report("bad-mark-limit",
              section.source().begin.line,
              "Estimates would be too unreliable before they want caution.",
              "Write caution and unreliable as coefficients of variation in per cent, the "
              "lesser first: caution = 16.5, unreliable = 33.3.");
    out.caution = usual.caution;
    out.unreliable = usual.unreliable;
}

}  // namespace

void read_marks(SettingsReader& in, const toml::table& root, MarkRules& out) {
    const toml::table* section = in.table(root, "marks");
    if (section == nullptr) return;
    in.number(*section, "marks.", "small_base", out.small_base);
    in.decimal(*section, "marks.", "caution", out.caution);
    in.decimal(*section, "marks.", "unreliable", out.unreliable);
    in.truth(*section, "marks.", "intervals", out.intervals);
    const std::vector<std::pair<std::string, ProportionRule>> proportions{
        {"nchs", ProportionRule::nchs}, {"cv", ProportionRule::cv}, {"none", ProportionRule::none}};
    if (const auto* rule = one_of(in, *section, "proportions", proportions))
        out.proportions = *rule;
    const std::vector<std::pair<std::string, LetterRule>> letters{
        {"95", LetterRule::at_5},
        {"95 and 90", LetterRule::at_5_and_10},
        {"none", LetterRule::none}};
    if (const auto* rule = one_of(in, *section, "letters", letters)) out.letters = *rule;
    check_marks(in, *section, out);
    in.report_unknown(*section, "marks.");
}

}  // namespace mtm

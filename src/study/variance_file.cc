#include "study/variance_file.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "estimation/intervals.h"

namespace mtm {
namespace {

constexpr int fewest_bootstrap_replicates = 50;
constexpr int most_bootstrap_replicates = 100'000;

class VarianceReader {
public:
    VarianceReader(SettingsReader& settings, const toml::table& section, StudyFile& file)
        : settings_(settings), section_(section), file_(file), rules_(file.variance) {}

    void read() {
        (void)named("method", variance_methods, rules_.method);
        whole("replicates",
              fewest_bootstrap_replicates,
              most_bootstrap_replicates,
              rules_.replicates);
        whole("seed", 0, 1'000'000'000, rules_.seed);
        read_rho();
        LonelyUnits lonely = LonelyUnits::average;
        if (named("lonely", lonely_rules, lonely)) rules_.lonely = lonely;
        IntervalMethod interval = IntervalMethod::xlogit;
        if (named("interval", interval_methods, interval)) rules_.interval = interval;
        read_df();
        read_confidence();
        settings_.report_unknown(section_, prefix);
        check_together();
    }

private:
    static constexpr const char* prefix = "variance.";

    [[nodiscard]] std::uint32_t line_of(const char* key) const {
        const toml::node* found = section_.get(key);
        return found != nullptr ? found->source().begin.line : section_.source().begin.line;
    }

    void wrong(const char* key, std::string message, std::string remedy) {
        settings_.report("bad-variance", line_of(key), std::move(message), std::move(remedy));
    }

    // False where the key is not there, or is none of the names: then that is told.
    template <typename Names, typename Value>
    [[nodiscard]] bool named(const char* key, const Names& names, Value& out) {
        const toml::node* found = settings_.node(section_, prefix, key);
        if (found == nullptr) return false;
        const std::string wanted = found->is_string() ? *found->value<std::string>() : "";
        std::vector<std::string> known;
        for (const auto& [name, value] : names) {
            known.emplace_back(name);
            if (name != wanted) continue;
            out = value;
            return true;
        }
        wrong(key,
              fmt::format("“variance.{}” is none of {}.", key, join(known, ", ")),
              did_you_mean(wanted, known, "Write one of them, in quotes."));
        return false;
    }

    void whole(const char* key, std::int64_t low, std::int64_t high, int& out) {
        const toml::node* found = settings_.node(section_, prefix, key);
        if (found == nullptr) return;
        const auto value = found->value<std::int64_t>();
        if (found->is_integer() && value && *value >= low && *value <= high) {
            out = static_cast<int>(*value);
            return;
        }
        wrong(key,
              fmt::format("“variance.{}” is no whole number from {} to {}.", key, low, high),
              "Write such a number, without quotes.");
    }

    // A finite number of the file; nothing for anything else.
    static std::optional<double> number_of(const toml::node& node) {
        if (!node.is_integer() && !node.is_floating_point()) return std::nullopt;
        const auto value = node.value<double>();
        return value && std::isfinite(*value) ? value : std::nullopt;
    }

    void read_rho() {
        const toml::node* found = settings_.node(section_, prefix, "rho");
        if (found == nullptr) return;
        const auto value = number_of(*found);
        if (value && *value >= 0 && *value < 1) {
            rules_.rho = *value;
            return;
        }
        wrong("rho",
              "“variance.rho” is no number from 0 to less than 1.",
              "Write the part of a weight that Fay’s method leaves; 0.3 and 0.5 are usual.");
    }

    void read_df() {
        const toml::node* found = settings_.node(section_, prefix, "df");
        if (found == nullptr) return;
        if (found->is_string() && *found->value<std::string>() == "inf") {
            rules_.df = infinite_df;
            return;
        }
        const auto value = number_of(*found);
        if (value && *value > 0) {
            rules_.df = *value;
            return;
        }
        wrong("df",
              "“variance.df” is neither a number over 0 nor \"inf\".",
              "Write the degrees of freedom, or \"inf\" for the normal distribution, or leave the "
              "line out: then they are those of the design.");
    }

    void read_confidence() {
        const toml::node* found = settings_.node(section_, prefix, "confidence");
        if (found == nullptr) return;
        const auto value = number_of(*found);
        if (value && *value >= 50 && *value < 100) {
            rules_.confidence = *value;
            return;
        }
        wrong("confidence",
              "“variance.confidence” is no number from 50 to less than 100.",
              "Write per cent, as confidence = 95.");
    }

    void check_together() {
        const bool bootstrap = rules_.method == VarianceMethod::bootstrap ||
                               rules_.method == VarianceMethod::canty_davison;
        for (const char* key : {"replicates", "seed"}) {
            if (section_.contains(key) && !bootstrap)
                wrong(
                    key,
                    fmt::format("“variance.{}” is of bootstraps, and the method is another.", key),
                    "Take the line out, or write method = \"bootstrap\".");
        }
        if (section_.contains("rho") && rules_.method != VarianceMethod::fay)
            wrong("rho",
                  "“variance.rho” is of Fay’s method, and the method is another.",
                  "Take the line out, or write method = \"fay\".");
        if (is_respondent_driven(file_.design))
            wrong("method",
                  "Respondents recruited each other, and [variance] is of samples that were drawn: "
                  "[respondent_driven] says how intervals are made.",
                  "Take [variance] out, and set bootstrap, interval, confidence and replicates in "
                  "[respondent_driven].");
    }

    SettingsReader& settings_;
    const toml::table& section_;
    const StudyFile& file_;
    VarianceRules& rules_;
};

bool has_selection(const StudyFile& file) {
    return file.sample.given() || lower_ascii(trim(file.design)) == "as if random";
}

}  // namespace

void read_variance(SettingsReader& reader, const toml::table& root, StudyFile& file) {
    const toml::table* section = reader.table(root, "variance");
    if (section == nullptr) return;
    VarianceReader(reader, *section, file).read();
    if (has_selection(file) || is_respondent_driven(file.design)) return;
    reader.report("variance-of-nothing",
                  section->source().begin.line,
                  "[variance] says how margins of error are computed, and nothing says how people "
                  "were selected: there are none.",
                  "Say in [sample] how people were selected, or take [variance] out.",
                  Severity::warning);
}

}  // namespace mtm

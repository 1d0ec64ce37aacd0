#include "study/respondent_driven_file.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

constexpr int fewest_replicates = 100;
constexpr int most_replicates = 100'000;

class RespondentDrivenReader {
public:
    RespondentDrivenReader(SettingsReader& settings,
                           const toml::table& section,
                           RespondentDrivenRules& rules)
        : settings_(settings), section_(section), rules_(rules) {}

    void read() {
        rules_.given = true;
        settings_.text(section_, prefix, "coupon", rules_.coupon);
        settings_.texts(section_, prefix, "coupons_given", rules_.coupons_given);
        settings_.text(section_, prefix, "id", rules_.id);
        settings_.text(section_, prefix, "recruiter", rules_.recruiter);
        settings_.texts(section_, prefix, "seeds", rules_.seeds);
        settings_.text(section_, prefix, "network_size", rules_.network_size);
        number("population_size", 1, 1'000'000'000, rules_.population_size);
        if (const toml::node* population = section_.get("population_size"))
            rules_.population_line = population->source().begin.line;
        named("estimator", rds_estimators, rules_.estimator);
        named("bootstrap", rds_bootstraps, rules_.bootstrap);
        named("interval", rds_interval_forms, rules_.interval);
        settings_.truth(section_, prefix, "seeds_counted", rules_.seeds_counted);
        number("confidence", 50, 99, rules_.confidence);
        number("replicates", fewest_replicates, most_replicates, rules_.replicates);
        number("random_seed", 0, 1'000'000'000, rules_.random_seed);
        check_together();
        settings_.report_unknown(section_, prefix);
    }

private:
    static constexpr const char* prefix = "respondent_driven.";

    void number(const char* key, std::int64_t low, std::int64_t high, int& out) {
        const toml::node* found = settings_.node(section_, prefix, key);
        if (found == nullptr) return;
        const auto value = found->value<std::int64_t>();
        if (!found->is_integer() || !value || *value < low || *value > high)
            return settings_.wrong_type(
                *found,
                std::string(prefix) + key,
                "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        out = static_cast<int>(*value);
    }

    template <typename Names, typename Value>
    void named(const char* key, const Names& names, Value& out) {
        const toml::node* found = settings_.node(section_, prefix, key);
        if (found == nullptr) return;
        std::vector<std::string> known;
        const std::string wanted = found->is_string() ? *found->value<std::string>() : "";
        for (const auto& [name, value] : names) {
            known.emplace_back(name);
            if (name != wanted) continue;
            out = value;
            return;
        }
        settings_.report(
            "bad-respondent-driven",
            found->source().begin.line,
            "“respondent_driven." + std::string(key) + "” is none of " + join(known, ", ") + ".",
            did_you_mean(wanted, known, "Write one of them, in quotes."));
    }

    [[nodiscard]] std::uint32_t line_of(const char* key) const {
        const toml::node* found = section_.get(key);
        return found != nullptr ? found->source().begin.line : section_.source().begin.line;
    }

    void check_together() {
        const RespondentDrivenRules& rules = rules_;
        const auto wrong = [this](const char* key, std::string message, std::string remedy) {
            settings_.report(
                "bad-respondent-driven", line_of(key), std::move(message), std::move(remedy));
        };
        if (rules.by_coupons() && rules.by_recruiters())
            wrong("recruiter",
                  "[respondent_driven] tells recruitment both by coupons and by recruiters.",
                  "Keep coupon and coupons_given, or id and recruiter.");
        if (rules.by_coupons() && (rules.coupon.empty() || rules.coupons_given.empty()))
            wrong(rules.coupon.empty() ? "coupons_given" : "coupon",
                  "Coupons tell who recruited whom only together: the one a respondent came with, "
                  "and those that respondents were given.",
                  "Write both, as coupon = \"my_coupon\" and coupons_given = [\"coupon_1\", "
                  "\"coupon_2\"].");
        if (rules.id.empty() != rules.recruiter.empty())
            wrong(rules.id.empty() ? "recruiter" : "id",
                  "A recruiter is found by the id that another interview has of itself.",
                  "Write both, as id = \"card_code\" and recruiter = \"recruiter_code\".");
        const bool needs_size = rules.estimator == RdsEstimator::successive_sampling ||
                                rules.bootstrap == RdsBootstrap::successive_sampling;
        if (needs_size && rules.population_size == 0)
            wrong(rules.estimator == RdsEstimator::successive_sampling ? "estimator" : "bootstrap",
                  "Successive sampling (gile-ss) needs the size of the population.",
                  "Write population_size = …, or take the estimator rds-ii with the bootstrap "
                  "tree.");
        const bool goes_together = (rules.bootstrap == RdsBootstrap::successive_sampling) <=
                                   (rules.estimator == RdsEstimator::successive_sampling);
        if (!goes_together)
            wrong("bootstrap",
                  "The bootstrap gile-ss draws samples for the estimator gile-ss only.",
                  "Write estimator = \"gile-ss\", or bootstrap = \"tree\".");
    }

    SettingsReader& settings_;
    const toml::table& section_;
    RespondentDrivenRules& rules_;
};

}  // namespace

void read_respondent_driven(SettingsReader& reader, const toml::table& root, StudyFile& out) {
    if (const toml::table* section = reader.table(root, "respondent_driven"))
        RespondentDrivenReader(reader, *section, out.respondent_driven).read();
}

}  // namespace mtm

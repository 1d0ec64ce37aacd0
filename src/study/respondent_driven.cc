#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif
#include "study/respondent_driven.h"

#include <algorithm>
#include <optional>

#include <toml++/toml.h>

#include "base/result.h"
#include "base/text.h"
#include "study/study.h"

namespace mtm {
namespace {

constexpr int fewest_replicates = 100;
constexpr int most_replicates = 100'000;

class RespondentDrivenReader {
public:
    RespondentDrivenReader(const toml::table& section, const std::string& file_name)
        : section_(section), file_name_(file_name) {}

    ReadRespondentDriven read() {
        RespondentDrivenRules& rules = out_.rules;
        rules.given = true;
        text("coupon", rules.coupon);
        texts("coupons_given", rules.coupons_given);
        text("id", rules.id);
        text("recruiter", rules.recruiter);
        texts("seeds", rules.seeds);
        text("network_size", rules.network_size);
        number("population_size", 1, 1'000'000'000, rules.population_size);
        named("estimator", rds_estimators, rules.estimator);
        named("bootstrap", rds_bootstraps, rules.bootstrap);
        named("interval", rds_interval_forms, rules.interval);
        truth("seeds_counted", rules.seeds_counted);
        number("confidence", 50, 99, rules.confidence);
        number("replicates", fewest_replicates, most_replicates, rules.replicates);
        number("random_seed", 0, 1'000'000'000, rules.random_seed);
        check_together();
        report_unknown();
        return std::move(out_);
    }

private:
    void report(std::string code,
                std::uint32_t line,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = severity,
                                    .place = {.file = file_name_,
                                              .sheet = {},
                                              .row = static_cast<int>(line),
                                              .column = {},
                                              .interview = {}},
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    const toml::node* node(const char* key) {
        known_.emplace_back(key);
        return section_.get(key);
    }

    void wrong_type(const toml::node& found, const std::string& key, const std::string& wanted) {
        report("wrong-type",
               found.source().begin.line,
               "“respondent_driven." + key + "” must be " + wanted + ".",
               "Correct its value.");
    }

    void text(const char* key, std::string& out) {
        const toml::node* found = node(key);
        if (found == nullptr) return;
        if (!found->is_string()) return wrong_type(*found, key, "a text in quotes");
        out = trim(*found->value<std::string>());
    }

    void texts(const char* key, std::vector<std::string>& out) {
        const toml::node* found = node(key);
        if (found == nullptr) return;
        const toml::array* list = found->as_array();
        if (list == nullptr || (!list->empty() && !list->is_homogeneous(toml::node_type::string)))
            return wrong_type(*found, key, "a list of texts");
        for (const toml::node& item : *list)
            out.emplace_back(trim(*item.value<std::string>()));
    }

    void number(const char* key, std::int64_t low, std::int64_t high, int& out) {
        const toml::node* found = node(key);
        if (found == nullptr) return;
        const auto value = found->value<std::int64_t>();
        if (!found->is_integer() || !value || *value < low || *value > high)
            return wrong_type(
                *found,
                key,
                "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        out = static_cast<int>(*value);
    }

    void truth(const char* key, bool& out) {
        const toml::node* found = node(key);
        if (found == nullptr) return;
        if (!found->is_boolean()) return wrong_type(*found, key, "true or false");
        out = *found->value<bool>();
    }

    template <typename Names, typename Value>
    void named(const char* key, const Names& names, Value& out) {
        const toml::node* found = node(key);
        if (found == nullptr) return;
        std::vector<std::string> known;
        const std::string wanted = found->is_string() ? *found->value<std::string>() : "";
        for (const auto& [name, value] : names) {
            known.emplace_back(name);
            if (name != wanted) continue;
            out = value;
            return;
        }
        report("bad-respondent-driven",
               found->source().begin.line,
               "“respondent_driven." + std::string(key) + "” is none of " + join(known, ", ") + ".",
               did_you_mean(wanted, known, "Write one of them, in quotes."));
    }

    [[nodiscard]] std::uint32_t line_of(const char* key) const {
        const toml::node* found = section_.get(key);
        return found != nullptr ? found->source().begin.line : section_.source().begin.line;
    }

    void check_together() {
        const RespondentDrivenRules& rules = out_.rules;
        const auto wrong = [this](const char* key, std::string message, std::string remedy) {
            report("bad-respondent-driven", line_of(key), std::move(message), std::move(remedy));
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

    void report_unknown() {
        for (const auto& [key, value] : section_) {
            const std::string name(key.str());
            if (std::ranges::find(known_, name) != known_.end()) continue;
            report("unknown-setting",
                   key.source().begin.line,
                   "“respondent_driven." + name + "” is not a setting of a study.",
                   did_you_mean(name, known_, "Remove it."),
                   Severity::warning);
        }
    }

    const toml::table& section_;
    const std::string& file_name_;
    ReadRespondentDriven out_;
    std::vector<std::string> known_;
};

class RespondentDrivenCheck {
public:
    RespondentDrivenCheck(const StudyFile& file, const Questionnaire& form, const Place& place)
        : file_(file), form_(form), place_(place) {}

    Diagnostics run() {
        const RespondentDrivenRules& rules = file_.respondent_driven;
        if (!rules.given) {
            if (is_respondent_driven(file_.design))
                report("no-recruitment-questions",
                       "The design is respondent-driven, and nothing says which questions hold "
                       "recruitment and network size: no estimate has an interval.",
                       "Add a section [respondent_driven] with coupon, coupons_given and "
                       "network_size.");
            return std::move(out_);
        }
        if (!is_respondent_driven(file_.design))
            report(
                "other-design",
                "There is a section [respondent_driven], and the design is " +
                    (file_.design.empty() ? std::string("not named") : "“" + file_.design + "”") +
                    ".",
                "Write design = \"respondent-driven\", or remove the section.");
        check_link("coupon", rules.coupon);
        for (const std::string& given : rules.coupons_given)
            check_link("coupons_given", given);
        check_link("id", rules.id);
        check_link("recruiter", rules.recruiter);
        const Question* size = question("network_size", rules.network_size);
        if (size != nullptr && !can_be_number(size->type))
            report("bad-respondent-driven",
                   "[respondent_driven] network_size names “" + rules.network_size +
                       "”, which is no number.",
                   "Name the question that asks how many people of the group one knows.",
                   Severity::error);
        return std::move(out_);
    }

private:
    static bool can_be_number(QuestionType type) {
        return type == QuestionType::integer || type == QuestionType::decimal ||
               type == QuestionType::range || type == QuestionType::calculate ||
               type == QuestionType::hidden;
    }

    void report(std::string code,
                std::string message,
                std::string remedy,
                Severity severity = Severity::warning) {
        out_.push_back({.code = std::move(code),
                        .severity = severity,
                        .place = place_,
                        .message = std::move(message),
                        .remedy = std::move(remedy)});
    }

    // Null, and told, if the questionnaire asks no such question once in an interview.
    const Question* question(const std::string& key, const std::string& name) {
        if (name.empty()) return nullptr;
        const int found = form_.find(name);
        if (found >= 0 && form_.repeat_of(found) < 0)
            return &form_.questions[static_cast<std::size_t>(found)];
        std::vector<std::string> names;
        for (const Question& each : form_.questions)
            names.push_back(each.name);
        report("unknown-question",
               "[respondent_driven] " + key + " names a question “" + name +
                   (found < 0 ? "” that the questionnaire does not have."
                              : "” that stands in a repeat."),
               found < 0 ? did_you_mean(name, names, "Correct the name.")
                         : "Name a question that is asked once in an interview.",
               Severity::error);
        return nullptr;
    }

    // Who knows both ends of a link knows who knows whom.
    void check_link(const std::string& key, const std::string& name) {
        const Question* found = question(key, name);
        if (found == nullptr || found->disclosure == Disclosure::identifier) return;
        report("recruitment-not-protected",
               "The question “" + name + "” ([respondent_driven] " + key +
                   ") tells who knows whom, and is not marked as an identifier.",
               "Write identifier in its column disclosure, so that no table and no figure shows "
               "it.");
    }

    const StudyFile& file_;
    const Questionnaire& form_;
    const Place& place_;
    Diagnostics out_;
};

}  // namespace

ReadRespondentDriven read_respondent_driven(std::string_view toml, const std::string& file_name) {
    const toml::parse_result parsed = toml::parse(toml, file_name);
    CHECK(static_cast<bool>(parsed));
    const toml::table* section = parsed.table()["respondent_driven"].as_table();
    CHECK(section != nullptr);
    return RespondentDrivenReader(*section, file_name).read();
}

bool is_respondent_driven(std::string_view design) {
    const std::string words = lower_ascii(trim(design));
    return words == "respondent-driven" || words == "respondent driven" ||
           words == "respondent-driven sampling" || words == "rds";
}

Diagnostics check_respondent_driven(const StudyFile& file,
                                    const Questionnaire& form,
                                    const Place& place) {
    return RespondentDrivenCheck(file, form, place).run();
}

}  // namespace mtm

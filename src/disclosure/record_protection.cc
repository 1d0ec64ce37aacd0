#include "disclosure/record_protection.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "anonymity/individual_risk.h"
#include "disclosure/published_keys.h"

namespace mtm {
namespace {

constexpr double most_below = 0.1;  // of the records, that coarser values leave to blanks

std::size_t as_size(int number) {
    return static_cast<std::size_t>(number);
}

// Of a value at the finest level, its category at another.
RecodingLevel level_from(const RecordKey& key, std::size_t level) {
    const CoarseLevel& finest = key.levels.front();
    const CoarseLevel& coarse = key.levels[level];
    RecodingLevel out;
    out.name = coarse.what;
    out.code_of.assign(finest.categories.size(), 0);
    for (std::size_t value = 0; value < finest.category_of.size(); ++value)
        out.code_of[as_size(finest.category_of[value])] = coarse.category_of[value];
    for (const Choice& category : coarse.categories)
        out.labels.push_back(category.name.empty() ? "not asked" : category.name);
    return out;
}

// What is lost with a key: its own answers, or those of all questions that hang on it.
double worth_of(const RecordKey& key, const RecordRules& rules) {
    if (key.kind == RecordKey::Kind::skip_pattern)
        return static_cast<double>(key.dependents.size());
    const auto found = rules.importance.find(key.name);
    return found == rules.importance.end() ? 1.0 : found->second;
}

// Whether the mean risk of the records, so published, is within the study's limit.
bool is_within_risk(const KeyTable& published, double most_risk) {
    const auto frequencies = key_frequencies(with_blanks_as_values(published));
    return frequencies &&
           !is_over_risk(global_risk(individual_risks(*frequencies)).share, most_risk);
}

PlanSettings settings_for(const RecordRules& rules, const std::vector<RecordKey>& keys) {
    PlanSettings out;
    out.suppression.k = as_size(rules.k);
    out.suppression.combination_size = std::min(as_size(rules.keys_at_once), keys.size());
    out.most_below = most_below;
    out.acceptable = [most_risk = rules.most_risk](const KeyTable& published) {
        return is_within_risk(published, most_risk);
    };
    for (const RecordKey& key : keys) {
        out.weights.push_back(worth_of(key, rules));
        out.suppression.importance.push_back(worth_of(key, rules));
    }
    if (!rules.automatic) {
        out.coarsest.assign(keys.size(), 0);
        out.most_below = 1;
    }
    return out;
}

// Of what no file shows: who has the published files cannot undo the order.
std::uint64_t seed_of_order(const Dataset& dataset, const std::vector<VariableRole>& roles) {
    std::uint64_t out = 0xCBF29CE484222325U;  // FNV-1a
    const auto add = [&out](std::string_view text) {
        for (const char c : text)
            out = (out ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        out = (out ^ 0xFFU) * 0x100000001B3U;
    };
    for (const std::string& id : dataset.instance_ids)
        add(id);
    for (const VariableRole& role : roles) {
        const ColumnPlace place = column_of(dataset, role.question);
        if (role.role != RecordRole::withheld || place.column == nullptr) continue;
        for (const std::int32_t code : place.column->codes)
            add(code < 0 ? std::string_view() : place.column->dictionary[as_size(code)]);
    }
    return out;
}

// The codes that are published of a record: −1 for a blank.
using PublishedCodes = std::vector<std::int32_t>;

/// A few blanks in a key that has tables too are no blanks: what the tables count and the records
/// lack is the answer. So a key has no blanks or at least k: others are taken out of a large group
/// of records that are alike.
class BlankFiller {
public:
    BlankFiller(const KeyTable& published, std::size_t k) : k_(k) {
        for (std::size_t row = 0; row < published.records(); ++row) {
            PublishedCodes codes;
            for (const KeyVariable& key : published.keys)
                codes.push_back(key.codes[row]);
            alike_[codes].push_back(row);
        }
    }

    /// Rows to blank this key in; empty if no group is large enough.
    [[nodiscard]] std::vector<std::size_t> more_of(std::size_t key) {
        auto largest = alike_.end();
        for (auto group = alike_.begin(); group != alike_.end(); ++group) {
            const bool can_give =
                group->first[key] != missing_key && group->second.size() >= 2 * k_;
            if (!can_give) continue;
            if (largest == alike_.end() || group->second.size() > largest->second.size())
                largest = group;
        }
        if (largest == alike_.end()) return {};
        std::vector<std::size_t>& rows = largest->second;
        std::vector<std::size_t> out(rows.end() - static_cast<std::ptrdiff_t>(k_), rows.end());
        rows.resize(rows.size() - k_);
        PublishedCodes blanked = largest->first;
        blanked[key] = missing_key;
        std::vector<std::size_t>& joined = alike_[blanked];
        joined.insert(joined.end(), out.begin(), out.end());
        return out;
    }

private:
    std::size_t k_;
    std::map<PublishedCodes, std::vector<std::size_t>> alike_;
};

void fill_up_blanks(const std::vector<RecordKey>& keys,
                    const KeyTable& published,
                    std::size_t k,
                    RecordDecision& decision) {
    BlankFiller filler(published, k);
    for (std::size_t key = 0; key < keys.size(); ++key) {
        const auto blanks =
            static_cast<std::size_t>(std::ranges::count(decision.blanks, key, &BlankedValue::key));
        if (blanks == 0 || blanks >= k) continue;
        const std::vector<std::size_t> more = filler.more_of(key);
        if (more.empty()) decision.levels[key] = keys[key].levels.size() - 1;
        for (const std::size_t row : more)
            decision.blanks.push_back({row, key});
    }
}

bool have_one_scale(const RecordKey& a, const RecordKey& b) {
    return a.kind == b.kind && a.question == b.question &&
           std::ranges::equal(a.levels, b.levels, {}, &CoarseLevel::what, &CoarseLevel::what) &&
           std::ranges::equal(
               a.levels, b.levels, {}, &CoarseLevel::category_of, &CoarseLevel::category_of);
}

// What the other edition tells is a key of which nothing can be taken back; and to be coarser than
// it would only lose something.
void add_what_is_told(const ProtectedRecords& beside,
                      const std::vector<RecordKey>& own,
                      NumberedKeys& keys,
                      PlanSettings& settings) {
    const auto last = std::ranges::max_element(beside.alike);
    const std::int32_t groups = last == beside.alike.end() ? 1 : *last + 1;
    settings.suppression.fixed_keys.push_back(keys.table.keys.size());
    settings.suppression.importance.push_back(1);
    settings.weights.push_back(1);
    keys.table.keys.push_back({"what the other edition tells", beside.alike, groups});
    keys.hierarchies.emplace_back();
    if (settings.coarsest.empty()) {
        for (const RecordKey& key : own) {
            std::size_t& coarsest = settings.coarsest.emplace_back(key.levels.size() - 1);
            for (std::size_t other = 0; other < beside.keys.size(); ++other) {
                if (have_one_scale(key, beside.keys[other]))
                    coarsest = std::min(coarsest, beside.plan.levels[other]);
            }
        }
    }
    settings.coarsest.push_back(0);
}

// As coarse and as blank as the other edition: together the two then tell no more of the keys than
// that one does alone. Of what is no key there nothing stays.
void decide_as(const ProtectedRecords& beside, ProtectedRecords& own, RecordDecision& decision) {
    std::vector<std::optional<std::size_t>> as_own(beside.keys.size());
    decision.levels.clear();
    for (std::size_t key = 0; key < own.keys.size(); ++key) {
        decision.levels.push_back(own.keys[key].levels.size() - 1);
        for (std::size_t other = 0; other < beside.keys.size(); ++other) {
            if (!have_one_scale(own.keys[key], beside.keys[other])) continue;
            decision.levels.back() = beside.plan.levels[other];
            as_own[other] = key;
        }
    }
    for (const BlankedValue& value : beside.blanks) {
        if (const auto key = as_own[value.key]) decision.blanks.push_back({value.row, *key});
    }
    own.plan = beside.plan;
    own.plan.steps.clear();
    own.plan.suppression = {};
    own.steps.emplace_back(
        "No way was found to make these records finer than those of the other edition: they are "
        "as coarse and as blank.");
}

// Levels and blanks of the plan.
void decide_by_plan(const RecordRules& rules,
                    const NumberedKeys& keys,
                    ProtectedRecords& out,
                    RecordDecision& decision) {
    const std::vector<std::string> steps = explained(out.plan, as_size(rules.k));
    out.steps.insert(out.steps.end(), steps.begin(), steps.end());
    decision.levels = out.plan.levels;
    for (const BlankedCell& cell : out.plan.suppression.cells)
        decision.blanks.push_back({cell.record, cell.key});
    if (rules.keys_at_once > 0) return;
    fill_up_blanks(out.keys,
                   protected_table(keys.table, keys.hierarchies, out.plan),
                   as_size(rules.k),
                   decision);
}

// Households that are known by their composition are a key beside those of the interviews.
void decide_on_repeats(const Study& study,
                       const Dataset& dataset,
                       const std::vector<VariableRole>& roles,
                       KeyTable published,
                       const ProtectedRecords* beside,
                       ProtectedRecords& out) {
    if (dataset.levels.size() < 2) return;
    if (beside != nullptr) {
        out.repeats = repeats_as_decided(beside->repeats, out.alike);
    } else {
        published.keys.push_back({"composition", {}, 0});
        const double most_risk = study.file.records.most_risk;
        const auto acceptable = [&](const std::vector<std::int32_t>& households) {
            const auto most = std::ranges::max_element(households);
            published.keys.back().codes = households;
            published.keys.back().categories = most == households.end() ? 0 : *most + 1;
            return is_within_risk(published, most_risk);
        };
        out.repeats = decide_repeats(study, dataset, roles, out.alike, acceptable);
    }
    out.alike = out.repeats.households;
    for (const RepeatDecision& repeat : out.repeats.repeats) {
        const auto withheld = std::ranges::count(repeat.withheld, std::uint8_t{1});
        out.steps.push_back(
            repeat.left_out.empty()
                ? fmt::format(
                      "The rows of “{}” are published of {} of {} interviews; of the others "
                      "too few have a household like theirs.",
                      repeat.repeat,
                      dataset.counted() - static_cast<std::size_t>(withheld),
                      dataset.counted())
                : fmt::format(
                      "The rows of “{}” are not published: {}.", repeat.repeat, repeat.left_out));
    }
}

}  // namespace

NumberedKeys numbered(const std::vector<RecordKey>& keys, std::size_t rows) {
    NumberedKeys out;
    for (const RecordKey& key : keys) {
        const CoarseLevel& finest = key.levels.front();
        KeyVariable& variable = out.table.keys.emplace_back();
        variable.name = key.name;
        variable.categories = static_cast<std::int32_t>(finest.categories.size());
        variable.codes.reserve(rows);
        for (const std::int32_t value : key.values)
            variable.codes.push_back(value < 0 ? missing_key : finest.category_of[as_size(value)]);
        RecodingHierarchy& hierarchy = out.hierarchies.emplace_back();
        for (std::size_t level = 1; level < key.levels.size(); ++level)
            hierarchy.levels.push_back(level_from(key, level));
    }
    return out;
}

std::vector<double> record_weights(const Study& study, const Dataset& dataset) {
    if (dataset.design != nullptr && !dataset.design->design().weights.empty())
        return dataset.design->design().weights;
    const auto counted = static_cast<double>(dataset.counted());
    const double population = study.file.records.population;
    if (population <= counted) return {};
    return std::vector<double>(dataset.counted(), population / counted);
}

KeyTable with_blanks_as_values(KeyTable table) {
    for (KeyVariable& key : table.keys) {
        std::ranges::replace(key.codes, missing_key, key.categories);
        ++key.categories;
    }
    return table;
}

std::size_t fewest_alike(const PublicRecords& records) {
    std::vector<std::size_t> alike;
    for (const std::int32_t group :
         groups_alike(published_keys(records), records.dataset.counted())) {
        if (as_size(group) >= alike.size()) alike.resize(as_size(group) + 1, 0);
        ++alike[as_size(group)];
    }
    return alike.empty() ? 0 : *std::ranges::min_element(alike);
}

namespace {

// Only keys are coarsened: of another question the rule would do nothing, and nobody would know.
Status check_recodes_are_of_keys(const Study& study, const std::vector<VariableRole>& roles) {
    for (const RecodeRule& rule : study.file.records.recodes) {
        const int index = study.questionnaire.find(rule.question);
        const auto role = std::ranges::find(roles, index, &VariableRole::question);
        if (index < 0 || role == roles.end()) continue;
        if (role->role != RecordRole::sensitive && role->role != RecordRole::other) continue;
        return Error{"study.toml has a recode of “" + rule.question +
                     "” for the records, which would be published as it was answered all the "
                     "same: only keys are made coarser. Mark it quasi in the column disclosure of "
                     "the questionnaire, leave it out (drop in [protection.records]), or remove "
                     "the recode"};
    }
    return Done{};
}

// What is known of records before a plan is made.
struct PreparedRecords {
    std::vector<VariableRole> roles;
    ProtectedRecords records;
};

Result<PreparedRecords> prepared_records(const Study& study, const Dataset& dataset) {
    PreparedRecords out;
    ProtectedRecords& records = out.records;
    records.interviews = dataset.counted();
    out.roles = roles_by_answers(study, dataset, variable_roles(study));
    records.identifying = identifying_answers(study, dataset, out.roles);
    TRY(check_recodes_are_of_keys(study, out.roles));
    records.averages = TRY(averaged_numbers(study, dataset, out.roles));
    records.keys = record_keys(study, dataset, out.roles, records.averages);
    records.alike.assign(dataset.counted(), 0);
    return out;
}

void add_steps_of_averages(const Study& study, ProtectedRecords& out) {
    for (const AveragedQuestion& question : out.averages) {
        out.steps.push_back(fmt::format(
            "The numbers of “{}” become {}.{}",
            study.questionnaire.questions[as_size(question.question)].name,
            question.what,
            question.withheld == 0 ? ""
                                   : fmt::format(" {} are blank: of theirs no mean can be printed.",
                                                 question.withheld)));
    }
}

std::size_t answers_left(const Dataset& published, const std::string& question) {
    for (const Level& level : published.levels) {
        if (const Column* column = level.find(question))
            return static_cast<std::size_t>(
                std::ranges::count_if(column->codes, [](std::int32_t code) { return code >= 0; }));
    }
    return 0;
}

// A question may lose all its answers so: that must not look like one that nobody answered.
void add_steps_of_diversity(ProtectedRecords& out) {
    for (const RecordTreatment& treatment : out.records.treatments) {
        if (treatment.blanked_for_diversity == 0) continue;
        const bool emptied =
            treatment.published && answers_left(out.records.dataset, treatment.name) == 0;
        out.steps.push_back(fmt::format(
            "{} of “{}” {} blanked so that sensitive answers differ among people who are alike.{}",
            treatment.blanked_for_diversity == 1
                ? "1 answer"
                : fmt::format("{} answers", treatment.blanked_for_diversity),
            treatment.name,
            treatment.blanked_for_diversity == 1 ? "is" : "are",
            emptied ? " None is left: name it in “drop”, or drop or coarsen keys, so that more "
                      "people are alike."
                    : ""));
    }
}

Result<ProtectedRecords> protected_by_plan(const Study& study,
                                           const Dataset& dataset,
                                           PreparedRecords prepared,
                                           const ProtectedRecords* beside) {
    const RecordRules& rules = study.file.records;
    const std::vector<VariableRole>& roles = prepared.roles;
    ProtectedRecords out = std::move(prepared.records);
    add_steps_of_averages(study, out);
    RecordDecision decision;
    decision.averages = out.averages;
    KeyTable published;
    published.weights = record_weights(study, dataset);
    if (!out.keys.empty()) {
        NumberedKeys keys = numbered(out.keys, dataset.counted());
        keys.table.weights = record_weights(study, dataset);
        PlanSettings settings = settings_for(rules, out.keys);
        if (beside != nullptr) add_what_is_told(*beside, out.keys, keys, settings);
        if (auto plan = plan_protection(keys.table, keys.hierarchies, settings)) {
            out.plan = std::move(*plan);
            decide_by_plan(rules, keys, out, decision);
        } else if (beside != nullptr) {
            decide_as(*beside, out, decision);
            keys = numbered(out.keys, dataset.counted());
            keys.table.weights = record_weights(study, dataset);
        } else {
            return plan.error();
        }
        out.blanks = decision.blanks;
        published = recoded(keys.table, keys.hierarchies, decision.levels);
        for (const BlankedValue& value : decision.blanks)
            published.keys[value.key].codes[value.row] = missing_key;
        out.alike = groups_alike(published, dataset.counted());
        decision.levels.resize(out.keys.size());
        out.plan.levels = decision.levels;
    }
    decide_on_repeats(study, dataset, roles, std::move(published), beside, out);
    decision.repeats = out.repeats;
    const std::uint64_t seed = seed_of_order(dataset, roles);
    out.records = apply_decision(study, dataset, roles, out.keys, decision, seed);
    add_steps_of_diversity(out);
    out.order = order_of_chance(dataset.counted(), seed);
    const std::size_t alike = fewest_alike(out.records);
    if (rules.keys_at_once == 0 && alike < as_size(rules.k) && !out.keys.empty()) {
        return Error{
            fmt::format("protection came out short: a published record is like {} "
                        "others, and {} are asked for",
                        alike,
                        rules.k)};
    }
    return out;
}

}  // namespace

Result<ProtectedRecords> protect_records(const Study& study,
                                         const Dataset& dataset,
                                         const ProtectedRecords* beside) {
    return protected_by_plan(study, dataset, TRY(prepared_records(study, dataset)), beside);
}

Result<ProtectedRecords> planned_records(const Study& study, const Dataset& dataset) {
    PreparedRecords prepared = TRY(prepared_records(study, dataset));
    auto made = protected_by_plan(study, dataset, prepared, nullptr);
    if (made) return made;
    prepared.records.no_way = made.error().message;
    return std::move(prepared.records);
}

}  // namespace mtm

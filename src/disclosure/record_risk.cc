#include "disclosure/record_risk.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "anonymity/diversity.h"
#include "anonymity/population_uniqueness.h"
#include "anonymity/suda2.h"
#include "disclosure/published_keys.h"

namespace mtm {
namespace {

constexpr std::size_t most_keys_named = 3;     // of a combination that singles out
constexpr std::size_t most_combinations = 12;  // that are told
constexpr std::size_t most_keys_searched = 16;

// Keys alone, without skip patterns: what somebody can know of a person.
KeyTable known_keys(const NumberedKeys& numbered, const std::vector<RecordKey>& keys) {
    KeyTable out;
    for (std::size_t key = 0; key < keys.size(); ++key) {
        if (keys[key].kind == RecordKey::Kind::answers)
            out.keys.push_back(numbered.table.keys[key]);
    }
    return out;
}

RecordRisk risk_of(const KeyFrequencies& frequencies, int k) {
    RecordRisk out;
    out.records = frequencies.sample.size();
    out.global = global_risk(individual_risks(frequencies));
    out.alone = records_under(frequencies, 1.5);
    out.below_k = records_under(frequencies, k);
    if (!frequencies.sample.empty())
        out.fewest = static_cast<std::size_t>(*std::ranges::min_element(frequencies.sample));
    return out;
}

// Nobody can be told from anybody where no key is published.
RecordRisk risk_without_keys(std::size_t records, double population) {
    RecordRisk out;
    out.records = records;
    out.fewest = records;
    if (records == 0) return out;
    const auto all = static_cast<double>(records);
    out.global.highest = individual_risk(all, std::max(all, population));
    out.global.share = out.global.highest;
    out.global.expected = out.global.highest * all;
    return out;
}

std::vector<SinglingKeys> singling_keys(const KeyTable& table, const SudaResult& suda) {
    std::map<KeySet, std::size_t> counts;
    for (const KeySet set : suda.smallest) {
        if (set != 0) ++counts[set];
    }
    std::vector<SinglingKeys> out;
    for (const auto& [set, records] : counts) {
        SinglingKeys& singling = out.emplace_back();
        singling.records = records;
        for (std::size_t key = 0; key < table.keys.size(); ++key) {
            if ((set >> key & 1U) != 0) singling.names.push_back(table.keys[key].name);
        }
    }
    std::ranges::stable_sort(out, std::ranges::greater(), &SinglingKeys::records);
    if (out.size() > most_combinations) out.resize(most_combinations);
    return out;
}

std::vector<KeyPart> key_parts(const KeyTable& table, const SudaResult& suda) {
    std::vector<KeyPart> out;
    for (std::size_t key = 0; key < table.keys.size(); ++key)
        out.push_back({table.keys[key].name, suda.key_shares[key]});
    std::ranges::stable_sort(out, std::ranges::greater(), &KeyPart::share);
    return out;
}

std::vector<std::size_t> sizes_of(const std::vector<std::uint32_t>& classes) {
    std::vector<std::size_t> out;
    for (const std::uint32_t number : classes) {
        if (number >= out.size()) out.resize(number + 1, 0);
        ++out[number];
    }
    return out;
}

std::vector<SensitiveVariety> variety_of(const PublicRecords& records,
                                         const std::vector<std::uint32_t>& classes) {
    std::vector<SensitiveVariety> out;
    for (const RecordTreatment& treatment : records.treatments) {
        const bool own = treatment.role == RecordRole::sensitive && !treatment.of_repeat;
        if (!own || !treatment.published) continue;
        const Column& column = *records.dataset.levels[0].find(treatment.name);
        SensitiveVariety& variety = out.emplace_back();
        variety.name = treatment.name;
        for (const Diversity& diversity : diversity(classes, column.codes)) {
            if (diversity.records == 0) continue;
            ++variety.groups;
            variety.of_one_answer += diversity.distinct == 1 ? 1 : 0;
            const bool first = variety.groups == 1;
            variety.distinct =
                first ? diversity.distinct : std::min(variety.distinct, diversity.distinct);
            variety.entropy =
                first ? diversity.entropy : std::min(variety.entropy, diversity.entropy);
            variety.recursive =
                first ? diversity.recursive : std::min(variety.recursive, diversity.recursive);
            variety.farthest = std::max(variety.farthest, diversity.distance);
        }
    }
    return out;
}

// The keys of interviews as one, of the interview of each row.
KeyVariable key_of_parents(const KeyTable& interviews,
                           std::size_t count,
                           const std::vector<std::int32_t>& parent_row) {
    const std::vector<std::int32_t> groups = groups_alike(interviews, count);
    KeyVariable out;
    out.name = "interview";
    for (const std::int32_t parent : parent_row)
        out.codes.push_back(groups[static_cast<std::size_t>(parent)]);
    const auto most = std::ranges::max_element(out.codes);
    out.categories = most == out.codes.end() ? 1 : *most + 1;
    return out;
}

Result<HouseholdRisk> household_risk(const std::string& repeat,
                                     KeyTable members,
                                     const std::vector<double>& weights,
                                     const std::vector<std::int32_t>& parent_row) {
    HouseholdRisk out;
    out.repeat = repeat;
    if (!weights.empty())
        for (const std::int32_t parent : parent_row)
            members.weights.push_back(weights[static_cast<std::size_t>(parent)]);
    const std::vector<double> risks = individual_risks(TRY(key_frequencies(members)));
    const std::vector<double> of_rows = household_risks(risks, parent_row);
    std::map<std::int32_t, double> of_households;
    for (std::size_t row = 0; row < parent_row.size(); ++row)
        of_households[parent_row[row]] = of_rows[row];
    std::vector<double> each;
    for (const auto& [household, risk] : of_households)
        each.push_back(risk);
    out.households = each.size();
    out.global = global_risk(each);
    return out;
}

// As answered: keys of interviews are `interviews`, those of rows as fine as they may be published.
Result<HouseholdRisk> households_before(const RepeatDecision& decision,
                                        const KeyTable& interviews,
                                        const Dataset& dataset,
                                        const std::vector<double>& weights) {
    const Level& level = dataset.levels[decision.level];
    KeyTable members =
        with_blanks_as_values(known_keys(numbered(decision.keys, level.rows), decision.keys));
    members.keys.push_back(key_of_parents(interviews, dataset.counted(), level.parent_row));
    return household_risk(decision.repeat, std::move(members), weights, level.parent_row);
}

Result<HouseholdRisk> households_after(const RepeatDecision& decision,
                                       const KeyTable& published,
                                       const PublicRecords& records,
                                       const std::vector<double>& weights) {
    const auto level = std::ranges::find(records.dataset.levels, decision.repeat, &Level::repeat);
    KeyTable members;
    for (const RecordTreatment& treatment : records.treatments) {
        if (treatment.role != RecordRole::key || !treatment.of_repeat || !treatment.published)
            continue;
        const Column* column = level->find(treatment.name);
        if (column == nullptr) continue;  // of another repeat
        const std::vector<std::int32_t> codes = answers_as_numbers(*column);
        const auto most = std::ranges::max_element(codes);
        const std::int32_t categories = most == codes.end() ? 0 : std::max(*most + 1, 0);
        members.keys.push_back({treatment.name, codes, categories});
    }
    members = with_blanks_as_values(std::move(members));
    members.keys.push_back(key_of_parents(published, records.dataset.counted(), level->parent_row));
    return household_risk(decision.repeat, std::move(members), weights, level->parent_row);
}

Status add_households(const Dataset& dataset,
                      const ProtectedRecords& protection,
                      const KeyTable& recorded,
                      const std::vector<double>& weights,
                      const KeyTable& published,
                      RiskReport& out) {
    for (const RepeatDecision& decision : protection.repeats.repeats) {
        if (!decision.left_out.empty()) continue;
        HouseholdRisks risks;
        risks.before = TRY(households_before(decision, recorded, dataset, weights));
        std::vector<double> as_published = published.weights;
        if (as_published.empty()) as_published = weights;
        risks.after = TRY(households_after(decision, published, protection.records, as_published));
        out.households.push_back(std::move(risks));
    }
    return Done{};
}

}  // namespace

Result<RiskReport> risk_of_records(const Study& study,
                                   const Dataset& dataset,
                                   const ProtectedRecords& protection) {
    RiskReport out;
    const int k = study.file.records.k;
    const std::vector<double> weights = record_weights(study, dataset);
    const double population = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (population > 0) out.fraction = static_cast<double>(dataset.counted()) / population;
    KeyTable recorded = known_keys(numbered(protection.keys, dataset.counted()), protection.keys);
    if (recorded.keys.empty()) {
        out.before = risk_without_keys(dataset.counted(), population);
        if (!protection.no_way.empty()) return out;
        out.after = out.before;
        TRY(add_households(dataset, protection, recorded, weights, {}, out));
        return out;
    }
    recorded.weights = weights;
    recorded = with_blanks_as_values(std::move(recorded));
    out.before = risk_of(TRY(key_frequencies(recorded)), k);
    const KeyTable all_recorded = recorded;
    if (recorded.keys.size() > most_keys_searched) recorded.keys.resize(most_keys_searched);
    const SudaResult suda = TRY(suda2(
        recorded,
        {.most_keys = most_keys_named, .sampling_fraction = out.fraction > 0 ? out.fraction : 1}));
    out.singling = singling_keys(recorded, suda);
    out.most_keys_named = most_keys_named;
    const auto together = std::ranges::count(suda.smallest, KeySet{0});
    const std::size_t singled = suda.smallest.size() - static_cast<std::size_t>(together);
    out.alone_with_more = out.before.alone - std::min(out.before.alone, singled);
    out.parts = key_parts(recorded, suda);
    if (out.fraction > 0) {
        const std::vector<std::size_t> sizes = sizes_of(TRY(equivalence_classes(recorded)));
        out.unique_in_population = zayatz_uniqueness(sizes, std::min(out.fraction, 1.0)).share;
    }
    if (!protection.no_way.empty()) return out;
    KeyTable published = published_keys(protection.records);
    const SampleDesign* design = protection.records.dataset.design == nullptr
                                     ? nullptr
                                     : &protection.records.dataset.design->design();
    if (design != nullptr) published.weights = design->weights;
    if (published.keys.empty()) {
        out.after = risk_without_keys(dataset.counted(), population);
        out.sensitive =
            variety_of(protection.records, std::vector<std::uint32_t>(dataset.counted(), 0));
        TRY(add_households(dataset, protection, all_recorded, weights, published, out));
        return out;
    }
    if (published.weights.empty()) published.weights = weights;
    out.after = risk_of(TRY(key_frequencies(published)), k);
    out.sensitive = variety_of(protection.records, TRY(equivalence_classes(published)));
    TRY(add_households(dataset, protection, all_recorded, weights, published, out));
    return out;
}

}  // namespace mtm

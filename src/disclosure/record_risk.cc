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
            variety.farthest = std::max(variety.farthest, diversity.distance);
        }
    }
    return out;
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
        out.after = out.before;
        return out;
    }
    recorded.weights = weights;
    recorded = with_blanks_as_values(std::move(recorded));
    out.before = risk_of(TRY(key_frequencies(recorded)), k);
    if (recorded.keys.size() > most_keys_searched) recorded.keys.resize(most_keys_searched);
    const SudaResult suda = TRY(suda2(
        recorded,
        {.most_keys = most_keys_named, .sampling_fraction = out.fraction > 0 ? out.fraction : 1}));
    out.singling = singling_keys(recorded, suda);
    out.parts = key_parts(recorded, suda);
    if (out.fraction > 0) {
        const std::vector<std::size_t> sizes = sizes_of(TRY(equivalence_classes(recorded)));
        out.unique_in_population = zayatz_uniqueness(sizes, std::min(out.fraction, 1.0)).share;
    }
    KeyTable published = published_keys(protection.records);
    if (published.keys.empty()) {
        out.after = risk_without_keys(dataset.counted(), population);
        out.sensitive =
            variety_of(protection.records, std::vector<std::uint32_t>(dataset.counted(), 0));
        return out;
    }
    const SampleDesign* design = protection.records.dataset.design == nullptr
                                     ? nullptr
                                     : &protection.records.dataset.design->design();
    if (design != nullptr) published.weights = design->weights;
    if (published.weights.empty()) published.weights = weights;
    out.after = risk_of(TRY(key_frequencies(published)), k);
    out.sensitive = variety_of(protection.records, TRY(equivalence_classes(published)));
    return out;
}

}  // namespace mtm

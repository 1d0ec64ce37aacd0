#include "study/weighting_file.h"

#include <algorithm>

#include "base/text.h"
#include "study/respondent_driven.h"

namespace mtm {
namespace {

// The value that a name stands for in a list of names; nothing, and a diagnostic, for others.
template <typename T, std::size_t n>
std::optional<T> named(SettingsReader& reader,
                       const std::array<std::pair<std::string_view, T>, n>& known,
                       const std::string& name,
                       const std::string& key,
                       std::uint32_t line) {
    std::vector<std::string> names;
    for (const auto& [each, value] : known) {
        if (each == name) return value;
        names.emplace_back(each);
    }
    reader.report("unknown-weighting",
                  line,
                  "“" + name + "” is nothing that " + key + " of [weights] can be.",
                  did_you_mean(name, names, "Write one of: " + join(names, ", ") + "."));
    return std::nullopt;
}

void read_sample(SettingsReader& reader, const toml::table& sample, SampleRules& out) {
    reader.text(sample, "sample.", "file", out.file);
    reader.text(sample, "sample.", "place", out.place);
    reader.text_or_texts(sample, "sample.", "strata", out.strata);
    reader.text_or_texts(sample, "sample.", "clusters", out.clusters);
    reader.text_or_texts(sample, "sample.", "population", out.population);
    reader.report_unknown(sample, "sample.");
    const std::uint32_t line = sample.source().begin.line;
    if (out.file.empty() != out.place.empty())
        reader.report("incomplete-sample",
                      line,
                      "[sample] needs both file and place, or neither: a row of the file is found "
                      "by the place of an interview.",
                      "Write the file’s name, and the question that says in which place an "
                      "interview was held.");
    const std::size_t stages = std::max<std::size_t>(out.clusters.size(), 1);
    if (out.strata.size() > stages + 1 || out.population.size() > stages + 1)
        reader.report("incomplete-sample",
                      line,
                      "[sample] has strata or population for more stages than its clusters make.",
                      "Name a column of clusters for each stage but the last, in which people "
                      "are selected.");
}

void read_bounds(SettingsReader& reader, const toml::table& weights, WeightRules& out) {
    const toml::node* bounds = reader.node(weights, "weights.", "bounds");
    const bool needed = out.distance == CalibrationDistance::logit ||
                        out.distance == CalibrationDistance::truncated;
    if (bounds == nullptr && !needed) return;
    if (!needed) {
        reader.report(
            "bounds-without-distance",
            bounds->source().begin.line,
            "[weights] has bounds, and a distance that keeps none: weights would be those "
            "without bounds.",
            "Write distance = \"truncated\" or \"logit\", or take bounds out.");
        return;
    }
    const std::uint32_t line =
        bounds != nullptr ? bounds->source().begin.line : weights.source().begin.line;
    const toml::array* pair = bounds != nullptr ? bounds->as_array() : nullptr;
    if (pair != nullptr && pair->size() == 2) {
        out.lower = pair->get(0)->value<double>().value_or(-1);
        out.upper = pair->get(1)->value<double>().value_or(-1);
    }
    if (out.lower >= 0 && out.lower < 1 && out.upper > 1 && out.upper < 1e9) return;
    reader.report("bad-bounds",
                  line,
                  "Between what calibration may multiply a weight is not said in bounds.",
                  "Write two numbers, the first from 0 to under 1 and the second over 1: bounds = "
                  "[0.3, 3].");
}

// Whether they stand in [weights]: they have values without.
struct GivenRules {
    bool trim = false;
    bool distance = false;
    bool bounds = false;
};

// A step whose means are not given, and means that no step takes, would be passed over without a
// word.
void check_steps(SettingsReader& reader,
                 std::uint32_t line,
                 const WeightRules& rules,
                 const GivenRules& given) {
    const auto has = [&](WeightStep step) {
        return std::ranges::find(rules.steps, step) != rules.steps.end();
    };
    const auto needs = [&](WeightStep step, bool there, const std::string& what) {
        if (!has(step) || there) return;
        const auto name =
            std::ranges::find(weight_steps, step, [](const auto& each) { return each.second; });
        reader.report("step-without-means",
                      line,
                      "[weights] has a step " + std::string(name->first) + ", and no " + what + ".",
                      "Add " + what + ", or take the step out.");
    };
    for (const WeightStep step :
         {WeightStep::post_stratify, WeightStep::rake, WeightStep::calibrate})
        needs(step, !rules.margins.empty(), "margins, a CSV file of known totals");
    needs(WeightStep::nonresponse,
          !rules.nonresponse.empty(),
          "nonresponse, a CSV file of people approached");
    needs(WeightStep::trim, given.trim, "trim, over how many times the median weight");
    const auto is_idle = [&](WeightStep step, bool there, const std::string& what) {
        if (has(step) || !there) return;
        reader.report("idle-weighting",
                      line,
                      "[weights] has " + what + ", and no step that takes it.",
                      "Add the step to steps, or take the line out.",
                      Severity::warning);
    };
    is_idle(WeightStep::nonresponse, !rules.nonresponse.empty(), "nonresponse");
    is_idle(WeightStep::trim, rules.trim > 1, "trim");
    is_idle(WeightStep::calibrate, given.distance, "distance");
    is_idle(WeightStep::calibrate, given.bounds, "bounds");
    if (!rules.margins.empty() && !rules.steps.empty() && rules.steps.back() == WeightStep::trim)
        reader.report("trimmed-last",
                      line,
                      "Weights are trimmed after they were adjusted to margins, which then hold no "
                      "more.",
                      "End with the step rake or calibrate.",
                      Severity::warning);
}

void read_trim(SettingsReader& reader, const toml::table& weights, WeightRules& out) {
    reader.decimal(weights, "weights.", "trim", out.trim);
    const toml::node* trim = weights.get("trim");
    // What is no number from 0 has been told.
    if (trim == nullptr || trim->value<double>().value_or(-1) < 0 || out.trim > 1) return;
    reader.report("bad-trim",
                  trim->source().begin.line,
                  "“weights.trim” is not over 1: half of the weights lie over the median.",
                  "Write over how many times the median weight is cut off, as trim = 5, or take "
                  "the line out.");
}

void read_weights(SettingsReader& reader, const toml::table& weights, WeightRules& out) {
    reader.text(weights, "weights.", "base", out.base);
    reader.text(weights, "weights.", "nonresponse", out.nonresponse);
    reader.number(weights, "weights.", "fewest_respondents", out.fewest_respondents);
    reader.decimal(weights, "weights.", "largest_factor", out.largest_factor);
    reader.text(weights, "weights.", "margins", out.margins);
    reader.truth(weights, "weights.", "scale_margins", out.scale_margins);
    read_trim(reader, weights, out);
    const std::uint32_t line = weights.source().begin.line;
    std::vector<std::string> steps;
    reader.text_or_texts(weights, "weights.", "steps", steps);
    for (const std::string& step : steps) {
        if (const auto known = named(reader, weight_steps, step, "steps", line))
            out.steps.push_back(*known);
    }
    std::string distance;
    reader.text(weights, "weights.", "distance", distance);
    if (!distance.empty())
        out.distance = named(reader, calibration_distances, distance, "distance", line)
                           .value_or(weights.contains("bounds") ? CalibrationDistance::truncated
                                                                : CalibrationDistance::linear);
    read_bounds(reader, weights, out);
    reader.report_unknown(weights, "weights.");
    if (steps.empty() && !out.nonresponse.empty()) out.steps.push_back(WeightStep::nonresponse);
    if (steps.empty() && !out.margins.empty()) out.steps.push_back(WeightStep::rake);
    if (steps.empty() && out.trim > 1) {
        out.steps.push_back(WeightStep::trim);
        if (!out.margins.empty()) out.steps.push_back(WeightStep::rake);
    }
    check_steps(
        reader,
        line,
        out,
        {weights.contains("trim"), weights.contains("distance"), weights.contains("bounds")});
}

bool is_without_chances(const std::string& design) {
    static const std::vector<std::string> known{
        "snowball", "convenience", "quota", "purposive", "as if random"};
    return std::ranges::find(known, lower_ascii(trim(design))) != known.end();
}

}  // namespace

void read_weighting(SettingsReader& reader, const toml::table& root, StudyFile& file) {
    if (const toml::table* sample = reader.table(root, "sample")) {
        read_sample(reader, *sample, file.sample);
        if (is_without_chances(file.design))
            reader.report("design-contradicts",
                          sample->source().begin.line,
                          "The design is “" + file.design +
                              "”, in which nobody’s chance of selection is known, but [sample] "
                              "says how people were selected.",
                          "Correct design, or remove [sample]: weights alone do not make such a "
                          "sample one with margins of error.",
                          Severity::warning);
    }
    if (const toml::table* weights = reader.table(root, "weights"))
        read_weights(reader, *weights, file.weights);
    for (const char* section : {"sample", "weights"}) {
        const toml::node* found = root.get(section);
        if (found == nullptr || !is_respondent_driven(file.design)) continue;
        reader.report("design-contradicts",
                      found->source().begin.line,
                      std::string("Respondents recruited each other, so that their weights are of "
                                  "network sizes, and [") +
                          section + "] is of samples that were drawn: no figure would obey it.",
                      std::string("Take [") + section +
                          "] out; [respondent_driven] says how interviews are weighted.");
    }
}

}  // namespace mtm

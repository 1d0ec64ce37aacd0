#include "study/weighting_check.h"

#include "study/names.h"

namespace mtm {

Diagnostics check_weighting(const Study& study, const Place& place) {
    Diagnostics out;
    const StudyNames names(study.questionnaire, study.plan);
    const auto check = [&](const std::string& section, const std::string& name) {
        if (name.empty() || names.knows(name)) return;
        out.push_back({.code = "unknown-question",
                       .severity = Severity::error,
                       .place = place,
                       .message = section + " names a question “" + name +
                                  "” that the questionnaire does not have.",
                       .remedy = did_you_mean(name, names.all(), "Correct the name.")});
    };
    const SampleRules& sample = study.file.sample;
    check("[sample] place", sample.place);
    if (!sample.file.empty()) return out;
    for (const auto& [section, columns] : {std::pair{"[sample] strata", &sample.strata},
                                           std::pair{"[sample] clusters", &sample.clusters},
                                           std::pair{"[sample] population", &sample.population}}) {
        for (const std::string& name : *columns)
            check(section, name);
    }
    check("[weights] base", study.file.weights.base);
    return out;
}

}  // namespace mtm

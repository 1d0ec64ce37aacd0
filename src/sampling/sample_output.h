#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "sampling/sample_plan.h"
#include "sampling/sample_size.h"
#include "study/study.h"
#include "workbook/write.h"

namespace mtm {

/// Why a sample is as large as it is; absent where its size was simply said.
struct SizeReason {
    PrecisionWanted wanted;
    double proportion = 0.5;
    SampleSize size;
};

/// How the sample was drawn, in sentences for a methodology section.
[[nodiscard]] std::vector<std::string> explain_sample(const SamplingFrame& frame,
                                                      const SamplePlan& plan,
                                                      const std::string& frame_file,
                                                      const std::optional<SizeReason>& size);

/// Lines for study.toml: [fieldwork] targets of each area and group, [sample] and [weights].
/// `sample_file` is the name of sample_csv() beside study.toml.
[[nodiscard]] std::string sample_toml(const SamplingFrame& frame,
                                      const SamplePlan& plan,
                                      const Study& study,
                                      const std::string& sample_file);

/// The places selected as [sample] file of study.toml: area, place (headed as sample_toml() names
/// it, by the question that says the place, else as the frame has it), stratum, units, population,
/// probability, base_weight, interviews, and interviews of each group.
[[nodiscard]] std::string sample_csv(const SamplingFrame& frame,
                                     const SamplePlan& plan,
                                     const Study& study);

/// The same for people: places, targets, a list for each enumerator, and how it was drawn.
[[nodiscard]] WorkbookOut sample_workbook(const SamplingFrame& frame,
                                          const SamplePlan& plan,
                                          const std::vector<std::string>& words,
                                          std::chrono::sys_seconds now);

}  // namespace mtm

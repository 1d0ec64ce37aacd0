#pragma once

#include "dataset/dataset.h"
#include "sampling/rds_sample.h"
#include "study/study.h"

namespace mtm {

/// Gives a dataset its design, and the replicates by which variances are estimated where [variance]
/// of the study says so. `place` is that of study.toml. Every mistake is told, and with an error
/// the dataset stays as it was: a stratum whose units do not make pairs, replicates that are too
/// many or cannot meet the known totals.
[[nodiscard]] Diagnostics give_design(const Study& study,
                                      SampleDesign design,
                                      const Place& place,
                                      Dataset& dataset);

/// The same of a respondent-driven sample whose estimator gives weights (rds-ii, gile-ss), from
/// what its interviews tell of recruitment: weights, and with the tree bootstrap the samples that
/// it draws. Of the other estimators, and where nobody's network size is known, nothing: each
/// interview stands for itself. An error as analyse_respondent_driven(). REQUIRES: the sample's
/// diagnostics hold no error.
[[nodiscard]] Status give_recruitment_weights(const Study& study,
                                              const RdsSample& sample,
                                              Dataset& dataset);

}  // namespace mtm

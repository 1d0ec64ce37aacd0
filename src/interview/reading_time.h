#pragma once

#include <cstdint>
#include <string_view>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// Milliseconds that reading a text aloud takes at the very least: its characters (spaces counted,
/// mark-up and inserted answers not) times 60,000 / 1,331.
///
/// Normally sighted readers of 17 languages read standard texts aloud at 863 ± 234 characters a
/// minute (mean ± standard deviation; Trauzettel-Klosinski and Dietz 2012, “Standardized Assessment
/// of Reading Performance: The New International Reading Speed Texts IReST”, Investigative
/// Ophthalmology & Visual Science 53(9), 5452–5461). Two standard deviations above the mean,
/// 1,331, are faster than about 98 of a hundred people can read.
[[nodiscard]] std::int64_t least_reading_ms(std::string_view text);

/// The same for the label of a question, in a language of its form (index), or in the one in which
/// it is shortest if the language is not known (−1). 0 for a question without a label.
[[nodiscard]] std::int64_t least_reading_ms(const Question& question, int language);

}  // namespace mtm

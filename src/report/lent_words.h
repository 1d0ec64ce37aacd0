#pragma once

#include "chart/chart_words.h"
#include "tabulate/variance_words.h"

namespace mtm {

class ReportLanguage;

/// Words of a language that modules below this one speak with: they cannot read its file. The
/// words of margins of error refer to the language's own texts.
[[nodiscard]] ChartWords chart_words_of(const ReportLanguage& language);
[[nodiscard]] VarianceWords variance_words_of(const ReportLanguage& language);

}  // namespace mtm

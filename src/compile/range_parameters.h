#pragma once

#include "compile/definition.h"
#include "compile/row_report.h"

namespace mtm {

/// Puts the parameters of a range (start, end, step, tick_interval, placeholder, tick_labelset)
/// into its element and reports those that contradict each other.
void apply_range_parameters(const Attributes& parameters,
                            const FormDefinition& form,
                            const RowReport& report,
                            FormElement& element);

}  // namespace mtm

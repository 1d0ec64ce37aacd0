#pragma once

#include "capture/service.h"
#include "interview/routing.h"
#include "store/interview_store.h"

namespace mtm {

/// What fieldwork is counted by, read from an interview as its own version of the form routes it;
/// which questions say so is in the study's [fieldwork]. An interview without a start is of the day
/// on which it was received.
[[nodiscard]] FieldworkFacts fieldwork_facts(const Study& study,
                                             const Router& router,
                                             const RoutedInterview& interview,
                                             Instant received);

/// The same for an interview whose answers nobody here can read.
[[nodiscard]] FieldworkFacts facts_of_sealed(const Study& study, Instant received);

}  // namespace mtm

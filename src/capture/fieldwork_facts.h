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

/// The language of the form (index into Questionnaire::languages) that an answer such as "ru",
/// "russian" or "Russian" names: by code, by name, or by the label of the choice; −1 if none.
[[nodiscard]] int language_named_by(const Questionnaire& questionnaire,
                                    int question,
                                    std::string_view answer);

}  // namespace mtm

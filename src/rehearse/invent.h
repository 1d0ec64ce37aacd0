#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "interview/interview.h"
#include "questionnaire/questionnaire.h"
#include "rehearse/assign.h"
#include "rehearse/count_model.h"
#include "rehearse/fit.h"
#include "study/area_polygons.h"
#include "study/study.h"

namespace mtm {

/// How interviews are invented. The same options give the same interviews, byte for byte.
struct InventOptions {
    long long interviews = 100;  // where no figure says how many
    std::uint64_t seed = 1;
    std::string fieldwork_start = "2024-01-08";  // ISO 8601 dates, both included
    std::string fieldwork_end = "2024-02-02";
    std::string utc_offset = "+00:00";
    int enumerators = 12;
    double median_minutes = 24;
    std::string area_question = {};        // an enumerator works area by area
    const AreaPolygons* areas = nullptr;   // points lie inside them; null: anywhere
    std::string area_choice_column = {};   // of the choices of area_question: the area's key
    std::vector<Expression> counted = {};  // hold in every interview; empty: what gates() finds
};

/// Answers that a fit has already decided. Empty: none.
struct DecidedAnswers {
    const CountModel* model = nullptr;
    const AssignedPeople* people = nullptr;
};

/// Walks the questionnaire as an enumerator would: every question in the order of the form, skip
/// logic, constraints, choice filters, repeats and calculations as in the field. Answers come from
/// `decided` or are drawn. Every interview is marked as rehearsal.
[[nodiscard]] std::vector<Interview> invent(const Questionnaire& questionnaire,
                                            const InventOptions& options,
                                            const DecidedAnswers& decided = {});

struct Rehearsal {
    std::vector<Interview> interviews;
    Diagnostics diagnostics;  // figures that name what does not exist or contradict each other
};

/// Invented interviews from which every figure follows, bases included; without figures, any that
/// obey the questionnaire. None if there are errors.
[[nodiscard]] Rehearsal rehearse(const Questionnaire& questionnaire,
                                 const Plan& plan,
                                 const std::vector<PublishedFigure>& figures,
                                 const InventOptions& options);

}  // namespace mtm

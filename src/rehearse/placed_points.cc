#include "rehearse/placed_points.h"

#include <cmath>

#include <fmt/format.h>

namespace mtm {
namespace {

constexpr double spread_degrees = 0.004;  // half a kilometre
constexpr int most_attempts = 30;

}  // namespace

PlacedPoints::PlacedPoints(const Questionnaire& form, const RosterOptions& options)
    : form_(form), options_(options), random_(options.seed * 104729 + 5) {
    placed_.resize(form.questions.size(), 0);
    if (options.areas == nullptr) return;
    area_question_ = form.find(options.area_question);
    if (area_question_ < 0 || form.questions[static_cast<std::size_t>(area_question_)].list < 0) {
        area_question_ = -1;
        return;
    }
    for (int q = 0; q < static_cast<int>(form.questions.size()); ++q) {
        const Question& question = form.questions[static_cast<std::size_t>(q)];
        if (question.type == QuestionType::geopoint && !question.constraint &&
            !question.calculation && !is_in_logic(form, q))
            placed_[static_cast<std::size_t>(q)] = 1;
    }
}

void PlacedPoints::place(Interview& interview, std::size_t enumerator, long long day) {
    if (area_question_ < 0) return;
    const std::string* area = area_of(interview);
    if (area == nullptr) return;
    for (Answer& answer : interview.answers) {
        if (placed_[static_cast<std::size_t>(answer.question)] == 0 || answer.value.empty())
            continue;
        move_to({enumerator, day, *area, std::nullopt});
        if (!spot_->centre) return;
        const GeoPoint point = near_spot();
        answer.value = fmt::format("{:.6f} {:.6f} 0 5", point.latitude, point.longitude);
    }
}

void PlacedPoints::move_to(Spot there) {
    if (spot_ && spot_->enumerator == there.enumerator && spot_->day == there.day &&
        spot_->area == there.area)
        return;
    there.centre = options_.areas->point_inside(there.area, random_);
    spot_ = std::move(there);
}

// The key of the area that the interview names, if it has a polygon.
const std::string* PlacedPoints::area_of(const Interview& interview) const {
    const ChoiceList& list = form_.choices_of(area_question_);
    const int chosen = list.find(interview.answer(area_question_));
    if (chosen < 0) return nullptr;
    const auto& extra = list.choices[static_cast<std::size_t>(chosen)].extra;
    const auto key = extra.find(options_.area_choice_column);
    if (key == extra.end() || !options_.areas->has(key->second)) return nullptr;
    return &key->second;
}

GeoPoint PlacedPoints::near_spot() {
    const GeoPoint& centre = *spot_->centre;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        // To six decimals before it is looked up, as it is written.
        const auto beside = [&](double degrees) {
            return std::round((degrees + spread_degrees * random_.normal()) * 1e6) / 1e6;
        };
        const double latitude = beside(centre.latitude);
        const double longitude = beside(centre.longitude);
        if (options_.areas->distance_km(spot_->area, latitude, longitude) == 0)
            return {latitude, longitude};
    }
    return centre;
}

}  // namespace mtm

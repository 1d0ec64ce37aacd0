#include "quality/fieldwork_rows.h"

#include <algorithm>
#include <cmath>

#include "base/time_zone.h"
#include "expression/date.h"
#include "expression/place.h"

namespace mtm {
namespace {

const Column* column_named(const Dataset& dataset, const std::string& name) {
    return name.empty() ? nullptr : dataset.find(name);
}

// The first question of that metadata outside repeats.
const Column* metadata_column(const Study& study, const Dataset& dataset, std::string_view kind) {
    for (const Column& column : dataset.levels[0].columns) {
        if (column.question < 0) continue;
        const Question& question =
            study.questionnaire.questions[static_cast<std::size_t>(column.question)];
        if (question.type == QuestionType::metadata && question.metadata == kind) return &column;
    }
    return nullptr;
}

std::int64_t instant_from(const std::string& text) {
    const auto instant = date_time_from(text);
    if (!instant || !instant->has_time) return no_instant;
    return milliseconds_since_epoch(*instant);
}

std::vector<std::int64_t> instants_of(const Column* column, std::size_t rows) {
    std::vector<std::int64_t> out(rows, no_instant);
    if (column == nullptr) return out;
    std::vector<std::int64_t> of_entry;
    of_entry.reserve(column->dictionary.size());
    for (const std::string& entry : column->dictionary)
        of_entry.push_back(instant_from(entry));
    for (std::size_t row = 0; row < rows; ++row) {
        if (column->codes[row] >= 0)
            out[row] = of_entry[static_cast<std::size_t>(column->codes[row])];
    }
    return out;
}

// The first place that an interview names, whichever question asks for it.
void read_points(const Study& study, FieldworkRows& out) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    out.latitude.assign(out.size(), nan);
    out.longitude.assign(out.size(), nan);
    for (const Column& column : out.dataset->levels[0].columns) {
        if (column.question < 0) continue;
        const Question& question =
            study.questionnaire.questions[static_cast<std::size_t>(column.question)];
        if (question.type != QuestionType::geopoint && question.metadata != "start-geopoint")
            continue;
        for (std::size_t row = 0; row < out.size(); ++row) {
            if (column.codes[row] < 0 || !std::isnan(out.latitude[row])) continue;
            const auto point =
                point_from(column.dictionary[static_cast<std::size_t>(column.codes[row])]);
            if (!point) continue;
            out.latitude[row] = point->latitude;
            out.longitude[row] = point->longitude;
        }
    }
}

}  // namespace

double FieldworkRows::minutes(std::size_t row) const {
    if (started[row] == no_instant || ended[row] == no_instant || ended[row] < started[row])
        return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(ended[row] - started[row]) / 60'000.0;
}

std::vector<std::vector<std::int32_t>> FieldworkRows::rows_by_enumerator() const {
    std::vector<std::vector<std::int32_t>> out(
        enumerator == nullptr ? 0 : enumerator->dictionary.size());
    if (enumerator == nullptr) return out;
    for (std::size_t row = 0; row < size(); ++row) {
        if (enumerator->codes[row] >= 0)
            out[static_cast<std::size_t>(enumerator->codes[row])].push_back(
                static_cast<std::int32_t>(row));
    }
    for (std::vector<std::int32_t>& rows : out)
        std::ranges::stable_sort(
            rows, {}, [&](std::int32_t row) { return started[static_cast<std::size_t>(row)]; });
    return out;
}

std::string FieldworkRows::enumerator_name(std::int32_t code) const {
    if (code < 0 || enumerator == nullptr) return {};
    if (code < enumerator->choice_count && enumerator->question >= 0) {
        const ChoiceList& list = study->questionnaire.choices_of(enumerator->question);
        const std::string& label = list.choices[static_cast<std::size_t>(code)].label.in(0);
        if (!label.empty()) return label;
    }
    return enumerator->dictionary[static_cast<std::size_t>(code)];
}

FieldworkRows lay_out_fieldwork(const Study& study,
                                const Dataset& dataset,
                                std::vector<ArrivalFacts> arrivals) {
    FieldworkRows out;
    out.study = &study;
    out.dataset = &dataset;
    out.arrivals = std::move(arrivals);
    if (dataset.levels.empty()) return out;
    const Fieldwork& fieldwork = study.file.fieldwork;
    out.enumerator = column_named(dataset, fieldwork.enumerator);
    out.area = column_named(dataset, fieldwork.area);
    out.group = column_named(dataset, fieldwork.group);
    out.language = column_named(dataset, fieldwork.language);
    const std::size_t rows = dataset.levels[0].rows;
    out.started = instants_of(metadata_column(study, dataset, "start"), rows);
    out.ended = instants_of(metadata_column(study, dataset, "end"), rows);
    out.local_start = out.started;
    for (std::int64_t& instant : out.local_start) {
        if (instant != no_instant) instant += offset_in_zone(instant, study.file.timezone);
    }
    read_points(study, out);
    return out;
}

}  // namespace mtm

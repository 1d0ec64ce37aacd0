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

// Those of the rows behind the ones that are there.
void read_instants(const Column* column, std::size_t rows, std::vector<std::int64_t>& out) {
    const std::size_t first = out.size();
    out.resize(rows, no_instant);
    if (column == nullptr) return;
    for (std::size_t row = first; row < rows; ++row) {
        if (column->codes[row] >= 0)
            out[row] =
                instant_from(column->dictionary[static_cast<std::size_t>(column->codes[row])]);
    }
}

// The first place that an interview names, whichever question asks for it.
void read_points(std::size_t rows, FieldworkRows& out) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::size_t first = out.latitude.size();
    out.latitude.resize(rows, nan);
    out.longitude.resize(rows, nan);
    for (const Column& column : out.dataset->levels[0].columns) {
        if (column.question < 0) continue;
        const Question& question =
            out.study->questionnaire.questions[static_cast<std::size_t>(column.question)];
        if (question.type != QuestionType::geopoint && question.metadata != "start-geopoint")
            continue;
        for (std::size_t row = first; row < rows; ++row) {
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
    if (dataset.levels.empty()) return out;
    const Fieldwork& fieldwork = study.file.fieldwork;
    out.enumerator = column_named(dataset, fieldwork.enumerator);
    out.area = column_named(dataset, fieldwork.area);
    out.group = column_named(dataset, fieldwork.group);
    out.language = column_named(dataset, fieldwork.language);
    extend_fieldwork(out, std::move(arrivals));
    return out;
}

void extend_fieldwork(FieldworkRows& rows, std::vector<ArrivalFacts> arrivals) {
    const Study& study = *rows.study;
    const Dataset& dataset = *rows.dataset;
    const std::size_t size = dataset.levels[0].rows;
    read_instants(metadata_column(study, dataset, "start"), size, rows.started);
    read_instants(metadata_column(study, dataset, "end"), size, rows.ended);
    for (std::size_t row = rows.local_start.size(); row < size; ++row) {
        const std::int64_t instant = rows.started[row];
        rows.local_start.push_back(instant == no_instant
                                       ? instant
                                       : instant + offset_in_zone(instant, study.file.timezone));
    }
    read_points(size, rows);
    std::ranges::move(arrivals, std::back_inserter(rows.arrivals));
}

}  // namespace mtm

#include "dataset/dataset.h"

#include <algorithm>

#include "dataset/rows_within.h"

namespace mtm {

std::string_view words_for(LeftOutReason reason) {
    switch (reason) {
        case LeftOutReason::no_consent:
            return "no consent to the interview";
        case LeftOutReason::outside_rule:
            return "outside the study's own rule for counting";
        case LeftOutReason::sent_twice:
            return "received before under the same instanceID";
        case LeftOutReason::pilot:
            return "a trial before fieldwork";
        case LeftOutReason::rejected:
            return "rejected by review";
        case LeftOutReason::withdrawn:
            return "withdrawn by the respondent";
        case LeftOutReason::unopened:
            return "encrypted and not opened";
    }
    return {};
}

const Column* Level::find(std::string_view name) const {
    const auto at = std::ranges::find(columns, name, &Column::name);
    return at == columns.end() ? nullptr : &*at;
}

const Column* Dataset::find(std::string_view name) const {
    return levels.empty() ? nullptr : levels[0].find(name);
}

struct DatasetSource::Spread {
    std::vector<std::int32_t> codes;
    std::vector<std::uint8_t> asked;
};

DatasetSource::DatasetSource(const Dataset& dataset, const Questionnaire& questionnaire, int level)
    : dataset_(dataset),
      questionnaire_(questionnaire),
      level_(level),
      within_(std::make_unique<RowsWithin>(dataset, level)) {
    // `origin[r]` is the row of the level at hand in which row r of this level lies.
    const Level* at = &dataset.levels[static_cast<std::size_t>(level)];
    for (const Column& column : at->columns) {
        views_.try_emplace(column.name,
                           ColumnView{.codes = column.codes.data(),
                                      .asked = column.asked.data(),
                                      .dictionary = &column.dictionary,
                                      .numbers = &column.numbers});
    }
    std::vector<std::int32_t> origin = at->parent_row;
    while (at->parent >= 0) {
        const Level& outer = dataset.levels[static_cast<std::size_t>(at->parent)];
        for (const Column& column : outer.columns) {
            if (views_.contains(column.name)) continue;
            auto spread = std::make_unique<Spread>();
            for (const std::int32_t row : origin) {
                spread->codes.push_back(column.codes[static_cast<std::size_t>(row)]);
                spread->asked.push_back(column.asked[static_cast<std::size_t>(row)]);
            }
            views_.try_emplace(column.name,
                               ColumnView{.codes = spread->codes.data(),
                                          .asked = spread->asked.data(),
                                          .dictionary = &column.dictionary,
                                          .numbers = &column.numbers});
            spreads_.push_back(std::move(spread));
        }
        for (std::int32_t& row : origin) {
            if (outer.parent >= 0) row = outer.parent_row[static_cast<std::size_t>(row)];
        }
        at = &outer;
    }
}

DatasetSource::~DatasetSource() = default;

bool DatasetSource::is_within(std::string_view name) const {
    return within_->has(name);
}

NodeSet DatasetSource::answers_within(std::string_view name, std::size_t row) const {
    return within_->answers(name, row);
}

std::size_t DatasetSource::row_count() const {
    return dataset_.levels[static_cast<std::size_t>(level_)].rows;
}

const ColumnView* DatasetSource::column(std::string_view name) const {
    const auto at = views_.find(std::string(name));
    return at == views_.end() ? nullptr : &at->second;
}

std::string DatasetSource::choice_label(std::string_view name, std::string_view choice) const {
    const int question = questionnaire_.find(name);
    if (question < 0 || questionnaire_.questions[static_cast<std::size_t>(question)].list < 0) {
        return {};
    }
    const ChoiceList& list = questionnaire_.choices_of(question);
    const int at = list.find(choice);
    if (at < 0) return {};
    return list.choices[static_cast<std::size_t>(at)].label.in(
        static_cast<std::size_t>(questionnaire_.default_language));
}

std::string DatasetSource::now() const {
    return {};
}

}  // namespace mtm

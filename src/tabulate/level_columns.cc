#include "tabulate/level_columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "dataset/rows_above.h"

namespace mtm {

namespace {

std::unique_ptr<Column> spread(const Column& column, const std::vector<std::int32_t>& rows) {
    auto out = std::make_unique<Column>();
    out->question = column.question;
    out->name = column.name;
    out->dictionary = column.dictionary;
    out->numbers = column.numbers;
    out->choice_count = column.choice_count;
    out->words_per_row = column.words_per_row;
    out->meaning = column.meaning;
    const auto words = static_cast<std::size_t>(column.words_per_row);
    out->codes.reserve(rows.size());
    out->asked.reserve(rows.size());
    out->members.reserve(rows.size() * words);
    for (const std::int32_t row : rows) {
        const auto at = static_cast<std::size_t>(row);
        out->codes.push_back(column.codes[at]);
        out->asked.push_back(column.asked[at]);
        for (std::size_t w = 0; w < words; ++w) {
            out->members.push_back(column.members[at * words + w]);
        }
    }
    return out;
}

const Column* find_in(const Level& level, std::string_view name) {
    for (const Column& column : level.columns) {
        if (column.name == name) return &column;
    }
    return nullptr;
}

bool holds(const Dataset& dataset, int outer, int inner) {
    while (inner != -1 && inner != outer) {
        inner = dataset.levels[static_cast<std::size_t>(inner)].parent;
    }
    return inner == outer;
}

}  // namespace

LevelColumns::LevelColumns(const Study& study, const Dataset& dataset, int level)
    : study_(study),
      dataset_(dataset),
      level_(&dataset.levels[static_cast<std::size_t>(level)]),
      number_(level),
      within_(dataset, level) {}

std::shared_ptr<const RowOwners> LevelColumns::owners() const {
    if (owners_ != nullptr) return owners_;
    RowOwners owners{.level = number_, .rows = level_->rows, .interview_of_row = {}};
    if (level_->parent != -1) {
        owners.interview_of_row = rows_above(dataset_, *level_, 0);
        std::vector<std::size_t> rows_of(dataset_.counted());
        for (const std::int32_t interview : owners.interview_of_row) {
            std::size_t& rows = rows_of[static_cast<std::size_t>(interview)];
            owners.most_rows = std::max(owners.most_rows, ++rows);
        }
    }
    owners_ = std::make_shared<const RowOwners>(std::move(owners));
    return owners_;
}

const Column* LevelColumns::find_above(std::string_view name) const {
    for (int at = level_->parent; at != -1;) {
        const Level& above = dataset_.levels[static_cast<std::size_t>(at)];
        if (const Column* column = find_in(above, name)) {
            auto made = spread(*column, rows_above(dataset_, *level_, at));
            return made_.emplace(std::string(name), std::move(made)).first->second.get();
        }
        at = above.parent;
    }
    return nullptr;
}

const Column* LevelColumns::find(std::string_view name) const {
    if (const Column* column = find_in(*level_, name)) return column;
    if (const auto found = made_.find(name); found != made_.end()) return found->second.get();
    return find_above(name);
}

std::string LevelColumns::membership(std::string_view derived, const std::vector<int>& categories) {
    const Column* column = find(derived);
    CHECK(column != nullptr);
    // The unit separator cannot stand in the name of a question.
    std::string name = fmt::format("{}\x1f{}", derived, fmt::join(categories, ","));
    if (made_.contains(name)) return name;
    auto made = std::make_unique<Column>();
    made->name = name;
    made->asked = column->asked;
    made->dictionary = {"1"};
    made->numbers = {1};
    made->meaning = {MissingChoice::answer};
    made->codes.assign(column->size(), -1);
    for (std::size_t row = 0; row < column->size(); ++row) {
        for (const int category : categories) {
            if (column->has_member(row, category)) made->codes[row] = 0;
        }
    }
    made_.emplace(name, std::move(made));
    return name;
}

const ColumnView* LevelColumns::column(std::string_view name) const {
    if (const auto found = views_.find(name); found != views_.end()) return &found->second;
    const Column* column = find(name);
    if (column == nullptr) return nullptr;
    const ColumnView view{
        column->codes.data(), column->asked.data(), &column->dictionary, &column->numbers};
    return &views_.emplace(std::string(name), view).first->second;
}

std::string LevelColumns::choice_label(std::string_view name, std::string_view choice) const {
    const Questionnaire& questionnaire = study_.questionnaire;
    const int question = questionnaire.find(name);
    if (question == -1) return {};
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    if (asked.list < 0) return {};  // also choices that are read from a file
    const ChoiceList& list = questionnaire.choices_of(question);
    const int index = list.find(choice);
    if (index == -1) return {};
    return list.choices[static_cast<std::size_t>(index)].label.in(
        static_cast<std::size_t>(questionnaire.default_language));
}

Result<int> level_of(const Study& study,
                     const Dataset& dataset,
                     const std::vector<std::string>& names) {
    if (dataset.levels.empty()) return Error{"there are no interviews"};
    int deepest = 0;
    for (const std::string& name : names) {
        int level = -1;
        for (std::size_t i = 0; i < dataset.levels.size() && level == -1; ++i) {
            if (find_in(dataset.levels[i], name) != nullptr) level = static_cast<int>(i);
        }
        if (level == -1) {
            if (study.questionnaire.find_group(name) != -1) continue;
            return Error{fmt::format("the data have no answers to “{}”", name)};
        }
        if (holds(dataset, deepest, level)) {
            deepest = level;
        } else if (!holds(dataset, level, deepest)) {
            return Error{
                fmt::format("“{}” and “{}” are different repeats; neither lies inside the other",
                            dataset.levels[static_cast<std::size_t>(level)].repeat,
                            dataset.levels[static_cast<std::size_t>(deepest)].repeat)};
        }
    }
    return deepest;
}

}  // namespace mtm

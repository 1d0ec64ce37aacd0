#include "sampling/interview_columns.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "base/fold.h"
#include "base/text.h"
#include "sampling/number_text.h"
#include "study/names.h"

namespace mtm {
namespace {

// A question's choice by all that a table may call it.
std::map<std::string, std::string> names_of_choices(const Study& study, const Column& column) {
    std::map<std::string, std::string> out;
    for (const std::string& name : column.dictionary)
        out.emplace(fold(name), name);
    if (column.question < 0 ||
        !is_select(study.questionnaire.questions[static_cast<std::size_t>(column.question)].type))
        return out;
    for (const Choice& choice : study.questionnaire.choices_of(column.question).choices) {
        for (const std::string& label : choice.label.by_language) {
            if (!label.empty()) out.emplace(fold(label), choice.name);
        }
    }
    return out;
}

std::int32_t code_of(CategoryColumn& column,
                     std::map<std::string, std::int32_t>& codes,
                     const std::string& category) {
    const auto next = static_cast<std::int32_t>(column.categories.size());
    const auto [at, is_new] = codes.emplace(category, next);
    if (is_new) column.categories.push_back(category);
    return at->second;
}

}  // namespace

InterviewColumns::InterviewColumns(const Study& study,
                                   const Dataset& dataset,
                                   const NamedTable* places,
                                   Diagnostics& diagnostics)
    : study_(study), dataset_(dataset), places_(places), diagnostics_(diagnostics) {
    if (places_ != nullptr) find_places(diagnostics);
}

void InterviewColumns::find_places(Diagnostics& diagnostics) {
    record_.assign(rows(), -1);
    const std::string& question = study_.file.sample.place;
    const Column* column = dataset_.find(question);
    const std::optional<int> key = places_->table.find(question);
    if (!key) {
        diagnostics.push_back({.code = "missing-column",
                               .severity = Severity::error,
                               .place = places_->place(-1, {}),
                               .message = "There is no column “" + question +
                                          "”, by which an interview's row is found.",
                               .remedy = "Name the column of places as the question."});
        return;
    }
    if (column == nullptr) return;  // mtm check has told
    const auto names = names_of_choices(study_, *column);
    std::map<std::string, int> records;
    for (int record = 0; record < places_->table.record_count(); ++record) {
        const std::string text(trim(places_->table.at(record, *key)));
        const auto known = names.find(fold(text));
        if (records.emplace(known == names.end() ? text : known->second, record).second) continue;
        diagnostics.push_back({.code = "place-twice",
                               .severity = Severity::error,
                               .place = places_->place(record, question),
                               .message = "“" + text + "” has two rows.",
                               .remedy = "Keep one; two places of one name need names that tell "
                                         "them apart."});
    }
    std::map<std::string, std::pair<int, std::size_t>> lost;
    for (std::size_t row = 0; row < rows(); ++row) {
        const std::int32_t code = column->codes[row];
        const std::string answer =
            code < 0 ? std::string() : column->dictionary[static_cast<std::size_t>(code)];
        const auto at = records.find(answer);
        if (at != records.end())
            record_[row] = at->second;
        else
            ++lost.try_emplace(answer, 0, row).first->second.first;
    }
    for (const auto& [answer, found] : lost)
        diagnostics.push_back(
            {.code = "place-not-in-sample",
             .severity = Severity::error,
             .place = {.file = places_->file,
                       .sheet = {},
                       .row = 0,
                       .column = question,
                       .interview = instance(found.second)},
             .message = std::to_string(found.first) + " interviews " +
                        (answer.empty() ? "do not say where they were held"
                                        : "were held in “" + answer + "”") +
                        ", which is no row of the sample.",
             .remedy = "Correct the place of those interviews, or add its row; what was not "
                       "selected has no weight."});
}

void InterviewColumns::unknown(std::string_view name, const Place& where) {
    const StudyNames names(study_.questionnaire, study_.plan);
    std::vector<std::string> all = names.all();
    if (places_ != nullptr) {
        for (const TableSheet::Column& column : places_->table.columns())
            all.push_back(column.header);
    }
    diagnostics_.push_back(
        {.code = "unknown-variable",
         .severity = Severity::error,
         .place = where,
         .message = "“" + std::string(name) +
                    "” is neither a question asked once of each respondent nor a derived variable" +
                    (places_ != nullptr ? ", nor a column of " + places_->file : "") + ".",
         .remedy = did_you_mean(name, all, "Correct the name.")});
}

CategoryColumn InterviewColumns::of_places(int column) const {
    CategoryColumn out;
    std::map<std::string, std::int32_t> codes;
    for (int record = 0; record < places_->table.record_count(); ++record) {
        const std::string text(trim(places_->table.at(record, column)));
        if (!text.empty()) code_of(out, codes, text);
    }
    for (const int record : record_) {
        const std::string text(record < 0 ? std::string_view()
                                          : trim(places_->table.at(record, column)));
        out.codes.push_back(text.empty() ? -1 : codes.at(text));
    }
    return out;
}

std::optional<CategoryColumn> InterviewColumns::of_question(const Column& column,
                                                            const Place& where) {
    CategoryColumn out;
    if (column.words_per_row == 0) {
        out.categories = column.dictionary;
        out.codes = column.codes;
        return out;
    }
    const DerivedVariable* derived = study_.plan.find_derived(column.name);
    if (derived == nullptr) {
        diagnostics_.push_back({.code = "several-categories",
                                .severity = Severity::error,
                                .place = where,
                                .message = "“" + column.name + "” takes several answers.",
                                .remedy = "Take a question with one, or derive a variable."});
        return std::nullopt;
    }
    for (const DerivedCategory& category : derived->categories)
        out.categories.push_back(category.name);
    out.codes.assign(column.size(), -1);
    for (std::size_t row = 0; row < column.size(); ++row) {
        for (int c = 0; c < column.choice_count; ++c) {
            if (!column.has_member(row, c)) continue;
            if (out.codes[row] < 0) {
                out.codes[row] = c;
                continue;
            }
            Place place = where;
            place.interview = instance(row);
            diagnostics_.push_back(
                {.code = "several-categories",
                 .severity = Severity::error,
                 .place = place,
                 .message = "Somebody is in two categories of “" + column.name + "”: “" +
                            out.categories[static_cast<std::size_t>(out.codes[row])] + "” and “" +
                            out.categories[static_cast<std::size_t>(c)] + "”.",
                 .remedy = "Define its categories so that they exclude each other."});
            return std::nullopt;
        }
    }
    return out;
}

std::optional<CategoryColumn> InterviewColumns::single(std::string_view name, const Place& where) {
    std::optional<CategoryColumn> out;
    const std::optional<int> column =
        places_ != nullptr ? places_->table.find(name) : std::optional<int>();
    if (column) {
        out = of_places(*column);
    } else if (const Column* question = dataset_.find(name)) {
        out = of_question(*question, where);
    } else {
        unknown(name, where);
    }
    if (out) out->name = name;
    return out;
}

std::optional<CategoryColumn> InterviewColumns::categories(std::string_view name,
                                                           const Place& where) {
    const std::vector<std::string_view> parts = split(name, '*');
    std::optional<CategoryColumn> out = single(trim(parts[0]), where);
    for (std::size_t p = 1; p < parts.size(); ++p) {
        const std::optional<CategoryColumn> next = single(trim(parts[p]), where);
        if (!out || !next) return std::nullopt;
        CategoryColumn crossed{out->name + " * " + next->name, {}, {}};
        std::map<std::string, std::int32_t> codes;
        for (std::size_t row = 0; row < rows(); ++row) {
            if (out->codes[row] < 0 || next->codes[row] < 0) {
                crossed.codes.push_back(-1);
                continue;
            }
            crossed.codes.push_back(
                code_of(crossed,
                        codes,
                        out->categories[static_cast<std::size_t>(out->codes[row])] + " * " +
                            next->categories[static_cast<std::size_t>(next->codes[row])]));
        }
        out = std::move(crossed);
    }
    return out;
}

std::optional<std::vector<double>> InterviewColumns::numbers(std::string_view name,
                                                             const Place& where) {
    const std::optional<CategoryColumn> column = single(name, where);
    if (!column) return std::nullopt;
    const bool of_file = is_of_places(name);
    std::vector<double> of_category;
    for (const std::string& category : column->categories) {
        const bool spelt = of_file || category.find_first_of("eE") == std::string::npos;
        const std::optional<double> number = spelt ? number_in(category) : std::nullopt;
        of_category.push_back(category == "many"
                                  ? std::numeric_limits<double>::infinity()
                                  : number.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    // Numbers that stand for no answer are none.
    const Column* answers = of_file ? nullptr : dataset_.find(name);
    for (std::size_t code = 0; answers != nullptr && code < answers->meaning.size(); ++code) {
        if (answers->meaning[code] != MissingChoice::answer && code < of_category.size())
            of_category[code] = std::numeric_limits<double>::quiet_NaN();
    }
    std::vector<double> out;
    for (const std::int32_t code : column->codes)
        out.push_back(code < 0 ? std::numeric_limits<double>::quiet_NaN()
                               : of_category[static_cast<std::size_t>(code)]);
    return out;
}

Place InterviewColumns::place_of(std::string_view name, std::size_t row, const Place& where) const {
    if (is_of_places(name) && record_[row] >= 0) return places_->place(record_[row], name);
    Place out = where;
    out.column = name;
    out.interview = instance(row);
    return out;
}

}  // namespace mtm

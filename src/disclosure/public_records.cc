#include "disclosure/public_records.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "base/random.h"
#include "disclosure/coarse_words.h"
#include "disclosure/diversify.h"
#include "disclosure/precision.h"
#include "disclosure/published_keys.h"

namespace mtm {
namespace {

std::size_t at(int index) {
    return static_cast<std::size_t>(index);
}

void blank(Column& column, std::size_t row) {
    column.codes[row] = -1;
    column.asked[row] = 0;  // nor is it told whether it was asked
    const auto words = at(column.words_per_row);
    std::fill_n(column.members.begin() + static_cast<std::ptrdiff_t>(row * words), words, 0U);
}

// Free answers and numbers that nobody gave any more leave the dictionary too.
void forget_unused(Column& column) {
    std::vector<std::int32_t> new_code(column.dictionary.size(), -1);
    for (std::size_t code = 0; code < at(column.choice_count); ++code)
        new_code[code] = 0;
    for (const std::int32_t code : column.codes) {
        if (code >= 0) new_code[static_cast<std::size_t>(code)] = 0;
    }
    std::size_t kept = 0;
    for (std::size_t code = 0; code < new_code.size(); ++code) {
        if (new_code[code] < 0) continue;
        new_code[code] = static_cast<std::int32_t>(kept);
        if (kept != code) {
            column.dictionary[kept] = std::move(column.dictionary[code]);
            column.numbers[kept] = column.numbers[code];
            column.meaning[kept] = column.meaning[code];
        }
        ++kept;
    }
    column.dictionary.resize(kept);
    column.numbers.resize(kept);
    column.meaning.resize(kept);
    for (std::int32_t& code : column.codes) {
        if (code >= 0) code = new_code[static_cast<std::size_t>(code)];
    }
}

std::vector<std::size_t> shuffled(std::size_t rows, Random& random) {
    std::vector<std::size_t> out(rows);
    std::iota(out.begin(), out.end(), std::size_t{0});
    random.shuffle(out);
    return out;
}

class Publication {
public:
    Publication(const Study& study,
                const Dataset& dataset,
                const std::vector<VariableRole>& roles,
                const std::vector<RecordKey>& keys,
                const RecordDecision& decision)
        : dataset_(dataset), roles_(roles), keys_(keys), decision_(decision) {
        out_.study = study;
        out_.threshold = study.file.threshold;
        out_.dataset.received = dataset.received;
        out_.dataset.left_out = dataset.left_out;
        out_.dataset.rehearsal = dataset.rehearsal;
        out_.dataset.as_of = dataset.as_of;
        out_.dataset.weighting = dataset.weighting;
        out_.dataset.levels.emplace_back().rows = dataset.counted();
        for (const RepeatDecision& repeat : decision.repeats.repeats)
            add_level(repeat);
    }

    PublicRecords make(std::uint64_t seed) {
        for (const VariableRole& role : roles_)
            publish(role);
        for (std::size_t key = 0; key < keys_.size(); ++key)
            leave_out_what_hangs_on(key);
        std::vector<std::vector<Column>> before;
        for (std::size_t level = 0; level < out_.dataset.levels.size(); ++level)
            before.push_back(sensitive_columns(level));
        for (const BlankedValue& value : decision_.blanks)
            take_out(value);
        take_out_withheld_rows();
        const std::vector<RecordTreatment> undiverse = out_.treatments;
        for (std::size_t level = 0; level < before.size(); ++level)
            diversify(out_,
                      level,
                      before[level],
                      at(out_.study.file.records.diversity),
                      groups_at(level));
        for (std::size_t i = 0; i < undiverse.size(); ++i)
            out_.treatments[i].blanked_for_diversity =
                out_.treatments[i].blanked - undiverse[i].blanked;
        add_told_by();
        weights_ = weights_of_groups();
        put_in_order_of_chance(seed);
        for (Level& level : out_.dataset.levels)
            for (Column& column : level.columns)
                forget_unused(column);
        keep_published_questions();
        return std::move(out_);
    }

private:
    std::vector<Column>& columns() { return out_.dataset.levels[0].columns; }

    void add_level(const RepeatDecision& repeat) {
        RepeatTreatment& treatment = out_.repeats.emplace_back();
        treatment.repeat = repeat.repeat;
        treatment.left_out = repeat.left_out;
        if (!repeat.left_out.empty()) return;
        published_repeats_.push_back(&repeat);
        const Level& from = dataset_.levels[repeat.level];
        Level& level = out_.dataset.levels.emplace_back();
        level.repeat = from.repeat;
        level.parent = 0;
        level.rows = from.rows;
        level.parent_row = from.parent_row;
    }

    // Of what is published; the interviews are 0.
    [[nodiscard]] const RepeatDecision& repeat_at(std::size_t level) const {
        return *published_repeats_[level - 1];
    }

    // Those that are alike to who knows a household and all keys.
    [[nodiscard]] std::vector<std::int32_t> groups_at(std::size_t level) const {
        const std::vector<std::int32_t> own =
            groups_alike(published_keys(out_), out_.dataset.levels[0].rows);
        const std::vector<std::int32_t>& households = decision_.repeats.households;
        if (level == 0) return households.empty() ? own : groups_of_both(own, households);
        std::vector<std::int32_t> of_parents;
        for (const std::int32_t parent : out_.dataset.levels[level].parent_row)
            of_parents.push_back(households[at(parent)]);
        return groups_of_both(of_parents, repeat_at(level).kinds);
    }

    // A weight is made of the area, sex or age that it was computed from, which may be published
    // coarser or not at all: those whose published keys are alike get the mean of theirs. Of known
    // weights a mean to more digits than tables have tells how many of them had which.
    [[nodiscard]] std::vector<double> weights_of_groups() const {
        if (dataset_.design == nullptr) return {};
        std::vector<double> out = dataset_.design->design().weights;
        if (out.empty()) return out;
        const std::vector<std::int32_t> groups = groups_at(0);
        std::map<std::int32_t, std::pair<double, double>> sums;
        for (std::size_t row = 0; row < out.size(); ++row) {
            auto& [weight, people] = sums[groups[row]];
            weight += out[row];
            ++people;
        }
        for (std::size_t row = 0; row < out.size(); ++row) {
            const auto& [weight, people] = sums.at(groups[row]);
            out[row] = told_weighted_number(weight / people);
        }
        return out;
    }

    void take_out_withheld_rows() {
        for (std::size_t l = 1; l < out_.dataset.levels.size(); ++l) {
            Level& level = out_.dataset.levels[l];
            const std::vector<std::uint8_t>& withheld = repeat_at(l).withheld;
            for (std::size_t row = 0; row < level.rows; ++row) {
                if (withheld[at(level.parent_row[row])] == 0) continue;
                for (Column& column : level.columns)
                    blank(column, row);
            }
        }
    }

    // A question for each repeat that is published, behind all others.
    void add_told_by() {
        const CoarseWords words(out_.study.questionnaire.languages);
        for (std::size_t r = 0; r < out_.repeats.size(); ++r) {
            RepeatTreatment& repeat = out_.repeats[r];
            if (!repeat.left_out.empty()) continue;
            const RepeatDecision& decision = decision_.repeats.repeats[r];
            Questionnaire& form = out_.study.questionnaire;
            Question told;
            told.name = repeat.repeat + "_rows";
            while (form.find(told.name) >= 0 || form.find_group(told.name) >= 0)
                told.name += "_";
            told.type = QuestionType::select_one;
            told.label = words.rows_of(repeat.repeat);
            told.list = static_cast<int>(form.lists.size());
            Choice there;
            there.name = "published";
            there.label = words.rows_published();
            Choice gone;
            gone.name = "withheld";
            gone.label = words.rows_withheld();
            Column& column = columns().emplace_back();
            column.question = static_cast<int>(form.questions.size());
            column.name = told.name;
            column.dictionary = {there.name, gone.name};
            column.numbers.assign(2, std::numeric_limits<double>::quiet_NaN());
            column.meaning.assign(2, MissingChoice::answer);
            column.choice_count = 2;
            for (const std::uint8_t withheld : decision.withheld) {
                column.codes.push_back(withheld);
                column.asked.push_back(1);
                repeat.withheld += withheld;
            }
            repeat.told_by = told.name;
            out_.treatments.push_back(
                {.question = column.question,
                 .name = told.name,
                 .what = "says whether the rows of " + repeat.repeat + " are published or withheld",
                 .published = true});
            form.lists.push_back({.name = unused_list_name(told.name),
                                  .choices = {std::move(there), std::move(gone)}});
            form.questions.push_back(std::move(told));
        }
    }

    Question& question(int index) { return out_.study.questionnaire.questions[at(index)]; }

    // The key of answers to a question; keys_.size() if it is none.
    [[nodiscard]] std::size_t key_of(int question) const {
        const auto found = std::ranges::find_if(keys_, [&](const RecordKey& key) {
            return key.kind == RecordKey::Kind::answers && key.question == question;
        });
        return static_cast<std::size_t>(found - keys_.begin());
    }

    void publish(const VariableRole& role) {
        RecordTreatment treatment{
            .question = role.question, .name = question(role.question).name, .role = role.role};
        const ColumnPlace place = column_of(dataset_, role.question);
        const std::size_t key = key_of(role.question);
        if (role.role == RecordRole::withheld) {
            treatment.what = "left out: " + role.reason;
        } else if (place.column == nullptr) {
            treatment.what = "left out: nobody answered";
        } else if (place.level != 0) {
            treatment.of_repeat = true;
            publish_in_repeat(role.question, *place.column, place.level, treatment);
        } else if (key == keys_.size()) {
            treatment.what = "as answered";
            treatment.published = true;
            columns().push_back(with_averages(decision_.averages, *place.column));
        } else {
            publish_key(keys_[key],
                        decision_.levels[key],
                        with_averages(decision_.averages, *place.column),
                        columns(),
                        treatment);
        }
        if (treatment.published) tell_averages(role.question, treatment);
        if (treatment.published && !treatment.of_repeat) {
            drop_what_is_no_choice(columns().back());
            if (question(role.question).type == QuestionType::text)
                keep_what_many_said(columns().back(), treatment);
        }
        out_.treatments.push_back(std::move(treatment));
    }

    void tell_averages(int question, RecordTreatment& treatment) const {
        const AveragedQuestion* means = averages_of(decision_.averages, question);
        if (means == nullptr) return;
        treatment.averaged = true;
        treatment.blanked += means->withheld;
        treatment.what = treatment.coarse ? means->what + ", " + treatment.what : means->what;
    }

    void publish_in_repeat(int question,
                           const Column& column,
                           std::size_t of_dataset,
                           RecordTreatment& treatment) {
        const auto is_it = [&](const RepeatDecision* repeat) {
            return repeat->level == of_dataset;
        };
        const auto found = std::ranges::find_if(published_repeats_, is_it);
        if (found == published_repeats_.end()) {
            const auto decided =
                std::ranges::find(decision_.repeats.repeats, of_dataset, &RepeatDecision::level);
            treatment.what = "left out: asked several times in one interview";
            if (decided != decision_.repeats.repeats.end())
                treatment.what += "; " + decided->left_out;
            return;
        }
        const RepeatDecision& repeat = **found;
        const auto key = std::ranges::find_if(repeat.keys, [&](const RecordKey& one) {
            return one.kind == RecordKey::Kind::answers && one.question == question;
        });
        Level& level =
            out_.dataset.levels[static_cast<std::size_t>(found - published_repeats_.begin()) + 1];
        if (key != repeat.keys.end()) {
            const auto number = static_cast<std::size_t>(key - repeat.keys.begin());
            publish_key(*key, repeat.levels[number], column, level.columns, treatment);
        } else if (std::ranges::find(repeat.questions, question) == repeat.questions.end()) {
            treatment.what = "left out: what it tells of a household cannot be protected";
        } else {
            treatment.what = "as answered";
            treatment.published = true;
            level.columns.push_back(column);
        }
        if (treatment.published) drop_what_is_no_choice(level.columns.back());
    }

    void publish_key(const RecordKey& key,
                     std::size_t at_level,
                     const Column& column,
                     std::vector<Column>& into,
                     RecordTreatment& treatment) {
        const CoarseLevel& level = key.levels[at_level];
        treatment.what = level.what;
        if (level.left_out) {
            treatment.what = "left out: no coarser value of it protects enough";
            return;
        }
        treatment.published = true;
        const QuestionType type = question(key.question).type;
        treatment.coarse = !level.as_answered;
        treatment.ordered =
            treatment.coarse && type != QuestionType::select_one && type != QuestionType::geopoint;
        into.push_back(level.as_answered ? column : coarse_column(key, level, column));
    }

    Column coarse_column(const RecordKey& key, const CoarseLevel& level, const Column& column) {
        Column out;
        out.question = column.question;
        out.name = column.name;
        const bool not_asked_last =
            !level.categories.empty() && level.categories.back().name.empty();
        const std::size_t categories = level.categories.size() - (not_asked_last ? 1 : 0);
        out.codes.reserve(column.size());
        for (const std::int32_t value : key.values) {
            const std::int32_t code = value < 0 ? -1 : level.category_of[at(value)];
            out.codes.push_back(code >= 0 && at(code) < categories ? code : -1);
        }
        out.asked = column.asked;
        for (std::size_t i = 0; i < categories; ++i) {
            out.dictionary.push_back(level.categories[i].name);
            out.numbers.push_back(std::numeric_limits<double>::quiet_NaN());
            out.meaning.push_back(level.categories[i].missing);
        }
        Question& asked = question(column.question);
        if (asked.type == QuestionType::geopoint) return out;
        out.choice_count = static_cast<int>(categories);
        asked.type = QuestionType::select_one;
        asked.choice_filter.reset();
        asked.list = static_cast<int>(out_.study.questionnaire.lists.size());
        out_.study.questionnaire.lists.push_back(
            {.name = unused_list_name(asked.name + "_published"),
             .choices = {level.categories.begin(),
                         level.categories.begin() + static_cast<std::ptrdiff_t>(categories)}});
        return out;
    }

    [[nodiscard]] std::vector<Column> sensitive_columns(std::size_t level) const {
        std::vector<Column> out;
        for (const Column& column : out_.dataset.levels[level].columns) {
            const auto treatment =
                std::ranges::find(out_.treatments, column.question, &RecordTreatment::question);
            if (treatment->role == RecordRole::sensitive) out.push_back(column);
        }
        return out;
    }

    [[nodiscard]] std::string unused_list_name(std::string name) const {
        const auto& lists = out_.study.questionnaire.lists;
        while (std::ranges::find(lists, name, &ChoiceList::name) != lists.end())
            name += "_";
        return name;
    }

    void drop_what_is_no_choice(Column& column) {
        if (question(column.question).type != QuestionType::select_one) return;
        for (std::size_t row = 0; row < column.size(); ++row) {
            if (column.codes[row] >= column.choice_count) column.codes[row] = -1;
        }
    }

    void keep_what_many_said(Column& column, RecordTreatment& treatment) {
        std::vector<int> given(column.dictionary.size(), 0);
        for (const std::int32_t code : column.codes) {
            if (code >= 0) ++given[at(code)];
        }
        for (std::size_t row = 0; row < column.size(); ++row) {
            const std::int32_t code = column.codes[row];
            if (code < 0) continue;
            const bool many = given[at(code)] >= out_.threshold;
            if (many && identifying_in(column.dictionary[at(code)]) == IdentifyingKind::nothing)
                continue;
            blank(column, row);
            ++treatment.blanked;
        }
        treatment.what =
            fmt::format("answers that at least {} people gave in the same words", out_.threshold);
    }

    Column* published(int question) {
        for (Level& level : out_.dataset.levels) {
            const auto found = std::ranges::find(level.columns, question, &Column::question);
            if (found != level.columns.end()) return &*found;
        }
        return nullptr;
    }

    RecordTreatment& treatment_of(int question) {
        return *std::ranges::find(out_.treatments, question, &RecordTreatment::question);
    }

    // A key's skip pattern that is left out takes the questions along.
    void leave_out_what_hangs_on(std::size_t key) {
        if (keys_[key].kind != RecordKey::Kind::skip_pattern) return;
        if (!keys_[key].levels[decision_.levels[key]].left_out) return;
        for (const int question : keys_[key].dependents) {
            std::erase_if(columns(),
                          [&](const Column& column) { return column.question == question; });
            RecordTreatment& treatment = treatment_of(question);
            treatment.published = false;
            treatment.what = "left out: who was asked it would tell too much of the answer to " +
                             this->question(keys_[key].question).name;
        }
    }

    void take_out(const BlankedValue& value) {
        const RecordKey& key = keys_[value.key];
        const std::vector<int> own{key.question};
        const bool pattern = key.kind == RecordKey::Kind::skip_pattern;
        for (const int question : pattern ? key.dependents : own) {
            Column* column = published(question);
            if (column == nullptr) continue;
            if (column->codes[value.row] >= 0) ++treatment_of(question).blanked;
            blank(*column, value.row);
        }
    }

    // The form loses all other questions, and groups that hold none any more are empty; a repeat
    // that is not published is a plain group.
    void keep_published_questions() {
        Questionnaire& form = out_.study.questionnaire;
        std::vector<int> new_index;
        std::vector<Question> kept;
        for (std::size_t i = 0; i < form.questions.size(); ++i) {
            new_index.push_back(static_cast<int>(kept.size()));
            if (published(static_cast<int>(i)) != nullptr)
                kept.push_back(std::move(form.questions[i]));
        }
        new_index.push_back(static_cast<int>(kept.size()));
        for (Level& level : out_.dataset.levels)
            for (Column& column : level.columns)
                column.question = new_index[at(column.question)];
        for (Group& group : form.groups) {
            group.first = new_index[at(group.first)];
            group.end = new_index[at(group.end)];
            if (!is_published_repeat(group)) group.repeat = false;
        }
        form.questions = std::move(kept);
        out_.study.versions.clear();
    }

    [[nodiscard]] bool is_published_repeat(const Group& group) const {
        return group.repeat && std::ranges::any_of(out_.dataset.levels, [&](const Level& level) {
                   return level.parent == 0 && level.repeat == group.name;
               });
    }

    void put_in_order_of_chance(std::uint64_t seed) {
        Random random(seed);
        const std::vector<std::size_t> order = shuffled(dataset_.counted(), random);
        for (Column& column : columns())
            reorder(column, order);
        for (std::size_t level = 1; level < out_.dataset.levels.size(); ++level)
            put_rows_in_order(level, order, random);
        for (std::size_t row = 0; row < order.size(); ++row)
            out_.dataset.instance_ids.push_back(std::to_string(row + 1));
        if (dataset_.design == nullptr) return;
        SampleDesign weights_alone;
        for (const std::size_t row : order)
            if (!weights_.empty()) weights_alone.weights.push_back(weights_[row]);
        out_.dataset.design = std::make_shared<const TaylorVariance>(std::move(weights_alone));
    }

    // The rows of an interview follow it, in an order of chance too; those that are withheld go.
    void put_rows_in_order(std::size_t number,
                           const std::vector<std::size_t>& interviews,
                           Random& random) {
        Level& level = out_.dataset.levels[number];
        std::vector<std::vector<std::size_t>> rows(interviews.size());
        for (std::size_t row = 0; row < level.rows; ++row)
            rows[at(level.parent_row[row])].push_back(row);
        std::vector<std::size_t> order;
        level.parent_row.clear();
        for (std::size_t record = 0; record < interviews.size(); ++record) {
            if (repeat_at(number).withheld[interviews[record]] != 0) continue;
            std::vector<std::size_t>& own = rows[interviews[record]];
            random.shuffle(own);
            order.insert(order.end(), own.begin(), own.end());
            level.parent_row.resize(order.size(), static_cast<std::int32_t>(record));
        }
        level.rows = order.size();
        for (Column& column : level.columns)
            reorder(column, order);
    }

    static void reorder(Column& column, const std::vector<std::size_t>& order) {
        const Column before = column;
        const auto words = at(column.words_per_row);
        column.codes.resize(order.size());
        column.asked.resize(order.size());
        column.members.resize(order.size() * words);
        for (std::size_t row = 0; row < order.size(); ++row) {
            column.codes[row] = before.codes[order[row]];
            column.asked[row] = before.asked[order[row]];
            std::copy_n(before.members.begin() + static_cast<std::ptrdiff_t>(order[row] * words),
                        words,
                        column.members.begin() + static_cast<std::ptrdiff_t>(row * words));
        }
    }

    const Dataset& dataset_;
    const std::vector<VariableRole>& roles_;
    const std::vector<RecordKey>& keys_;
    const RecordDecision& decision_;
    std::vector<double> weights_;  // as published
    std::vector<const RepeatDecision*> published_repeats_;
    PublicRecords out_;
};

}  // namespace

PublicRecords apply_decision(const Study& study,
                             const Dataset& dataset,
                             const std::vector<VariableRole>& roles,
                             const std::vector<RecordKey>& keys,
                             const RecordDecision& decision,
                             std::uint64_t seed) {
    return Publication(study, dataset, roles, keys, decision).make(seed);
}

std::vector<std::size_t> order_of_chance(std::size_t rows, std::uint64_t seed) {
    Random random(seed);
    return shuffled(rows, random);
}

void blank_answers(PublicRecords& records,
                   std::size_t level,
                   const std::string& name,
                   const std::vector<std::size_t>& rows) {
    std::vector<Column>& columns = records.dataset.levels[level].columns;
    const auto column = std::ranges::find(columns, name, &Column::name);
    if (column == columns.end()) return;
    RecordTreatment& treatment =
        *std::ranges::find(records.treatments, column->question, &RecordTreatment::question);
    for (const std::size_t row : rows) {
        if (column->codes[row] >= 0) ++treatment.blanked;
        blank(*column, row);
    }
    forget_unused(*column);
}

}  // namespace mtm

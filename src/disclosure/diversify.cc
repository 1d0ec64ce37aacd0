#include "disclosure/diversify.h"

#include <algorithm>
#include <optional>
#include <set>

#include "disclosure/published_keys.h"
#include "disclosure/skip_logic.h"

namespace mtm {
namespace {

constexpr std::int32_t blank_answer = -1;

// How often each answer was given in a part of the records, and how often of that it was taken out.
struct AnswerCounts {
    std::vector<std::size_t> given;
    std::vector<std::size_t> taken;

    // The answer that who sees a blank could be too sure of; −1 if there is none.
    [[nodiscard]] std::int32_t telling() const {
        std::size_t all_given = 0;
        std::size_t all_taken = 0;
        for (std::size_t answer = 0; answer < given.size(); ++answer) {
            all_given += given[answer];
            all_taken += taken[answer];
        }
        for (std::size_t answer = 0; answer < given.size(); ++answer) {
            const bool over_half = 2 * taken[answer] > all_taken;
            if (over_half && taken[answer] * all_given > given[answer] * all_taken)
                return static_cast<std::int32_t>(answer);
        }
        return blank_answer;
    }
};

// A question whose answers divide people, as far as they are published.
struct Division {
    std::vector<std::int32_t> value;  // by row; −1: in no part
    std::size_t parts = 1;
};

// A sensitive question as it was before anything was taken out.
struct SensitiveQuestion {
    std::string name;
    int question = -1;  // of the study
    std::vector<std::int32_t> given;
    std::size_t answers = 0;
};

std::size_t index_of(std::int32_t number) {
    return static_cast<std::size_t>(number);
}

std::size_t count_of_values(const std::vector<std::int32_t>& values) {
    const auto most = std::ranges::max_element(values);
    return most == values.end() ? 0 : static_cast<std::size_t>(*most + 1);
}

class Diversifier {
public:
    Diversifier(PublicRecords& records,
                std::size_t level,
                const std::vector<Column>& before,
                std::size_t least,
                const std::vector<std::int32_t>& group_of)
        : records_(records), level_(level), least_(least) {
        groups_.resize(count_of_values(group_of));
        for (std::size_t row = 0; row < group_of.size(); ++row)
            groups_[index_of(group_of[row])].push_back(row);
        find_divisions();
        for (const Column& column : before) {
            SensitiveQuestion& sensitive = sensitive_.emplace_back();
            sensitive.name = column.name;
            sensitive.question = column.question;
            sensitive.given = answers_as_numbers(column);
            sensitive.answers = count_of_values(sensitive.given);
        }
    }

    // What is taken out of one question takes others along: until nothing changes.
    void run() {
        bool changed = true;
        while (changed) {
            changed = false;
            for (const SensitiveQuestion& sensitive : sensitive_) {
                const bool agreeing = take_out_where_alike_agree(sensitive);
                const bool telling = take_out_others(sensitive);
                changed = changed || agreeing || telling;
            }
        }
    }

private:
    Level& here() { return records_.dataset.levels[level_]; }

    Column& column(const std::string& name) {
        return *std::ranges::find(here().columns, name, &Column::name);
    }

    void find_divisions() {
        divisions_.push_back({std::vector<std::int32_t>(here().rows, 0), 1});
        std::set<std::string> names;
        for (const RecordTreatment& treatment : records_.treatments) {
            if (treatment.role == RecordRole::key && treatment.published)
                names.insert(treatment.name);
        }
        for (const TableSpec& table : records_.study.plan.tables)
            names.insert(table.by.begin(), table.by.end());
        for (const std::string& name : names) {
            if (const Column* by = here().find(name); divides(by)) {
                divisions_.push_back({by->codes, count_of_values(by->codes)});
            } else if (const Column* above = records_.dataset.find(name);
                       level_ > 0 && divides(above)) {
                Division& division = divisions_.emplace_back();
                division.parts = count_of_values(above->codes);
                for (const std::int32_t parent : here().parent_row)
                    division.value.push_back(above->codes[index_of(parent)]);
            }
        }
    }

    static bool divides(const Column* column) {
        return column != nullptr && column->words_per_row == 0;
    }

    bool take_out_where_alike_agree(const SensitiveQuestion& sensitive) {
        const std::vector<std::int32_t> published = answers_as_numbers(column(sensitive.name));
        std::vector<std::size_t> out;
        for (const std::vector<std::size_t>& group : groups_) {
            std::set<std::int32_t> answers;
            for (const std::size_t row : group)
                answers.insert(published[row]);
            answers.erase(blank_answer);
            if (!answers.empty() && answers.size() < least_)
                out.insert(out.end(), group.begin(), group.end());
        }
        if (out.empty()) return false;
        take_out(sensitive, out);
        return true;
    }

    bool take_out_others(const SensitiveQuestion& sensitive) {
        if (least_ < 2) return false;
        bool any = false;
        for (const Division& division : divisions_) {
            std::vector<AnswerCounts> counts = counts_in(sensitive, division);
            for (std::size_t part = 0; part < division.parts; ++part) {
                for (;;) {
                    const std::int32_t telling = counts[part].telling();
                    if (telling == blank_answer) break;
                    const auto group = least_telling_group(
                        sensitive, division, static_cast<std::int32_t>(part), telling);
                    if (!group) break;
                    take_out(sensitive, groups_[*group]);
                    counts = counts_in(sensitive, division);
                    any = true;
                }
            }
        }
        return any;
    }

    // By part.
    std::vector<AnswerCounts> counts_in(const SensitiveQuestion& sensitive,
                                        const Division& division) {
        const std::vector<std::size_t> none(sensitive.answers, 0);
        std::vector<AnswerCounts> out(division.parts, AnswerCounts{none, none});
        const Column& published = column(sensitive.name);
        for (std::size_t row = 0; row < here().rows; ++row) {
            const std::int32_t answer = sensitive.given[row];
            if (answer < 0 || division.value[row] < 0) continue;
            AnswerCounts& counts = out[index_of(division.value[row])];
            ++counts.given[index_of(answer)];
            counts.taken[index_of(answer)] += published.codes[row] < 0 ? 1U : 0U;
        }
        return out;
    }

    // Of the groups that still have answers, the one with the smallest share of that answer in the
    // part; of equal ones the smallest. None if all others have gone.
    std::optional<std::size_t> least_telling_group(const SensitiveQuestion& sensitive,
                                                   const Division& division,
                                                   std::int32_t part,
                                                   std::int32_t telling) {
        const Column& published = column(sensitive.name);
        std::optional<std::size_t> best;
        std::size_t best_all = 0;
        std::size_t best_telling = 0;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            std::size_t all = 0;
            std::size_t same = 0;
            for (const std::size_t row : groups_[g]) {
                if (division.value[row] != part || published.codes[row] < 0) continue;
                ++all;
                same += sensitive.given[row] == telling ? 1U : 0U;
            }
            if (all == 0 || same == all) continue;
            const bool better = !best || same * best_all < best_telling * all ||
                                (same * best_all == best_telling * all && all < best_all);
            if (!better) continue;
            best = g;
            best_all = all;
            best_telling = same;
        }
        return best;
    }

    void take_out(const SensitiveQuestion& sensitive, const std::vector<std::size_t>& rows) {
        blank_answers(records_, level_, sensitive.name, rows);
        const Questionnaire& form = records_.study.questionnaire;
        for (const int question : questions_resting_on(form, sensitive.question))
            blank_answers(records_, level_, form.questions[index_of(question)].name, rows);
    }

    PublicRecords& records_;
    std::size_t level_;
    std::size_t least_;
    std::vector<std::vector<std::size_t>> groups_;
    std::vector<Division> divisions_;
    std::vector<SensitiveQuestion> sensitive_;
};

}  // namespace

void diversify(PublicRecords& records,
               std::size_t level,
               const std::vector<Column>& before,
               std::size_t least,
               const std::vector<std::int32_t>& groups) {
    Diversifier(records, level, before, least, groups).run();
}

}  // namespace mtm

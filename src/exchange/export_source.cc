#include "exchange/export_source.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "interview/levels.h"
#include "questionnaire/versions.h"

namespace mtm {
namespace {

// Questions of earlier versions as questions of the study's form.
class Counterparts {
public:
    explicit Counterparts(const Study& study) : study_(study) {}

    /// −1 where the study's form has none.
    int of(const Questionnaire& form, int question) {
        if (&form == &study_.questionnaire) return question;
        auto& known = known_[&form];
        if (known.empty()) {
            for (int q = 0; q < static_cast<int>(form.questions.size()); ++q)
                known.push_back(counterpart(study_.questionnaire, form, q));
        }
        return known[static_cast<std::size_t>(question)];
    }

private:
    const Study& study_;
    std::map<const Questionnaire*, std::vector<int>> known_;
};

// The columns of one level while rows are appended to it.
struct LevelBuilder {
    std::vector<Column> columns;
    std::vector<std::unordered_map<std::string, std::int32_t>> codes;
    std::size_t rows = 0;

    std::size_t add_row() {
        for (Column& column : columns) {
            column.codes.push_back(-1);
            column.asked.push_back(0);
        }
        return rows++;
    }

    void set(std::size_t slot, std::size_t row, const std::string& value) {
        Column& column = columns[slot];
        column.asked[row] = 1;
        if (value.empty()) return;
        const auto next = static_cast<std::int32_t>(column.dictionary.size());
        const auto [at, is_new] = codes[slot].try_emplace(value, next);
        if (is_new) column.dictionary.push_back(value);
        column.codes[row] = at->second;
    }
};

class Received {
public:
    explicit Received(const Study& study)
        : study_(study),
          levels_(study.questionnaire),
          builders_(levels_.levels.size()),
          counterparts_(study) {
        for (std::size_t l = 0; l < builders_.size(); ++l) {
            for (const int question : levels_.levels[l].questions) {
                Column& column = builders_[l].columns.emplace_back();
                column.question = question;
                column.name =
                    study.questionnaire.questions[static_cast<std::size_t>(question)].name;
            }
            builders_[l].codes.resize(builders_[l].columns.size());
            Level& level = out_.levels.emplace_back();
            level.parent = levels_.levels[l].parent;
            if (l > 0) level.repeat = group(static_cast<int>(l)).name;
        }
    }

    void add(const Interview& interview) {
        if (!seen_.insert(interview.instance_id).second) return;
        ++out_.received;
        out_.rehearsal = out_.rehearsal || interview.rehearsal;
        out_.instance_ids.push_back(interview.instance_id);
        rows_of_rounds_.clear();
        const std::size_t root = builders_[0].add_row();
        const Questionnaire& form = study_.form_of(interview.version);
        for (const Answer& answer : interview.answers) {
            const int question = counterparts_.of(form, answer.question);
            if (question < 0) continue;
            const auto q = static_cast<std::size_t>(question);
            const int level = levels_.level_of[q];
            const std::size_t row = row_of(level, answer.repeat, root);
            builders_[static_cast<std::size_t>(level)].set(
                static_cast<std::size_t>(levels_.slot_of[q]), row, answer.value);
        }
    }

    Dataset finish() && {
        for (std::size_t l = 0; l < builders_.size(); ++l) {
            out_.levels[l].rows = builders_[l].rows;
            for (Column& column : builders_[l].columns) {
                const auto q = static_cast<std::size_t>(column.question);
                if (study_.questionnaire.questions[q].type == QuestionType::note) continue;
                out_.levels[l].columns.push_back(std::move(column));
            }
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] const Group& group(int level) const {
        const int repeat = levels_.levels[static_cast<std::size_t>(level)].repeat;
        return study_.questionnaire.groups[static_cast<std::size_t>(repeat)];
    }

    // The row of a round; those before it are made where they are not there, since a round's number
    // is its place.
    std::size_t row_of(int level, const std::vector<int>& rounds, std::size_t root) {
        if (level == 0 || rounds.empty()) return root;
        const std::vector<int> outer(rounds.begin(), rounds.end() - 1);
        const int parent = levels_.levels[static_cast<std::size_t>(level)].parent;
        const std::size_t parent_row = row_of(parent, outer, root);
        std::vector<std::size_t>& rows = rows_of_rounds_[{level, outer}];
        const auto round = static_cast<std::size_t>(rounds.back());
        while (rows.size() <= round) {
            rows.push_back(builders_[static_cast<std::size_t>(level)].add_row());
            out_.levels[static_cast<std::size_t>(level)].parent_row.push_back(
                static_cast<std::int32_t>(parent_row));
        }
        return rows[round];
    }

    const Study& study_;
    Levels levels_;
    std::vector<LevelBuilder> builders_;
    Counterparts counterparts_;
    std::unordered_set<std::string> seen_;
    std::map<std::pair<int, std::vector<int>>, std::vector<std::size_t>>
        rows_of_rounds_;  // of the interview at hand
    Dataset out_;
};

// Which rounds the rows of a dataset's levels are: they stand in the order in which the answers of
// an interview first name them, as interview/routing.cc lays them out.
std::vector<std::vector<std::int32_t>> rounds_of_rows(
    const Study& study, const std::vector<const Interview*>& interviews) {
    const Levels levels(study.questionnaire);
    Counterparts counterparts(study);
    std::vector<std::vector<std::int32_t>> out(levels.levels.size());
    out[0].assign(interviews.size(), 0);
    for (const Interview* interview : interviews) {
        const Questionnaire& form = study.form_of(interview->version);
        std::set<std::pair<int, std::vector<int>>> seen;
        for (const Answer& answer : interview->answers) {
            std::vector<int> rounds = answer.repeat;
            if (rounds.empty()) continue;
            const int question = counterparts.of(form, answer.question);
            if (question < 0) continue;
            int level = levels.level_of[static_cast<std::size_t>(question)];
            for (; level > 0 && !rounds.empty(); rounds.pop_back()) {
                if (seen.emplace(level, rounds).second)
                    out[static_cast<std::size_t>(level)].push_back(rounds.back());
                level = levels.levels[static_cast<std::size_t>(level)].parent;
            }
        }
    }
    return out;
}

// Rounds counted as the rows stand, where every round has one.
std::vector<std::vector<std::int32_t>> rounds_as_counted(const Dataset& dataset) {
    std::vector<std::vector<std::int32_t>> out;
    for (const Level& level : dataset.levels) {
        std::vector<std::int32_t>& rounds = out.emplace_back(level.rows, 0);
        std::unordered_map<std::int32_t, std::int32_t> next;
        for (std::size_t row = 0; row < level.parent_row.size(); ++row)
            rounds[row] = next[level.parent_row[row]]++;
    }
    return out;
}

// The interviews of a dataset's rows, by their ids.
std::vector<const Interview*> interviews_of(const Dataset& dataset,
                                            const std::vector<Interview>& interviews) {
    std::unordered_map<std::string_view, const Interview*> by_id;
    for (const Interview& interview : interviews)
        by_id.try_emplace(interview.instance_id, &interview);
    std::vector<const Interview*> out;
    for (const std::string& id : dataset.instance_ids)
        out.push_back(by_id.at(id));
    return out;
}

std::string received_state(const Interview& interview) {
    if (interview.standing == Standing::pilot) return "as received; a pilot interview";
    if (interview.standing == Standing::rejected) return "as received; rejected by review";
    return "as received";
}

}  // namespace

ExportSource counted_interviews(const Study& study,
                                const Dataset& dataset,
                                const std::vector<Interview>& interviews) {
    const std::vector<const Interview*> counted = interviews_of(dataset, interviews);
    ExportSource out{study, dataset, {}, {}, rounds_of_rows(study, counted)};
    for (std::size_t l = 0; l < dataset.levels.size(); ++l) {
        // Otherwise an answer names a round that its form does not have.
        if (out.rounds[l].size() == dataset.levels[l].rows) continue;
        out.rounds = rounds_as_counted(dataset);
        break;
    }
    for (const Interview* interview : counted) {
        out.versions.push_back(interview->version);
        out.states.emplace_back(interview->rehearsal ? invented_mark : "counted");
    }
    return out;
}

Dataset dataset_as_received(const Study& study, const std::vector<Interview>& interviews) {
    Received received(study);
    for (const Interview& interview : interviews)
        received.add(interview);
    return std::move(received).finish();
}

ExportSource received_interviews(const Study& study,
                                 const Dataset& dataset,
                                 const std::vector<Interview>& interviews) {
    ExportSource out{study, dataset, {}, {}, rounds_as_counted(dataset)};
    for (const Interview* interview : interviews_of(dataset, interviews)) {
        out.versions.push_back(interview->version);
        out.states.push_back(interview->rehearsal ? invented_mark : received_state(*interview));
    }
    return out;
}

bool is_exported(const Question& question, const ExportOptions& options) {
    if (question.type == QuestionType::note) return false;
    return options.with_identifiers || question.disclosure != Disclosure::identifier;
}

std::vector<std::string> withheld_identifiers(const Questionnaire& form) {
    std::vector<std::string> out;
    for (const Question& question : form.questions) {
        if (question.type != QuestionType::note && question.disclosure == Disclosure::identifier)
            out.push_back(question.name);
    }
    return out;
}

}  // namespace mtm

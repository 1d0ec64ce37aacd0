#include "exchange/export_source.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "interview/levels.h"
#include "questionnaire/versions.h"

namespace mtm {
namespace {

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
        : study_(study), levels_(study.questionnaire), builders_(levels_.levels.size()) {
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
            const int question = &form == &study_.questionnaire
                                     ? answer.question
                                     : counterpart_of(form, answer.question);
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

    int counterpart_of(const Questionnaire& form, int question) {
        auto& known = counterparts_[&form];
        if (known.empty()) {
            for (int q = 0; q < static_cast<int>(form.questions.size()); ++q)
                known.push_back(counterpart(study_.questionnaire, form, q));
        }
        return known[static_cast<std::size_t>(question)];
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
    std::map<const Questionnaire*, std::vector<int>> counterparts_;
    std::unordered_set<std::string> seen_;
    std::map<std::pair<int, std::vector<int>>, std::vector<std::size_t>>
        rows_of_rounds_;  // of the interview at hand
    Dataset out_;
};

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
    ExportSource out{study, dataset, {}, {}};
    for (const Interview* interview : interviews_of(dataset, interviews)) {
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
    ExportSource out{study, dataset, {}, {}};
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

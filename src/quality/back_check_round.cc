#include "quality/back_check_round.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "quality/quality_page.h"

namespace mtm {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

std::optional<long long> day_of(const FieldworkRows& rows, std::size_t row) {
    const std::int64_t local = rows.local_start[row];
    if (local == no_instant) return std::nullopt;
    return (local >= 0 ? local : local - day_ms + 1) / day_ms;
}

// Chosen categories by name, so that two forms with their choices in another order agree.
std::string names_of_members(const Column& column, std::size_t row) {
    std::vector<std::string> out;
    for (int c = 0; c < column.choice_count; ++c) {
        if (column.has_member(row, c))
            out.push_back(column.dictionary[static_cast<std::size_t>(c)]);
    }
    std::ranges::sort(out);
    return join(out, " ");
}

// `type`: of the question in the study's form.
BackCheckAnswer answer_of(const Column* column, std::size_t row, QuestionType type) {
    BackCheckAnswer out;
    out.missing = Missing::not_asked;
    if (column == nullptr) return out;
    out.missing = column->missing(row);
    const std::int32_t code = column->codes[row];
    if (code < 0) return out;
    const auto entry = static_cast<std::size_t>(code);
    out.text = type == QuestionType::select_multiple && out.missing == Missing::none
                   ? names_of_members(*column, row)
                   : column->dictionary[entry];
    const bool is_number = is_numeric(type) || type == QuestionType::calculate;
    if (is_number && std::isfinite(column->numbers[entry])) out.number = column->numbers[entry];
    return out;
}

std::string folded_key(std::string_view text) {
    return lower_ascii(squeeze(text));
}

std::string key_in(const Column* column, std::size_t row) {
    if (column == nullptr || column->codes[row] < 0) return {};
    return folded_key(column->dictionary[static_cast<std::size_t>(column->codes[row])]);
}

class RoundLayout {
public:
    explicit RoundLayout(const BackCheckSides& sides)
        : sides_(sides), study_(*sides.first->study), rules_(study_.file.back_check) {}

    BackCheckRound run() {
        out_.study = &study_;
        out_.rehearsal = sides_.first->dataset->rehearsal || sides_.second->dataset->rehearsal;
        out_.codes = interview_codes(*sides_.first->dataset);
        lay_out_first();
        lay_out_second();
        out_.result =
            compare_back_checks(rules_.questions,
                                out_.first,
                                out_.second,
                                {.not_answered = rules_.not_answered, .unknown = rules_.unknown});
        tell_days();
        return std::move(out_);
    }

private:
    [[nodiscard]] QuestionType type_of(const std::string& name) const {
        const int found = study_.questionnaire.find(name);
        CHECK(found >= 0);  // the study was checked
        return study_.questionnaire.questions[static_cast<std::size_t>(found)].type;
    }

    std::vector<BackCheckAnswer> answers_of(const Dataset& dataset, std::size_t row) const {
        std::vector<BackCheckAnswer> out;
        for (const BackCheckQuestion& question : rules_.questions)
            out.push_back(answer_of(dataset.find(question.name), row, type_of(question.name)));
        return out;
    }

    void lay_out_first() {
        const FieldworkRows& rows = *sides_.first;
        std::unordered_map<std::string, std::size_t> received;
        if (sides_.received != nullptr) {
            for (std::size_t r = 0; r < sides_.received->instance_ids.size(); ++r)
                received.emplace(sides_.received->instance_ids[r], r);
        }
        const Column* key = rules_.key.empty() ? nullptr : rows.dataset->find(rules_.key);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            BackCheckInterview& one = out_.first.emplace_back();
            one.id = rows.dataset->instance_ids[row];
            one.key = rules_.key.empty() ? folded_key(out_.codes[row]) : key_in(key, row);
            one.worker = rows.enumerator_name(rows.enumerator_of(row));
            one.day = day_of(rows, row);
            const auto as_received = received.find(one.id);
            one.answers = as_received == received.end()
                              ? answers_of(*rows.dataset, row)
                              : answers_of(*sides_.received, as_received->second);
        }
    }

    void lay_out_second() {
        const FieldworkRows& rows = *sides_.second;
        const std::string& asked = rules_.key.empty() ? first_interview_question : rules_.key;
        const Column* key = rows.dataset->find(asked);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            BackCheckInterview& one = out_.second.emplace_back();
            one.id = rows.dataset->instance_ids[row];
            one.key = key_in(key, row);
            if (rules_.key.empty()) one.key = code_meant_by(one.key);
            one.worker = rows.enumerator_name(rows.enumerator_of(row));
            one.day = day_of(rows, row);
            one.answers = answers_of(*rows.dataset, row);
            if (const auto at = sides_.places.find(one.id); at != sides_.places.end())
                one.place = at->second;
        }
    }

    // Somebody may have copied the whole instanceID instead of the code.
    std::string code_meant_by(const std::string& text) {
        if (code_of_id_.empty()) {
            for (std::size_t row = 0; row < out_.codes.size(); ++row) {
                const std::string id = folded_key(out_.first[row].id);
                const std::string code = folded_key(out_.codes[row]);
                code_of_id_.emplace(id, code);
                if (id.starts_with("uuid:")) code_of_id_.emplace(id.substr(5), code);
            }
        }
        const auto at = code_of_id_.find(text);
        return at == code_of_id_.end() ? text : at->second;
    }

    // Answers change with time, and so does what is remembered.
    void tell_days() {
        if (rules_.last_day == 0) return;
        for (const BackCheckPair& pair : out_.result.pairs) {
            const BackCheckInterview& second = out_.second[pair.second];
            const auto from = out_.first[pair.first].day;
            if (!from || !second.day) continue;
            const long long days = *second.day - *from;
            if (days >= rules_.first_day && days <= rules_.last_day) continue;
            Place place;
            place.interview = second.id;
            out_.result.diagnostics.push_back(
                {.code = "back-check-day",
                 .severity = Severity::warning,
                 .place = second.place.value_or(place),
                 .message = fmt::format("It was held {} days after the interview, not {} to {}.",
                                        days,
                                        rules_.first_day,
                                        rules_.last_day),
                 .remedy = "See whether the device's date is right; read its differences with "
                           "that in mind."});
        }
    }

    const BackCheckSides& sides_;
    const Study& study_;
    const BackCheckRules& rules_;
    std::unordered_map<std::string, std::string> code_of_id_;
    BackCheckRound out_;
};

std::string label_in_list(const ChoiceList& list, std::string_view name) {
    const int found = list.find(name);
    if (found < 0) return std::string(name);
    const std::string& label = list.choices[static_cast<std::size_t>(found)].label.in(0);
    return label.empty() ? std::string(name) : label;
}

}  // namespace

BackCheckRound compare_round(const BackCheckSides& sides) {
    return RoundLayout(sides).run();
}

Study study_of_back_check(const Study& study, Questionnaire form) {
    Study out;
    out.directory = study.directory;
    out.file.title = study.file.title;
    out.file.round = study.file.round;
    out.file.timezone = study.file.timezone;
    out.file.languages = study.file.languages;
    out.file.fieldwork.enumerator = study.file.back_check.back_checker;
    if (study.file.consent) {
        const auto names = references(study.file.consent->root);
        if (std::ranges::all_of(names,
                                [&](const std::string& name) { return form.find(name) >= 0; }))
            out.file.consent = study.file.consent;
    }
    out.questionnaire = std::move(form);
    return out;
}

std::vector<std::string> interview_codes(const Dataset& dataset) {
    std::unordered_map<std::string, int> times;
    for (const std::string& id : dataset.instance_ids)
        ++times[short_name(id)];
    std::vector<std::string> out;
    for (const std::string& id : dataset.instance_ids) {
        const std::string code = short_name(id);
        out.push_back(times[code] == 1 ? code : id);
    }
    return out;
}

std::string words_of_answer(const Study& study,
                            const BackCheckQuestion& question,
                            const BackCheckAnswer& answer) {
    if (answer.missing == Missing::not_asked) return "(not asked)";
    if (answer.missing == Missing::no_answer) return "(no answer)";
    const int found = study.questionnaire.find(question.name);
    if (found < 0) return answer.text;
    const Question& asked = study.questionnaire.questions[static_cast<std::size_t>(found)];
    if (asked.disclosure == Disclosure::identifier) return "(identifies a person: not shown)";
    if (asked.list < 0) return answer.text;
    const ChoiceList& list = study.questionnaire.choices_of(found);
    std::vector<std::string> labels;
    for (const std::string_view name : words(answer.text))
        labels.push_back(label_in_list(list, name));
    return join(labels, "; ");
}

}  // namespace mtm

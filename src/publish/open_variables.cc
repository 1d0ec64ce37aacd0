#include "publish/open_variables.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/date.h"
#include "report/base_notes.h"
#include "report/phrases.h"

namespace mtm {
namespace {

using Kind = ExportColumn::Kind;
using Type = OpenVariable::Type;

// How often each text of a column stands in the table; the last is the blank.
std::vector<std::size_t> counts_of(const ExportColumn& column, std::size_t rows) {
    std::vector<std::size_t> out(column.texts.size() + 1, 0);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::int32_t code =
            column.answers == nullptr ? static_cast<std::int32_t>(row) : column.answers->codes[row];
        const bool blank = code < 0 || column.texts[static_cast<std::size_t>(code)].empty();
        ++out[blank ? column.texts.size() : static_cast<std::size_t>(code)];
    }
    return out;
}

// Who was asked a question. The whole study knows the words; a published one may lack the questions
// that they rest on.
class Universes {
public:
    explicit Universes(const TableExport& whole)
        : whole_(whole),
          words_(whole.study,
                 whole.dataset,
                 whole.language,
                 phrases_in(whole.study.questionnaire.languages[whole.language].code)) {}

    const std::string& of(const Question& question) {
        const auto [at, is_new] = known_.try_emplace(question.name);
        if (is_new) at->second = found(question.name);
        return at->second;
    }

private:
    std::string found(const std::string& name) {
        if (whole_.dataset.find(name) == nullptr) return "those who were asked";
        Base base;
        base.everyone = false;
        base.asked = {name};
        const auto asked = words_.asked(base);
        if (!asked) return "all respondents";
        return asked->wording.empty() ? "those who were asked"
                                      : "the respondents who " + asked->wording;
    }

    const TableExport& whole_;
    BaseWords words_;
    std::map<std::string, std::string> known_;
};

class Describer {
public:
    Describer(const OpenDataSource& source, const ExportedTable& table, Universes& universes)
        : source_(source),
          form_(source.study.questionnaire),
          table_(table),
          universes_(universes) {}

    OpenVariable describe(const ExportColumn& column) {
        OpenVariable out;
        out.name = column.name;
        out.column = &column;
        out.records = table_.rows;
        counts_ = counts_of(column, table_.rows);
        out.blank = counts_.back();
        out.answered = out.records - out.blank;
        if (column.question >= 0) {
            out.question = &form_.questions[static_cast<std::size_t>(column.question)];
            const auto at =
                std::ranges::find(source_.variables, out.question->name, &ProtectedVariable::name);
            if (at != source_.variables.end()) out.protection = &*at;
        }
        out.label = label(column, out);
        out.universe = out.question == nullptr ? "all records" : universes_.of(*out.question);
        out.is_weight = column.kind == Kind::number && column.name == "weight";
        out.type = type(column, out);
        if (out.type == Type::one_choice) add_choices(column, out);
        if (out.type == Type::flag) add_flags(column, out);
        if (out.type == Type::integer || out.type == Type::decimal) sum_up(column, out);
        return out;
    }

private:
    [[nodiscard]] Translated label(const ExportColumn& column, const OpenVariable& variable) const {
        if (variable.question == nullptr) {
            Translated out;
            out.by_language.assign(std::max<std::size_t>(form_.languages.size(), 1), "");
            out.by_language[0] = column.words;
            return out;
        }
        if (column.kind != Kind::choice) return variable.question->label;
        const Choice& choice =
            form_.choices_of(column.question).choices[static_cast<std::size_t>(column.choice)];
        Translated out;
        for (std::size_t l = 0; l < choice.label.by_language.size(); ++l) {
            const std::string& words = choice.label.by_language[l];
            const std::string& asked = l < variable.question->label.by_language.size()
                                           ? variable.question->label.by_language[l]
                                           : words;
            out.by_language.push_back(words.empty() ? "" : words + " – " + asked);
        }
        return out;
    }

    [[nodiscard]] bool every(const ExportColumn& column, bool (*holds)(std::string_view)) const {
        for (std::size_t t = 0; t < column.texts.size(); ++t) {
            if (counts_[t] > 0 && !holds(column.texts[t])) return false;
        }
        return true;
    }

    [[nodiscard]] Type type(const ExportColumn& column, const OpenVariable& variable) const {
        if (column.kind == Kind::choice) return Type::flag;
        if (column.kind == Kind::number) return variable.is_weight ? Type::decimal : Type::record;
        if (variable.question == nullptr || column.kind == Kind::label) return Type::text;
        const QuestionType asked = variable.question->type;
        const bool has_list = is_select(asked) && variable.question->list >= 0 &&
                              !form_.choices_of(column.question).choices.empty();
        if (has_list && asked == QuestionType::select_one) return Type::one_choice;
        if (has_list) return Type::choices;
        const auto is_number = [](std::string_view text) {
            return number_spelled(text).has_value();
        };
        const auto is_whole = [](std::string_view text) {
            const auto number = number_spelled(text);
            constexpr double most = 2147483647;
            return number && std::fabs(*number) <= most && std::trunc(*number) == *number;
        };
        const auto is_day = [](std::string_view text) {
            const auto day = date_time_from(text);
            return day && print_date(*day) == text;
        };
        if (asked == QuestionType::date && every(column, is_day)) return Type::date;
        if (!is_numeric(asked) && column.kind != Kind::place) return Type::text;
        if (asked == QuestionType::integer && every(column, is_whole)) return Type::integer;
        return every(column, is_number) ? Type::decimal : Type::text;
    }

    void add_choices(const ExportColumn& column, OpenVariable& out) const {
        const ChoiceList& list = form_.choices_of(column.question);
        std::size_t answers = 0;
        for (std::size_t c = 0; c < list.choices.size(); ++c) {
            const Choice& choice = list.choices[c];
            if (list.find(choice.name) != static_cast<int>(c)) continue;  // stands twice
            const auto at = std::ranges::find(column.texts, choice.name);
            const std::size_t n =
                at == column.texts.end()
                    ? 0
                    : counts_[static_cast<std::size_t>(at - column.texts.begin())];
            out.categories.push_back({choice.name, choice.label, choice.missing, n});
            if (choice.missing == MissingChoice::answer) answers += n;
        }
        for (std::size_t t = 0; t < column.texts.size(); ++t) {
            if (counts_[t] == 0 || list.find(column.texts[t]) >= 0) continue;
            out.categories.push_back({column.texts[t], {}, MissingChoice::answer, counts_[t]});
            answers += counts_[t];
        }
        out.answered = answers;
    }

    void add_flags(const ExportColumn& column, OpenVariable& out) const {
        for (const char* value : {"0", "1"}) {
            std::size_t n = 0;
            for (std::size_t t = 0; t < column.texts.size(); ++t) {
                if (column.texts[t] == value) n += counts_[t];
            }
            out.categories.push_back(
                {value, {{*value == '0' ? "Not chosen" : "Chosen"}}, MissingChoice::answer, n});
        }
    }

    void sum_up(const ExportColumn& column, OpenVariable& out) const {
        std::vector<std::pair<double, std::size_t>> values;
        for (std::size_t t = 0; t < column.texts.size(); ++t) {
            const auto number = number_spelled(column.texts[t]);
            if (counts_[t] == 0 || !number) continue;
            if (out.question != nullptr && is_missing_value(*out.question, column.texts[t])) {
                out.missing_numbers.push_back(*number);
                out.answered -= counts_[t];
            } else {
                values.emplace_back(*number, counts_[t]);
            }
        }
        std::ranges::sort(out.missing_numbers);
        if (values.empty()) return;
        std::ranges::sort(values);  // one order of summing, whatever that of the records
        double n = 0;
        double sum = 0;
        for (const auto& [value, times] : values) {
            n += static_cast<double>(times);
            sum += value * static_cast<double>(times);
        }
        out.lowest = values.front().first;
        out.highest = values.back().first;
        out.mean = sum / n;
        if (n < 2) return;
        double squares = 0;
        for (const auto& [value, times] : values)
            squares += (value - *out.mean) * (value - *out.mean) * static_cast<double>(times);
        out.deviation = std::sqrt(squares / (n - 1));
    }

    const OpenDataSource& source_;
    const Questionnaire& form_;
    const ExportedTable& table_;
    Universes& universes_;
    std::vector<std::size_t> counts_;  // of the column at hand
};

}  // namespace

std::optional<double> number_spelled(std::string_view text) {
    double out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(out))
        return std::nullopt;
    return out;
}

DescribedData describe(const OpenDataSource& source, const std::vector<ExportedTable>& tables) {
    DescribedData out{source, open_language(source), {}};
    Universes universes(source.tables);
    for (const ExportedTable& table : tables) {
        Describer describer(source, table, universes);
        OpenTable& one = out.tables.emplace_back();
        one.table = &table;
        one.stem = open_file_stem(table);
        for (const ExportColumn& column : table.columns)
            one.variables.push_back(describer.describe(column));
    }
    return out;
}

std::string protection_words(const ProtectedVariable& variable) {
    std::vector<std::string> parts;
    if (!variable.words.empty()) {
        parts.push_back(variable.words);
    } else if (variable.treatment == Treatment::coarsened) {
        parts.emplace_back("values were joined into larger groups");
    } else if (variable.treatment == Treatment::mixed) {
        parts.emplace_back("some answers were changed at random");
    } else if (variable.treatment == Treatment::averaged) {
        parts.emplace_back("numbers are means of several people");
    } else if (variable.treatment == Treatment::dropped) {
        parts.emplace_back("left out");
    }
    if (!variable.blanked) {
        parts.emplace_back("some answers were blanked");
    } else if (*variable.blanked > 0) {
        parts.push_back(fmt::format("{} {} blanked",
                                    *variable.blanked,
                                    *variable.blanked == 1 ? "answer was" : "answers were"));
    }
    return join(parts, "; ");
}

std::string protection_words(const OpenVariable& variable) {
    return variable.protection == nullptr ? std::string() : protection_words(*variable.protection);
}

}  // namespace mtm

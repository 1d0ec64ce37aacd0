#include "exchange/export_columns.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/column_names.h"
#include "interview/levels.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 4> place_parts{
    "_latitude", "_longitude", "_altitude", "_precision"};

class Planner {
public:
    Planner(const ExportSource& source, const ExportOptions& options)
        : source_(source),
          form_(source.study.questionnaire),
          options_(options),
          names_(form_),
          levels_(form_) {}

    std::vector<ExportedTable> plan() {
        std::vector<ExportedTable> out;
        keys_.resize(source_.dataset.levels.size());
        keys_[0] = source_.dataset.instance_ids;
        for (std::size_t l = 0; l < source_.dataset.levels.size(); ++l) {
            const Level& level = source_.dataset.levels[l];
            ExportedTable& table = out.emplace_back();
            table.level = static_cast<int>(l);
            table.rows = level.rows;
            if (l > 0) table.name = table_name(out, level);
            add_heads(l, level, table);
            for (const Column& column : level.columns) {
                if (column.question >= 0 && is_exported(question(column.question), options_))
                    add_answers(column, l, table);
            }
        }
        return out;
    }

private:
    [[nodiscard]] const Question& question(int number) const {
        return form_.questions[static_cast<std::size_t>(number)];
    }

    static std::string table_name(const std::vector<ExportedTable>& before, const Level& level) {
        std::string name = level.repeat;
        const auto is_taken = [&] {
            return std::ranges::any_of(before, [&name](const ExportedTable& table) {
                return lower_ascii(table.name) == lower_ascii(name);
            });
        };
        for (int n = 2; is_taken(); ++n)
            name = fmt::format("{}-{}", n, level.repeat);
        return name;
    }

    void add_heads(std::size_t l, const Level& level, ExportedTable& table) {
        using Kind = ExportColumn::Kind;
        std::vector<std::string> states;
        std::vector<std::string> parents;
        if (l == 0) {
            states = source_.states;
            root_rows_.emplace_back();
            for (std::size_t row = 0; row < level.rows; ++row)
                root_rows_[0].push_back(static_cast<std::int32_t>(row));
        } else {
            make_keys(l, level, states, parents);
        }
        table.columns.push_back(head(Kind::status, "mtm_status", std::move(states)));
        if (l > 0)
            table.columns.push_back(head(Kind::parent_key, "PARENT_KEY", std::move(parents)));
        table.columns.push_back(head(Kind::key, "KEY", keys_[l]));
        if (l == 0) table.columns.push_back(head(Kind::version, "FormVersion", source_.versions));
    }

    static ExportColumn head(ExportColumn::Kind kind,
                             std::string name,
                             std::vector<std::string> texts) {
        ExportColumn out;
        out.kind = kind;
        out.name = std::move(name);
        out.texts = std::move(texts);
        return out;
    }

    // As ODK Central makes them: uuid:…/member[2].
    void make_keys(std::size_t l,
                   const Level& level,
                   std::vector<std::string>& states,
                   std::vector<std::string>& parents) {
        const auto parent = static_cast<std::size_t>(level.parent);
        root_rows_.emplace_back();
        for (std::size_t row = 0; row < level.rows; ++row) {
            const auto p = static_cast<std::size_t>(level.parent_row[row]);
            parents.push_back(keys_[parent][p]);
            keys_[l].push_back(fmt::format(
                "{}/{}[{}]", keys_[parent][p], level.repeat, source_.rounds[l][row] + 1));
            const std::int32_t root = root_rows_[parent][p];
            root_rows_[l].push_back(root);
            states.push_back(source_.states[static_cast<std::size_t>(root)]);
        }
    }

    // The short name where it means this question and no other, wherever the column stands.
    [[nodiscard]] std::string name_of(int number, std::size_t level) const {
        const std::string& name = question(number).name;
        const ColumnMeaning wanted{.kind = ColumnMeaning::Kind::answer, .question = number};
        const int repeat = levels_.levels[level].repeat;
        if (names_.meaning_of(name) == wanted && names_.meaning_of(name, repeat) == wanted)
            return name;
        return form_.path(number).substr(form_.root.size() + 2);
    }

    void add_answers(const Column& column, std::size_t level, ExportedTable& table) {
        const Question& asked = question(column.question);
        ExportColumn answer;
        answer.name = name_of(column.question, level);
        answer.question = column.question;
        answer.answers = &column;
        answer.texts = column.dictionary;
        const std::string name = answer.name;
        table.columns.push_back(answer);
        const bool has_list = is_select(asked.type) && asked.list >= 0;
        if (has_list && options_.labels) add_labels(answer, name, table);
        if (has_list && asked.type == QuestionType::select_multiple)
            add_choices(answer, name, table);
        if (asked.type == QuestionType::geopoint) add_parts(answer, name, table);
    }

    void add_labels(ExportColumn column, const std::string& name, ExportedTable& table) const {
        const ChoiceList& list = form_.choices_of(column.question);
        column.kind = ExportColumn::Kind::label;
        for (std::size_t language = 0; language < form_.languages.size(); ++language) {
            if (options_.language >= 0 && static_cast<int>(language) != options_.language) continue;
            column.name = name + "::" + form_.languages[language].header;
            column.language = static_cast<int>(language);
            column.texts.clear();
            for (const std::string& codes : column.answers->dictionary)
                column.texts.push_back(labels_of(list, codes, language));
            table.columns.push_back(column);
        }
    }

    void add_choices(ExportColumn column, const std::string& name, ExportedTable& table) const {
        const ChoiceList& list = form_.choices_of(column.question);
        column.kind = ExportColumn::Kind::choice;
        column.when_blank = "0";
        for (std::size_t c = 0; c < list.choices.size(); ++c) {
            const std::string& choice = list.choices[c].name;
            column.name = name + "/" + choice;
            column.choice = static_cast<int>(c);
            column.texts.clear();
            for (const std::string& codes : column.answers->dictionary) {
                const bool taken = std::ranges::count(words(codes), choice) > 0;
                column.texts.emplace_back(taken ? "1" : "0");
            }
            table.columns.push_back(column);
        }
    }

    static void add_parts(ExportColumn column, const std::string& name, ExportedTable& table) {
        column.kind = ExportColumn::Kind::place;
        for (std::size_t part = 0; part < place_parts.size(); ++part) {
            column.name = name + std::string(place_parts[part]);
            column.part = static_cast<int>(part);
            column.texts.clear();
            for (const std::string& point : column.answers->dictionary) {
                const auto numbers = words(point);
                column.texts.emplace_back(part < numbers.size() ? numbers[part]
                                                                : std::string_view());
            }
            table.columns.push_back(column);
        }
    }

    const ExportSource& source_;
    const Questionnaire& form_;
    const ExportOptions& options_;
    ColumnNames names_;
    Levels levels_;
    std::vector<std::vector<std::string>> keys_;        // by level and row
    std::vector<std::vector<std::int32_t>> root_rows_;  // the interview of each row
};

}  // namespace

std::vector<ExportedTable> tables_to_export(const ExportSource& source,
                                            const ExportOptions& options) {
    return Planner(source, options).plan();
}

std::size_t label_language(const ExportSource& source, const ExportOptions& options) {
    if (options.language >= 0) return static_cast<std::size_t>(options.language);
    const std::vector<std::string>& languages = source.study.file.languages;
    if (languages.empty()) return 0;
    const int first = source.study.questionnaire.find_language(languages.front());
    return static_cast<std::size_t>(std::max(first, 0));
}

std::string labels_of(const ChoiceList& list, std::string_view codes, std::size_t language) {
    std::vector<std::string> out;
    for (const std::string_view code : words(codes)) {
        const int choice = list.find(code);
        std::string label;
        if (choice >= 0) label = list.choices[static_cast<std::size_t>(choice)].label.in(language);
        out.push_back(label.empty() ? std::string(code) : std::move(label));
    }
    return join(out, "; ");
}

}  // namespace mtm

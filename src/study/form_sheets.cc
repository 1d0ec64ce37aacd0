#include "study/form_sheets.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

// Rows of a sheet, each with values by header; headers stand in the order in which they were named.
class SheetRows {
public:
    explicit SheetRows(std::vector<std::string> headers) : headers_(std::move(headers)) {}

    void begin_row() { rows_.emplace_back(); }

    void put(const std::string& header, std::string value) {
        if (value.empty()) return;
        if (std::ranges::find(headers_, header) == headers_.end()) headers_.push_back(header);
        rows_.back()[header] = std::move(value);
    }

    [[nodiscard]] TextSheet sheet(const std::string& name) const {
        TextSheet out;
        out.name = name;
        std::vector<std::string> used;
        for (const std::string& header : headers_) {
            const auto has = [&](const auto& row) { return row.contains(header); };
            if (std::ranges::any_of(rows_, has)) used.push_back(header);
        }
        out.records.rows.push_back(used);
        for (const auto& row : rows_) {
            std::vector<std::string>& cells = out.records.rows.emplace_back();
            for (const std::string& header : used)
                cells.push_back(row.contains(header) ? row.at(header) : "");
        }
        return out;
    }

private:
    std::vector<std::string> headers_;
    std::vector<std::map<std::string, std::string>> rows_;
};

class FormSheets {
public:
    explicit FormSheets(const Questionnaire& form)
        : form_(form), survey_(survey_headers()), choices_(choices_headers()) {}

    std::vector<TextSheet> run() {
        for (int q = 0; q <= static_cast<int>(form_.questions.size()); ++q) {
            close_groups(q);
            open_groups(q);
            if (q < static_cast<int>(form_.questions.size()))
                write(form_.questions[static_cast<std::size_t>(q)]);
        }
        for (const ChoiceList& list : form_.lists)
            write(list);
        return {survey_.sheet("survey"), choices_.sheet("choices"), settings()};
    }

private:
    [[nodiscard]] std::string header(const std::string& column, std::size_t language) const {
        const std::string& name = form_.languages[language].header;
        return name == "default" ? column : column + "::" + name;
    }

    // Those that have languages, in the order that authors are used to.
    [[nodiscard]] std::vector<std::string> survey_headers() const {
        std::vector<std::string> out{"type", "name"};
        for (const char* column : {"label", "hint"})
            add_headers(column, out);
        for (const char* column : {"required", "relevant", "constraint"})
            out.emplace_back(column);
        add_headers("constraint_message", out);
        return out;
    }

    [[nodiscard]] std::vector<std::string> choices_headers() const {
        std::vector<std::string> out{"list_name", "name"};
        add_headers("label", out);
        return out;
    }

    void add_headers(const std::string& column, std::vector<std::string>& out) const {
        for (std::size_t l = 0; l < form_.languages.size(); ++l)
            out.push_back(header(column, l));
    }

    void put(SheetRows& sheet, const std::string& column, const Translated& texts) const {
        for (std::size_t l = 0; l < texts.by_language.size(); ++l)
            sheet.put(header(column, l), texts.by_language[l]);
    }

    void put(const std::string& column, const std::optional<Expression>& expression) {
        if (!expression) return;
        const std::string printed = print(expression->root);
        survey_.put(column, printed == "true()" && column == "required" ? "yes" : printed);
    }

    // Those that end before question `q`, the innermost first.
    void close_groups(int q) {
        for (auto group = form_.groups.rbegin(); group != form_.groups.rend(); ++group) {
            if (group->end != q || group->first == group->end) continue;
            survey_.begin_row();
            survey_.put("type", group->repeat ? "end_repeat" : "end_group");
        }
    }

    void open_groups(int q) {
        for (const Group& group : form_.groups) {
            if (group.first != q || group.first == group.end) continue;
            survey_.begin_row();
            survey_.put("type", group.repeat ? "begin_repeat" : "begin_group");
            survey_.put("name", group.name);
            put(survey_, "label", group.label);
            put("relevant", group.relevant);
            survey_.put("appearance", group.appearance);
            put("repeat_count", group.repeat_count);
        }
    }

    [[nodiscard]] std::string type_of(const Question& question) const {
        if (question.type == QuestionType::metadata) return question.metadata;
        std::string out(name_of(question.type));
        if (question.list >= 0)
            out += " " + form_.lists[static_cast<std::size_t>(question.list)].name;
        return out;
    }

    void write(const Question& question) {
        survey_.begin_row();
        survey_.put("type", type_of(question));
        survey_.put("name", question.name);
        put(survey_, "label", question.label);
        put(survey_, "hint", question.hint);
        put(survey_, "guidance_hint", question.guidance_hint);
        put("required", question.required);
        put(survey_, "required_message", question.required_message);
        put("relevant", question.relevant);
        put("constraint", question.constraint);
        put(survey_, "constraint_message", question.constraint_message);
        if (question.type != QuestionType::note)
            put("read_only", question.read_only);  // always are
        put("calculation", question.calculation);
        put("choice_filter", question.choice_filter);
        survey_.put("default", question.default_value);
        survey_.put("appearance", question.appearance);
        survey_.put("parameters", question.parameters);
        survey_.put("disclosure", disclosure_of(question));
        survey_.put("hxl", question.hxl);
        survey_.put("missing", join(question.missing_values, " "));
        put(survey_, "reviewed_by", Translated{question.reviewed_by});
    }

    static std::string disclosure_of(const Question& question) {
        switch (question.disclosure) {
            case Disclosure::quasi:
                return "quasi";
            case Disclosure::sensitive:
                return "sensitive";
            case Disclosure::identifier:
                return "identifier";
            case Disclosure::none:
                break;
        }
        return {};
    }

    void write(const ChoiceList& list) {
        for (const Choice& choice : list.choices) {
            choices_.begin_row();
            choices_.put("list_name", list.name);
            choices_.put("name", choice.name);
            put(choices_, "label", choice.label);
            if (choice.missing != MissingChoice::answer)
                choices_.put("missing",
                             choice.missing == MissingChoice::unknown ? "unknown" : "refused");
            for (const auto& [column, value] : choice.extra)
                choices_.put(column, value);
        }
    }

    [[nodiscard]] TextSheet settings() const {
        SheetRows out({"form_title", "form_id", "version", "default_language", "style"});
        out.begin_row();
        out.put("form_title", form_.title);
        out.put("form_id", form_.form_id);
        out.put("version", form_.version);
        out.put("instance_name", form_.instance_name);
        out.put("style", form_.style);
        const auto language = static_cast<std::size_t>(form_.default_language);
        if (language < form_.languages.size() && form_.languages[language].header != "default")
            out.put("default_language", form_.languages[language].header);
        return out.sheet("settings");
    }

    const Questionnaire& form_;
    SheetRows survey_;
    SheetRows choices_;
};

}  // namespace

std::vector<TextSheet> form_sheets(const Questionnaire& form) {
    return FormSheets(form).run();
}

}  // namespace mtm

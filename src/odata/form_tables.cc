#include "odata/form_tables.h"

#include <algorithm>
#include <utility>

namespace mtm {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_word(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

// The type of a question's bind: choices are texts.
std::string type_of(const Question& question) {
    switch (question.type) {
        case QuestionType::integer:
            return "int";
        case QuestionType::decimal:
            return "decimal";
        case QuestionType::range:
            return question.parameters.find('.') == std::string::npos ? "int" : "decimal";
        case QuestionType::date:
            return "date";
        case QuestionType::time:
            return "time";
        case QuestionType::date_time:
            return "dateTime";
        case QuestionType::geopoint:
            return "geopoint";
        case QuestionType::geotrace:
            return "geotrace";
        case QuestionType::geoshape:
            return "geoshape";
        case QuestionType::image:
        case QuestionType::audio:
        case QuestionType::video:
        case QuestionType::file:
        case QuestionType::audit:
            return "binary";
        case QuestionType::barcode:
            return "barcode";
        case QuestionType::metadata:
            if (question.metadata == "start-geopoint") return "geopoint";
            if (question.metadata == "start" || question.metadata == "end") return "dateTime";
            return question.metadata == "today" ? "date" : "string";
        default:
            return "string";
    }
}

class Builder {
public:
    Builder(const Questionnaire& form, FormTables& out) : form_(form), out_(out) {}

    void build() {
        FormField root;
        root.kind = FormField::Kind::structure;
        root.type = "structure";
        out_.fields.push_back(std::move(root));
        out_.tables.push_back({.name = "Submissions", .place = {}});
        walk(0, static_cast<int>(form_.questions.size()), -1, 0);
        add_meta();
    }

private:
    int add(FormField field, int parent) {
        const int index = static_cast<int>(out_.fields.size());
        const FormField& holder = out_.fields[static_cast<std::size_t>(parent)];
        field.parent = parent;
        field.path = holder.path + "/" + field.name;
        field.identifier = odata_identifier(field.name);
        const int table = holder.table;
        field.table = table;
        FormTable& within = out_.tables[static_cast<std::size_t>(table)];
        if (field.kind == FormField::Kind::value) field.slot = within.values++;
        if (field.kind == FormField::Kind::repeat) {
            field.slot = within.repeats++;
            field.table = static_cast<int>(out_.tables.size());
            FormTable inner{.field = index, .parent = table, .name = {}, .place = {}};
            inner.place = field.path.substr(1);
            inner.name = "Submissions";
            for (int at = parent; at > 0; at = out_.fields[static_cast<std::size_t>(at)].parent) {
                inner.name.insert(11, "." + out_.fields[static_cast<std::size_t>(at)].identifier);
            }
            inner.name += "." + field.identifier;
            out_.tables.push_back(std::move(inner));
        }
        out_.fields.push_back(std::move(field));
        out_.fields[static_cast<std::size_t>(parent)].children.push_back(index);
        return index;
    }

    void add_value(std::string name, std::string type, int question, int parent) {
        FormField field;
        field.name = std::move(name);
        field.type = std::move(type);
        field.question = question;
        add(std::move(field), parent);
    }

    void add_question(int question, int parent) {
        const Question& q = form_.questions[static_cast<std::size_t>(question)];
        if (q.type == QuestionType::audit) return;  // stands in meta
        add_value(q.name, type_of(q), question, parent);
        out_.fields.back().select_multiple = q.type == QuestionType::select_multiple;
    }

    void walk(int first, int end, int group, int parent) {
        int q = first;
        for (std::size_t g = 0; g < form_.groups.size(); ++g) {
            const Group& inner = form_.groups[g];
            if (inner.parent != group) continue;
            for (; q < inner.first; ++q)
                add_question(q, parent);
            FormField field;
            field.kind = inner.repeat ? FormField::Kind::repeat : FormField::Kind::structure;
            field.name = inner.name;
            field.type = inner.repeat ? "repeat" : "structure";
            walk(inner.first, inner.end, static_cast<int>(g), add(std::move(field), parent));
            q = std::max(q, inner.end);
        }
        for (; q < end; ++q)
            add_question(q, parent);
    }

    void add_meta() {
        FormField field;
        field.kind = FormField::Kind::structure;
        field.name = "meta";
        field.type = "structure";
        const int meta = add(std::move(field), 0);
        for (std::size_t q = 0; q < form_.questions.size(); ++q) {
            if (form_.questions[q].type != QuestionType::audit) continue;
            add_value("audit", "binary", static_cast<int>(q), meta);
        }
        add_value("instanceID", "string", -1, meta);
        if (!form_.instance_name.empty()) add_value("instanceName", "string", -1, meta);
    }

    const Questionnaire& form_;
    FormTables& out_;
};

}  // namespace

FormTables::FormTables(const Questionnaire& form) {
    Builder(form, *this).build();
}

int FormTables::find_table(std::string_view name) const {
    const std::string full = name == "Submissions" || name.starts_with("Submissions.")
                                 ? std::string(name)
                                 : "Submissions." + std::string(name);
    const auto at = std::ranges::find(tables, full, &FormTable::name);
    return at == tables.end() ? -1 : static_cast<int>(at - tables.begin());
}

std::string odata_identifier(std::string_view name) {
    std::string out;
    if (!name.empty() && !is_letter(name[0]) && name[0] != '_') out += '_';
    bool replaced = false;  // a run of what is not admitted is one _
    for (const char c : name) {
        if (is_word(c)) {
            out += c;
        } else if (!replaced) {
            out += '_';
        }
        replaced = !is_word(c);
    }
    return out;
}

std::string_view edm_type(const FormField& field) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {"int", "Edm.Int64"},
        {"decimal", "Edm.Decimal"},
        {"geopoint", "Edm.GeographyPoint"},
        {"geotrace", "Edm.GeographyLineString"},
        {"geoshape", "Edm.GeographyPolygon"},
        {"date", "Edm.Date"},
        {"dateTime", "Edm.DateTimeOffset"}};
    for (const auto& [type, edm] : types) {
        if (field.type == type) return edm;
    }
    return "Edm.String";
}

}  // namespace mtm

#include "questionnaire/questionnaire.h"

#include <algorithm>

#include "expression/value.h"

namespace mtm {

std::string_view name_of(QuestionType type) {
    switch (type) {
        case QuestionType::text:
            return "text";
        case QuestionType::integer:
            return "integer";
        case QuestionType::decimal:
            return "decimal";
        case QuestionType::range:
            return "range";
        case QuestionType::select_one:
            return "select_one";
        case QuestionType::select_multiple:
            return "select_multiple";
        case QuestionType::rank:
            return "rank";
        case QuestionType::note:
            return "note";
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
            return "image";
        case QuestionType::audio:
            return "audio";
        case QuestionType::video:
            return "video";
        case QuestionType::file:
            return "file";
        case QuestionType::barcode:
            return "barcode";
        case QuestionType::acknowledge:
            return "acknowledge";
        case QuestionType::calculate:
            return "calculate";
        case QuestionType::hidden:
            return "hidden";
        case QuestionType::trigger:
            return "trigger";
        case QuestionType::metadata:
            return "metadata";
        case QuestionType::audit:
            return "audit";
    }
    return "";
}

const std::string& Translated::in(std::size_t language) const {
    static const std::string none;
    if (language < by_language.size() && !by_language[language].empty())
        return by_language[language];
    for (const std::string& text : by_language) {
        if (!text.empty()) return text;
    }
    return none;
}

bool Translated::empty() const {
    return std::ranges::all_of(by_language, [](const std::string& text) { return text.empty(); });
}

int ChoiceList::find(std::string_view choice) const {
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (choices[i].name == choice) return static_cast<int>(i);
    }
    return -1;
}

int Questionnaire::find(std::string_view question) const {
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].name == question) return static_cast<int>(i);
    }
    return -1;
}

int Questionnaire::find_group(std::string_view group) const {
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i].name == group) return static_cast<int>(i);
    }
    return -1;
}

const ChoiceList* Questionnaire::find_file(std::string_view name) const {
    const auto at = std::ranges::find(files, name, &ChoiceList::name);
    return at == files.end() ? nullptr : &*at;
}

int Questionnaire::find_language(std::string_view language) const {
    for (std::size_t i = 0; i < languages.size(); ++i) {
        if (languages[i].code == language || languages[i].header == language) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

std::string Questionnaire::path(int question) const {
    const Question& q = questions[static_cast<std::size_t>(question)];
    std::string out = "/" + q.name;
    for (int g = q.group; g >= 0; g = groups[static_cast<std::size_t>(g)].parent) {
        out.insert(0, "/" + groups[static_cast<std::size_t>(g)].name);
    }
    return "/" + root + out;
}

int Questionnaire::repeat_of(int question) const {
    int g = questions[static_cast<std::size_t>(question)].group;
    while (g >= 0 && !groups[static_cast<std::size_t>(g)].repeat) {
        g = groups[static_cast<std::size_t>(g)].parent;
    }
    return g;
}

std::vector<std::string> Questionnaire::names() const {
    std::vector<std::string> out;
    out.reserve(questions.size());
    for (const Question& q : questions)
        out.push_back(q.name);
    return out;
}

const ChoiceList& Questionnaire::choices_of(int question) const {
    return lists[static_cast<std::size_t>(questions[static_cast<std::size_t>(question)].list)];
}

std::vector<const Expression*> Questionnaire::relevance_of(int question) const {
    const Question& q = questions[static_cast<std::size_t>(question)];
    std::vector<const Expression*> out;
    if (q.relevant) out.push_back(&*q.relevant);
    for (int g = q.group; g >= 0; g = groups[static_cast<std::size_t>(g)].parent) {
        const Group& group = groups[static_cast<std::size_t>(g)];
        if (group.relevant) out.insert(out.begin(), &*group.relevant);
    }
    return out;
}

std::vector<LogicCell> logic_cells(const Questionnaire& form) {
    std::vector<LogicCell> out;
    const auto add =
        [&out](const std::optional<Expression>& logic, int question, int row, const char* column) {
            if (logic) out.push_back({&*logic, question, row, column});
        };
    for (const Group& group : form.groups) {
        add(group.relevant, -1, group.row, "relevant");
        add(group.repeat_count, -1, group.row, "repeat_count");
    }
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        const Question& question = form.questions[q];
        const int self = static_cast<int>(q);
        add(question.relevant, self, question.row, "relevant");
        add(question.constraint, self, question.row, "constraint");
        add(question.required, self, question.row, "required");
        add(question.read_only, self, question.row, "read_only");
        add(question.calculation, self, question.row, "calculation");
        add(question.choice_filter, self, question.row, "choice_filter");
    }
    return out;
}

bool is_missing_value(const Question& question, std::string_view answer) {
    return std::ranges::any_of(question.missing_values, [answer](const std::string& missing) {
        return missing == answer || number_from(missing) == number_from(answer);
    });
}

bool is_hxl_tag(std::string_view text) {
    if (!text.starts_with('#')) return false;
    bool name_begun = false;  // of the hashtag or the attribute at hand
    bool ended = false;       // by white space: only + may follow
    for (const char c : text.substr(1)) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool inner = letter || c == '_' || (c >= '0' && c <= '9');
        if (c == '+' && name_begun) {
            name_begun = false;
            ended = false;
        } else if (c == ' ') {
            ended = ended || name_begun;
        } else if (ended || !(name_begun ? inner : letter)) {
            return false;
        } else {
            name_begun = true;
        }
    }
    return name_begun;
}

bool is_answered_by_people(QuestionType type) {
    switch (type) {
        case QuestionType::note:
        case QuestionType::calculate:
        case QuestionType::hidden:
        case QuestionType::metadata:
        case QuestionType::audit:
            return false;
        default:
            return true;
    }
}

bool is_select(QuestionType type) {
    return type == QuestionType::select_one || type == QuestionType::select_multiple ||
           type == QuestionType::rank;
}

bool is_numeric(QuestionType type) {
    return type == QuestionType::integer || type == QuestionType::decimal ||
           type == QuestionType::range;
}

}  // namespace mtm

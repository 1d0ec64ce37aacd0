#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "expression/parse.h"
#include "questionnaire/questionnaire.h"
#include "rehearse/published_figure.h"
#include "study/study.h"
#include "tests/shared_files.h"

namespace mtm {

using CsvRows = std::vector<std::vector<std::string>>;

inline CsvRows csv_rows(const std::string& text) {
    CsvRows rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            if (quoted && i + 1 < text.size() && text[i + 1] == '"') {
                rows.back().back() += text[++i];
            } else {
                quoted = !quoted;
            }
        } else if (c == ',' && !quoted) {
            rows.back().emplace_back();
        } else if (c == '\n' && !quoted) {
            rows.emplace_back(1);
        } else if (c != '\r') {
            rows.back().back() += c;
        }
    }
    if (rows.back().size() == 1 && rows.back()[0].empty()) rows.pop_back();
    return rows;
}

inline Expression expression(const std::string& source) {
    Parsed parsed = parse(source);
    EXPECT_TRUE(parsed.expression.has_value()) << source;
    return parsed.expression ? *parsed.expression : Expression{};
}

/// A choice list from “male=Male; female=Female”; those called unknown or refused are marked so.
inline ChoiceList choice_list(const std::string& name, const std::string& text) {
    ChoiceList list;
    list.name = name;
    for (const std::string_view part : split(text, ';')) {
        const std::string_view choice = trim(part);
        Choice made;
        made.name = std::string(trim(choice.substr(0, choice.find('='))));
        if (made.name.find("\xE2\x80\xA6") != std::string::npos) made.name = "elsewhere";
        if (made.name == "unknown") made.missing = MissingChoice::unknown;
        if (made.name == "refused") made.missing = MissingChoice::refused;
        list.choices.push_back(std::move(made));
    }
    return list;
}

struct Round4 {
    Questionnaire questionnaire;
    Plan plan;
    std::vector<PublishedFigure> figures;
    std::set<std::string> marked;  // ids of the rows that the collection itself marks CONFLICT
};

inline std::string shared_text(const std::string& name) {
    return read_test_file(shared_path(name));
}

inline Question question_from(const std::vector<std::string>& row, Questionnaire& questionnaire) {
    Question question;
    question.name = row[0];
    question.required = expression("true()");
    question.type = row[1] == "integer"           ? QuestionType::integer
                    : row[1] == "select_multiple" ? QuestionType::select_multiple
                                                  : QuestionType::select_one;
    if (question.name == "age") question.constraint = expression(". >= 18 and . <= 99");
    if (is_select(question.type)) {
        const bool places = question.name == "region";
        question.list = static_cast<int>(questionnaire.lists.size());
        questionnaire.lists.push_back(
            choice_list(row[0], places ? "almaty; astana; shymkent; turkistan" : row[4]));
        if (question.type == QuestionType::select_multiple &&
            questionnaire.lists.back().find("none") >= 0) {
            question.constraint = expression("not(selected(., 'none') and count-selected(.) > 1)");
        }
    }
    return question;
}

/// The questionnaire of Round 4 as its codebook describes it, without texts.
inline Round4 round4() {
    Round4 out;
    std::map<std::string, Expression> bases;
    const CsvRows base_rows = csv_rows(shared_text("r4/bases.csv"));
    for (std::size_t r = 1; r < base_rows.size(); ++r) {
        BaseWording wording;
        wording.name = base_rows[r][0];
        wording.expression = expression(base_rows[r][1]);
        bases[wording.name] = wording.expression;
        out.plan.bases.push_back(std::move(wording));
    }
    const CsvRows codebook = csv_rows(shared_text("r4/codebook.csv"));
    for (std::size_t r = 1; r < codebook.size(); ++r) {
        Question question = question_from(codebook[r], out.questionnaire);
        if (codebook[r][2] != "all") question.relevant = bases.at(codebook[r][2]);
        out.questionnaire.questions.push_back(std::move(question));
    }
    const CsvRows derived = csv_rows(shared_text("r4/derived.csv"));
    for (std::size_t r = 1; r < derived.size(); ++r) {
        DerivedVariable variable;
        variable.name = derived[r][0];
        variable.question = derived[r][0];
        DerivedCategory category;
        category.name = derived[r][1];
        if (!derived[r][2].empty()) category.where = expression(derived[r][2]);
        category.expression = expression(derived[r][3]);
        variable.categories.push_back(std::move(category));
        out.plan.derived.push_back(std::move(variable));
    }
    const CsvRows rows = csv_rows(shared_text("r4/figures.csv"));
    PublishedFigures read = published_figures(rows, "figures.csv");
    EXPECT_TRUE(read.diagnostics.empty());
    out.figures = std::move(read.figures);
    for (const std::vector<std::string>& row : rows) {
        if (row.size() > 10 && row[10].starts_with("CONFLICT")) out.marked.insert(row[0]);
    }
    return out;
}

}  // namespace mtm

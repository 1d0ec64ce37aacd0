#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "disclosure/released.h"
#include "expression/parse.h"
#include "publish/open_data.h"
#include "tabulate/tabulate.h"
#include "tests/form_text.h"

namespace mtm {

/// A survey of eight people with what needs care in files: a repeat, a date, a point, several
/// answers, answers that are none, quotation marks, a formula; and a question that identifies.
inline Study small_open_study() {
    Study out;
    out.questionnaire = form_from_text(R"(
        survey
        | type                | name    | label::English (en) | label::Russian (ru) | relevant       | disclosure | missing | hxl            |
        | text                | phone   | Phone number        | Телефон             |                | identifier |         |                |
        | select_one sex      | sex     | Sex                 | Пол                 |                | quasi      |         |                |
        | integer             | age     | Age "in years"      | Возраст             |                | quasi      | 999     |                |
        | select_one region   | region  | Region              | Регион              |                |            |         |                |
        | select_multiple why | why     | Why did you come?   | Почему?             |                |            |         |                |
        | date                | arrived | When did you come?  | Когда?              |                |            |         |                |
        | decimal             | income  | Income              | Доход               | ${age} >= 18   |            |         | #value +income |
        | text                | note    | Anything else?      | Ещё?                |                |            |         |                |
        | begin_repeat        | child   | Child               | Ребёнок             |                |            |         |                |
        | integer             | years   | Age of the child    | Возраст ребёнка     |                |            |         |                |
        | end_repeat          |         |                     |                     |                |            |         |                |
        choices
        | list_name | name    | label::English (en) | label::Russian (ru) | missing | area | hxl   |
        | sex       | female  | Female              | Женщина             |         |      |       |
        | sex       | male    | Male <b>            | Мужчина             |         |      |       |
        | sex       | refused | No answer           | Нет ответа          | refused |      |       |
        | region    | north   | North               | Север               |         | KZ01 |       |
        | region    | south   | South               | Юг                  |         | KZ02 |       |
        | why       | work    | Work                | Работа              |         |      | +work |
        | why       | family  | Family              | Семья               |         |      |       |
    )")
                            .questionnaire;
    StudyFile& file = out.file;
    file.title = "Small survey";
    file.round = "Round 1";
    file.country = "KZ";
    file.organisation = "Example organisation";
    file.fieldwork_start = "2024-02-12";
    file.fieldwork_end = "2024-03-03";
    file.languages = {"en", "ru"};
    file.threshold = 3;
    file.design = "snowball";
    file.design_note = "People were found through people.";
    file.areas.question = "region";
    file.areas.choice_column = "area";
    file.publish.name = "small-survey";
    file.publish.licence = "cc-by";
    file.publish.contact = "data@example.org";
    file.publish.doi = "10.5281/zenodo.1";
    TableSpec table;
    table.name = "sex";
    table.section = "All";
    table.question = "sex";
    table.by = {"region"};
    out.plan.tables.push_back(table);
    return out;
}

inline Dataset small_open_records(const Study& study, bool rehearsal) {
    const char* rows[][7] = {
        {"female", "34", "north", "work family", "2019-05-01", "1200.5", "She said \"yes\", twice"},
        {"male", "17", "south", "work", "2020-01-31", "", "=1+1"},
        {"male", "999", "north", "", "2021-02-28", "", ""},
        {"refused", "51", "south", "family", "", "300", "Строка\nвторая"},
        {"female", "28", "north", "work", "2018-11-11", "0", ""},
        {"male", "44", "south", "work", "2017-07-07", "77.25", ""},
        {"female", "34", "north", "family", "2016-12-31", "5", ""},
        {"male", "62", "south", "work", "1999-01-01", "-12", ""}};
    std::vector<Interview> interviews;
    for (const auto& row : rows) {
        Interview interview;
        interview.instance_id = "uuid:secret-" + std::to_string(interviews.size());
        interview.form_id = study.questionnaire.form_id;
        interview.rehearsal = rehearsal;
        interview.answers.push_back({study.questionnaire.find("phone"), {}, "+77010000001"});
        const char* names[] = {"sex", "age", "region", "why", "arrived", "income", "note"};
        for (std::size_t i = 0; i < 7; ++i) {
            if (*row[i] != '\0')
                interview.answers.push_back({study.questionnaire.find(names[i]), {}, row[i]});
        }
        for (int child = 0; child < static_cast<int>(interviews.size()) % 3; ++child) {
            interview.answers.push_back(
                {study.questionnaire.find("years"), {child}, std::to_string(3 + child)});
        }
        interviews.push_back(std::move(interview));
    }
    return assemble(study, interviews).dataset;
}

/// That survey and what is published of it: one age was blanked. Not to be moved, for the source
/// points into it.
struct SmallOpenData {
    explicit SmallOpenData(bool rehearsal = false)
        : study(small_open_study()),
          whole(small_open_records(study, rehearsal)),
          records(whole),
          control(study.file.threshold, Edition::published),
          released(release_all(control, tabulate(study, whole))),
          tables{.study = study, .dataset = whole, .tables = released} {
        for (Column& column : records.levels[0].columns) {
            if (column.name == "age") column.codes[4] = -1;
        }
        tables.made_from = {"MTM 0.1.0", "aa", "bb"};
    }

    SmallOpenData(const SmallOpenData&) = delete;
    SmallOpenData& operator=(const SmallOpenData&) = delete;

    [[nodiscard]] OpenDataSource source() const {
        return {.study = study,
                .records = records,
                .tables = tables,
                .variables = variables,
                .measures = {"Some answers were blanked."},
                .weights = weights,
                .edition = edition};
    }

    Study study;
    Dataset whole;
    Dataset records;
    DisclosureControl control;
    std::vector<Released<SafeTable>> released;
    TableExport tables;
    std::vector<ProtectedVariable> variables{{.name = "age", .blanked = std::nullopt},
                                             {.name = "phone", .treatment = Treatment::dropped}};
    std::vector<double> weights;
    PackageEdition edition = PackageEdition::open;
};

/// The file of that name; the test fails if there is none.
inline const std::string& file_named(const OpenPackage& package, const std::string& name) {
    static const std::string none;
    for (const ExportedFile& file : package.files) {
        if (file.name == name) return file.bytes;
    }
    ADD_FAILURE() << "the package has no " << name;
    return none;
}

inline OpenPackage package_of(const OpenDataSource& source) {
    auto made = open_package(source);
    EXPECT_TRUE(made) << made.error().message;
    return made ? std::move(*made) : OpenPackage{};
}

}  // namespace mtm

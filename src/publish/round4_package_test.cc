// The package of the Round 4 study. With MTM_OPEN_PACKAGE set it is written into that folder, for
// tests/publish/open_files_test.py, which has other programs read it.
#include <cstdlib>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <gtest/gtest.h>

#include "publish/open_data_for_test.h"
#include "rehearse/invent.h"
#include "rehearse/published_figure.h"
#include "tests/publish/ddi_schema.h"
#include "tests/round4_study.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

class Round4Package : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        study = std::make_unique<Study>(round4_study().study);
        const auto records = read_csv_records(read_test_file(round4_path("margins.csv")));
        ASSERT_TRUE(records);
        InventOptions options;
        options.fieldwork_start = study->file.fieldwork_start;
        options.fieldwork_end = study->file.fieldwork_end;
        options.area_question = study->file.areas.question;
        const PublishedFigures margins =
            published_figures(records->rows, "margins.csv", records->lines);
        const Rehearsal rehearsal =
            rehearse(study->questionnaire, study->plan, margins.figures, options);
        ASSERT_FALSE(has_errors(rehearsal.diagnostics));
        dataset = std::make_unique<Dataset>(assemble(*study, rehearsal.interviews).dataset);
        control = std::make_unique<DisclosureControl>(study->file.threshold, Edition::published);
        released = release_all(*control, tabulate(*study, *dataset));
        const TableExport tables{.study = *study, .dataset = *dataset, .tables = released};
        package = package_of({.study = *study, .records = *dataset, .tables = tables});
    }

    static void TearDownTestSuite() {
        package = {};
        released.clear();
        control.reset();
        dataset.reset();
        study.reset();
    }

    static std::unique_ptr<Study> study;
    static std::unique_ptr<Dataset> dataset;
    static std::unique_ptr<DisclosureControl> control;
    static std::vector<Released<SafeTable>> released;
    static OpenPackage package;
};

std::unique_ptr<Study> Round4Package::study;
std::unique_ptr<Dataset> Round4Package::dataset;
std::unique_ptr<DisclosureControl> Round4Package::control;
std::vector<Released<SafeTable>> Round4Package::released;
OpenPackage Round4Package::package;

TEST_F(Round4Package, IsWrittenForOtherPrograms) {
    ASSERT_GT(package.files.size(), 15U);
    const char* folder = std::getenv("MTM_OPEN_PACKAGE");
    if (folder == nullptr) return;
    for (const ExportedFile& file : package.files) {
        std::ofstream out(std::string(folder) + "/" + file.name, std::ios::binary);
        out << file.bytes;
        ASSERT_TRUE(out.good()) << file.name;
    }
}

TEST_F(Round4Package, HoldsNoIdentifiersAndAllOtherQuestions) {
    const auto table = read_csv(file_named(package, "microdata.csv"));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->row_count(), 1845);
    for (const Question& question : study->questionnaire.questions) {
        const bool shown =
            question.type != QuestionType::note && question.disclosure != Disclosure::identifier;
        EXPECT_EQ(table->column(question.name).has_value(), shown) << question.name;
    }
    for (const ExportedFile& file : package.files) {
        for (std::size_t i = 0; i < 50; ++i)
            ASSERT_EQ(file.bytes.find(dataset->instance_ids[i]), std::string::npos) << file.name;
    }
}

// By another way than the codebook's: the lines of the CSV are counted.
TEST_F(Round4Package, FrequenciesOfTheCodebookAreThoseOfTheCsv) {
    const auto table = read_csv(file_named(package, "microdata.csv"));
    ASSERT_TRUE(table);
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(file_named(package, "codebook.xml").c_str()));
    const pugi::xml_node root = document.child("codeBook");
    std::set<std::string> ids;
    expect_ddi(root, ids);
    int categories = 0;
    for (const pugi::xml_node& var : root.child("dataDscr").children("var")) {
        const auto column = table->column(var.attribute("name").value());
        if (!column || std::string(var.attribute("files").value()) != "F1") continue;
        std::map<std::string, int> times;
        for (int row = 0; row < table->row_count(); ++row)
            ++times[std::string(table->at(row, *column))];
        for (const pugi::xml_node& category : var.children("catgry")) {
            ++categories;
            EXPECT_EQ(times[category.child("catValu").text().get()],
                      category.child("catStat").text().as_int())
                << var.attribute("name").value();
        }
    }
    EXPECT_GT(categories, 500);
}

TEST_F(Round4Package, EveryHashtagIsOne) {
    const auto rows = read_csv_records(file_named(package, "microdata-hxl.csv"));
    ASSERT_TRUE(rows);
    std::map<std::string, std::string> tags;
    for (std::size_t c = 0; c < rows->rows[0].size(); ++c) {
        EXPECT_TRUE(is_hxl_tag(rows->rows[1][c])) << rows->rows[1][c];
        tags[rows->rows[0][c]] = rows->rows[1][c];
    }
    EXPECT_EQ(tags["sex"], "#respondee +gender +code");
    EXPECT_EQ(tags["age"], "#respondee +age +num");
    EXPECT_EQ(tags["region::area"], "#adm1 +code");
    EXPECT_EQ(tags["origin_country"], "#country +origin +code");
}

TEST_F(Round4Package, WantsAMaintainerOnly) {
    ASSERT_EQ(package.gaps.size(), 1U);
    EXPECT_NE(package.gaps[0].find("maintainer"), std::string::npos);
    const auto hdx = nlohmann::json::parse(file_named(package, "hdx.json"));
    EXPECT_EQ(hdx["license_id"], "cc-by-igo");
    EXPECT_EQ(hdx["private"], true);  // invented
}

}  // namespace
}  // namespace mtm

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/text.h"
#include "publish/checksums.h"
#include "publish/hxl.h"
#include "publish/open_data_for_test.h"
#include "publish/open_source.h"
#include "publish/open_variables.h"
#include "workbook/csv.h"
#include "workbook/read.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

TEST(OpenFiles, TheCsvHasNumberedRecordsAndNoIdentifiers) {
    const SmallOpenData data;
    const OpenPackage package = package_of(data.source());
    EXPECT_EQ(
        file_named(package, "microdata.csv"),
        "record,sex,age,region,why,why/work,why/family,arrived,income,note\n"
        "1,female,34,north,work family,1,1,2019-05-01,1200.5,\"She said \"\"yes\"\", twice\"\n"
        "2,male,17,south,work,1,0,2020-01-31,,'=1+1\n"
        "3,male,999,north,,,,2021-02-28,,\n"
        "4,refused,51,south,family,0,1,,300,\"Строка\nвторая\"\n"
        "5,female,,north,work,1,0,2018-11-11,0,\n"
        "6,male,44,south,work,1,0,2017-07-07,77.25,\n"
        "7,female,34,north,family,0,1,2016-12-31,5,\n"
        "8,male,62,south,work,1,0,1999-01-01,-12,\n");
    EXPECT_TRUE(file_named(package, "microdata-child.csv")
                    .starts_with("record,parent_record,years\n1,2,3\n2,3,3\n3,3,4\n4,5,3\n"));
}

TEST(OpenFiles, NoFileHoldsAPhoneNumberOrAnInstanceId) {
    const SmallOpenData data;
    for (const ExportedFile& file : package_of(data.source()).files) {
        EXPECT_EQ(file.bytes.find("secret-"), std::string::npos) << file.name;
        EXPECT_EQ(file.bytes.find("7701000"), std::string::npos) << file.name;
        EXPECT_EQ(file.bytes.find("Phone number"), std::string::npos) << file.name;
    }
}

TEST(OpenFiles, TheSameSourceGivesTheSameBytes) {
    const SmallOpenData one;
    const SmallOpenData other;
    const OpenPackage first = package_of(one.source());
    const OpenPackage second = package_of(other.source());
    ASSERT_EQ(first.files.size(), second.files.size());
    EXPECT_EQ(first.files.size(), 24U);
    for (std::size_t f = 0; f < first.files.size(); ++f) {
        EXPECT_EQ(first.files[f].name, second.files[f].name);
        EXPECT_TRUE(first.files[f].bytes == second.files[f].bytes) << first.files[f].name;
    }
}

TEST(OpenFiles, ChecksumsAreThoseOfTheFiles) {
    // FIPS 180-2, appendix B.1
    EXPECT_EQ(sha256_digits("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const SmallOpenData data;
    const OpenPackage package = package_of(data.source());
    const std::string& list = file_named(package, "CHECKSUMS.sha256");
    EXPECT_EQ(static_cast<std::size_t>(std::count(list.begin(), list.end(), '\n')),
              package.files.size() - 1);
    EXPECT_NE(list.find(sha256_digits(file_named(package, "README.md")) + "  README.md\n"),
              std::string::npos);
}

TEST(OpenFiles, JsonHasTheColumnsOfTheCsv) {
    const SmallOpenData data;
    const OpenPackage package = package_of(data.source());
    const Json json = Json::parse(file_named(package, "microdata.json"));
    ASSERT_EQ(json.size(), 8U);
    EXPECT_EQ(json[0]["record"], 1);
    EXPECT_EQ(json[0]["age"], 34);
    EXPECT_EQ(json[0]["income"], 1200.5);
    EXPECT_EQ(json[1]["note"], "=1+1");
    EXPECT_TRUE(json[4]["age"].is_null());
    EXPECT_TRUE(json[2]["why/work"].is_null());
    EXPECT_EQ(json[3]["why/work"], 0);
    EXPECT_EQ(json[0].size(), 10U);
}

TEST(OpenFiles, InventedInterviewsSaySoInEveryFile) {
    const SmallOpenData data(true);
    for (const ExportedFile& file : package_of(data.source()).files) {
        if (file.name == "CHECKSUMS.sha256" || file.name.ends_with(".xlsx")) continue;
        EXPECT_NE(file.bytes.find("Invented interviews"), std::string::npos) << file.name;
    }
    const OpenPackage package = package_of(data.source());
    EXPECT_TRUE(Json::parse(file_named(package, "hdx.json"))["private"]);
    EXPECT_TRUE(file_named(package, "microdata.csv").starts_with("mtm_status,record,"));
}

TEST(OpenFiles, WeightsAreANumberInEveryFormat) {
    SmallOpenData data;
    data.weights = {1, 2.5, 3, 4, 5, 6, 7, 8.125};
    const OpenPackage package = package_of(data.source());
    EXPECT_TRUE(file_named(package, "microdata.csv").starts_with("record,weight,sex"));
    EXPECT_NE(file_named(package, "microdata.csv").find("\n2,2.5,male"), std::string::npos);
    EXPECT_EQ(Json::parse(file_named(package, "microdata.json"))[7]["weight"], 8.125);
    EXPECT_NE(file_named(package, "codebook.xml").find("wgt=\"wgt\""), std::string::npos);
    EXPECT_NE(file_named(package, "codebook.xml").find("wgt-var=\"V2\""), std::string::npos);
    const auto workbook = read_workbook(file_named(package, "microdata.xlsx"), "microdata.xlsx");
    ASSERT_TRUE(workbook);
}

TEST(OpenFiles, HashtagsAreGuessedFromWhatQuestionsAre) {
    const SmallOpenData data;
    const auto rows = read_csv_records(file_named(package_of(data.source()), "microdata-hxl.csv"));
    ASSERT_TRUE(rows);
    const std::vector<std::pair<std::string, std::string>> expected{
        {"record", "#meta +id"},
        {"sex", "#respondee +gender +code"},
        {"sex::English (en)", "#respondee +gender +name +i_en"},
        {"age", "#respondee +age +num"},
        {"region", "#adm1 +id"},
        {"region::area", "#adm1 +code"},
        {"region::English (en)", "#adm1 +name +i_en"},
        {"why", "#indicator +why +code"},
        {"why::English (en)", "#indicator +why +name +i_en"},
        {"why/work", "#indicator +why +work"},  // as the choices sheet says
        {"why/family", "#indicator +why +chosen +family"},
        {"arrived", "#date +arrived"},
        {"income", "#value +income"},  // as the survey sheet says
        {"note", "#indicator +note +text"}};
    ASSERT_EQ(rows->rows[0].size(), expected.size());
    for (std::size_t c = 0; c < expected.size(); ++c) {
        EXPECT_EQ(rows->rows[0][c], expected[c].first);
        EXPECT_EQ(rows->rows[1][c], expected[c].second);
        EXPECT_TRUE(is_hxl_tag(rows->rows[1][c])) << rows->rows[1][c];
    }
    EXPECT_EQ(rows->rows[3][4], "south");
    EXPECT_EQ(rows->rows[3][5], "KZ02");
    EXPECT_EQ(rows->rows[3][6], "South");
}

TEST(OpenFiles, WithheldCellsHaveTheCodesOfSdmxAndNoNumber) {
    SmallOpenData data;
    const auto table = read_csv(file_named(package_of(data.source()), "tables.csv"));
    ASSERT_TRUE(table);
    int withheld = 0;
    int told = 0;
    for (int row = 0; row < table->row_count(); ++row) {
        const bool hidden = table->at(row, "CONF_STATUS") == "C";
        EXPECT_EQ(hidden, table->at(row, "OBS_STATUS") == "Q");
        if (hidden) {
            ++withheld;
            EXPECT_EQ(table->at(row, "value"), "");
            EXPECT_EQ(table->at(row, "n"), "");
            EXPECT_EQ(table->at(row, "low"), "");
        } else if (table->at(row, "OBS_STATUS") == "A") {
            ++told;
            EXPECT_NE(table->at(row, "value"), "");
        }
    }
    EXPECT_GT(withheld, 0);
    EXPECT_GT(told + withheld, 8);
}

// 3 of 10 are people like any other 3.
TEST(OpenFiles, HowManyAnswersWereBlankedIsToldFromTheThresholdOn) {
    StudyFile file;
    file.threshold = 10;
    EXPECT_EQ(blanks_told(0, file), 0U);
    EXPECT_EQ(blanks_told(3, file), std::nullopt);
    EXPECT_EQ(blanks_told(9, file), std::nullopt);
    EXPECT_EQ(blanks_told(10, file), 10U);
    file.round_to = 10;
    EXPECT_EQ(blanks_told(0, file), 0U);
    EXPECT_EQ(blanks_told(42, file), std::nullopt);
    EXPECT_EQ(protection_words(ProtectedVariable{.name = "age", .blanked = 42}),
              "42 answers were blanked");
}

TEST(OpenFiles, TheReadmeSaysTermsProtectionAndBlanks) {
    SmallOpenData data;
    data.study.file.publish.terms = "Do not <b>join</b> records.";
    const std::string readme = file_named(package_of(data.source()), "README.md");
    for (const char* words : {"# Small survey, Round 1, Kazakhstan\n",
                              "8 interviews",
                              "creativecommons.org/licenses/by/4.0/",
                              "https://doi.org/10.5281/zenodo.1",
                              "Do not \\<b\\>join\\</b\\> records.",
                              "A blank means",
                              "| age | kept | some answers were blanked |",
                              "| phone | dropped | left out |",
                              "People were found through people.",
                              "There are no weights",
                              "| `microdata.parquet` | The records as Parquet",
                              "## По-русски"})
        EXPECT_NE(readme.find(words), std::string::npos) << words << "\n" << readme;
    data.edition = PackageEdition::restricted;
    const std::string restricted = file_named(package_of(data.source()), "README.md");
    EXPECT_EQ(restricted.find("creativecommons"), std::string::npos);
    EXPECT_NE(restricted.find("not to be handed on"), std::string::npos);
}

}  // namespace
}  // namespace mtm

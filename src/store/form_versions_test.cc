#include "store/form_versions.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/text.h"
#include "dataset/dataset.h"
#include "store/memory_store.h"
#include "store/study_folder.h"
#include "tests/shared_files.h"
#include "workbook/write.h"

namespace mtm {
namespace {

// A study folder that is gone when the test is over.
class DeployedForms : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }

    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write_questionnaire(const std::string& version,
                             const std::vector<std::vector<std::string>>& rows,
                             const std::string& form_id = "f") {
        WorkbookOut out;
        SheetOut survey;
        survey.name = "survey";
        survey.add_row({"type", "name", "label", "relevant", "image"});
        for (const std::vector<std::string>& row : rows)
            survey.add_row(row);
        SheetOut settings;
        settings.name = "settings";
        settings.add_row({"form_id", "version"});
        settings.add_row({form_id, version});
        out.sheets = {survey, settings};
        out.created = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
        const auto bytes = write_workbook(out);
        ASSERT_TRUE(bytes) << bytes.error().message;
        ASSERT_TRUE(write_file(folder_ + "/questionnaire.xlsx", *bytes));
        ASSERT_TRUE(write_file(folder_ + "/study.toml", "title = \"T\"\n"));
    }

    // Codes of what stands in the way; empty if the version went into the field.
    std::string deploy(Stage stage = Stage::fieldwork) {
        const auto deployed = read_deployed_forms(folder_);
        if (!deployed) return deployed.error().message;
        auto next = next_form(folder_, *deployed, stage);
        if (!next) return next.error().message;
        std::string codes;
        for (const Diagnostic& diagnostic : next->diagnostics) {
            if (diagnostic.severity == Severity::error) codes += diagnostic.code + " ";
        }
        if (!codes.empty() || next->form.number != 0) return codes;
        next->form.number = static_cast<int>(deployed->size()) + 1;
        next->form.deployed_at = "2024-04-01T00:00:00Z";
        const Status written = write_deployed_form(folder_, next->form);
        return written ? codes : written.error().message;
    }

    std::string folder_ =
        (std::filesystem::temp_directory_path() / ("mtm-forms-" + std::to_string(::getpid())))
            .string();
};

// The key in study.toml is in what tablets get, and comes back with the version.
TEST_F(DeployedForms, AreEncryptedWithTheStudysKeyFromThenOn) {
    const std::string pem = source_directory() + "/tests/seal/public.txt";
    const std::string key(trim(*read_file(pem)));
    write_questionnaire("1", {{"integer", "age", "Age", "", ""}});
    ASSERT_TRUE(write_file(folder_ + "/study.toml",
                           "title = \"T\"\n[encryption]\npublic_key = \"" + key + "\"\n"));
    EXPECT_EQ(deploy(), "");
    const auto deployed = read_deployed_forms(folder_);
    ASSERT_TRUE(deployed);
    EXPECT_EQ(deployed->back().public_key, key);
    EXPECT_NE(deployed->back().xform.find("base64RsaPublicKey=\"" + key + "\""), std::string::npos);
    EXPECT_EQ(open_study(folder_)->study.file.public_key, key);
    write_questionnaire("2", {{"integer", "age", "Age", "", ""}});  // and a plain study.toml
    EXPECT_EQ(deploy(), "no-longer-encrypted ");
    ASSERT_TRUE(
        write_file(folder_ + "/study.toml", "title = \"T\"\n[encryption]\npublic_key = \"AA\"\n"));
    EXPECT_EQ(deploy(), "bad-public-key ");
}

TEST_F(DeployedForms, ComeBackAsTheyWentOutInTheirOrder) {
    write_questionnaire("2 (b)", {{"integer", "age", "Age", "", ""}});
    EXPECT_EQ(deploy(), "");
    write_questionnaire("10",
                        {{"integer", "age", "Age", "", ""}, {"integer", "hours", "Hours", "", ""}});
    EXPECT_EQ(deploy(), "");
    EXPECT_EQ(deploy(), "") << "the same again changes nothing";
    const auto forms = read_deployed_forms(folder_);
    ASSERT_TRUE(forms) << forms.error().message;
    ASSERT_EQ(forms->size(), 2U);
    EXPECT_EQ((*forms)[0].version, "2 (b)");
    EXPECT_EQ((*forms)[0].questionnaire.questions.size(), 1U);
    EXPECT_EQ((*forms)[1].number, 2);
    EXPECT_NE((*forms)[1].xform.find("version=\"10\""), std::string::npos);
}

TEST_F(DeployedForms, AreNeverChanged) {
    write_questionnaire("1", {{"integer", "age", "Age", "", ""}});
    EXPECT_EQ(deploy(), "");
    write_questionnaire("1", {{"integer", "age", "Your age", "", ""}});
    EXPECT_EQ(deploy(), "version-in-field ");
    write_questionnaire("2", {{"integer", "age", "Your age", "", ""}}, "g");
    EXPECT_EQ(deploy(), "other-form-id ");
    write_questionnaire("", {{"integer", "age", "Your age", "", ""}});
    EXPECT_EQ(deploy(), "no-form-version ");
    ASSERT_TRUE(write_file(folder_ + "/forms/1/form.xml", "<other/>"));
    EXPECT_NE(deploy().find("is not what was deployed"), std::string::npos);
}

TEST_F(DeployedForms, OfAPilotAreNotThoseOfTheFieldwork) {
    write_questionnaire("1", {{"integer", "age", "Age", "", ""}});
    EXPECT_EQ(deploy(Stage::pilot), "");
    EXPECT_EQ(deploy(Stage::pilot), "");
    EXPECT_EQ(deploy(Stage::fieldwork), "version-in-field ")
        << "an interview of the pilot that comes late must not be counted";
}

TEST_F(DeployedForms, AStudysLifeInTheFieldIsOnRecord) {
    EXPECT_EQ(read_field_record(folder_)->state(), FieldState::draft);
    FieldRecord record;
    record.changes = {{FieldState::pilot, "2024-03-20T08:00:00Z", "mtm deploy"},
                      {FieldState::open, "2024-04-01T08:00:00Z", "mtm deploy"}};
    ASSERT_TRUE(write_field_record(folder_, record));
    const auto read = read_field_record(folder_);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->state(), FieldState::open);
    EXPECT_EQ(read->changes[0].at, "2024-03-20T08:00:00Z");
    for (const char* broken : {"[{\"state\": \"ajar\"}]", "[1]", "{}", "nothing"}) {
        ASSERT_TRUE(write_file(folder_ + "/forms/field.json", broken));
        EXPECT_FALSE(read_field_record(folder_)) << broken;
    }
}

TEST_F(DeployedForms, TakeTheirMediaAlong) {
    write_questionnaire("1", {{"note", "picture", "Look", "", "map.png"}});
    EXPECT_EQ(deploy(), "missing-media ");
    ASSERT_TRUE(write_file(folder_ + "/media/map.png", "PNG"));
    ASSERT_TRUE(write_file(folder_ + "/media/other.png", "not named by the form"));
    EXPECT_EQ(deploy(), "");
    const auto forms = read_deployed_forms(folder_);
    ASSERT_TRUE(forms);
    ASSERT_EQ((*forms)[0].media.size(), 1U);
    EXPECT_EQ((*forms)[0].media[0].name, "map.png");
    EXPECT_EQ((*forms)[0].media[0].bytes, "PNG");
}

TEST_F(DeployedForms, MayAskTheirTablesOnlyForColumnsThatTheseHave) {
    write_questionnaire(
        "1",
        {{"text", "fruit", "Fruit", "", ""},
         {"text", "why", "Why", "pulldata('prices', 'prise', 'fruit', ${fruit}) > 3", ""},
         {"text", "how", "How", "pulldata('prices', 'price', 'fruit', ${fruit}) > 3", ""}});
    const auto codes = [this] {
        std::string out;
        const auto opened = open_study(folder_);
        for (const Diagnostic& found : opened->diagnostics) {
            if (found.code == "unknown-column-of-file")
                out += std::to_string(found.place.row) + " " + found.remedy;
        }
        return out;
    };
    EXPECT_EQ(codes(), "") << "of a table that is not there, nothing is known";
    ASSERT_TRUE(write_file(folder_ + "/media/prices.csv", "fruit,price\napple,3\n"));
    EXPECT_EQ(codes(), "3 Did you mean “price”?");
}

TEST_F(DeployedForms, ReadAndJudgeTheInterviewsFilledUnderThem) {
    write_questionnaire("1",
                        {{"integer", "age", "Age", "", ""}, {"integer", "hours", "Hours", "", ""}});
    EXPECT_EQ(deploy(), "");
    write_questionnaire(
        "2", {{"integer", "age", "Age", "", ""}, {"integer", "wage", "Wage", "${age} > 17", ""}});
    EXPECT_EQ(deploy(), "");
    const auto opened = open_study(folder_);
    ASSERT_TRUE(opened);
    const Study& study = opened->study;
    EXPECT_GE(study.questionnaire.find("hours"), 0) << "the plan may name what was asked before";

    MemoryInterviewStore store;
    const auto send = [&store](const std::string& id, const std::string& xml) {
        Arrival arrival;
        arrival.instance_id = id;
        arrival.form_id = "f";
        arrival.xml = xml;
        ASSERT_TRUE(store.receive(arrival));
    };
    const auto submission = [](const std::string& version, const std::string& rest) {
        return "<data id=\"f\" version=\"" + version + "\">" + rest + "</data>";
    };
    send("uuid:a",
         submission("1",
                    "<age>20</age><hours>9</hours><meta><instanceID>uuid:a</instanceID></meta>"));
    send(
        "uuid:b",
        submission("2", "<age>20</age><wage>5</wage><meta><instanceID>uuid:b</instanceID></meta>"));
    send("uuid:c", submission("2", "<age>9</age><meta><instanceID>uuid:c</instanceID></meta>"));
    ASSERT_TRUE(store.add_correction({.instance_id = "uuid:b",
                                      .path = "age",
                                      .old_value = "20",
                                      .new_value = "15",
                                      .reason = "mistyped",
                                      .author = "a@example.org",
                                      .at = 1}));
    ASSERT_TRUE(store.add_review({.instance_id = "uuid:c",
                                  .at = 1,
                                  .by = "a@example.org",
                                  .state = ReviewState::rejected,
                                  .comment = "made up"}));
    InterviewsRead read;
    const Status done = read_stored_interviews(store, study, InterviewKind::real, read);
    ASSERT_TRUE(done) << done.error().message;
    const Dataset dataset = assemble(study, read.interviews, read.beside).dataset;
    EXPECT_EQ(dataset.received, 3);
    EXPECT_EQ(dataset.counted(), 2U);
    EXPECT_EQ(dataset.find("hours")->asked, (std::vector<std::uint8_t>{1, 0}));
    EXPECT_EQ(dataset.find("wage")->asked, (std::vector<std::uint8_t>{0, 0}))
        << "15 after the correction, so that the wage is not asked";
}

}  // namespace
}  // namespace mtm

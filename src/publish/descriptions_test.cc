#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <gtest/gtest.h>

#include "publish/checksums.h"
#include "publish/open_data_for_test.h"
#include "tests/publish/ddi_schema.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

Json json_named(const OpenDataSource& source, const std::string& name) {
    const OpenPackage package = package_of(source);
    return Json::parse(file_named(package, name));
}

class Codebook : public ::testing::Test {
protected:
    void load(const OpenDataSource& source) {
        const OpenPackage package = package_of(source);
        ASSERT_TRUE(document_.load_string(file_named(package, "codebook.xml").c_str()));
    }

    [[nodiscard]] pugi::xml_node variable(const char* name) const {
        return document_.child("codeBook").child("dataDscr").find_child_by_attribute("name", name);
    }

    static std::string statistic(const pugi::xml_node& var, const char* type) {
        return var.find_child_by_attribute("sumStat", "type", type).text().get();
    }

    pugi::xml_document document_;
};

TEST_F(Codebook, KeepsToTheSchema) {
    SmallOpenData data;
    data.weights.assign(8, 1.5);
    data.study.file.funders = {"A", "B"};
    data.study.file.disclaimer = {"D"};
    data.study.file.publish.tags = {"migration"};
    for (const PackageEdition edition : {PackageEdition::open, PackageEdition::restricted}) {
        data.edition = edition;
        load(data.source());
        std::set<std::string> ids;
        expect_ddi(document_.child("codeBook"), ids);
        EXPECT_GT(ids.size(), 10U);
        for (const auto& var : document_.child("codeBook").child("dataDscr").children("var")) {
            EXPECT_TRUE(ids.contains(var.attribute("files").value()));
            EXPECT_FALSE(std::string(var.attribute("name").value()).empty());
        }
    }
}

TEST_F(Codebook, CategoriesHaveLabelsInEveryLanguageAndFrequencies) {
    const SmallOpenData data;
    load(data.source());
    const pugi::xml_node sex = variable("sex");
    const pugi::xml_node female = sex.child("catgry");
    EXPECT_STREQ(female.child("catValu").text().get(), "female");
    EXPECT_STREQ(female.child("labl").attribute("xml:lang").value(), "en");
    EXPECT_STREQ(female.child("labl").next_sibling("labl").text().get(), "Женщина");
    EXPECT_STREQ(female.child("catStat").text().get(), "3");
    EXPECT_STREQ(female.child("catStat").next_sibling("catStat").text().get(), "42.857");  // of 7
    const pugi::xml_node refused = female.next_sibling("catgry").next_sibling("catgry");
    EXPECT_STREQ(refused.attribute("missing").value(), "Y");
    EXPECT_STREQ(refused.child("catStat").text().get(), "1");
    EXPECT_EQ(statistic(sex, "vald"), "7");
    EXPECT_EQ(statistic(sex, "invd"), "1");
}

TEST_F(Codebook, NumbersAreOfWhatIsPublished) {
    const SmallOpenData data;
    load(data.source());
    const pugi::xml_node age = variable("age");
    // 34 17 51 44 34 62: 28 was blanked, and 999 is no answer
    EXPECT_EQ(statistic(age, "vald"), "6");
    EXPECT_EQ(statistic(age, "invd"), "2");
    EXPECT_EQ(statistic(age, "min"), "17");
    EXPECT_EQ(statistic(age, "max"), "62");
    EXPECT_EQ(statistic(age, "mean"), "40.333");
    EXPECT_EQ(statistic(age, "stdev"), "15.629");  // R: sd(c(34, 17, 51, 44, 34, 62))
    EXPECT_STREQ(age.child("invalrng").child("item").attribute("VALUE").value(), "999");
    EXPECT_STREQ(age.child("notes").text().get(), "some answers were blanked");
}

TEST_F(Codebook, UniversesAreInWords) {
    const SmallOpenData data;
    load(data.source());
    EXPECT_STREQ(variable("sex").child("universe").text().get(), "all respondents");
    const std::string income = variable("income").child("universe").text().get();
    EXPECT_TRUE(income.starts_with("the respondents who ")) << income;
    EXPECT_STREQ(variable("why/work").child("labl").text().get(), "Work – Why did you come?");
}

TEST(Nada, HasWhatItsSchemasRequire) {
    const SmallOpenData data;
    const Json nada = json_named(data.source(), "nada.json");
    EXPECT_EQ(nada["survey"]["study_desc"]["title_statement"]["idno"], "small-survey");
    EXPECT_EQ(nada["survey"]["access_policy"], "open");
    ASSERT_EQ(nada["datafiles"].size(), 2U);
    EXPECT_EQ(nada["datafiles"][0]["case_count"], 8);
    EXPECT_EQ(nada["variables"].size(), 13U);
    for (const Json& variable : nada["variables"]) {
        for (const char* field : {"vid", "file_id", "name", "labl"})
            EXPECT_FALSE(variable.at(field).get<std::string>().empty()) << variable;
        for (const Json& sum : variable["var_sumstat"])
            EXPECT_TRUE(sum["value"].is_string() || sum["value"].is_number_integer());
        for (const Json& category : variable["var_catgry"])
            EXPECT_TRUE(category["stats"][0]["value"].is_number_integer());
    }
}

TEST(DataPackage, DescribesEveryFileOfData) {
    SmallOpenData data;
    data.variables.push_back({.name = "region", .ordered = true});
    const OpenPackage package = package_of(data.source());
    const Json json = Json::parse(file_named(package, "datapackage.json"));
    EXPECT_EQ(json["name"], "small-survey");
    EXPECT_EQ(json["licenses"][0]["name"], "cc-by");
    std::set<std::string> names;
    for (const Json& resource : json["resources"]) {
        const std::string& bytes = file_named(package, resource["path"].get<std::string>());
        EXPECT_EQ(resource["bytes"], bytes.size());
        EXPECT_EQ(resource["hash"], "sha256:" + sha256_digits(bytes));
        EXPECT_TRUE(names.insert(resource["name"]).second);
        if (resource["path"] == "microdata.csv") {
            const Json& fields = resource["schema"]["fields"];
            ASSERT_EQ(fields.size(), 10U);
            EXPECT_EQ(fields[1]["categories"].size(), 2U);  // refused is a missing value
            EXPECT_EQ(fields[1]["missingValues"][1]["value"], "refused");
            EXPECT_EQ(fields[1]["categoriesOrdered"], false);
            EXPECT_EQ(fields[2]["type"], "integer");
            EXPECT_EQ(fields[2]["missingValues"][1]["value"], "999");
            EXPECT_EQ(fields[3]["categoriesOrdered"], true);
            EXPECT_EQ(fields[4]["type"], "list");
            EXPECT_EQ(fields[5]["categories"][1]["value"], 1);
            EXPECT_EQ(fields[7]["type"], "date");
            EXPECT_EQ(fields[8]["type"], "number");
        }
    }
    EXPECT_EQ(names.size(), 15U);
}

TEST(Hdx, HasEveryFieldThatIsRequired) {
    SmallOpenData data;
    const Json open = json_named(data.source(), "hdx.json");
    for (const char* field : {"name",
                              "private",
                              "title",
                              "notes",
                              "dataset_source",
                              "owner_org",
                              "maintainer",
                              "dataset_date",
                              "data_update_frequency",
                              "groups",
                              "license_id",
                              "methodology",
                              "tags"})
        EXPECT_TRUE(open.contains(field)) << field;
    EXPECT_EQ(open["dataset_date"], "[2024-02-01T00:00:00 TO 2024-03-31T23:59:59]");
    EXPECT_EQ(open["groups"][0]["name"], "kaz");
    EXPECT_EQ(open["data_update_frequency"], "-2");
    for (const Json& resource : open["resources"]) {
        for (const char* field : {"name", "format", "description", "url_type", "resource_type"})
            EXPECT_FALSE(resource.at(field).get<std::string>().empty());
    }
    data.edition = PackageEdition::restricted;
    const Json restricted = json_named(data.source(), "hdx.json");
    EXPECT_EQ(restricted["num_of_rows"], 8);
    EXPECT_EQ(restricted["field_names"][1], "sex");
    EXPECT_EQ(restricted["file_types"].size(), 6U);
    EXPECT_FALSE(restricted.contains("resources"));
    EXPECT_FALSE(restricted.contains("license_id"));
}

TEST(Hdx, WhatIsMissingIsTold) {
    const SmallOpenData data;
    const OpenPackage package = package_of(data.source());
    ASSERT_EQ(package.gaps.size(), 4U);
    EXPECT_NE(package.gaps[0].find("owner_org"), std::string::npos);
    EXPECT_NE(package.gaps[3].find("summary"), std::string::npos);
}

TEST(Catalogues, JsonLdIsSafeInAPage) {
    SmallOpenData data;
    data.study.file.publish.summary = "A </script><script>alert(1)</script> <!-- summary";
    for (const char* name : {"dataset.jsonld", "dcat.jsonld"}) {
        const OpenPackage package = package_of(data.source());
        const std::string& bytes = file_named(package, name);
        EXPECT_EQ(bytes.find('<'), std::string::npos);
        const Json json = Json::parse(bytes);
        const Json& words =
            json.contains("description") ? json["description"] : json["dct:description"]["@value"];
        EXPECT_EQ(words, data.study.file.publish.summary);
    }
    const Json dataset = json_named(data.source(), "dataset.jsonld");
    EXPECT_EQ(dataset["@type"], "Dataset");
    EXPECT_EQ(dataset["temporalCoverage"], "2024-02/2024-03");
    EXPECT_EQ(dataset["spatialCoverage"]["name"], "Kazakhstan");
    EXPECT_EQ(dataset["distribution"].size(), 15U);
    EXPECT_EQ(dataset["variableMeasured"].size(), 8U);
    data.edition = PackageEdition::restricted;
    EXPECT_FALSE(json_named(data.source(), "dataset.jsonld").contains("distribution"));
}

}  // namespace
}  // namespace mtm

// What a reader sees beside numbers of how far they can be trusted, in every output.
#include <algorithm>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/text.h"
#include "report/compose.h"
#include "report/html.h"
#include "report/table_export.h"
#include "report/table_remarks.h"
#include "report/test_survey.h"
#include "report/trust_words.h"
#include "tabulate/tabulate.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

enum class Sample { snowball, random, weighted };

class Trust : public ::testing::Test {
protected:
    Trust() { use(Sample::random); }

    /// 200 men, of whom three in four work, 160 women, of whom one in four, and 20 people who did
    /// not say their sex. Everybody gives income as a reason, every second one friends too.
    void use(Sample sample) {
        study_ = test_survey::study();
        std::vector<std::string> rows;
        for (int i = 0; i < 380; ++i) {
            const std::string sex = i < 200 ? "male" : i < 360 ? "female" : "-";
            const bool works = sex == "male" ? i % 4 != 0 : i % 4 == 0;
            const std::string sector = i % 3 == 0 ? "construction" : "trade";
            rows.push_back(sex + " " + std::to_string(20 + i % 30) +
                           (works ? " yes " + sector : " no -") +
                           (i % 2 == 0 ? " income,friends" : " income"));
        }
        dataset_ = test_survey::dataset(study_, rows);
        if (sample == Sample::snowball) {
            study_.file.design = "snowball";
            return;
        }
        SampleDesign design;
        design.stages.emplace_back();
        for (std::size_t r = 0; r < 380; ++r)
            design.weights.push_back(sample == Sample::weighted && r % 2 == 0 ? 3 : 1);
        dataset_.design = std::make_shared<const TaylorVariance>(std::move(design));
    }

    void plan(std::string question, std::string by, Statistic statistic = Statistic::percent) {
        TableSpec spec;
        spec.name = question + "-by-" + by;
        spec.section = "all";
        spec.question = std::move(question);
        if (!by.empty()) spec.by = {std::move(by)};
        spec.statistic = statistic;
        study_.plan.tables.push_back(std::move(spec));
        study_.plan.sections = {{"all", {}}};
    }

    Document compose_text(std::string_view text,
                          Edition edition = Edition::published,
                          std::string language = "en") {
        const ReadNarrative read = read_narrative(text, "report.md");
        EXPECT_EQ(read.diagnostics, Diagnostics{});
        DisclosureControl control(study_.file.threshold, edition);
        ComposeOptions options;
        options.language = std::move(language);
        return compose(study_, dataset_, read.narrative, control, options).document;
    }

    nlohmann::json exported(Edition edition = Edition::published) {
        DisclosureControl control(study_.file.threshold, edition);
        released_ = release_all(control, tabulate(study_, dataset_));
        const TableExport out{study_, dataset_, released_, 0, edition == Edition::internal};
        csv_ = tables_csv(out);
        workbook_ = tables_workbook(out);
        return nlohmann::json::parse(tables_json(out));
    }

    // The first record of the CSV of that group and category, by column.
    std::map<std::string, std::string> record(const std::string& group, const std::string& name) {
        const auto table = read_csv(csv_);
        EXPECT_TRUE(table);
        for (const auto& row : table->rows) {
            std::map<std::string, std::string> out;
            for (std::size_t c = 0; c < row.size(); ++c)
                out[table->names[c]] = row[c];
            if (out["group"] == group && out["category"] == name) return out;
        }
        ADD_FAILURE() << group << "/" << name;
        return {};
    }

    // The cell right of the row's first text, so many columns on; its format too.
    std::pair<CellOut, std::string> cell(const std::string& row_text, std::size_t column) {
        for (const SheetOut& sheet : workbook_.sheets) {
            for (const auto& row : sheet.rows) {
                if (row.empty() || column >= row.size()) continue;
                const auto* text = std::get_if<std::string>(&row[0].value);
                if (text == nullptr || *text != row_text) continue;
                const auto style = static_cast<std::size_t>(row[column].style);
                return {row[column], workbook_.styles[style].number_format};
            }
        }
        ADD_FAILURE() << row_text;
        return {};
    }

    std::string sheet_text() {
        std::string out;
        for (const SheetOut& sheet : workbook_.sheets) {
            for (const auto& row : sheet.rows) {
                for (const CellOut& each : row) {
                    if (const auto* text = std::get_if<std::string>(&each.value))
                        out += *text + "\n";
                }
            }
        }
        return out;
    }

    Study study_;
    Dataset dataset_;
    std::vector<Released<SafeTable>> released_;
    std::string csv_;
    WorkbookOut workbook_;
};

TEST_F(Trust, ATableOfTheReportHasLettersAndIntervals) {
    const Document document = compose_text("::: table works by=sex\n");
    ASSERT_EQ(document.exhibits.size(), 1U);
    const Exhibit& exhibit = document.exhibits[0];
    EXPECT_EQ(exhibit.columns[1].label, "Male (A)");
    EXPECT_EQ(exhibit.columns[1].base, "n = 200");
    EXPECT_EQ(exhibit.columns[2].label, "Female (B)");
    const ExhibitRow& works = exhibit.rows[0];
    EXPECT_EQ(works.cells[1].text, "75%");
    EXPECT_EQ(works.cells[1].letters, "B");
    EXPECT_EQ(works.cells[1].interval, "68–81");
    EXPECT_EQ(works.cells[2].letters, "");
    EXPECT_EQ(exhibit.rows[1].cells[2].letters, "A");
    const std::string page = html(document);
    EXPECT_NE(
        page.find("75% <span class=\"letters\">B</span> <span class=\"interval\">68–81</span>"),
        std::string::npos);
    EXPECT_NE(page.find("significantly greater than the column of that letter"), std::string::npos);
    EXPECT_NE(page.find("An interval of 95% says"), std::string::npos);
}

// Twenty who did not say their sex are a column of their own, and compared with nobody.
TEST_F(Trust, ASmallBaseIsMarkedEverywhere) {
    const Document document = compose_text("::: table works by=sex\n");
    const Exhibit& exhibit = document.exhibits[0];
    ASSERT_EQ(exhibit.columns.size(), 4U);
    EXPECT_EQ(exhibit.columns[3].base, "n = 20*");
    EXPECT_EQ(exhibit.rows[0].cells[3].text, "25%*‡");
    EXPECT_EQ(exhibit.rows[0].cells[3].letters, "");
    EXPECT_TRUE(std::ranges::any_of(exhibit.remarks, [](const std::string& remark) {
        return remark.starts_with("* Fewer than 30 people");
    }));
    plan("works", "sex");
    const auto json = exported();
    const auto& group = json["tables"][0]["groups"][3];
    EXPECT_EQ(group["small_base"], true);
    EXPECT_EQ(group["base"], 20);
    EXPECT_EQ(group["cells"][0]["small_base"], true);
    EXPECT_EQ(json["tables"][0]["groups"][1]["small_base"], false);
    EXPECT_EQ(record("male", "yes")["mark"], "");
    EXPECT_NE(csv_.find("small base; unreliable"), std::string::npos);
    const auto [number, format] = cell("Yes", 18);  // value, n, SE, limits, letters a group
    EXPECT_EQ(std::get<double>(number.value), 25);
    EXPECT_EQ(format, "0.0\"*‡\"");
    study_.file.marks.small_base = 10;
    EXPECT_EQ(exported()["tables"][0]["groups"][3]["small_base"], false);
}

TEST_F(Trust, FilesHaveErrorsLimitsAndTheNamesOfLesserColumns) {
    plan("works", "sex");
    const auto json = exported(Edition::internal);
    const auto& table = json["tables"][0];
    const auto& men = table["groups"][1];
    EXPECT_EQ(men["letter"], "A");
    const auto& yes = men["cells"][0];
    EXPECT_EQ(yes["greater_than"], nlohmann::json::array({"female"}));
    EXPECT_NEAR(yes["se"].get<double>(), 3.06, 0.01);
    EXPECT_NEAR(yes["cv"].get<double>(), 4.1, 1e-12);
    EXPECT_EQ(yes["reliability"], "usual");
    EXPECT_LT(yes["low"].get<double>(), 75);
    EXPECT_FALSE(table.contains("no_interval"));
    EXPECT_EQ(record("male", "yes")["greater_than"], "female");
    EXPECT_EQ(record("female", "no")["greater_than"], "male");
    EXPECT_NEAR(std::stod(record("male", "yes")["se"]), 3.06, 0.01);
    EXPECT_EQ(std::get<std::string>(cell("Yes", 11).first.value), "B");  // after five of everyone
    EXPECT_NE(sheet_text().find("Male (A), greater than"), std::string::npos);
    EXPECT_NE(sheet_text().find("Male (A), 95% low"), std::string::npos);
}

TEST_F(Trust, ASnowballSampleHasNeitherAndSaysWhy) {
    use(Sample::snowball);
    plan("works", "sex");
    const auto json = exported();
    const auto& table = json["tables"][0];
    EXPECT_EQ(table["no_interval"], "a snowball sample has no known selection probabilities");
    EXPECT_FALSE(table["groups"][1].contains("letter"));
    EXPECT_FALSE(table["groups"][1]["cells"][0].contains("greater_than"));
    EXPECT_TRUE(table["groups"][1]["cells"][0]["se"].is_null());
    EXPECT_TRUE(table["groups"][1]["cells"][0]["reliability"].is_null());
    EXPECT_EQ(table["groups"][3]["small_base"], true);
    const Document document =
        compose_text("x {{ percent(${works} = 'yes') }}\n\n::: table works by=sex\n");
    EXPECT_EQ(document.exhibits[0].columns[1].label, "Male");
    EXPECT_EQ(document.exhibits[0].rows[0].cells[3].text, "25%*");
    EXPECT_EQ(document.exhibits[0].rows[0].cells[1].interval, "");
    EXPECT_EQ(document.figures[0].basis, "of 380 interviews");
    EXPECT_EQ(html(document).find("95% interval"), std::string::npos);
    EXPECT_NE(html(document).find("Percentages are unweighted."), std::string::npos);
}

TEST_F(Trust, AFigureSaysItsIntervalAndThatItIsWeighted) {
    const std::string text = "x {{ percent(${works} = 'yes') }} {{ mean(${age}) }}\n";
    Document document = compose_text(text);
    EXPECT_EQ(document.figures[0].basis, "of 380 interviews (95% interval 46–56)");
    EXPECT_EQ(document.figures[0].interval, "46–56");
    study_.file.marks.intervals = false;
    EXPECT_EQ(compose_text(text).figures[0].basis, "of 380 interviews");
    use(Sample::weighted);
    document = compose_text(text);
    EXPECT_EQ(document.figures[0].basis.substr(0, 43),
              "of 380 interviews, weighted (95% interval 4");
    EXPECT_NE(html(document).find("Percentages, means and totals are weighted"), std::string::npos);
    EXPECT_EQ(html(document).find("unweighted"), std::string::npos);
}

TEST_F(Trust, AFigureOfFewOrImpreciseSaysSo) {
    const Document document = compose_text(
        "x {{ percent(${works} = 'yes', ${age} = 20) }} {{ percent(${works} = 'yes', ${age} < 23) "
        "}}"
        " {{ count(${age} = 20) }}\n",
        Edition::internal);
    EXPECT_TRUE(
        document.figures[0].basis.ends_with("; fewer than 30 people; too imprecise to rely on"))
        << document.figures[0].basis;
    EXPECT_TRUE(document.figures[1].basis.ends_with("; too imprecise to rely on"))
        << document.figures[1].basis;  // 39 people and 33 points
    EXPECT_EQ(document.figures[2].basis.find("fewer"), std::string::npos);
}

// Nothing in a table of means is a percentage.
TEST_F(Trust, TablesOfMeansSayNothingOfPercentages) {
    use(Sample::weighted);
    for (const char* language : {"en", "ru", "kk", "uz"}) {
        const auto remarks = [&](const std::string& directive) {
            std::string out;
            const Document document =
                compose_text("::: table " + directive + "\n", Edition::published, language);
            for (const std::string& remark : document.exhibits[0].remarks)
                out += remark + "\n";
            return out;
        };
        const std::string means = remarks("age by=sex statistic=mean");
        const std::string shares = remarks("works by=sex");
        const std::string small(phrases_in(language).small_base);
        for (const std::string& of_percentages :
             {std::string(words_for(TableRemark::weighted, language)),
              small.substr(small.find(':'))}) {
            EXPECT_EQ(means.find(of_percentages), std::string::npos) << means;
            EXPECT_NE(shares.find(of_percentages), std::string::npos) << shares;
        }
        EXPECT_NE(means.find("* "), std::string::npos) << means;
        EXPECT_NE(means.find("n "), std::string::npos) << means;
    }
}

// A number that is neither a percentage nor of people says what it is.
TEST_F(Trust, TablesOfNumbersSayOfWhichStatistic) {
    use(Sample::weighted);
    const std::vector<std::pair<std::string, std::string>> said{
        {"en", "Mean"}, {"ru", "Среднее"}, {"kk", "Орташа"}, {"uz", "Oʻrtacha"}};
    for (const auto& [language, word] : said) {
        const Document means =
            compose_text("::: table age by=sex statistic=mean\n", Edition::published, language);
        EXPECT_TRUE(means.exhibits[0].base.starts_with(word + ". ")) << means.exhibits[0].base;
        EXPECT_TRUE(means.exhibits[0].rows[0].label.starts_with(word + ": "));
        const Document shares =
            compose_text("::: table works by=sex\n", Edition::published, language);
        EXPECT_EQ(shares.exhibits[0].base.find(word), std::string::npos);
    }
}

TEST_F(Trust, WeightedTablesSaySo) {
    use(Sample::weighted);
    plan("works", "sex");
    const auto json = exported();
    EXPECT_EQ(json["tables"][0]["weighted"], true);
    EXPECT_EQ(record("male", "yes")["weighted"], "yes");
    EXPECT_NE(sheet_text().find("Numbers are weighted; n counts people"), std::string::npos);
    use(Sample::random);
    plan("works", "sex");
    EXPECT_EQ(exported()["tables"][0]["weighted"], false);
}

TEST_F(Trust, TablesOfSeveralAnswersSaySoInEveryOutputAndLanguage) {
    plan("reasons", "sex");
    plan("works", "sex");
    const auto json = exported();
    EXPECT_EQ(json["tables"][0]["multiple"], true);
    EXPECT_EQ(json["tables"][1]["multiple"], false);
    EXPECT_EQ(json["tables"][0]["remarks"][0]["words"],
              "Several answers were possible; percentages add to more than 100.");
    EXPECT_EQ(record("male", "income")["multiple"], "yes");
    EXPECT_EQ(record("male", "yes")["multiple"], "");
    EXPECT_NE(sheet_text().find("Several answers were possible; "), std::string::npos);
    for (const auto& [language, words] : {std::pair{"en", "Several answers were possible"},
                                          std::pair{"ru", "Можно было дать несколько ответов"}}) {
        const std::string page =
            html(compose_text("::: table reasons\n", Edition::published, language));
        EXPECT_NE(page.find(words), std::string::npos) << language;
    }
    // A note of the plan that speaks of 100 does not take the label away.
    study_.plan.tables[0].note = test_survey::english("Of every 100 people one had no reason.");
    (void)exported();
    EXPECT_NE(sheet_text().find("Several answers were possible.\n"), std::string::npos);
}

TEST_F(Trust, AColumnOfNobodySaysSo) {
    plan("sector", "sex");
    study_.plan.tables[0].where = test_survey::expression("${sex} = 'male'");
    const auto json = exported(Edition::internal);
    const auto& women = json["tables"][0]["groups"][2];
    ASSERT_EQ(women["base"], 0);
    EXPECT_TRUE(women["cells"][0]["value"].is_null());
    EXPECT_EQ(women["cells"][0]["no_value"], "nobody was asked");
    EXPECT_EQ(record("female", "trade")["no_value"], "nobody was asked");
    EXPECT_EQ(record("male", "trade")["no_value"], "");
    EXPECT_NE(sheet_text().find("nobody\n"), std::string::npos);
    for (const char* no_number : {",nan", ",-nan", ",inf", ",-inf"})
        EXPECT_EQ(csv_.find(no_number), std::string::npos);
    const Document document =
        compose_text("::: table sector by=sex where=\"${sex} = 'male'\"\n", Edition::internal);
    EXPECT_EQ(document.exhibits[0].rows[0].cells[2].text, "nobody");
}

TEST_F(Trust, ALanguageHasItsOwnWordsForAllOfThem) {
    const Phrases& english = phrases_in("en");
    const Phrases& russian = phrases_in("ru");
    for (const auto phrase : {&Phrases::several_answers_short,
                              &Phrases::small_base,
                              &Phrases::explains_caution,
                              &Phrases::explains_unreliable,
                              &Phrases::explains_letters,
                              &Phrases::explains_small_letters,
                              &Phrases::explains_intervals,
                              &Phrases::explains_drawn_intervals,
                              &Phrases::with_interval,
                              &Phrases::with_weights,
                              &Phrases::nobody,
                              &Phrases::reading_weighted,
                              &Phrases::reading_intervals}) {
        EXPECT_FALSE((english.*phrase).empty());
        EXPECT_FALSE((russian.*phrase).empty());
        EXPECT_NE(english.*phrase, russian.*phrase);
    }
    const Document document =
        compose_text("x {{ percent(${works} = 'yes') }}\n", Edition::published, "ru");
    EXPECT_EQ(document.figures[0].basis, "из 380 интервью (95-процентный интервал 46–56)");
}

TEST(PrintInterval, IsWholeUnlessBothLimitsAreTheSame) {
    Estimate estimate;
    const Phrases& words = phrases_in("en");
    EXPECT_EQ(print_interval(estimate, true, 0, words, "en"), "");
    estimate.low = 29.6;
    estimate.high = 36.4;
    EXPECT_EQ(print_interval(estimate, true, 0, words, "en"), "30–36");
    EXPECT_EQ(print_interval(estimate, false, 1, words, "en"), "29.6–36.4");
    estimate.low = 33.04;
    estimate.high = 33.21;
    EXPECT_EQ(print_interval(estimate, true, 0, words, "en"), "33.0–33.2");
    estimate.low = -0.4;
    EXPECT_EQ(print_interval(estimate, true, 0, words, "en"), "0–33");
    EXPECT_EQ(print_interval(estimate, false, 1, words, "en"), "−0.4 … 33.2");
}

}  // namespace
}  // namespace mtm

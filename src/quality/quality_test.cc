#include "quality/quality.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "expression/parse.h"
#include "expression/place.h"
#include "quality/answer_checks.h"
#include "quality/identity_checks.h"
#include "quality/quality_page.h"
#include "quality/robust.h"
#include "quality/survey_for_test.h"

namespace mtm {
namespace {

struct Checked {
    explicit Checked(const SurveyForTest& survey)
        : dataset(survey.assembled()),
          rows(lay_out_fieldwork(survey.study, dataset)),
          report(check_quality(rows)) {}

    Checked(const Checked&) = delete;
    Checked& operator=(const Checked&) = delete;

    [[nodiscard]] int count(std::string_view code) const {
        return static_cast<int>(std::ranges::count(report.findings, code, &Finding::code));
    }

    // Findings of an interview, by its place in the survey.
    [[nodiscard]] bool has(std::string_view code, int row) const {
        return std::ranges::any_of(report.findings, [&](const Finding& finding) {
            return finding.code == code && finding.row == row;
        });
    }

    // Enumerators of whom something is told.
    [[nodiscard]] std::set<std::string> enumerators(std::string_view code) const {
        std::set<std::string> out;
        for (const Finding& finding : report.findings) {
            if (finding.code == code && finding.row < 0) out.insert(finding.enumerator);
        }
        return out;
    }

    Dataset dataset;
    FieldworkRows rows;
    QualityReport report;
};

TEST(Quality, HonestInterviewsHaveFewFindings) {
    const SurveyForTest survey(1);
    const Checked checked(survey);
    EXPECT_EQ(checked.report.interviews, 900U);
    for (const Finding& finding : checked.report.findings)
        EXPECT_NE(priority_of(finding), Priority::high) << finding.code << ": " << finding.detail;
    EXPECT_LT(checked.report.findings.size(), 30U);
    EXPECT_EQ(checked.report.enumerators.size(), 15U);
}

TEST(Quality, EveryFindingHasADefinition) {
    std::set<std::string_view> codes;
    for (const CheckDefinition& check : check_definitions()) {
        EXPECT_TRUE(codes.insert(check.code).second) << check.code;
        EXPECT_TRUE(check.remedy.ends_with('.')) << check.code;
    }
}

TEST(Quality, TimesThatCannotBe) {
    SurveyForTest survey(2);
    auto& interviews = survey.interviews;
    const double minute = SurveyForTest::minute_of(0);
    survey.set_times(interviews[0], minute, 0.5);              // read aloud it takes minutes
    survey.set_times(interviews[61], minute + 23.5 * 60, 12);  // the second day, 08:30
    survey.set_times(interviews[62], minute + 23.6 * 60, 12);  // begins 6 minutes later
    survey.set_times(interviews[121], minute + 14 * 60, 12);   // 23:00
    survey.set_times(interviews[181], minute - 30 * 1440, 12);
    survey.set_times(interviews[241], minute + 90 * 1440, 12);
    survey.set(interviews[302], "start", survey.get(interviews[301], "start"));
    survey.set_times(interviews[361], minute + 60 * 5 + 1, 600);
    const Checked checked(survey);
    EXPECT_TRUE(checked.has("too-fast-to-read", 0));
    EXPECT_TRUE(checked.has("overlap", 62));
    EXPECT_FALSE(checked.has("overlap", 61));
    EXPECT_TRUE(checked.has("at-night", 121));
    EXPECT_TRUE(checked.has("before-round", 181));
    EXPECT_TRUE(checked.has("after-round", 241));
    EXPECT_TRUE(checked.has("same-start", 301) || checked.has("same-start", 302));
    EXPECT_TRUE(checked.has("too-long", 361));
}

TEST(Quality, AnInterviewWithinALongerOneOverlapsIt) {
    SurveyForTest survey(3);
    const double minute = SurveyForTest::minute_of(40) + 1440 * 10;
    survey.set_times(survey.interviews[0], minute, 300);
    survey.set_times(survey.interviews[1], minute + 60, 12);
    survey.set_times(survey.interviews[2], minute + 100, 12);
    const Checked checked(survey);
    EXPECT_TRUE(checked.has("overlap", 1));
    EXPECT_TRUE(checked.has("overlap", 2));
}

TEST(Quality, OneTelephoneHoweverItIsWritten) {
    EXPECT_EQ(identity_of("+7 (701) 555-12-34"), identity_of("8 701 5551234"));
    EXPECT_EQ(identity_of("Айгуль  Н."), identity_of("айгуль н."));
    EXPECT_EQ(identity_of("12"), "");
    SurveyForTest survey(4);
    survey.set(survey.interviews[5], "phone", "8 701 5551234");
    survey.set(survey.interviews[500], "phone", "+7 (701) 555-12-34");
    const Checked checked(survey);
    EXPECT_TRUE(checked.has("same-identifier", 5));
    EXPECT_TRUE(checked.has("same-identifier", 500));
    for (const Finding& finding : checked.report.findings)
        EXPECT_EQ(finding.detail.find("555"), std::string::npos) << finding.detail;
}

// Interviews 5 and 65 are of two enumerators, 6 of the first as well.
TEST(Quality, OnePointOfTwoEnumerators) {
    SurveyForTest survey(9);
    EXPECT_EQ(Checked(survey).count("same-point"), 0);
    for (const std::size_t i : {5U, 6U, 65U})
        survey.set(survey.interviews[i], "point", "43.212345 71.876543 0 5");
    // One enumerator's alone is told as same-place where there are many, and places read off a map
    // coincide.
    for (const std::size_t i : {130U, 131U})
        survey.set(survey.interviews[i], "point", "43.512345 71.676543 0 5");
    for (const std::size_t i : {7U, 67U})
        survey.set(survey.interviews[i], "point", "43.21 71.8765 0 0");
    const Checked checked(survey);
    EXPECT_EQ(checked.count("same-point"), 3);
    for (const int i : {5, 6, 65})
        EXPECT_TRUE(checked.has("same-point", i)) << i;
    for (const Finding& finding : checked.report.findings) {
        if (finding.code != "same-point") continue;
        EXPECT_EQ(finding.other, finding.row == 65 ? 5 : 65);
        EXPECT_EQ(finding.value, 3);
        EXPECT_EQ(finding.detail.find("43.2"), std::string::npos) << "the place stays untold";
    }
}

TEST(Quality, NumbersFarFromTheOthers) {
    SurveyForTest survey(5);
    survey.set(survey.interviews[3], "income", "99000000");
    survey.set(survey.interviews[4], "age", "999");
    survey.set(survey.interviews[6], "months", "600");
    const Checked checked(survey);
    EXPECT_TRUE(checked.has("outlier", 3));
    EXPECT_TRUE(checked.has("special-value", 4));
    EXPECT_TRUE(checked.has("outlier", 6));
    EXPECT_EQ(checked.count("outlier"), 2);
}

// 60 interviews with 0 in two questions but for 10 and 9: the mean of all 120 is 19/120, their
// standard deviation 1.2230, so that 10 is 8.05 and 9 is 7.23 of them away.
TEST(Quality, NumbersFarFromTheirMean) {
    SurveyForTest survey(5);
    survey.interviews.resize(60);
    for (Interview& interview : survey.interviews) {
        survey.set(interview, "age", "0");
        survey.set(interview, "months", "0");
    }
    survey.set(survey.interviews[3], "age", "10");
    survey.set(survey.interviews[4], "months", "9");
    survey.study.file.quality.outlier_mads = 1e6;
    survey.study.file.quality.outliers = {
        {.questions = {"age", "months"}, .deviations = 7.5, .line = 1}};
    const Checked checked(survey);
    ASSERT_EQ(checked.count("outlier"), 1);
    EXPECT_TRUE(checked.has("outlier", 3));
    const auto found =
        std::ranges::find(checked.report.findings, std::string("outlier"), &Finding::code);
    EXPECT_NE(found->detail.find("8.0 standard deviations"), std::string::npos) << found->detail;
    survey.study.file.quality.outliers[0].deviations = 7.1;
    EXPECT_EQ(Checked(survey).count("outlier"), 2);
    survey.study.file.quality.outlier_mads = 5;
    EXPECT_EQ(Checked(survey).count("outlier"), 2) << "nothing is told twice";
}

TEST(Quality, OtherThatIsAChoice) {
    SurveyForTest survey(6);
    const auto write = [&](int row, const std::string& text) {
        survey.set(survey.interviews[static_cast<std::size_t>(row)], "job", "other");
        survey.set(survey.interviews[static_cast<std::size_t>(row)], "job_other", text);
    };
    write(1, "construction  WORKER");
    write(2, "Constrution worker");
    write(3, "Teacher");
    const Checked checked(survey);
    EXPECT_TRUE(checked.has("other-matches", 1));
    EXPECT_TRUE(checked.has("other-matches", 2));
    EXPECT_FALSE(checked.has("other-matches", 3));
    for (const Finding& finding : checked.report.findings) {
        if (finding.code != "other-matches") continue;
        ASSERT_TRUE(finding.suggestion);
        EXPECT_EQ(finding.suggestion->question, "job");
        EXPECT_EQ(finding.suggestion->old_value, "other");
        EXPECT_EQ(finding.suggestion->new_value, "builder");
    }
}

TEST(Quality, CopiesAreFoundAndNameTheirOriginal) {
    SurveyForTest survey(7);
    Interview copy = survey.interviews[10];
    copy.instance_id = survey.interviews[700].instance_id;
    survey.set(copy, "enumerator", survey.get(survey.interviews[700], "enumerator"));
    survey.set(copy, "phone", "+7 700 123 4567");
    survey.set_times(copy, SurveyForTest::minute_of(50) + 5, 12);
    survey.interviews[700] = copy;
    const Checked checked(survey);
    ASSERT_EQ(checked.count("near-duplicate"), 1);
    const auto found = std::ranges::find(checked.report.findings, "near-duplicate", &Finding::code);
    EXPECT_EQ(found->row, 700);
    EXPECT_EQ(found->other, 10);
}

TEST(Quality, RulesOfTheStudyAndChecksSwitchedOff) {
    SurveyForTest survey(8);
    QualityRule& rule = survey.study.file.quality.rules.emplace_back();
    rule.name = "young";
    rule.message = "Nobody under 18 is interviewed.";
    rule.wrong = parse("${age} < 18").expression;
    survey.set(survey.interviews[9], "age", "15");
    survey.set(survey.interviews[10], "income", "99000000");
    survey.study.file.quality.off = {"outlier"};
    const Checked checked(survey);
    EXPECT_TRUE(checked.has("rule", 9));
    EXPECT_EQ(checked.count("rule"), 1);
    EXPECT_EQ(checked.count("outlier"), 0);
}

TEST(Quality, PlacesOutsideTheirArea) {
    SurveyForTest survey(9);
    survey.study.file.areas.choice_column = "code";
    for (ChoiceList& list : survey.study.questionnaire.lists) {
        if (list.name != "area") continue;
        for (Choice& choice : list.choices)
            choice.extra["code"] = choice.name;
    }
    std::string geojson = R"({"type":"FeatureCollection","features":[)";
    for (int a = 0; a < 5; ++a) {
        const double west = 70.0 + a;
        geojson += fmt::format(
            R"({}{{"type":"Feature","properties":{{"key":"a{}"}},"geometry":{{"type":"Polygon",)"
            R"("coordinates":[[[{},43],[{},43],[{},44],[{},44],[{},43]]]}}}})",
            a == 0 ? "" : ",",
            a,
            west,
            west + 1,
            west + 1,
            west,
            west);
    }
    geojson += "]}";
    const auto areas = AreaPolygons::read(geojson, "key");
    ASSERT_TRUE(areas);
    EXPECT_EQ(areas->distance_km("a0", 43.5, 70.5), 0);
    EXPECT_NEAR(areas->distance_km("a0", 42, 70.5), 111.3, 0.1);
    survey.set(survey.interviews[7], "point", "50.1 60.2 0 5");
    const Dataset dataset = survey.assembled();
    const FieldworkRows rows = lay_out_fieldwork(survey.study, dataset);
    const QualityReport report = check_quality(rows, &*areas);
    int outside = 0;
    for (const Finding& finding : report.findings) {
        if (finding.code != "outside-area") continue;
        ++outside;
        EXPECT_EQ(finding.row, 7);
    }
    EXPECT_EQ(outside, 1);
}

TEST(Quality, DistancesOnTheSphere) {
    EXPECT_NEAR(great_circle_m({43.238, 76.889}, {51.129, 71.43}), 971e3, 4e3);  // Almaty–Astana
    EXPECT_EQ(great_circle_m({1, 2}, {1, 2}), 0);
}

// Kinds of cheating, each by one enumerator among fifteen. The table that docs/quality.md prints is
// what this test prints.
struct Cheat {
    const char* kind;
    std::vector<std::string> signs;  // any of them names the enumerator
    std::function<void(SurveyForTest&, int)> spoil;
};

std::vector<Cheat> cheats() {
    return {
        {"copying",
         {"alike-interviews"},
         [](SurveyForTest& survey, int e) {
             const auto first = static_cast<std::size_t>(e * SurveyForTest::each);
             const Interview model = survey.interviews[first];
             survey.spoil(e, [&](Interview& interview, int i) {
                 if (i == 0) return;
                 Interview copy = model;
                 copy.instance_id = interview.instance_id;
                 for (const char* own : {"start", "end", "phone", "age", "income", "point"})
                     survey.set(copy, own, survey.get(interview, own));
                 for (int change = 0; change < 4; ++change)
                     survey.set(copy,
                                fmt::format("item{}", survey.below(SurveyForTest::battery)),
                                fmt::format("g{}", survey.below(5)));
                 interview = copy;
             });
         }},
        {"shortening",
         {"few-questions"},
         [](SurveyForTest& survey, int e) {
             survey.spoil(e, [&](Interview& interview, int) {
                 for (int g = 0; g < SurveyForTest::gates; ++g) {
                     if (survey.uniform() < 0.6)
                         survey.set(interview, fmt::format("gate{}", g), "no");
                 }
             });
         }},
        {"straight-lining",
         {"straight-liner"},
         [](SurveyForTest& survey, int e) {
             survey.spoil(e, [&](Interview& interview, int) {
                 if (survey.uniform() < 0.5) return;
                 for (int b = 0; b < SurveyForTest::battery; ++b)
                     survey.set(interview, fmt::format("item{}", b), "g2");
             });
         }},
        {"inventing at a desk",
         {"fast-enumerator", "heaped-numbers", "low-entropy"},
         [](SurveyForTest& survey, int e) {
             survey.spoil(e, [&](Interview& interview, int i) {
                 survey.set(interview, "age", std::to_string(20 + 5 * survey.below(6)));
                 survey.set(interview, "income", std::to_string(50'000 * (2 + survey.below(5))));
                 survey.set(interview, "months", std::to_string(10 * survey.below(4)));
                 survey.set(interview, "point", "43.250000 71.500000 0 5");
                 survey.set_times(interview, SurveyForTest::minute_of(i), 6 + survey.uniform());
             });
         }},
        {"working at night",
         {"night-worker"},
         [](SurveyForTest& survey, int e) {
             survey.spoil(e, [&](Interview& interview, int i) {
                 if (survey.uniform() < 0.3)
                     survey.set_times(interview, SurveyForTest::minute_of(i) + 13.5 * 60, 12);
             });
         }},
    };
}

TEST(Quality, CheatingEnumeratorsAreNamedAndNobodyElse) {
    constexpr int surveys = 20;
    for (const Cheat& cheat : cheats()) {
        int found = 0;
        int others = 0;
        for (int seed = 0; seed < surveys; ++seed) {
            SurveyForTest survey(static_cast<unsigned>(100 + seed));
            const int cheating = seed % SurveyForTest::enumerators;
            cheat.spoil(survey, cheating);
            const Checked checked(survey);
            const std::string name = fmt::format("Enumerator {}", cheating);
            bool named = false;
            std::set<std::string> accused;
            for (const Finding& finding : checked.report.findings) {
                if (finding.row >= 0 || finding.enumerator.empty()) continue;
                accused.insert(finding.enumerator);
                named =
                    named || (finding.enumerator == name &&
                              std::ranges::find(cheat.signs, finding.code) != cheat.signs.end());
            }
            found += named ? 1 : 0;
            accused.erase(name);
            others += static_cast<int>(accused.size());
        }
        std::printf("%-20s found in %d of %d surveys; %d of %d honest enumerators named\n",
                    cheat.kind,
                    found,
                    surveys,
                    others,
                    surveys * (SurveyForTest::enumerators - 1));
        EXPECT_EQ(found, surveys) << cheat.kind;
        EXPECT_LE(others, 3) << cheat.kind;
    }
}

TEST(Quality, IntraclassCorrelationOfAPublishedExample) {
    // Shrout and Fleiss (1979), table 2: six targets, four judges; ICC(1,1) = 0.17.
    const double ratings[6][4] = {
        {9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}};
    std::vector<double> values;
    std::vector<int> groups;
    for (int target = 0; target < 6; ++target) {
        for (const double rating : ratings[target]) {
            values.push_back(rating);
            groups.push_back(target);
        }
    }
    const auto effect = intraclass_correlation(values, groups, std::vector<int>(24, 0));
    EXPECT_NEAR(effect.icc, 0.166, 0.001);
    EXPECT_NEAR(effect.p, 0.165, 0.001);  // F(5, 18) = 1.79
}

TEST(Quality, RobustScaleByHand) {
    // Median 2; distances from it 1 1 0 0 2 4 7, whose median is 1.
    const RobustScale scale = robust_scale({1, 1, 2, 2, 4, 6, 9});
    EXPECT_EQ(scale.centre, 2);
    EXPECT_NEAR(scale.spread, 1.4826, 1e-4);
    EXPECT_NEAR(median({3, 1, 2, 10}), 2.5, 1e-12);
    EXPECT_NEAR(binomial_upper_tail(8, 10, 0.5), 56.0 / 1024, 1e-12);
    EXPECT_NEAR(chi_squared_upper_tail(3.841458820694124, 1), 0.05, 1e-9);
}

TEST(Quality, AnInterviewThatArrivesIsCheckedAgainstWhatIsUsual) {
    SurveyForTest survey(11);
    const Dataset before = survey.assembled();
    const FieldworkRows learned = lay_out_fieldwork(survey.study, before);
    const InterviewChecks checks(learned, nullptr);
    Interview late = survey.interviews[0];
    late.instance_id = "uuid:late";
    survey.set(late, "income", "99000000");
    survey.set(late, "phone", "8 999 000 1122");
    survey.set_times(late, SurveyForTest::minute_of(3) + 13.9 * 60, 12);
    survey.interviews.push_back(late);
    const Dataset after = survey.assembled();
    const FieldworkRows rows = lay_out_fieldwork(survey.study, after);
    std::vector<Finding> findings;
    checks.check(rows, 900, findings);
    std::set<std::string> codes;
    for (const Finding& finding : findings)
        codes.insert(finding.code);
    EXPECT_TRUE(codes.contains("outlier"));
    EXPECT_TRUE(codes.contains("at-night"));
}

TEST(Quality, ThePageNamesWhomToPhoneAndHidesNothingItSays) {
    SurveyForTest survey(12);
    survey.spoil(3, [&](Interview& interview, int i) {
        survey.set_times(interview, SurveyForTest::minute_of(i) + 13.5 * 60, 12);
    });
    survey.study.file.title = "Workers & <others>";
    const Checked checked(survey);
    const std::string page = quality_page(checked.rows, checked.report, "2024-06-01");
    EXPECT_NE(page.find("Workers &amp; &lt;others&gt;"), std::string::npos);
    EXPECT_NE(page.find("Enumerator 3"), std::string::npos);
    EXPECT_EQ(page.find("Invented interviews"), std::string::npos);
    const WorkbookOut book = quality_workbook(
        checked.rows, checked.report, std::chrono::sys_seconds(std::chrono::days(1)));
    ASSERT_EQ(book.sheets.size(), 4U);
    EXPECT_EQ(book.sheets[0].rows.size(), checked.report.findings.size() + 1);
    EXPECT_EQ(std::get<std::string>(book.sheets[3].rows[0][0].value), "uuid");
    for (std::size_t row = 1; row < book.sheets[3].rows.size(); ++row)
        EXPECT_EQ(std::get<std::string>(book.sheets[3].rows[row][2].value), "no_action");
}

}  // namespace
}  // namespace mtm

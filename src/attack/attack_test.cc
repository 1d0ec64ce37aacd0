#include "attack/attack.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "attack/attack_page.h"
#include "attack/public_form.h"
#include "attack/rebuilt_counts.h"
#include "base/text.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

// A table of works (yes, no) by sex; a number below 0 is withheld.
std::string works_table(const std::vector<std::pair<int, int>>& groups) {
    static const std::vector<std::string> names{"", "male", "female"};
    const auto cell = [](const char* category, int n, int base) {
        const std::string number = n < 0 ? "null" : std::to_string(n);
        return std::string(R"({"category":")") + category + R"(","withheld":)" +
               (n < 0 ? "true" : "false") + R"(,"value":)" + number + R"(,"n":)" + number +
               R"(,"base":)" + (base < 0 ? "null" : std::to_string(base)) + "}";
    };
    static const std::vector<int> bases{100, 60, 40};
    std::string out = R"({"counted":100,"tables":[{"name":"work","question":"works","by":["sex"],)"
                      R"("statistic":"count","base":{"n":100,"everyone":true},"groups":[)";
    for (std::size_t g = 0; g < groups.size(); ++g) {
        out += (g > 0 ? "," : "") + std::string(R"({"group":")") + names[g] + R"(","base":)" +
               std::to_string(bases[g]) + R"(,"cells":[)" + cell("yes", groups[g].first, bases[g]) +
               "," + cell("no", groups[g].second, bases[g]) + "]}";
    }
    return out + "]}]}";
}

const std::string complete = works_table({{80, 20}, {43, 17}, {37, 3}});
const std::string withheld = works_table({{80, 20}, {-1, -1}, {-1, -1}});

AttackOutcome outcome_of(const AttackReport& report, std::string_view name) {
    for (const AttackOutcome& outcome : report.outcomes) {
        if (outcome.name.find(name) != std::string::npos) return outcome;
    }
    return {};
}

TEST(Attack, FailsWhereOthersAreWithheldToo) {
    AttackKnowledge knowledge;
    knowledge.complete_tables = complete;
    const auto report =
        attack({.tables = withheld, .figures = {}, .dashboard = {}}, {}, knowledge, 10);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->succeeded());
    // The three women who do not work are all but 17 of the 20.
    EXPECT_FALSE(report->control_failed);
    EXPECT_NE(report->control.find(": 1 counts of 1 to 9"), std::string::npos) << report->control;
}

TEST(Attack, RebuildsWhatTheRuleAloneWithholds) {
    const auto report = attack(
        {
            .tables = works_table({{80, 20}, {43, 17}, {37, -1}}),
            .figures = {},
            .dashboard = {},
        },
        {},
        {},
        10);
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->succeeded());
    const AttackOutcome outcome = outcome_of(*report, "Counts rebuilt");
    ASSERT_FALSE(outcome.found.empty());
    EXPECT_EQ(outcome.found[0].where, "table “work”, group “female”, category “no”");
    EXPECT_EQ(outcome.found[0].what.substr(0, 8), "3 people");
}

// Who gave several answers is in several groups, and who gave none in no group: from everyone and
// one group nothing follows of the other.
TEST(Attack, SubtractsNoGroupsThatOverlap) {
    const auto succeeds = [](const std::string& tables) {
        const auto report = attack({.tables = tables, .figures = {}, .dashboard = {}}, {}, {}, 10);
        EXPECT_TRUE(report);
        return report && report->succeeded();
    };
    const std::string apart = works_table({{80, 20}, {43, 17}, {-1, -1}});
    EXPECT_TRUE(succeeds(apart));
    const std::string remark =
        R"("by":["sex"],"remarks":[{"reason":"groups-overlap","words":""}],)";
    EXPECT_FALSE(succeeds(replace_all(apart, R"("by":["sex"],)", remark)));
}

TEST(Attack, AFigureOrTheDashboardGivesItAway) {
    const std::string figures =
        "expression,printed,base\n\"count(${works} = 'no', ${sex} = 'male')\",17,60\n";
    const auto by_figure =
        attack({.tables = withheld, .figures = {figures}, .dashboard = {}}, {}, {}, 10);
    ASSERT_TRUE(by_figure);
    EXPECT_TRUE(by_figure->succeeded());
    const std::string dashboard =
        R"(window.mtm_dashboard = {"topics":[{"question":"works","views":[{"table":"work",)"
        R"("columns":[{},{"code":"male"},{"code":"female"}],"rows":[{"code":"no","cells":)"
        R"([{"n":20},{"n":17},{"t":1,"x":1}]}]}]}]};)";
    const auto by_dashboard =
        attack({.tables = withheld, .figures = {}, .dashboard = dashboard}, {}, {}, 10);
    ASSERT_TRUE(by_dashboard);
    EXPECT_TRUE(by_dashboard->succeeded());
    EXPECT_FALSE(attack({.tables = withheld, .figures = {}, .dashboard = "nothing"}, {}, {}, 10));
    const auto by_report = attack({.tables = withheld,
                                   .figures = {},
                                   .dashboard = {},
                                   .of_reports = works_table({{80, 20}, {43, 17}, {-1, -1}})},
                                  {},
                                  {},
                                  10);
    ASSERT_TRUE(by_report);
    EXPECT_TRUE(by_report->succeeded());
}

TEST(Attack, ComparesWithWhatIsPublicAlready) {
    AttackKnowledge knowledge;
    knowledge.earlier.push_back({"release 1", works_table({{82, 18}, {-1, -1}, {-1, -1}})});
    const auto report =
        attack({.tables = withheld, .figures = {}, .dashboard = {}}, {}, knowledge, 10);
    ASSERT_TRUE(report);
    const AttackOutcome outcome = outcome_of(*report, "Differences");
    EXPECT_EQ(outcome.successes, 2U);
    ASSERT_EQ(outcome.found.size(), 2U);
    EXPECT_EQ(outcome.found[0].what, "2 people fewer than in release 1");
    EXPECT_EQ(outcome.found[1].what, "2 people more than in release 1");
}

// A mean of 100, by its table or a sentence: one answer was corrected, or 40 people came.
TEST(Attack, SeesThatAMeanChangedAndItsPeopleDidNot) {
    const auto table = [](const char* mean, int n) {
        const std::string people = std::to_string(n);
        return R"({"counted":)" + people +
               R"(,"tables":[{"name":"t","question":"income","by":[],"statistic":"mean",)"
               R"("base":{"everyone":true},"groups":[{"group":"","base":)" +
               people + R"(,"cells":[{"category":"income","withheld":false,"value":)" + mean +
               R"(,"n":)" + people + R"(,"base":)" + people + "}]}]}]}";
    };
    const auto found = [](const AttackKnowledge& knowledge,
                          const std::string& tables,
                          const std::string& figures) {
        const auto outcome = attack_by_differences(
            {.tables = tables, .figures = {figures}, .dashboard = {}}, knowledge, 10);
        EXPECT_TRUE(outcome);
        return outcome->found.size();
    };
    const auto figures = [](const char* printed) {
        return std::string("expression,printed,base\nmean(${income}),") + printed + ",\n";
    };
    AttackKnowledge knowledge;
    knowledge.earlier.push_back(
        {"release 1", table("203.5", 100), {}, {{"mean(${income})", "203.5", {}}}});
    EXPECT_EQ(found(knowledge, table("203.5", 100), figures("203.5")), 0U);
    EXPECT_EQ(found(knowledge, table("211.25", 100), figures("203.5")), 1U);
    EXPECT_EQ(found(knowledge, table("203.5", 100), figures("211.3")), 1U);
    EXPECT_EQ(found(knowledge, table("211.25", 140), figures("211.3")), 0U);
}

// Of 60 who work: a question that skip logic brings them to, or one that everybody was asked.
std::string table_of_workers(const char* asked, int farm, int shop) {
    const auto cell = [](const char* category, int n) {
        return std::string(R"({"category":")") + category + R"(","withheld":false,"n":)" +
               std::to_string(n) + R"(,"value":)" + std::to_string(n) + "}";
    };
    return std::string(R"({"counted":100,"tables":[{"name":"t","by":[],"statistic":"count",)") +
           asked + R"(,"groups":[{"group":"","base":)" + std::to_string(farm + shop) +
           R"(,"cells":[)" + cell("farm", farm) + "," + cell("shop", shop) + "]}]}]}";
}

TEST(Attack, KnowsPeopleBySkipLogicAndByAFilter) {
    constexpr const char* by_skip_logic =
        R"("question":"sector","base":{"everyone":false,"wording":"work"})";
    constexpr const char* by_filter =
        R"("question":"home","base":{"everyone":false,"where":"${works} = 'yes'"})";
    constexpr const char* by_another =
        R"("question":"home","base":{"everyone":false,"where":"${works} != 'no'"})";
    AttackKnowledge knowledge;
    knowledge.form.asked.push_back({"sector", "works", {"yes"}});
    const auto told = [&](const char* before, const char* now, int farm) {
        knowledge.earlier = {{"release 1", table_of_workers(before, 40, 20), {}, {}}};
        const auto outcome = attack_by_differences(
            {.tables = table_of_workers(now, farm, 20), .figures = {}, .dashboard = {}},
            knowledge,
            10);
        EXPECT_TRUE(outcome);
        return outcome->successes;
    };
    EXPECT_GT(told(by_skip_logic, by_skip_logic, 37), 0U);
    EXPECT_GT(told(by_skip_logic, by_filter, 37), 0U);
    EXPECT_GT(told(by_filter, by_skip_logic, 37), 0U);
    EXPECT_EQ(told(by_filter, by_skip_logic, 40), 0U);
    EXPECT_EQ(told(by_skip_logic, by_another, 37), 0U);  // some may not have answered
}

AttackedRecords women_and_men();

TEST(Attack, ComparesTablesOfAnotherNameAndFiguresByExpression) {
    const std::string before = works_table({{80, 20}, {50, 10}, {30, 10}});
    const std::string renamed = replace_all(
        works_table({{81, 19}, {50, 10}, {31, 9}}), R"("name":"work")", R"("name":"work_again")");
    AttackKnowledge knowledge;
    knowledge.earlier.push_back({"release 1", before, {}, {}});
    const auto corrected =
        attack_by_differences({.tables = renamed, .figures = {}, .dashboard = {}}, knowledge, 10);
    ASSERT_TRUE(corrected) << corrected.error().message;
    EXPECT_GT(corrected->successes, 0U);
    const auto figures = [](const char* printed) {
        return std::string("expression,printed,base\n\"count(${age} > 40)\",") + printed + ",\n";
    };
    knowledge.earlier.front().figures = {{"count(${age} > 40)", "12", {}}};
    const auto compare = [&](const char* printed) {
        return attack_by_differences(
            {.tables = before, .figures = {figures(printed)}, .dashboard = {}}, knowledge, 10);
    };
    const auto by_one = compare("13");
    ASSERT_TRUE(by_one) << by_one.error().message;
    ASSERT_EQ(by_one->found.size(), 1U);
    EXPECT_EQ(by_one->found[0].where, "figure count(${age} > 40)");
    EXPECT_EQ(by_one->found[0].what, "1 person more than in release 1");
    EXPECT_EQ(compare("12")->successes, 0U);
    EXPECT_EQ(compare("30")->successes, 0U);
}

// Of 150 people 84 own, 60 rent and 6 live in the street, what is told of them in a publication.
std::string housing(const std::string& table, int interviews = 150) {
    return R"({"counted":)" + std::to_string(interviews) + R"(,"tables":[)" + table + "]}";
}

std::string count_cell(const char* category, const char* n, const char* base) {
    return std::string(R"({"category":")") + category + R"(","n":)" + n + R"(,"base":)" + base +
           "}";
}

const std::string who_owns =
    R"({"name":"house","question":"house","by":[],"statistic":"count","base":{"everyone":true},)"
    R"("groups":[{"group":"","base":150,"cells":[)" +
    count_cell("own", "84", "150") + "," + count_cell("rent", "null", "150") + "," +
    count_cell("street", "null", "150") + "]}]}";

std::string sex_of_those_who_rent(const char* men, const char* all) {
    return R"({"name":"sex","question":"sex","by":[],"statistic":"count","base":{"everyone":false,)"
           R"("where":"${house} = 'rent'"},"groups":[{"group":"","base":)" +
           std::string(all) + R"(,"cells":[)" + count_cell("m", men, all) + "]}]}";
}

// Each of two plans over the same interviews is safe alone; a release made again tells nothing new.
TEST(Attack, JoinsPublicationsOfTheSameInterviews) {
    const auto found = [](const std::string& tables, const AttackKnowledge& knowledge) {
        const auto outcome = attack_by_differences(
            {.tables = tables, .figures = {}, .dashboard = {}}, knowledge, 10);
        EXPECT_TRUE(outcome) << outcome.error().message;
        return outcome ? outcome->found : std::vector<AttackFinding>{};
    };
    const std::string now = housing(sex_of_those_who_rent("30", "60"));
    EXPECT_TRUE(found(now, {}).empty());
    AttackKnowledge knowledge;
    knowledge.earlier.push_back({"published/1", housing(who_owns)});
    const auto together = found(now, knowledge);
    ASSERT_FALSE(together.empty());
    EXPECT_EQ(together[0].what, "6 people, by this beside published/1");
    EXPECT_TRUE(std::ranges::any_of(together, [](const AttackFinding& one) {
        return one.where == "table “published/1: house”, category “street”";
    }));
    EXPECT_TRUE(found(housing(who_owns), knowledge).empty());
    // 40 people came: nobody knows how many of them rent.
    EXPECT_TRUE(found(housing(sex_of_those_who_rent("30", "60"), 190), knowledge).empty());
    // Together they tell it already, and this one adds nothing.
    knowledge.earlier.push_back({"published/2", now});
    EXPECT_TRUE(found(housing(sex_of_those_who_rent("30", "60")), knowledge).empty());
    EXPECT_TRUE(found(housing(who_owns), knowledge).empty());
}

// A sentence begins with a number in words.
TEST(Attack, ReadsNumbersInWords) {
    AttackKnowledge knowledge;
    knowledge.earlier.push_back(
        {"published/1", housing(who_owns), {}, {{"count(${house} = 'rent')", "Sixty", {}}}});
    const std::string everyone = housing(
        R"({"name":"sex","question":"sex","by":[],"statistic":"count","base":{"everyone":true},)"
        R"("groups":[{"group":"","base":150,"cells":[)" +
        count_cell("m", "70", "150") + "]}]}");
    const auto successes = [&] {
        const auto outcome = attack_by_differences(
            {.tables = everyone,
             .figures = {"expression,printed,base\ncount(${house} = 'own'),Eighty-four,\n"},
             .dashboard = {}},
            knowledge,
            10);
        EXPECT_TRUE(outcome);
        return outcome->successes;
    };
    knowledge.earlier.front().tables = housing(replace_all(who_owns, R"("n":84)", R"("n":null)"));
    EXPECT_EQ(successes(), 0U);
    knowledge.number_reader = [](std::string_view words) -> std::optional<long long> {
        if (words == "Sixty") return 60;
        if (words == "Eighty-four") return 84;
        return std::nullopt;
    };
    EXPECT_GT(successes(), 0U);
}

// Rows of a repeat: 231 members of the households of 90 who were interviewed, of whom 196 go to
// school; by where they live no numbers are told.
TEST(Attack, TakesMoreRowsThanInterviewsForWhatTheyAre) {
    const std::string members =
        R"({"counted":90,"tables":[{"name":"school","question":"school","by":["house"],)"
        R"("statistic":"count","base":{"everyone":true},"groups":[{"group":"","base":231,"cells":[)" +
        count_cell("yes", "196", "231") + "," + count_cell("no", "35", "231") +
        R"(]},{"group":"own","base":null,"cells":[)" + count_cell("yes", "null", "null") + "," +
        count_cell("no", "20", "null") + R"(]},{"group":"rent","base":null,"cells":[)" +
        count_cell("yes", "null", "null") + "," + count_cell("no", "null", "null") + "]}]}]}";
    const auto report = attack({.tables = members, .figures = {}, .dashboard = {}}, {}, {}, 10);
    ASSERT_TRUE(report) << report.error().message;
    const AttackOutcome outcome = outcome_of(*report, "Counts");
    EXPECT_EQ(outcome.tried.find("contradict"), std::string::npos) << outcome.tried;
    EXPECT_EQ(outcome.successes, 0U);
}

TEST(Attack, CountsRecordsBesideThoseThatArePublicAlready) {
    AttackedRecords now = women_and_men();
    now.csv = "sex,works\nmale,yes\nfemale,yes\n";
    const auto differences = [&](std::size_t before) {
        AttackKnowledge knowledge;
        knowledge.earlier.push_back({"published/1",
                                     withheld,
                                     {{"the open records", before}, {"the records of others", 3}}});
        const auto report =
            attack({.tables = withheld, .figures = {}, .dashboard = {}}, {now}, knowledge, 10);
        EXPECT_TRUE(report);
        return outcome_of(*report, "Differences").found;
    };
    EXPECT_TRUE(differences(2).empty());
    EXPECT_TRUE(differences(12).empty());
    ASSERT_EQ(differences(3).size(), 1U);
    EXPECT_EQ(differences(3)[0].where, "the open records");
    EXPECT_EQ(differences(3)[0].what, "1 record fewer than in published/1");
    EXPECT_EQ(differences(11)[0].what, "9 records fewer than in published/1");
    EXPECT_EQ(differences(0)[0].what, "2 records more than in published/1");
}

AttackedRecords women_and_men() {
    AttackedRecords out;
    out.edition = "open";
    out.people.keys = {"sex"};
    out.people.sensitive = {"works"};
    out.people.people = {{"male"}, {"female"}};
    return out;
}

// 60 men, 40 women, some of them blank in `works`.
std::string records_with(std::size_t blank, bool of_one_answer) {
    std::string out = "record,sex,works\n";
    for (std::size_t i = 0; i < 100; ++i) {
        const bool yes = i < 80;
        const bool hidden = of_one_answer ? i < blank : i % (100 / blank) == 1;
        out += std::to_string(i) + (i % 5 < 3 ? ",male," : ",female,") +
               (hidden ? "" : (yes ? "yes" : "no")) + "\n";
    }
    return out;
}

TEST(Attack, FillsBlanksFromTables) {
    AttackedRecords given = women_and_men();
    given.most_risk = 100;
    const auto attacked = [&](const std::string& records) {
        given.csv = records;
        return attack({.tables = withheld, .figures = {}, .dashboard = {}}, {given}, {}, 10);
    };
    const auto filled = attacked(records_with(10, true));
    ASSERT_TRUE(filled) << filled.error().message;
    const AttackOutcome outcome = outcome_of(*filled, "Blanks");
    ASSERT_EQ(outcome.successes, 1U);
    EXPECT_EQ(outcome.found[0].what, "10 blank, and all of them “yes”");
    const auto mixed = attacked(records_with(10, false));
    ASSERT_TRUE(mixed);
    EXPECT_EQ(outcome_of(*mixed, "Blanks").successes, 0U);
}

TEST(Attack, LinksRecordsToPeople) {
    AttackedRecords given = women_and_men();
    given.k = 2;
    given.csv = "record,sex,works\n1,male,yes\n2,female,no\n";
    const PublicTexts texts{.tables = withheld, .figures = {}, .dashboard = {}};
    const auto report = attack(texts, {given}, {}, 10);
    ASSERT_TRUE(report);
    const AttackOutcome outcome = outcome_of(*report, "linked");
    EXPECT_EQ(outcome.successes, 3U);  // under k, over the risk, and what they answered
    EXPECT_NE(attack_page(*report, "A & B", true).find("A &amp; B"), std::string::npos);
    EXPECT_GT(attack_lines(*report).size(), 8U);
    given.people.people.push_back({"other"});
    EXPECT_FALSE(attack(texts, {given}, {}, 10));
}

// Each edition has two records of every kind; joined by what they answered, each is alone.
TEST(Attack, JoinsEditions) {
    AttackedRecords open = women_and_men();
    open.most_risk = 100;
    open.answers_may_be_learnt = true;
    open.k = 2;
    open.people.people = {{"male"}, {"male"}, {"female"}, {"female"}};
    open.csv = "record,sex,said,works\n1,male,a,yes\n2,male,b,no\n3,female,c,yes\n4,female,d,no\n";
    AttackedRecords restricted = open;
    restricted.edition = "restricted";
    restricted.people.keys = {"area"};
    restricted.people.people = {{"north"}, {"south"}, {"north"}, {"south"}};
    restricted.csv =
        "record,area,said,works\n1,south,d,no\n2,north,c,yes\n3,south,b,no\n4,north,a,yes\n";
    const PublicTexts texts{.tables = withheld, .figures = {}, .dashboard = {}};
    const auto joined = attack(texts, {open, restricted}, {}, 10);
    ASSERT_TRUE(joined) << joined.error().message;
    EXPECT_EQ(outcome_of(*joined, "The open records linked").successes, 0U);
    EXPECT_EQ(outcome_of(*joined, "The restricted records linked").successes, 0U);
    const AttackOutcome outcome = outcome_of(*joined, "joined");
    ASSERT_EQ(outcome.successes, 1U);
    EXPECT_EQ(outcome.found[0].where, "4 people");
    // A weight is the mean of those alike in its edition: records are not told apart by it.
    AttackedRecords weighted = restricted;
    open.csv =
        "record,weight,sex,said,works\n1,7,male,a,yes\n2,7,male,b,no\n3,3,female,c,yes\n"
        "4,3,female,d,no\n";
    weighted.csv =
        "record,weight,area,said,works\n1,5,south,d,no\n2,4,north,c,yes\n3,5,south,b,no\n"
        "4,4,north,a,yes\n";
    const auto with_weights = attack(texts, {open, weighted}, {}, 10);
    ASSERT_TRUE(with_weights);
    EXPECT_EQ(outcome_of(*with_weights, "joined").found[0].where, "4 people");
    // Where nothing else stands in both there is nothing to join by.
    restricted.csv = "record,area,works\n1,south,\n2,north,\n3,south,\n4,north,\n";
    const auto apart = attack(texts, {open, restricted}, {}, 10);
    ASSERT_TRUE(apart);
    EXPECT_EQ(outcome_of(*apart, "joined").successes, 0U);
}

// Two men and two women of households of two; the table counts 60 men, 40 women and their answers.
AttackedRecords households() {
    AttackedRecords out;
    out.edition = "open";
    out.most_risk = 100;
    out.k = 2;
    out.people.keys = {"region"};
    out.people.people = {{"a"}, {"a"}};
    out.csv = "record,region,member_rows\n1,a,published\n2,a,published\n";
    AttackedRepeat& repeat = out.repeats.emplace_back();
    repeat.name = "member";
    repeat.told_by = "member_rows";
    repeat.keys = {"sex"};
    repeat.sensitive = {"works"};
    repeat.households = {{{"male"}, {"female"}}, {{"female"}, {"male"}}};
    repeat.csv =
        "record,parent_record,sex,works\n1,1,male,yes\n2,1,female,no\n3,2,male,no\n"
        "4,2,female,yes\n";
    return out;
}

TEST(Attack, ReadsBlanksFromWhatAFilterOffers) {
    const PublicTexts texts{.tables = withheld, .figures = {}, .dashboard = {}};
    AttackedRecords given;
    given.edition = "open";
    given.k = 2;
    given.most_risk = 100;
    given.people.keys = {"region"};
    given.people.people = {{"a"}, {"a"}, {"b"}};
    // Who is alone in b is among three, unless the shop tells.
    given.csv = "record,region,shop\n1,,a1\n2,,a2\n3,,b1\n";
    AttackKnowledge knowledge;
    const auto blind = attack(texts, {given}, knowledge, 10);
    ASSERT_TRUE(blind) << blind.error().message;
    EXPECT_EQ(outcome_of(*blind, "The open records linked").successes, 0U);
    auto form = form_from_text(
        "survey\n| type | name | label | choice_filter | calculation |\n"
        "| select_one region | region | Region | | |\n"
        "| calculate | zone | | | ${region} |\n"
        "| select_one shop | shop | Shop | reg=${zone} | |\n"
        "choices\n| list_name | name | label | reg |\n"
        "| region | a | A | |\n| region | b | B | |\n"
        "| shop | a1 | A1 | a |\n| shop | a2 | A2 | a |\n| shop | b1 | B1 | b |\n");
    ASSERT_FALSE(has_errors(form.diagnostics)) << print_all(form.diagnostics);
    knowledge.form = public_form(form.questionnaire, {});
    const auto told = attack(texts, {given}, knowledge, 10);
    ASSERT_TRUE(told) << told.error().message;
    EXPECT_EQ(outcome_of(*told, "The open records linked").found.at(0).what,
              "fewer than 2 records could be theirs");
}

TEST(Attack, LinksHouseholdsByAllTheirMembers) {
    AttackedRecords given = households();
    const PublicTexts texts{.tables = withheld, .figures = {}, .dashboard = {}};
    const auto alike = attack(texts, {given}, {}, 10);
    ASSERT_TRUE(alike) << alike.error().message;
    EXPECT_EQ(outcome_of(*alike, "The open records linked").successes, 0U);
    EXPECT_EQ(outcome_of(*alike, "The rows of “member”").successes, 0U);
    // The woman of the second household is a man: each is known by what they are together.
    given.repeats[0].csv = replace_all(given.repeats[0].csv, "4,2,female", "4,2,male");
    given.repeats[0].households[1] = {{"male"}, {"male"}};
    const auto differ = attack(texts, {given}, {}, 10);
    ASSERT_TRUE(differ) << differ.error().message;
    EXPECT_EQ(outcome_of(*differ, "The open records linked").successes, 1U);
    EXPECT_EQ(outcome_of(*differ, "The rows of “member”").found.at(0).what,
              "fewer than 2 rows could be theirs");
}

TEST(Attack, FillsRowsThatAreWithheldFromTables) {
    AttackedRecords given = households();
    const PublicTexts texts{.tables = withheld, .figures = {}, .dashboard = {}};
    std::string rows = "record,parent_record,sex,works\n";
    std::vector<KnownPerson> first;
    std::vector<KnownPerson> second;
    // The table counts 80 who work and 20 who do not: of these rows ten who work are missing.
    for (int i = 0; i < 90; ++i) {
        rows += std::to_string(i + 1) + (i < 45 ? ",1" : ",2") + ",male," +
                (i % 9 < 7 ? "yes" : "no") + "\n";
        (i < 45 ? first : second).push_back({"male"});
    }
    given.repeats[0].csv = rows;
    given.repeats[0].households = {first, second};
    const auto filled = attack(texts, {given}, {}, 10);
    ASSERT_TRUE(filled) << filled.error().message;
    const AttackOutcome outcome = outcome_of(*filled, "The rows of “member”");
    ASSERT_EQ(outcome.successes, 1U);
    EXPECT_EQ(outcome.found[0].what, "up to 10 blank or withheld, and all of them “yes”");
}

}  // namespace
}  // namespace mtm

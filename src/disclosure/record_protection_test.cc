#include "disclosure/record_protection.h"

#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "disclosure/record_risk.h"
#include "disclosure/released.h"
#include "disclosure/risk_page.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* form_of_workers =
    "survey\n"
    "| type | name | label | relevant | disclosure |\n"
    "| start | start | | | identifier |\n"
    "| integer | age | How old? | | quasi |\n"
    "| select_one sex | sex | Sex | | quasi |\n"
    "| select_one region | region | Region | | quasi |\n"
    "| select_one yes | employed | Employed? | | quasi |\n"
    "| select_one job | job | Which work? | ${employed} = 'yes' | none |\n"
    "| select_one yes | contract | A contract? | ${employed} = 'yes' | sensitive |\n"
    "| select_one yes | paid | Paid on time? | ${contract} = 'no' | none |\n"
    "| select_multiple help | help | What would help? | | none |\n"
    "| integer | code | Number of your card | | none |\n"
    "| text | said | What else? | | none |\n"
    "| geopoint | spot | Point | | none |\n"
    "choices\n"
    "| list_name | name | label | zone |\n"
    "| sex | male | Man | |\n| sex | female | Woman | |\n"
    "| region | a | A | north |\n| region | b | B | north |\n| region | c | C | south |\n"
    "| region | d | D | south |\n"
    "| yes | yes | Yes | |\n| yes | no | No | |\n"
    "| job | farm | Farm | |\n| job | build | Building | |\n| job | shop | Shop | |\n"
    "| help | money | Money | |\n| help | law | Law | |\n";

Study study_of_workers() {
    Study out;
    auto compiled = form_from_text(form_of_workers);
    EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
    out.questionnaire = std::move(compiled.questionnaire);
    out.file.records.texts = {"said"};
    out.file.records.most_risk = 100;
    return out;
}

class Workers {
public:
    explicit Workers(std::uint64_t seed, std::size_t people = 300)
        : study(study_of_workers()), random_(seed) {
        for (std::size_t i = 0; i < people; ++i)
            interview(i);
        dataset = assemble(study, interviews).dataset;
    }

    Study study;
    std::vector<Interview> interviews;
    Dataset dataset;

private:
    void answer(Interview& to, const char* name, std::string value) {
        Answer answer;
        answer.question = study.questionnaire.find(name);
        answer.value = std::move(value);
        to.answers.push_back(std::move(answer));
    }

    void interview(std::size_t number) {
        Interview out;
        out.instance_id = fmt::format("uuid:{:08x}", random_.bits() & 0xFFFFFFFFU);
        answer(out, "start", fmt::format("2024-05-01T10:00:{:02}", number % 60));
        answer(out, "age", std::to_string(18 + random_.below(50)));
        answer(out, "sex", random_.chance(0.8) ? "male" : "female");
        answer(out,
               "region",
               std::string(1, static_cast<char>('a' + random_.weighted({60, 30, 8, 2}))));
        const bool employed = random_.chance(0.7);
        answer(out, "employed", employed ? "yes" : "no");
        if (employed) {
            answer(out, "job", std::vector<const char*>{"farm", "build", "shop"}[random_.below(3)]);
            const bool contract = random_.chance(0.9);
            answer(out, "contract", contract ? "yes" : "no");
            if (!contract) answer(out, "paid", random_.chance(0.5) ? "yes" : "no");
        }
        answer(out, "help", random_.chance(0.5) ? "money law" : "law");
        answer(out, "code", std::to_string(7010000000 + static_cast<long long>(number)));
        answer(out,
               "said",
               number == 7        ? "Ask Gulnara Akhmetova, 8 701 555 01 23"
               : number % 3 == 0  ? "more pay"
               : number % 50 == 1 ? "a rare wish"
                                  : "");
        answer(out, "spot", fmt::format("{:.5f} 76.9 0 0", 43 + random_.uniform()));
        interviews.push_back(std::move(out));
    }

    Random random_;
};

std::string value_of(const PublicRecords& records, const char* name, std::size_t row) {
    const Column* column = records.dataset.find(name);
    if (column == nullptr || column->codes[row] < 0) return "";
    return column->dictionary[static_cast<std::size_t>(column->codes[row])];
}

std::string keys_of(const PublicRecords& records, std::size_t row) {
    std::string out;
    for (const char* name : {"age", "sex", "region", "employed"})
        out += value_of(records, name, row) + ";";
    return out;
}

TEST(RecordProtection, EveryPublishedRecordIsLikeKOthers) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const Workers workers(seed);
        const auto made = protect_records(workers.study, workers.dataset);
        ASSERT_TRUE(made) << made.error().message;
        std::map<std::string, std::size_t> alike;
        std::map<std::string, std::size_t> alike_with_skips;
        const std::size_t rows = made->records.dataset.counted();
        ASSERT_EQ(rows, 300U);
        for (std::size_t row = 0; row < rows; ++row) {
            ++alike[keys_of(made->records, row)];
            const bool asked_job = !value_of(made->records, "job", row).empty();
            ++alike_with_skips[keys_of(made->records, row) + (asked_job ? "job" : "")];
        }
        for (const auto& [keys, count] : alike)
            EXPECT_GE(count, 5U) << seed << ' ' << keys;
        // Whether somebody was asked for their job says whether they are employed.
        for (const auto& [keys, count] : alike_with_skips)
            EXPECT_GE(count, 5U) << seed << ' ' << keys;
        EXPECT_GE(fewest_alike(made->records), 5U);
        // One blank alone would be known from the tables, which count everybody.
        for (const RecordTreatment& treatment : made->records.treatments) {
            if (treatment.role == RecordRole::key) {
                EXPECT_TRUE(treatment.blanked == 0 || treatment.blanked >= 5U) << treatment.name;
            }
        }
    }
}

// Weights of areas tell the area, which is published coarser or not at all.
// Shops are offered by region, streets by shop, and what helped by a sensitive answer, through
// calculations.
Study study_of_shops() {
    Study out;
    auto compiled = form_from_text(
        "survey\n"
        "| type | name | label | relevant | disclosure | choice_filter | calculation |\n"
        "| select_one sex | sex | Sex | | quasi | | |\n"
        "| select_one region | region | Region | | quasi | | |\n"
        "| calculate | zone | | | | | ${region} |\n"
        "| select_one shop | shop | Shop | | none | reg=${zone} | |\n"
        "| select_one street | street | Street | | none | at=${shop} | |\n"
        "| select_one yes | seen | Seen? | ${shop} = 'd1' | none | | |\n"
        "| select_one yes | ill | Ill? | | sensitive | | |\n"
        "| calculate | was_ill | | | | | if(${ill} = 'yes', 1, 0) |\n"
        "| select_one why | why | Why? | | none | of=${was_ill} | |\n"
        "choices\n"
        "| list_name | name | label | reg | at | of |\n"
        "| sex | male | Man | | | |\n| sex | female | Woman | | | |\n"
        "| region | a | A | | | |\n| region | b | B | | | |\n| region | c | C | | | |\n"
        "| region | d | D | | | |\n"
        "| shop | a1 | A1 | a | | |\n| shop | b1 | B1 | b | | |\n| shop | c1 | C1 | c | | |\n"
        "| shop | d1 | D1 | d | | |\n"
        "| street | sa | SA | | a1 | |\n| street | sb | SB | | b1 | |\n"
        "| street | sc | SC | | c1 | |\n| street | sd | SD | | d1 | |\n"
        "| yes | yes | Yes | | | |\n| yes | no | No | | | |\n"
        "| why | pain | Pain | | | 1 |\n| why | luck | Luck | | | 0 |\n");
    EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
    out.questionnaire = std::move(compiled.questionnaire);
    out.file.records.most_risk = 100;
    return out;
}

Dataset dataset_of_shops(const Study& study, std::uint64_t seed) {
    Random random(seed);
    std::vector<Interview> interviews;
    for (std::size_t i = 0; i < 200; ++i) {
        Interview& one = interviews.emplace_back();
        one.instance_id = fmt::format("uuid:{:04}", i);
        const auto answer = [&](const char* name, std::string value) {
            one.answers.push_back({study.questionnaire.find(name), {}, std::move(value)});
        };
        const std::string region(1, static_cast<char>('a' + random.weighted({60, 30, 8, 2})));
        // All of the smallest regions are ill, and so alike in a sensitive answer.
        const bool ill = region == "c" || region == "d" || random.chance(0.3);
        answer("sex", random.chance(0.6) ? "male" : "female");
        answer("region", region);
        answer("zone", region);
        answer("shop", region + "1");
        answer("street", "s" + region);
        if (region == "d") answer("seen", random.chance(0.5) ? "yes" : "no");
        answer("ill", ill ? "yes" : "no");
        answer("was_ill", ill ? "1" : "0");
        answer("why", ill ? "pain" : "luck");
    }
    return assemble(study, interviews).dataset;
}

TEST(RecordProtection, WhatAFilterOffersTellsNoKeyAndNoSensitiveAnswer) {
    const Study study = study_of_shops();
    std::size_t blanks = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto made = protect_records(study, dataset_of_shops(study, seed));
        ASSERT_TRUE(made) << made.error().message;
        std::map<std::string, std::size_t> alike;
        for (std::size_t row = 0; row < made->records.dataset.counted(); ++row) {
            std::string told;
            for (const char* name : {"sex", "region", "shop", "street"})
                told += value_of(made->records, name, row) + ";";
            ++alike[told + (value_of(made->records, "seen", row).empty() ? "" : "d")];
            if (!value_of(made->records, "ill", row).empty()) continue;
            ++blanks;
            EXPECT_EQ(value_of(made->records, "why", row), "") << seed << ' ' << row;
        }
        for (const auto& [told, count] : alike)
            EXPECT_GE(count, 5U) << seed << ' ' << told;
    }
    EXPECT_GT(blanks, 0U);
}

TEST(RecordProtection, WeightsTellNoMoreThanThePublishedKeys) {
    Workers workers(5);
    const Column& region = *workers.dataset.find("region");
    auto design = std::make_shared<SampleDesign>();
    double sum = 0;
    for (std::size_t row = 0; row < region.size(); ++row) {
        design->weights.push_back(10.0 + 7 * region.codes[row] + 0.001 * static_cast<double>(row));
        sum += design->weights.back();
    }
    workers.dataset.design = std::make_shared<const TaylorVariance>(*design);
    const auto made = protect_records(workers.study, workers.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const std::vector<double>& weights = made->records.dataset.design->design().weights;
    ASSERT_EQ(weights.size(), region.size());
    std::map<double, std::size_t> alike;
    double told = 0;
    for (const double weight : weights) {
        ++alike[weight];
        told += weight;
    }
    for (const auto& [weight, count] : alike) {
        EXPECT_GE(count, 5U) << weight;
        EXPECT_DOUBLE_EQ(weight, std::round(10 * weight) / 10);  // 10 to 99: three digits
    }
    EXPECT_NEAR(told, sum, 5e-3 * sum);
    std::map<std::string, std::set<double>> of_keys;
    for (std::size_t row = 0; row < weights.size(); ++row) {
        const bool asked_job = !value_of(made->records, "job", row).empty();
        of_keys[keys_of(made->records, row) + (asked_job ? "job" : "")].insert(weights[row]);
    }
    for (const auto& [keys, values] : of_keys)
        EXPECT_EQ(values.size(), 1U) << keys;
}

// A mark of one question ends the guesses about others: then they are told of.
TEST(RecordProtection, WhatReadsLikeAKeyAndIsNoneIsToldOf) {
    Workers workers(8, 1);
    const auto names = [](const Study& study) {
        std::string out;
        for (const int question : others_like_keys(study))
            out += study.questionnaire.questions[static_cast<std::size_t>(question)].name + " ";
        return out;
    };
    EXPECT_EQ(names(workers.study), "");
    for (Question& question : workers.study.questionnaire.questions) {
        if (question.name == "age" || question.name == "region")
            question.disclosure = Disclosure::none;
        if (question.name == "job") question.name = "hh_id";
    }
    EXPECT_EQ(names(workers.study), "age region hh_id ");
    for (Question& question : workers.study.questionnaire.questions)
        question.disclosure = Disclosure::none;
    EXPECT_EQ(names(workers.study), "");  // guessed
    for (const VariableRole& role : variable_roles(workers.study)) {
        const Question& question =
            workers.study.questionnaire.questions[static_cast<std::size_t>(role.question)];
        if (question.name == "hh_id") {
            EXPECT_EQ(role.role, RecordRole::withheld);
        }
    }
}

TEST(RecordProtection, ARecodeOfWhatIsNoKeyIsRefused) {
    Workers workers(6);
    RecodeRule rule;
    rule.question = "contract";
    rule.groups = {{"any", {"yes", "no"}}};
    workers.study.file.records.recodes = {rule};
    const auto made = protect_records(workers.study, workers.dataset);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("“contract”"), std::string::npos) << made.error().message;
}

// Names of a household as choices: "Who of these is ill?"
TEST(RecordProtection, ChoicesThatPeopleTypedAreWithheld) {
    Workers workers(7);
    for (Question& question : workers.study.questionnaire.questions) {
        if (question.name == "job") question.list = -1;
    }
    for (const VariableRole& role : variable_roles(workers.study)) {
        const Question& question =
            workers.study.questionnaire.questions[static_cast<std::size_t>(role.question)];
        if (question.name == "job") {
            EXPECT_EQ(role.role, RecordRole::withheld);
        }
    }
}

TEST(RecordProtection, IdentifyingAnswersAreInNoColumn) {
    const Workers workers(3);
    const auto made = protect_records(workers.study, workers.dataset);
    ASSERT_TRUE(made);
    const PublicRecords& records = made->records;
    std::set<std::string> names;
    for (const Question& question : records.study.questionnaire.questions)
        names.insert(question.name);
    for (const char* withheld : {"start", "code", "spot"})
        EXPECT_FALSE(names.contains(withheld)) << withheld;
    std::set<std::string> told;
    for (const Column& column : records.dataset.levels[0].columns)
        told.insert(column.dictionary.begin(), column.dictionary.end());
    EXPECT_TRUE(told.contains("more pay"));      // by a hundred people
    EXPECT_FALSE(told.contains("a rare wish"));  // by six
    for (const std::string& text : told)
        EXPECT_EQ(text.find("Gulnara"), std::string::npos);
    ASSERT_EQ(made->identifying.size(), 1U);
    EXPECT_EQ(made->identifying[0].interviews,
              std::vector<std::string>{workers.interviews[7].instance_id});
    for (const std::string& id : records.dataset.instance_ids)
        EXPECT_EQ(id.find("uuid"), std::string::npos);
}

TEST(RecordProtection, SensitiveAnswersVaryAmongThoseAlike) {
    for (std::uint64_t seed = 20; seed < 28; ++seed) {
        const Workers workers(seed, 120);
        const auto made = protect_records(workers.study, workers.dataset);
        ASSERT_TRUE(made);
        std::map<std::string, std::set<std::string>> answers;
        std::map<std::string, std::size_t> paid;
        for (std::size_t row = 0; row < 120; ++row) {
            const std::string answer = value_of(made->records, "contract", row);
            if (!answer.empty()) answers[keys_of(made->records, row)].insert(answer);
            // Asked only of those without a contract: it would give the blank away.
            if (answer.empty()) {
                EXPECT_EQ(value_of(made->records, "paid", row), "") << seed;
            }
        }
        for (const auto& [keys, given] : answers)
            EXPECT_GE(given.size(), 2U) << seed << ' ' << keys;
    }
}

// What tables say and records lack: how often each answer was taken out.
std::map<std::string, int> taken_out(const Workers& workers,
                                     const PublicRecords& records,
                                     const char* question,
                                     const std::string& sex) {
    std::map<std::string, int> out;
    const Column& given = *workers.dataset.find(question);
    for (std::size_t row = 0; row < given.size(); ++row) {
        const Column& by = *workers.dataset.find("sex");
        const std::string who = by.dictionary[static_cast<std::size_t>(by.codes[row])];
        if (given.codes[row] >= 0 && (sex.empty() || who == sex))
            ++out[given.dictionary[static_cast<std::size_t>(given.codes[row])]];
    }
    const std::size_t rows = records.dataset.levels.empty() ? 0 : records.dataset.counted();
    for (std::size_t row = 0; row < rows; ++row) {
        const std::string answer = value_of(records, question, row);
        if (!answer.empty() && (sex.empty() || value_of(records, "sex", row) == sex)) --out[answer];
    }
    return out;
}

TEST(RecordProtection, TablesDoNotFillWhatWasTakenOut) {
    int blanks = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Workers workers(seed, 150);
        workers.study.file.records.drop = {"age"};
        const auto made = protect_records(workers.study, workers.dataset);
        ASSERT_TRUE(made) << made.error().message;
        bool sex_told = true;
        for (std::size_t row = 0; row < made->records.dataset.counted(); ++row)
            sex_told = sex_told && !value_of(made->records, "sex", row).empty();
        for (const std::string sex : {"", "male", "female"}) {
            if (!sex.empty() && !sex_told) continue;
            const auto taken = taken_out(workers, made->records, "contract", sex);
            const int yes = taken.contains("yes") ? taken.at("yes") : 0;
            const int no = taken.contains("no") ? taken.at("no") : 0;
            EXPECT_GE(yes, 0);
            EXPECT_GE(no, 0);
            const auto given = taken_out(workers, PublicRecords(), "contract", sex);
            if (yes + no == 0 || given.size() < 2) continue;
            ++blanks;
            EXPECT_GT(yes, 0) << seed << sex;
            EXPECT_GT(no, 0) << seed << sex;
        }
    }
    EXPECT_GT(blanks, 5);
}

// Whoever has the second edition has the first too, and joins them by what is no key.
TEST(RecordProtection, TwoEditionsTogetherKeepThePromiseOfTheSecond) {
    std::size_t finer = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Workers workers(seed);
        workers.study.file.records.importance = {{"region", 5}};
        const auto open = protect_records(workers.study, workers.dataset);
        ASSERT_TRUE(open) << open.error().message;
        Study restricted = workers.study;
        restricted.file.records.k = 3;
        restricted.file.records.importance = {{"age", 5}};
        const auto second = protect_records(restricted, workers.dataset, &*open);
        ASSERT_TRUE(second) << second.error().message;
        std::map<std::pair<std::int32_t, std::int32_t>, int> together;
        for (std::size_t row = 0; row < workers.dataset.counted(); ++row)
            ++together[{open->alike[row], second->alike[row]}];
        for (const auto& [alike, people] : together)
            EXPECT_GE(people, 3) << seed;
        std::set<std::int32_t> groups(second->alike.begin(), second->alike.end());
        std::set<std::int32_t> before(open->alike.begin(), open->alike.end());
        finer += groups.size() > before.size() ? 1U : 0U;
    }
    EXPECT_GT(finer, 6U);
}

// Alike in any two keys, but alone in all: such a group of the first edition cannot be parted, and
// the second one is as coarse and as blank.
TEST(RecordProtection, ASecondEditionThatCannotBeFinerIsLikeTheFirst) {
    std::size_t as_the_first = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Workers workers(seed);
        workers.study.file.records.keys_at_once = 2;
        const auto open = protect_records(workers.study, workers.dataset);
        ASSERT_TRUE(open) << open.error().message;
        Study restricted = workers.study;
        restricted.file.records.k = 3;
        restricted.file.records.drop = {"sex"};
        const auto second = protect_records(restricted, workers.dataset, &*open);
        ASSERT_TRUE(second) << second.error().message;
        EXPECT_EQ(second->records.dataset.find("sex"), nullptr);
        if (second->steps.empty() || !second->steps.front().starts_with("No way was found"))
            continue;
        ++as_the_first;
        std::map<std::int32_t, std::int32_t> group_of;
        for (std::size_t row = 0; row < workers.dataset.counted(); ++row) {
            const auto [at, added] = group_of.emplace(open->alike[row], second->alike[row]);
            EXPECT_EQ(at->second, second->alike[row]) << seed;
        }
    }
    EXPECT_GT(as_the_first, 0U);
}

TEST(RecordProtection, TheOrderTellsNothingAndIsTheSameEachTime) {
    const Workers workers(5);
    const auto once = protect_records(workers.study, workers.dataset);
    const auto again = protect_records(workers.study, workers.dataset);
    ASSERT_TRUE(once && again);
    std::size_t in_place = 0;
    for (std::size_t row = 0; row < 300; ++row) {
        EXPECT_EQ(value_of(once->records, "help", row), value_of(again->records, "help", row));
        EXPECT_EQ(once->records.dataset.instance_ids[row], std::to_string(row + 1));
        const Column& job = *workers.dataset.find("job");
        const std::string before =
            job.codes[row] < 0 ? "" : job.dictionary[static_cast<std::size_t>(job.codes[row])];
        in_place += before == value_of(once->records, "job", row) ? 1 : 0;
    }
    EXPECT_LT(in_place, 200U);
}

TEST(RecordProtection, RulesOfTheStudyAreFollowed) {
    Workers workers(6);
    RecordRules& rules = workers.study.file.records;
    rules.recodes.resize(2);
    rules.recodes[0].question = "age";
    rules.recodes[0].bands = {25, 40};
    rules.recodes[1].question = "region";
    rules.recodes[1].column = "zone";
    rules.drop = {"help"};
    rules.points = PointRule::grid;
    rules.grid_km = 200;
    const auto made = protect_records(workers.study, workers.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const PublicRecords& records = made->records;
    EXPECT_EQ(records.dataset.find("help"), nullptr);
    std::set<std::string> ages;
    std::set<std::string> regions;
    for (std::size_t row = 0; row < 300; ++row) {
        ages.insert(value_of(records, "age", row));
        regions.insert(value_of(records, "region", row));
    }
    ages.erase("");
    regions.erase("");
    for (const std::string& age : ages)
        EXPECT_TRUE(age == "under_25" || age == "25-39" || age == "40_and_over") << age;
    for (const std::string& region : regions)
        EXPECT_TRUE(region == "north" || region == "south") << region;
}

TEST(RecordProtection, RecordsOverTheLimitAreNotReleased) {
    Workers workers(8, 40);
    workers.study.file.records.automatic = false;
    workers.study.file.records.k = 2;
    workers.study.file.records.most_risk = 0.01;
    EXPECT_FALSE(DisclosureControl::release_records(workers.study, workers.dataset));
    workers.study.file.records.most_risk = 100;
    EXPECT_TRUE(DisclosureControl::release_records(workers.study, workers.dataset));
    const Workers few(9, 4);
    EXPECT_FALSE(DisclosureControl::release_records(few.study, few.dataset));
}

TEST(RecordRisk, CountsThoseWhoAreAlone) {
    const Workers workers(10);
    const auto made = protect_records(workers.study, workers.dataset);
    ASSERT_TRUE(made);
    const auto risk = risk_of_records(workers.study, workers.dataset, *made);
    ASSERT_TRUE(risk);
    std::map<std::string, std::size_t> alike;
    for (std::size_t row = 0; row < 300; ++row) {
        std::string keys;
        for (const char* name : {"age", "sex", "region", "employed"})
            keys += std::to_string(workers.dataset.find(name)->codes[row]) + ";";
        ++alike[keys];
    }
    std::size_t alone = 0;
    double share = 0;
    for (const auto& [keys, count] : alike) {
        alone += count == 1 ? 1 : 0;
        share += 1.0 / 300;  // of each group 1 / count for count people
    }
    EXPECT_EQ(risk->before.alone, alone);
    EXPECT_NEAR(risk->before.global.share, share, 1e-9);
    EXPECT_EQ(risk->after.alone, 0U);
    EXPECT_EQ(risk->after.below_k, 0U);
    EXPECT_LT(risk->after.global.share, risk->before.global.share);
    EXPECT_EQ(risk->parts.size(), 4U);
    EXPECT_EQ(risk->parts[0].name, "age");
}

TEST(VariableRoles, AreGuessedWhereNothingIsMarked) {
    auto compiled = form_from_text(
        "survey\n| type | name | label |\n"
        "| integer | resp_age | How old are you? |\n"
        "| select_one s | gender | Gender |\n"
        "| select_one s | monthly_income | Доход за месяц |\n"
        "| select_one s | liked | Did you like it? |\n"
        "| text | other | Other |\n"
        "| image | photo | Photo |\n"
        "| date | arrived | When? |\n"
        "choices\n| list_name | name | label |\n| s | a | A |\n| s | b | B |\n");
    Study study;
    study.questionnaire = std::move(compiled.questionnaire);
    std::map<std::string, RecordRole> roles;
    for (const VariableRole& role : variable_roles(study))
        roles[study.questionnaire.questions[static_cast<std::size_t>(role.question)].name] =
            role.role;
    EXPECT_EQ(roles["resp_age"], RecordRole::key);
    EXPECT_EQ(roles["gender"], RecordRole::key);
    EXPECT_EQ(roles["monthly_income"], RecordRole::sensitive);
    EXPECT_EQ(roles["liked"], RecordRole::other);
    EXPECT_EQ(roles["other"], RecordRole::withheld);
    EXPECT_EQ(roles["photo"], RecordRole::withheld);
    EXPECT_EQ(roles["arrived"], RecordRole::key);
}

// Interviews of a form of few questions, each person's answers in the order of the form.
struct SmallRecords {
    SmallRecords(const std::string& questions,
                 const std::vector<std::vector<std::string>>& people) {
        auto compiled = form_from_text(
            "survey\n| type | name | label | disclosure |\n" + questions +
            "choices\n| list_name | name | label |\n| yes | yes | Yes |\n| yes | no | No |\n");
        EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
        study.questionnaire = std::move(compiled.questionnaire);
        study.file.records.most_risk = 100;
        std::vector<Interview> interviews;
        for (const std::vector<std::string>& person : people) {
            Interview& interview = interviews.emplace_back();
            interview.instance_id = fmt::format("uuid:{:08x}", interviews.size());
            for (std::size_t i = 0; i < person.size(); ++i)
                interview.answers.push_back({static_cast<int>(i), {}, person[i]});
        }
        dataset = assemble(study, interviews).dataset;
    }

    Study study;
    Dataset dataset;
};

TEST(RecordProtection, ATimeOfDayIsAKeyAndBecomesTheHour) {
    std::vector<std::vector<std::string>> people;
    for (int i = 0; i < 120; ++i)
        people.push_back({i % 2 == 0 ? "yes" : "no",
                          fmt::format("{:02}:{:02}:00.000+05:00", 6 + i % 3, i % 60)});
    const SmallRecords small(
        "| select_one yes | work | Work? | quasi |\n| time | wake | When do you wake? | none |\n",
        people);
    EXPECT_EQ(variable_roles(small.study)[1].role, RecordRole::key);
    const auto made = protect_records(small.study, small.dataset);
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_EQ(made->keys.size(), 2U);
    EXPECT_EQ(made->keys[1].levels[0].what, "by minute");
    EXPECT_EQ(made->keys[1].levels[1].what, "by hour");
    std::set<std::string> hours;
    for (std::size_t row = 0; row < 120; ++row)
        hours.insert(value_of(made->records, "wake", row));
    EXPECT_EQ(hours, (std::set<std::string>{"06", "07", "08"}));
}

TEST(RecordProtection, TheStepsSayWhatIsBlankedForDiversityAndWhatIsEmptied) {
    std::vector<std::vector<std::string>> people(60, {"yes", "no"});
    for (std::size_t i = 0; i < 30; ++i)
        people[i][0] = "no";
    SmallRecords small(
        "| select_one yes | work | Work? | quasi |\n| select_one yes | held | Held? | sensitive "
        "|\n",
        people);
    small.study.file.records.diversity = 2;
    const auto made = protect_records(small.study, small.dataset);
    ASSERT_TRUE(made) << made.error().message;
    const std::string steps = fmt::format("{}", fmt::join(made->steps, "\n"));
    EXPECT_NE(steps.find("0 values of keys of 0 records are blanked"), std::string::npos) << steps;
    EXPECT_NE(steps.find("60 answers of “held” are blanked so that sensitive answers differ among "
                         "people who are alike. None is left: "),
              std::string::npos)
        << steps;
}

// Each of the 16 combinations of four answers once: three of them single out nobody.
TEST(RecordProtection, WhoIsAloneWithMoreKeysThanAreLookedAtIsCounted) {
    std::vector<std::vector<std::string>> people;
    for (unsigned i = 0; i < 16; ++i) {
        std::vector<std::string>& person = people.emplace_back();
        for (unsigned key = 0; key < 4; ++key)
            person.emplace_back((i >> key & 1U) != 0 ? "yes" : "no");
    }
    const SmallRecords small(
        "| select_one yes | a | A? | quasi |\n| select_one yes | b | B? | quasi |\n"
        "| select_one yes | c | C? | quasi |\n| select_one yes | d | D? | quasi |\n",
        people);
    const auto planned = planned_records(small.study, small.dataset);
    ASSERT_TRUE(planned) << planned.error().message;
    const auto risk = risk_of_records(small.study, small.dataset, *planned);
    ASSERT_TRUE(risk) << risk.error().message;
    EXPECT_TRUE(risk->singling.empty());
    EXPECT_EQ(risk->most_keys_named, 3U);
    EXPECT_EQ(risk->alone_with_more, 16U);
    const std::string page = risk_page(small.study, small.dataset, *planned, *risk);
    EXPECT_NE(page.find("No 3 keys together single out anybody, as answered. With more than 3 keys "
                        "together, and not with fewer, 16 people are alone."),
              std::string::npos);
}

}  // namespace
}  // namespace mtm

#include "capture/quality_watch.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "capture/arrivals.h"
#include "capture/capture_for_test.h"
#include "capture/fieldwork_facts.h"
#include "capture/submission.h"
#include "interview/envelope.h"
#include "quality/survey_for_test.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

// A finding and all that is said of it.
std::string line_of(const Finding& finding,
                    const std::string& interview,
                    const std::string& other) {
    return fmt::format("{} | {} | {} | {} | {} | {}",
                       finding.code,
                       interview,
                       other,
                       finding.enumerator,
                       finding.question,
                       finding.detail);
}

// A round of 900 interviews with much that is wrong in it, on a server.
class QualityWatchTest : public testing::Test {
protected:
    QualityWatchTest() {
        served.slug = "survey";
        served.study = survey.study;
        served.study.questionnaire.form_id = "survey";
        served.versions.push_back(version_from_text(SurveyForTest::form_text()));
        served.store = std::make_shared<MemoryInterviewStore>();
        survey.spoil(3, [&](Interview& interview, int i) {
            if (i > 0) {
                const Interview& first = survey.interviews[3 * SurveyForTest::each];
                for (const char* same : {"gate0", "gate1", "gate2", "gate3", "gate4", "gate5"})
                    survey.set(interview, same, survey.get(first, same));
            }
            survey.set(interview, "income", std::to_string(10'000 * (1 + i % 9)));
            survey.set_times(interview, SurveyForTest::minute_of(i), 3);
        });
        survey.spoil(5, [&](Interview& interview, int i) {
            if (i % 3 == 0) survey.set_times(interview, SurveyForTest::minute_of(i) + 14 * 60, 12);
            if (i % 10 == 0) survey.set(interview, "phone", "+7 701 555 0101");
            if (i % 12 == 0) survey.set(interview, "age", "99");
        });
        survey.interviews[77].answers = survey.interviews[12].answers;
    }

    void send(const Interview& interview, const std::string& replaces = {}) {
        std::string xml = write_submission(served.study.questionnaire, interview);
        Arrival arrival;
        arrival.instance_id = interview.instance_id;
        arrival.deprecated_id = replaces;
        arrival.form_id = "survey";
        arrival.xml = xml;
        arrival.received = 1'714'550'400'000;
        arrival.sender = "tablet " + survey.get(interview, "enumerator");
        judge_readable(served.study, *served.versions.back(), *read_envelope(xml), arrival);
        ASSERT_TRUE(served.store->receive(arrival));
    }

    void send_until(std::size_t end) {
        for (; sent < end; ++sent)
            send(survey.interviews[sent]);
    }

    // Until there is nothing to do at once.
    std::shared_ptr<const QualityNow> settle() {
        (void)served.quality->ask(now);
        for (int i = 0; i < 1'000; ++i) {
            const auto more = served.quality->step(served, [&] { return now; });
            EXPECT_TRUE(more);
            if (!more || !*more) break;
        }
        return served.quality->ask(now);
    }

    std::shared_ptr<const QualityNow> settle_later() {
        now += 6'000;
        return settle();
    }

    // As `mtm quality` reads a store, and checks it.
    void expect_what_the_command_says() {
        const auto seen = settle_later();
        InterviewsRead read;
        ASSERT_TRUE(read_stored_interviews(*served.store, served.study, InterviewKind::real, read));
        const Dataset dataset = assemble(served.study, read.interviews).dataset;
        auto arrivals = arrivals_of(served.study, dataset, read.interviews, served.store.get());
        ASSERT_TRUE(arrivals);
        const QualityReport report =
            check_quality(lay_out_fieldwork(served.study, dataset, std::move(*arrivals)));
        EXPECT_EQ(seen->interviews, dataset.counted());
        std::multiset<std::string> wanted;
        const auto id_of = [&](std::int32_t row) {
            return row < 0 ? std::string() : dataset.instance_ids[static_cast<std::size_t>(row)];
        };
        for (const Finding& finding : report.findings)
            wanted.insert(line_of(finding, id_of(finding.row), id_of(finding.other)));
        std::multiset<std::string> found;
        for (const WatchedFinding& each : *seen->findings)
            found.insert(line_of(each.finding, each.interview, each.other));
        EXPECT_GT(wanted.size(), 50U);
        EXPECT_EQ(found, wanted);
        EXPECT_TRUE(seen->of_new.empty());
        ASSERT_EQ(seen->enumerators->size(), report.enumerators.size());
        for (std::size_t e = 0; e < report.enumerators.size(); ++e) {
            const EnumeratorMeasures& is = (*seen->enumerators)[e].measures;
            const EnumeratorMeasures& should = report.enumerators[e];
            EXPECT_EQ(is.name, should.name);
            EXPECT_EQ(is.interviews, should.interviews);
            EXPECT_EQ(is.findings, should.findings);
            EXPECT_EQ(is.findings_high, should.findings_high);
            EXPECT_DOUBLE_EQ(is.pace, should.pace);
            EXPECT_DOUBLE_EQ(is.likeness, should.likeness);
            EXPECT_DOUBLE_EQ(is.entropy, should.entropy);
        }
    }

    [[nodiscard]] static std::vector<std::string> codes_of(const std::vector<WatchedFinding>& some,
                                                           const std::string& interview) {
        std::vector<std::string> out;
        for (const WatchedFinding& each : some) {
            if (each.interview == interview) out.push_back(each.finding.code);
        }
        return out;
    }

    SurveyForTest survey{7};
    ServedStudy served;
    std::size_t sent = 0;
    Instant now = 1'714'550'400'000;
};

TEST_F(QualityWatchTest, SaysWhatTheCommandSays) {
    send_until(survey.interviews.size());
    EXPECT_FALSE(settle()->findings->empty());
    expect_what_the_command_says();
}

TEST_F(QualityWatchTest, FollowsWhateverHappensToInterviews) {
    send_until(600);
    expect_what_the_command_says();
    InterviewStore& store = *served.store;
    const auto id = [&](std::size_t i) { return survey.interviews[i].instance_id; };
    ASSERT_TRUE(store.add_review(
        {.instance_id = id(12), .at = 1, .by = "r", .state = ReviewState::rejected}));
    ASSERT_TRUE(store.add_review(
        {.instance_id = id(310), .at = 1, .by = "r", .state = ReviewState::approved}));
    ASSERT_TRUE(store.add_correction({.instance_id = id(300),
                                      .path = "age",
                                      .old_value = "99",
                                      .new_value = "39",
                                      .reason = "asked",
                                      .author = "r",
                                      .at = 1}));
    ASSERT_TRUE(store.withdraw(id(200), "r", 1));
    Interview edited = survey.interviews[400];
    edited.instance_id = "uuid:edited";
    survey.set(edited, "phone", "+7 701 555 0101");
    send(edited, id(400));
    send_until(700);
    expect_what_the_command_says();
    for (const WatchedFinding& each : *served.quality->ask(now)->findings) {
        EXPECT_NE(each.interview, id(200));
        EXPECT_NE(each.other, id(200));
        EXPECT_EQ(each.approved, each.interview == id(310));
    }
    // A rejection that is taken back.
    ASSERT_TRUE(
        store.add_review({.instance_id = id(12), .at = 2, .by = "r", .state = ReviewState::none}));
    send_until(900);
    expect_what_the_command_says();
}

TEST_F(QualityWatchTest, AnInterviewIsCheckedByItselfBeforeAllAreAgain) {
    send_until(899);
    const auto before = settle();
    const std::uint64_t version = served.quality->version();
    Interview copy = survey.interviews[899];
    copy.answers = survey.interviews[100].answers;
    copy.instance_id = "uuid:the-copy";
    send(copy);
    now += 100;
    const auto after = settle();
    EXPECT_GT(served.quality->version(), version);
    EXPECT_EQ(after->as_of, before->as_of) << "not all were checked again";
    EXPECT_EQ(after->findings, before->findings);
    EXPECT_EQ(after->interviews, 900U);
    const auto codes = codes_of(after->of_new, "uuid:the-copy");
    for (const char* code : {"near-duplicate", "same-identifier", "same-start"})
        EXPECT_NE(std::ranges::find(codes, code), codes.end()) << code;
    for (const WatchedFinding& each : after->of_new) {
        if (each.finding.code == "same-identifier") {
            EXPECT_EQ(each.finding.detail, "2 interviews have the same phone.");
            EXPECT_EQ(each.other, survey.interviews[100].instance_id);
        }
    }
    EXPECT_EQ(settle()->of_new.size(), after->of_new.size()) << "nothing is found twice";
    expect_what_the_command_says();
}

TEST_F(QualityWatchTest, ReadsNothingBeforeAnybodyAsksAndForgetsWhenNobodyDoes) {
    send_until(50);
    const auto step = [&] { return *served.quality->step(served, [&] { return now; }); };
    EXPECT_FALSE(step());
    EXPECT_FALSE(served.quality->ask(now)->ready);
    EXPECT_TRUE(settle()->ready);
    now += 3'600'001;
    EXPECT_FALSE(step());
    EXPECT_FALSE(served.quality->ask(now)->ready) << "it begins again";
    EXPECT_TRUE(settle()->ready);
}

TEST_F(QualityWatchTest, AFailureOfTheStoreIsToldAndOvercome) {
    send_until(900);
    (void)served.quality->ask(now);
    auto& store = dynamic_cast<MemoryInterviewStore&>(*served.store);
    store.faults().add({.call = "read_current", .nth = 1});
    EXPECT_FALSE(served.quality->step(served, [&] { return now; }));
    expect_what_the_command_says();
}

TEST(QualityRound, KeepsABoundedNumberOfInterviews) {
    Study study;
    study.questionnaire.questions.resize(400);
    EXPECT_EQ(most_watched(study), 100'000U);
    study.questionnaire.questions.resize(20);
    EXPECT_EQ(most_watched(study), 150'000U);
}

}  // namespace
}  // namespace mtm

#include "disclosure/interviews_told.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

Dataset interviews(std::size_t counted, int withdrawn) {
    Dataset out;
    out.levels.resize(1);
    out.levels[0].rows = counted;
    out.left_out = {{LeftOutReason::no_consent, 27}, {LeftOutReason::withdrawn, withdrawn}};
    out.received = static_cast<int>(counted) + 27 + withdrawn;
    return out;
}

TEST(InterviewsTold, OneWhoWithdrawsShowsInNoRoundedNumber) {
    StudyFile rules;
    rules.round_to = 10;
    const InterviewsTold before = interviews_told(rules, interviews(120, 0), Edition::published);
    const InterviewsTold after = interviews_told(rules, interviews(119, 1), Edition::published);
    EXPECT_EQ(before.counted, 120U);
    EXPECT_EQ(before.received, 150U);
    EXPECT_EQ(after.counted, before.counted);
    EXPECT_EQ(after.received, before.received);
    for (const InterviewsTold& told : {before, after}) {
        ASSERT_EQ(told.left_out.size(), 1U);
        EXPECT_EQ(told.left_out[0].reason, LeftOutReason::no_consent);
        EXPECT_EQ(told.left_out[0].interviews, 30);
    }
}

TEST(InterviewsTold, AreExactWhereNothingIsRounded) {
    StudyFile rules;
    EXPECT_EQ(interviews_told(rules, interviews(119, 1), Edition::published).counted, 119U);
    rules.round_to = 10;
    const InterviewsTold internal = interviews_told(rules, interviews(119, 1), Edition::internal);
    EXPECT_EQ(internal.counted, 119U);
    EXPECT_EQ(internal.received, 147U);
    EXPECT_EQ(internal.left_out.size(), 2U);
}

}  // namespace
}  // namespace mtm

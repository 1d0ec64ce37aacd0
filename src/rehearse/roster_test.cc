#include "rehearse/roster.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "rehearse/calendar.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

Questionnaire field_form(const std::string& relevance = "") {
    return form_from_text(R"(
        survey
        | type             | name       | label  | relevant |
        | start            | start      |        |          |
        | end              | end        |        |          |
        | today            | today      |        |          |
        | deviceid         | deviceid   |        |          |
        | select_one staff | enumerator | Who?   |          |
        | select_one place | region     | Where? | )" +
                          relevance + R"( |
        choices
        | list_name | name  | label |
        | staff     | e1    | 1     |
        | staff     | e2    | 2     |
        | staff     | e3    | 3     |
        | place     | north | N     |
        | place     | south | S     |
    )")
        .questionnaire;
}

std::vector<Interview> dealt(const Questionnaire& form, int count, std::uint64_t seed = 1) {
    std::vector<Interview> interviews;
    for (int i = 0; i < count; ++i) {
        Interview interview;
        interview.instance_id = std::to_string(i);
        for (int q = 0; q < 4; ++q)
            interview.answers.push_back({q, {}, "unset"});
        interview.answers.push_back({4, {}, "e1"});
        interview.answers.push_back({5, {}, i % 3 == 0 ? "north" : "south"});
        interviews.push_back(std::move(interview));
    }
    deal_to_enumerators(form,
                        {.seed = seed,
                         .first_day = days_from("2024-05-01"),
                         .last_day = days_from("2024-05-31"),
                         .utc_offset = "+05:00",
                         .area_question = "region",
                         .decided = {}},
                        interviews);
    return interviews;
}

TEST(Roster, NobodyHoldsTwoInterviewsAtOnceOrWorksAtNight) {
    const std::vector<Interview> interviews = dealt(field_form(), 600);
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> by_enumerator;
    for (const Interview& interview : interviews) {
        const std::string start(interview.answer(0));
        const std::string end(interview.answer(1));
        by_enumerator[std::string(interview.answer(4))].emplace_back(start, end);
        EXPECT_LT(start, end);
        EXPECT_GE(start.substr(11, 2), "09");
        EXPECT_LE(end.substr(11, 5), "20:00");
        EXPECT_EQ(start.substr(0, 10), interview.answer(2));
        EXPECT_EQ(interview.answer(3), "rehearsal-device-" + std::string(interview.answer(4)));
    }
    EXPECT_EQ(by_enumerator.size(), 3U);
    for (auto& [enumerator, times] : by_enumerator) {
        std::sort(times.begin(), times.end());
        for (std::size_t i = 1; i < times.size(); ++i) {
            EXPECT_LE(times[i - 1].second, times[i].first) << enumerator;
        }
    }
}

TEST(Roster, AnEnumeratorChangesAreaRarely) {
    std::map<std::string, std::set<std::string>> areas_of_day;
    for (const Interview& interview : dealt(field_form(), 600)) {
        areas_of_day[std::string(interview.answer(4)) + std::string(interview.answer(2))].insert(
            std::string(interview.answer(5)));
    }
    int mixed = 0;
    for (const auto& [day, areas] : areas_of_day)
        mixed += areas.size() > 1 ? 1 : 0;
    EXPECT_LE(mixed, 2);
}

TEST(Roster, WhatTheFormLooksAtStaysAsItIs) {
    for (const Interview& interview : dealt(field_form("${enumerator} = 'e1'"), 20)) {
        EXPECT_EQ(interview.answer(4), "e1");
        EXPECT_NE(interview.answer(0), "unset");
    }
}

TEST(Roster, IsTheSameForTheSameSeed) {
    EXPECT_EQ(dealt(field_form(), 50, 4), dealt(field_form(), 50, 4));
    EXPECT_NE(dealt(field_form(), 50, 4), dealt(field_form(), 50, 5));
}

}  // namespace
}  // namespace mtm

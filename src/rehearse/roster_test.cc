#include "rehearse/roster.h"

#include <array>
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

// Two squares; the third place has none.
AreaPolygons squares() {
    auto areas = AreaPolygons::read(R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"A"},"geometry":{"type":"Polygon","coordinates":
          [[[70,50],[74,50],[74,53],[70,53],[70,50]]]}},
        {"type":"Feature","properties":{"code":"B"},"geometry":{"type":"Polygon","coordinates":
          [[[60,40],[60.02,40],[60.02,40.02],[60,40.02],[60,40]]]}}]})",
                                    "code");
    EXPECT_TRUE(areas);
    return std::move(*areas);
}

struct PointsCase {
    Questionnaire form;
    std::vector<Interview> before;
    std::vector<Interview> after;
};

// Questions 0–3: enumerator, place, where, near; the columns of the last row are its logic.
PointsCase dealt_points(const std::string& relevance = "", std::uint64_t seed = 1) {
    PointsCase out;
    out.form = form_from_text(R"(
        survey
        | type             | name       | label  | relevant | constraint  |
        | select_one staff | enumerator | Who?   |          |             |
        | select_one place | region     | Where? |          |             |
        | geopoint         | spot       | Point  |          |             |
        | geopoint         | bound      | Point  |          | . != '5 5'  |
        | text             | remark     | Else?  | )" +
                              relevance +
                              R"( |             |
        choices
        | list_name | name   | label | code |
        | staff     | e1     | 1     |      |
        | staff     | e2     | 2     |      |
        | place     | wide   | W     | A    |
        | place     | narrow | N     | B    |
        | place     | none   | X     | C    |
    )")
                   .questionnaire;
    constexpr std::array places{"wide", "narrow", "none"};
    for (int i = 0; i < 300; ++i) {
        Interview interview;
        interview.instance_id = std::to_string(i);
        interview.answers = {{0, {}, "e1"},
                             {1, {}, places[static_cast<std::size_t>(i % 3)]},
                             {2, {}, i % 5 == 0 ? "" : "0.001 0.002 0 5"},
                             {3, {}, "0.003 0.004 0 5"}};
        out.before.push_back(std::move(interview));
    }
    out.after = out.before;
    const AreaPolygons areas = squares();
    deal_to_enumerators(out.form,
                        {.seed = seed,
                         .first_day = days_from("2024-05-01"),
                         .last_day = days_from("2024-05-31"),
                         .area_question = "region",
                         .decided = {},
                         .areas = &areas,
                         .area_choice_column = "code"},
                        out.after);
    return out;
}

TEST(Roster, PointsLieInTheAreaOfTheirInterview) {
    const AreaPolygons areas = squares();
    const PointsCase made = dealt_points();
    std::set<std::string> different;
    for (std::size_t i = 0; i < made.after.size(); ++i) {
        const Interview& interview = made.after[i];
        EXPECT_EQ(interview.answer(3), made.before[i].answer(3));  // it has a constraint
        if (interview.answer(1) == "none" || i % 5 == 0) {
            EXPECT_EQ(interview.answer(2), made.before[i].answer(2));
            continue;
        }
        const auto point = point_from(interview.answer(2));
        ASSERT_TRUE(point) << interview.answer(2);
        const char* key = interview.answer(1) == "wide" ? "A" : "B";
        EXPECT_EQ(areas.distance_km(key, point->latitude, point->longitude), 0);
        different.insert(std::string(interview.answer(2)));
    }
    EXPECT_EQ(different.size(), 160U);
}

TEST(Roster, PointsThatTheFormLooksAtStayAsTheyAre) {
    const PointsCase made = dealt_points("${spot} != ''");
    for (std::size_t i = 0; i < made.after.size(); ++i)
        EXPECT_EQ(made.after[i].answer(2), made.before[i].answer(2));
}

TEST(Roster, PointsAreTheSameForTheSameSeed) {
    EXPECT_EQ(dealt_points("", 4).after, dealt_points("", 4).after);
    EXPECT_NE(dealt_points("", 4).after[1].answer(2), dealt_points("", 5).after[1].answer(2));
}

TEST(Roster, IsTheSameForTheSameSeed) {
    EXPECT_EQ(dealt(field_form(), 50, 4), dealt(field_form(), 50, 4));
    EXPECT_NE(dealt(field_form(), 50, 4), dealt(field_form(), 50, 5));
}

}  // namespace
}  // namespace mtm

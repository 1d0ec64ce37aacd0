#pragma once

#include "capture/capture_for_test.h"
#include "capture/quality_watch.h"
#include "capture/service_for_test.h"

namespace mtm {

constexpr std::string_view form_for_fieldwork = R"(
    survey
    | type                   | name        | label::English (en)          | label::Русский (ru)       | disclosure | relevant            | calculation                |
    | start                  | start       |                              |                           |            |                     |                            |
    | end                    | end         |                              |                           |            |                     |                            |
    | deviceid               | device      |                              |                           |            |                     |                            |
    | text                   | interviewer | Enumerator                   | Интервьюер                |            |                     |                            |
    | select_one yn          | consent     | Do you agree?                | Вы согласны?              |            |                     |                            |
    | begin_group            | person      | About you                    | О вас                     |            | ${consent} = 'yes'  |                            |
    | text                   | full_name   | Your name                    | Ваше имя                  | identifier |                     |                            |
    | select_one region      | area        | Where do you live?           | Где вы живёте?            |            |                     |                            |
    | select_one sex         | sex         | Sex                          | Пол                       |            |                     |                            |
    | integer                | age         | How old are you, ${full_name}? | Сколько вам лет, ${full_name}? |    |                     |                            |
    | text                   | school      | Which school?                | Какая школа?              |            | ${age} < 18         |                            |
    | select_multiple need   | needs       | What do you need?            | Что вам нужно?            |            |                     |                            |
    | calculate              | greeting    |                              |                           |            |                     | concat('Dear ', ${salute}) |
    | calculate              | salute      |                              |                           |            |                     | concat('friend ', ${full_name}) |
    | geopoint               | place       | Where are we?                | Где мы?                   |            |                     |                            |
    | image                  | photo       | Photo                        | Фото                      |            |                     |                            |
    | end_group              |             |                              |                           |            |                     |                            |
    | begin_repeat           | member      | Household member             | Член семьи                |            | ${consent} = 'yes'  |                            |
    | text                   | first_name  | First name                   | Имя                       | identifier |                     |                            |
    | integer                | member_age  | Age of ${first_name}         | Возраст: ${first_name}    |            |                     |                            |
    | end_repeat             |             |                              |                           |            |                     |                            |
    choices
    | list_name | name    | label::English (en) | label::Русский (ru) |
    | yn        | yes     | Yes                 | Да                  |
    | yn        | no      | No                  | Нет                 |
    | region    | almaty  | Almaty              | Алматы              |
    | region    | aktau   | Aktau               | Актау               |
    | sex       | female  | Woman               | Женщина             |
    | sex       | male    | Man                 | Мужчина             |
    | need      | food    | Food                | Еда                 |
    | need      | shelter | Shelter             | Жильё               |
    | need      | work    | Work                | Работа              |
    settings
    | form_id | version | form_title | default_language |
    | r4      | 3       | Round 4    | English (en)     |
)";

/// One interview of a test: its facts, and what is planted into what nobody but the team may see.
struct Held {
    std::string id;
    std::string sender = "tablet-a1";
    std::string enumerator = "Berik Plantedov";
    std::string day = "2024-05-01";
    std::string area = "almaty";
    std::string sex = "female";
    std::string language = "ru";
    bool agreed = true;
    bool pilot = false;
    int age = 34;
    std::optional<int> seconds = 600;
    std::vector<Flag> flags = {};
    std::string replaces = {};
};

inline std::string xml_of(const Held& held) {
    std::string out =
        "<data id=\"r4\" version=\"3\"><start>2024-05-01T10:00:00.000+05:00</start>"
        "<device>collect:PLANTED-DEVICE</device><interviewer>" +
        held.enumerator + "</interviewer><consent>" + (held.agreed ? "yes" : "no") + "</consent>";
    if (held.agreed) {
        out +=
            "<person><full_name>Aizhan Plantedova</full_name><area>" + held.area + "</area><sex>" +
            held.sex + "</sex><age>" + std::to_string(held.age) +
            "</age><needs>food work</needs><greeting>Dear friend Aizhan Plantedova</greeting>"
            "<salute>friend Aizhan Plantedova</salute><place>43.238949 76.889709 0 5</place>"
            "<photo>planted.jpg</photo></person>"
            "<member><first_name>Little Plantedov</first_name><member_age>7</member_age></member>"
            "<member><first_name>Second Plantedov</first_name><member_age>9</member_age></member>";
    }
    return out + "<old_question>Old Planted</old_question><meta><instanceID>" + held.id +
           "</instanceID></meta></data>";
}

inline FieldworkFacts facts_of(const Held& held) {
    FieldworkFacts facts;
    facts.day = held.day;
    facts.area = held.agreed ? held.area : "";
    facts.group = held.agreed ? held.sex : "";
    facts.enumerator = held.enumerator;
    facts.language = held.language;
    facts.consent = held.agreed ? "yes" : "no";
    facts.counted = held.agreed;
    if (held.agreed) {
        facts.latitude = 43.238949;
        facts.longitude = 76.889709;
    }
    if (held.seconds) {
        facts.started = 1'714'539'600'000;
        facts.ended = 1'714'539'600'000 + *held.seconds * 1'000;
    }
    return facts;
}

/// A server with a study "r4" in the field, everyone who may have a role in it, the teams A
/// (tablet-a1, tablet-a2) and B (tablet-b1), and no interview yet.
class FieldworkForTest : public ServerForTest {
public:
    FieldworkForTest() {
        ServedStudy& study = *service.find_study("r4");
        study.versions.push_back(version_from_text(form_for_fieldwork));
        study.study.questionnaire = study.versions.back()->questionnaire;
        study.study.file.timezone = "Asia/Almaty";
        study.study.file.round = "4";
        study.study.file.fieldwork = {.area = "area",
                                      .group = "sex",
                                      .enumerator = "interviewer",
                                      .language = {},
                                      .targets = {}};
        study.targets = {{.area = "almaty", .group = "female", .interviews = 2},
                         {.area = "almaty", .group = "male", .interviews = 3},
                         {.area = "aktau", .group = "", .interviews = 5}};
        EXPECT_TRUE(study.store->set_field_state(FieldState::open, "", 0));
        for (const char* name : {"tablet-a1", "tablet-a2", "tablet-b1"})
            add_device(name);
        add_person("owner@example.org", "owner");
        add_person("manager@example.org", "manager");
        add_person("analyst@example.org", "analyst");
        add_person("reviewer@example.org", "reviewer");
        add_person("supervisor@example.org", "supervisor", {"tablet-a1", "tablet-a2"});
        add_person("teamless@example.org", "supervisor");
        add_person("enumerator@example.org", "enumerator", {"tablet-a1"});
        add_person("stranger@example.org", "");
    }

    Receipt send(const Held& held) {
        const std::string xml = xml_of(held);
        Arrival arrival;
        arrival.instance_id = held.id;
        arrival.deprecated_id = held.replaces;
        arrival.form_id = "r4";
        arrival.version = "3";
        arrival.xml = xml;
        if (held.agreed) {
            arrival.files.push_back({"planted.jpg", "image/jpeg", "JPEG"});
            arrival.expected_files = {"planted.jpg"};
        }
        arrival.received = now;
        arrival.device_id = "collect:PLANTED-DEVICE";
        arrival.sender = held.sender;
        arrival.user_agent = "Collect";
        arrival.pilot = held.pilot;
        arrival.facts = facts_of(held);
        arrival.flags = held.flags;
        const Result<Receipt> receipt = store().receive(arrival);
        EXPECT_TRUE(receipt);
        return receipt ? *receipt : Receipt{};
    }

    /// As the server's own thread does it, until there is nothing left to check.
    void check_quality() {
        ServedStudy& study = *service.find_study("r4");
        now += 6'000;
        (void)study.quality->ask(now);
        for (bool more = true; more;) {
            const auto stepped = study.quality->step(study, [this] { return now; });
            ASSERT_TRUE(stepped);
            more = *stepped;
        }
    }

    Json get(const std::string& who, const std::string& target) {
        const Response response = as(who + "@example.org", {.target = "/v1/studies/r4" + target});
        EXPECT_EQ(response.status, 200) << who << " " << target << " " << response.body;
        return json_of(response);
    }

    Response post(const std::string& who, const std::string& target, const Json& body) {
        return as(who + "@example.org",
                  {.method = "POST", .target = "/v1/studies/r4" + target, .body = body});
    }
};

}  // namespace mtm

#pragma once

#include "capture/published.h"
#include "capture/respond.h"
#include "capture/service_for_test.h"

namespace mtm {

/// api.json of a study with two tables, five figures and one withheld cell.
inline Json api_for_test(const std::string& operation, int round, const std::string& day) {
    const Json figures_of = Json::array({
        Json::array({0,     nullptr,      nullptr, nullptr,   nullptr,  "female",
                     "sex", "Demography", "sex",   nullptr,   nullptr,  "Everyone",
                     0,     "female",     "Women", "percent", "column", 17.5,
                     35,    200,          nullptr, nullptr,   nullptr,  false,
                     "A",   "F",          nullptr}),
        Json::array({0,     nullptr,      nullptr,        nullptr,   nullptr,  "male",
                     "sex", "Demography", "sex",          nullptr,   nullptr,  "Everyone",
                     0,     "male",       "Men, \"all\"", "percent", "column", 82.5,
                     165,   200,          1.25,           80,        85,       false,
                     "A",   "F",          nullptr}),
        Json::array({1,         "Abay",   "KZ10",
                     nullptr,   nullptr,  nullptr,
                     "work",    "Work",   "work",
                     "region",  "abay",   "Abay",
                     1,         "yes",    "=Works",
                     "percent", "column", nullptr,
                     nullptr,   nullptr,  nullptr,
                     nullptr,   nullptr,  false,
                     "Q",       "C",      "withheld, for it could point at people"}),
        Json::array({1,        "Almaty",  "KZ19",   nullptr,  nullptr,  nullptr, "work",
                     "Work",   "work",    "region", "almaty", "Almaty", 1,       "yes",
                     "=Works", "percent", "column", 40,       40,       100,     nullptr,
                     nullptr,  nullptr,   false,    "A",      "F",      nullptr}),
        Json::array({1,           "Almaty",  "KZ19",   nullptr,  nullptr,  nullptr, "work",
                     "Work",      "work",    "region", "almaty", "Almaty", 1,       "-99",
                     "No answer", "percent", "column", 0,        0,        100,     nullptr,
                     nullptr,     nullptr,   false,    "A",      "F",      nullptr}),
    });
    return {{"format", 1},
            {"operation",
             {{"operation", operation},
              {"admin0Name", "Kazakhstan"},
              {"admin0Pcode", "KAZ"},
              {"roundNumber", round == 0 ? Json(nullptr) : Json(round)},
              {"round", "Round " + std::to_string(round)},
              {"reportingDate", day + "T00:00:00"},
              {"yearReportingDate", 2024},
              {"monthReportingDate", 5},
              {"organisation", "IOM"},
              {"licence", "cc-by-igo"},
              {"citation", "IOM, 2024."},
              {"invented", false}}},
            {"tables",
             {{"fields",
               {"adminLevel",
                "table",
                "section",
                "title",
                "question",
                "by",
                "statistic",
                "percentOf",
                "universe",
                "note",
                "multiple",
                "weighted",
                "figures"}},
              {"rows",
               {{0,
                 "sex",
                 "Demography",
                 "Sex",
                 "sex",
                 nullptr,
                 "percent",
                 "column",
                 "Base: all 200 interviews counted",
                 nullptr,
                 false,
                 false,
                 2},
                {1,
                 "work",
                 "Work",
                 "Work by region",
                 "work",
                 "region",
                 "percent",
                 "column",
                 "Base: all 200 interviews counted",
                 nullptr,
                 false,
                 false,
                 3}}}}},
            {"figures",
             {{"fields", {"adminLevel", "admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode",
                          "sex",        "table",      "section",     "question",   "by",
                          "group",      "groupLabel", "depth",       "category",   "categoryLabel",
                          "statistic",  "percentOf",  "value",       "n",          "base",
                          "se",         "low",        "high",        "weighted",   "obsStatus",
                          "confStatus", "note"}},
              {"rows", figures_of}}}};
}

inline std::map<std::string, std::string> files_for_test(const Json& api) {
    return {{"index.html", "<!doctype html><title>Dashboard</title>"},
            {"dashboard.js", std::string(5'000, 'j')},
            {"dashboard.css", "body{}"},
            {"data.js", "window.mtm_dashboard = {};"},
            {"data/api.json", api.dump()},
            {"data/tables.csv", "table,section\n"},
            {"data/microdata.parquet", "PAR1"}};
}

/// Shows the studies "r3" (Round 3, February) and "r4" (Round 4, May).
inline void show_for_test(Service& service) {
    std::vector<PublishedStudy> studies;
    for (const auto& [slug, api] :
         {std::pair<std::string, Json>{"r4", api_for_test("Migrant Survey", 4, "2024-05-31")},
          {"r3", api_for_test("Migrant Survey", 3, "2024-02-29")}}) {
        PutTogether made = put_together(slug, files_for_test(api));
        EXPECT_FALSE(made.no_data) << made.no_data->message;
        studies.push_back(std::move(*made.study));
    }
    service.shelf->show(published_studies(std::move(studies)));
}

}  // namespace mtm

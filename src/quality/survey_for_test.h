#pragma once

#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "dataset/dataset.h"
#include "expression/date.h"
#include "quality/fieldwork_rows.h"
#include "tests/form_text.h"

namespace mtm {

/// A round of honest interviews, for tests to spoil: fifteen enumerators in five areas, sixty
/// interviews each, a form with questions that open subjects, numbers, a battery, a point and a
/// telephone number.
class SurveyForTest {
public:
    static constexpr int enumerators = 15;
    static constexpr int each = 60;

    explicit SurveyForTest(unsigned seed) : random_(seed) {
        auto compiled = form_from_text(form_text());
        EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
        study.questionnaire = std::move(compiled.questionnaire);
        study.file.timezone = "Asia/Almaty";
        study.file.fieldwork_start = "2024-04-01";
        study.file.fieldwork_end = "2024-05-31";
        study.file.fieldwork.enumerator = "enumerator";
        study.file.fieldwork.area = "area";
        for (int e = 0; e < enumerators; ++e) {
            for (int i = 0; i < each; ++i)
                interviews.push_back(honest(e, i));
        }
    }

    static std::string form_text() {
        std::string out =
            "survey\n"
            "| type | name | label | relevant | disclosure |\n"
            "| start | start | | | |\n"
            "| end | end | | | |\n"
            "| select_one who | enumerator | Who are you? | | |\n"
            "| select_one area | area | Where are you? | | |\n"
            "| geopoint | point | Take a point | | |\n"
            "| text | phone | At which number can we reach you again, if we may? | | identifier |\n"
            "| integer | age | How old are you, in completed years? | | |\n"
            "| integer | income | How much did you earn last month, in tenge? | | |\n"
            "| integer | months | For how many months have you been here? | | |\n";
        for (int g = 0; g < gates; ++g) {
            out += fmt::format(
                "| select_one yes | gate{} | Did you have to do with subject {} in "
                "the last three months? | | |\n",
                g,
                g);
            for (int f = 0; f < follow_ups; ++f)
                out += fmt::format(
                    "| select_one five | more{}_{} | How was it, about part {} of "
                    "that subject? | ${{gate{}}} = 'yes' | |\n",
                    g,
                    f,
                    f,
                    g);
        }
        for (int b = 0; b < battery; ++b)
            out += fmt::format(
                "| select_one agree | item{} | How far do you agree with sentence {}? | | |\n",
                b,
                b);
        out +=
            "| select_one job | job | What is your work? | | |\n"
            "| text | job_other | Which? | ${job} = 'other' | |\n"
            "choices\n| list_name | name | label | missing |\n"
            "| yes | yes | Yes | |\n| yes | no | No | |\n| yes | dk | I do not know | unknown |\n";
        for (int e = 0; e < enumerators; ++e)
            out += fmt::format("| who | e{} | Enumerator {} | |\n", e, e);
        for (int a = 0; a < 5; ++a)
            out += fmt::format("| area | a{} | Area {} | |\n", a, a);
        for (int c = 0; c < 5; ++c)
            out += fmt::format(
                "| five | c{} | Answer {} | |\n| agree | g{} | Grade {} | |\n", c, c, c, c);
        out +=
            "| job | builder | Construction worker | |\n| job | trader | Trader at a market | |\n"
            "| job | other | Other | |\n";
        return out;
    }

    [[nodiscard]] int question(const std::string& name) const {
        const int found = study.questionnaire.find(name);
        EXPECT_GE(found, 0) << name;
        return found;
    }

    void set(Interview& interview, const std::string& name, std::string value) const {
        const int q = question(name);
        for (Answer& answer : interview.answers) {
            if (answer.question == q) {
                answer.value = std::move(value);
                return;
            }
        }
        interview.answers.push_back({.question = q, .repeat = {}, .value = std::move(value)});
    }

    [[nodiscard]] std::string get(const Interview& interview, const std::string& name) const {
        return std::string(interview.answer(question(name)));
    }

    /// Interviews of an enumerator, to be spoilt.
    void spoil(int enumerator, const std::function<void(Interview&, int)>& how) {
        for (int i = 0; i < each; ++i)
            how(interviews[static_cast<std::size_t>(enumerator * each + i)], i);
    }

    void set_times(Interview& interview, double local_minute, double length) const {
        const auto write = [](double minutes) {
            return print_date_time(*date_time_of((minutes - 300) / 1440.0));
        };
        set(interview, "start", write(local_minute));
        set(interview, "end", write(local_minute + length));
    }

    /// The first minute, on the study's clocks, of interview `i` of an enumerator.
    static double minute_of(int i) {
        const double day = static_cast<double>(days_from_civil(2024, 4, 2) + i / 4);
        return day * 1440 + 9 * 60 + (i % 4) * 120;
    }

    Dataset assembled() const {
        AssembledDataset out = assemble(study, interviews);
        return std::move(out.dataset);
    }

    double uniform() { return std::uniform_real_distribution<>(0, 1)(random_); }

    int below(int n) { return std::uniform_int_distribution<>(0, n - 1)(random_); }

    double normal() { return std::normal_distribution<>()(random_); }

    static constexpr int gates = 6;
    static constexpr int follow_ups = 4;
    static constexpr int battery = 8;

    Study study;
    std::vector<Interview> interviews;

private:
    // One of n, the first of them most often.
    int skewed(int n) {
        const double u = uniform();
        return std::min(n - 1, static_cast<int>(u * u * n));
    }

    Interview honest(int enumerator, int i) {
        Interview out;
        out.instance_id = fmt::format("uuid:{:08x}-{:04}", enumerator * each + i, enumerator);
        out.form_id = study.questionnaire.form_id;
        out.version = study.questionnaire.version;
        const int area = enumerator % 5;
        set(out, "enumerator", fmt::format("e{}", enumerator));
        set(out, "area", fmt::format("a{}", area));
        set(out, "point", fmt::format("{:.6f} {:.6f} 0 5", 43 + uniform(), 70 + area + uniform()));
        set(out, "phone", fmt::format("+7 70{} {:03} {:04}", below(9), below(1000), below(10000)));
        set(out, "age", std::to_string(18 + below(50)));
        set(out, "income", std::to_string(static_cast<int>(std::exp(12 + 0.5 * normal()))));
        set(out, "months", std::to_string(below(60)));
        for (int g = 0; g < gates; ++g) {
            const double u = uniform();
            set(out, fmt::format("gate{}", g), u < 0.5 ? "yes" : u < 0.97 ? "no" : "dk");
            if (u >= 0.5) continue;
            for (int f = 0; f < follow_ups; ++f)
                set(out, fmt::format("more{}_{}", g, f), fmt::format("c{}", skewed(5)));
        }
        for (int b = 0; b < battery; ++b)
            set(out, fmt::format("item{}", b), fmt::format("g{}", below(5)));
        const int job = skewed(3);
        set(out, "job", job == 0 ? "builder" : job == 1 ? "trader" : "other");
        if (job == 2) set(out, "job_other", fmt::format("Something rare {}", below(1000)));
        set_times(out, minute_of(i) + 20 * uniform(), 12 * std::exp(0.25 * normal()));
        return out;
    }

    std::mt19937 random_;
};

}  // namespace mtm

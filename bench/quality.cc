// How fast the checks of interviews are: quality [ROWS] invents a round (1,000,000 interviews of 60
// questions, 40 enumerators) as columns and times each part of `mtm quality` but the search for
// near duplicates (bench/near_duplicates.cc), beside the limit: reading all columns once.
#include "quality/quality.h"

#include <cstdio>
#include <cstdlib>
#include <numeric>

#include <fmt/format.h>
#include <time.h>

#include "base/random.h"
#include "compile/compile.h"
#include "expression/date.h"
#include "quality/round_checks.h"

namespace mtm {
namespace {

constexpr int closed = 44;
constexpr int numbers = 8;
constexpr int enumerators = 40;

double now_s() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename Work>
void timed(const char* what, const Work& work) {
    const double start = now_s();
    work();
    std::printf("%-44s %8.3f s\n", what, now_s() - start);
}

Questionnaire form() {
    Workbook book;
    const auto sheet = [&](const std::string& name,
                           const std::vector<std::vector<std::string>>& rows) {
        Sheet& out = book.sheets.emplace_back();
        out.name = name;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t c = 0; c < rows[r].size(); ++c)
                out.set(static_cast<int>(r), static_cast<int>(c), {Cell::Kind::text, rows[r][c]});
        }
    };
    std::vector<std::vector<std::string>> survey{{"type", "name", "label", "relevant"},
                                                 {"start", "start"},
                                                 {"end", "end"},
                                                 {"select_one who", "enumerator", "Who?"},
                                                 {"select_one who", "area", "Where?"}};
    for (int q = 0; q < closed; ++q)
        survey.push_back({"select_one five",
                          fmt::format("q{}", q),
                          fmt::format("How was it, about subject {} of this long survey?", q),
                          q % 4 == 3 ? fmt::format("${{q{}}} = 'c1'", q - 1) : ""});
    for (int n = 0; n < numbers; ++n)
        survey.push_back({"integer", fmt::format("n{}", n), "How many?"});
    std::vector<std::vector<std::string>> choices{{"list_name", "name", "label"}};
    for (int c = 0; c < 5; ++c)
        choices.push_back({"five", fmt::format("c{}", c), fmt::format("Answer {}", c)});
    for (int e = 0; e < enumerators; ++e)
        choices.push_back({"who", fmt::format("e{}", e), fmt::format("Person {}", e)});
    sheet("survey", survey);
    sheet("choices", choices);
    return compile(book, "form.xlsx").questionnaire;
}

Dataset invented(const Questionnaire& form, std::size_t rows) {
    Random random(7);
    Dataset out;
    out.received = static_cast<int>(rows);
    Level& level = out.levels.emplace_back();
    level.rows = rows;
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        const Question& question = form.questions[q];
        Column& column = level.columns.emplace_back();
        column.question = static_cast<int>(q);
        column.name = question.name;
        column.codes.resize(rows);
        column.asked.assign(rows, 1);
        if (question.list >= 0) {
            for (const Choice& choice : form.choices_of(static_cast<int>(q)).choices)
                column.dictionary.push_back(choice.name);
            column.choice_count = static_cast<int>(column.dictionary.size());
            for (std::size_t row = 0; row < rows; ++row)
                column.codes[row] = static_cast<std::int32_t>(
                    question.name == "enumerator" ? row % enumerators
                    : question.name == "area"     ? row % 5
                                                  : random.below(column.dictionary.size()));
        } else if (question.type == QuestionType::metadata) {
            const bool end = question.metadata == "end";
            for (std::size_t row = 0; row < rows; ++row) {
                const std::size_t place = row / enumerators;  // among its enumerator's
                const double minutes = 4 * 60 + static_cast<double>(place % 12) * 50 +
                                       (end ? 25 + static_cast<double>(row % 13) : 0);
                column.dictionary.push_back(print_date_time(
                    *date_time_of(19'000 + static_cast<double>(place / 12) + minutes / 1440)));
                column.codes[row] = static_cast<std::int32_t>(row);
            }
        } else {
            for (int n = 0; n < 200; ++n)
                column.dictionary.push_back(std::to_string(n));
            for (std::size_t row = 0; row < rows; ++row)
                column.codes[row] = static_cast<std::int32_t>(random.below(200));
        }
        for (const std::string& entry : column.dictionary)
            column.numbers.push_back(question.type == QuestionType::integer ? std::stod(entry)
                                                                            : std::nan(""));
        column.meaning.assign(column.dictionary.size(), MissingChoice::answer);
    }
    for (std::size_t row = 0; row < rows; ++row)
        out.instance_ids.push_back(fmt::format("uuid:{}", row));
    return out;
}

void run(std::size_t count) {
    Study study;
    study.questionnaire = form();
    study.file.timezone = "Asia/Almaty";
    study.file.fieldwork.enumerator = "enumerator";
    study.file.fieldwork.area = "area";
    const Dataset dataset = invented(study.questionnaire, count);
    std::printf("%zu interviews, %zu questions\n", count, study.questionnaire.questions.size());
    std::int64_t sum = 0;
    timed("reading all columns once (the limit)", [&] {
        for (const Column& column : dataset.levels[0].columns) {
            sum = std::accumulate(column.codes.begin(), column.codes.end(), sum);
            sum = std::accumulate(column.asked.begin(), column.asked.end(), sum);
        }
    });
    FieldworkRows rows;
    const double start = now_s();
    timed("laying out times and places", [&] { rows = lay_out_fieldwork(study, dataset); });
    std::unique_ptr<InterviewChecks> checks;
    timed("learning what is usual",
          [&] { checks = std::make_unique<InterviewChecks>(rows, nullptr); });
    std::vector<Finding> findings;
    std::vector<double> reading(count);
    timed("checking every interview", [&] {
        for (std::size_t row = 0; row < count; ++row) {
            checks->check(rows, row, findings);
            reading[row] = checks->reading_minutes(rows, row);
        }
    });
    timed("enumerators", [&] { TeamMeasures(rows, reading, {}).check(findings); });
    timed("enumerators' effects", [&] { check_enumerator_effects(rows, findings); });
    timed("questions", [&] { check_questions(rows, findings); });
    std::printf("%-44s %8.3f s, %zu findings (%lld)\n",
                "all of these",
                now_s() - start,
                findings.size(),
                static_cast<long long>(sum % 10));
    std::vector<Finding> of_one;
    timed("one interview again", [&] { checks->check(rows, count - 1, of_one); });
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    mtm::run(argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000);
}

// The whole of tabulate(): a dataset of INTERVIEWS with 40 questions of 8 choices, ten of several
// answers and ten of numbers, by sex × region, of a stratified cluster sample, to finished tables
// with the rows that disclosure control compares. Beside it in the same run: reading every byte of
// the columns that are counted, which nothing can undercut, and some of the tables with each
// estimate by itself, which is what one pass replaces.
//
//     tabulation [INTERVIEWS] [only]     with "only", nothing is made by itself
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/random.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr std::size_t strata = 24;
constexpr std::size_t units = 2400;

double wall_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// A question with its column and nothing answered yet.
Column& add_question(Study& study, Level& level, std::string name, QuestionType type, int choices) {
    Question question;
    question.name = name;
    question.type = type;
    Column column;
    column.question = static_cast<int>(study.questionnaire.questions.size());
    column.name = std::move(name);
    if (is_select(type)) {
        question.list = static_cast<int>(study.questionnaire.lists.size());
        ChoiceList& list = study.questionnaire.lists.emplace_back();
        list.name = question.name;
        for (int c = 0; c < choices; ++c) {
            list.choices.emplace_back().name = "c" + std::to_string(c);
            column.dictionary.push_back(list.choices.back().name);
            column.numbers.push_back(NAN);
        }
        column.choice_count = choices;
        column.words_per_row = type == QuestionType::select_multiple ? 1 : 0;
    } else {
        for (int number = 0; number < choices; ++number) {
            column.dictionary.push_back(std::to_string(number));
            column.numbers.push_back(number);
        }
    }
    column.meaning.assign(column.dictionary.size(), MissingChoice::answer);
    column.asked.assign(level.rows, 1);
    study.questionnaire.questions.push_back(std::move(question));
    level.columns.push_back(std::move(column));
    return level.columns.back();
}

void add_tables(Study& study, const std::string& question, Statistic statistic) {
    TableSpec& spec = study.plan.tables.emplace_back();
    spec.name = question + " " + std::string(name_of(statistic));
    spec.question = question;
    spec.statistic = statistic;
    spec.by = {"sex", "region"};
}

void fill_level(Study& study, Level& level) {
    Random random(20240501);
    const auto answered = [&](const std::string& name, QuestionType type, int choices) {
        Column& column = add_question(study, level, name, type, choices);
        for (std::size_t r = 0; r < level.rows; ++r) {
            const auto code =
                static_cast<std::int32_t>(random.below(static_cast<std::size_t>(choices)));
            column.codes.push_back(type == QuestionType::select_multiple ? -1 : code);
            if (type == QuestionType::select_multiple)
                column.members.push_back(random.below(256) & random.below(256));
        }
    };
    answered("sex", QuestionType::select_one, 2);
    answered("region", QuestionType::select_one, 10);
    for (int q = 0; q < 40; ++q) {
        answered("q" + std::to_string(q), QuestionType::select_one, 8);
        add_tables(study, "q" + std::to_string(q), Statistic::percent);
    }
    for (int q = 0; q < 10; ++q) {
        answered("m" + std::to_string(q), QuestionType::select_multiple, 8);
        add_tables(study, "m" + std::to_string(q), Statistic::percent);
        answered("n" + std::to_string(q), QuestionType::integer, 1000);
        add_tables(study, "n" + std::to_string(q), Statistic::mean);
    }
    for (const Statistic statistic : {Statistic::median, Statistic::total, Statistic::count})
        add_tables(study, statistic == Statistic::count ? "q0" : "n0", statistic);
    add_tables(study, "n0 / n1", Statistic::ratio);
}

std::shared_ptr<const TaylorVariance> design_of(std::size_t rows) {
    Random random(3);
    SampleDesign design;
    SamplingStage stage;
    for (std::size_t r = 0; r < rows; ++r) {
        const std::size_t unit = random.below(units);
        stage.units.push_back(static_cast<std::int32_t>(unit));
        stage.strata.push_back(static_cast<std::int32_t>(unit % strata));
        design.weights.push_back(std::round(1e4 * (0.25 + 3 * random.uniform())) / 1e4);
    }
    design.stages = {std::move(stage)};
    return std::make_shared<const TaylorVariance>(std::move(design));
}

double read_s(const Level& level) {
    const double start = wall_s();
    std::uint64_t sum = 0;
    for (const Column& column : level.columns) {
        for (const std::int32_t code : column.codes)
            sum += static_cast<std::uint64_t>(code);
        for (const std::uint64_t word : column.members)
            sum += word;
        for (const std::uint8_t asked : column.asked)
            sum += asked;
    }
    const double took = wall_s() - start;
    std::printf(
        "reading all columns (check %llu) %24.3f s\n", static_cast<unsigned long long>(sum), took);
    return took;
}

int run(std::size_t rows, bool only) {
    Study study;
    study.file.design = "stratified cluster";
    study.questionnaire.languages = {{"English (en)", "en"}};
    Dataset dataset;
    Level& level = dataset.levels.emplace_back();
    level.rows = rows;
    fill_level(study, level);
    dataset.design = design_of(rows);
    (void)read_s(level);
    double start = wall_s();
    const std::vector<Table> tables = tabulate(study, dataset);
    const double took = wall_s() - start;
    std::printf("%zu tables of %zu interviews %24.3f s, %.1f ms a table\n",
                tables.size(),
                rows,
                took,
                1e3 * took / static_cast<double>(tables.size()));
    if (only) return 0;
    // One of each kind, each estimate by itself.
    for (const char* kind : {"m0 percent", "n0 mean", "n0 median", "n0 / n1 ratio"}) {
        for (const TableSpec& spec : study.plan.tables) {
            if (spec.name != kind) continue;
            start = wall_s();
            const auto singly = tabulate(study, dataset, {&spec, 1}, {.one_pass = false});
            const double by_itself = wall_s() - start;
            start = wall_s();
            const auto at_once = tabulate(study, dataset, {&spec, 1}, {});
            std::printf("%-16s alone %8.3f s; each estimate by itself %8.3f s (%.6f, %.6f)\n",
                        kind,
                        wall_s() - start,
                        by_itself,
                        at_once[0].cells[1][0].standard_error.value_or(0),
                        singly[0].cells[1][0].standard_error.value_or(0));
            std::fflush(stdout);
        }
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    return mtm::run(argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000, argc > 2);
}

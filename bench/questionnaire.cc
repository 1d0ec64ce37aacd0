// How fast questionnaires compile: workbook → definition → questionnaire → XForm, stage by stage,
// in one process. The yardstick beside it is the time to inflate and scan the same workbooks' XML,
// which no compiler of workbooks can undercut.
//
//     questionnaire FILE…            medians over the files, and the slowest
//     questionnaire --rows N…        forms of so many rows, made here: is time linear in rows?
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "compile/compile.h"
#include "compile/xform.h"
#include "workbook/read.h"

namespace mtm {
namespace {

constexpr int runs = 5;

struct Times {
    double read = 0;
    double define = 0;
    double understand = 0;
    double write = 0;

    [[nodiscard]] double all() const { return read + define + understand + write; }
};

// Processor time, so that what else the machine does is left out.
double now_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <typename Work>
double milliseconds(Work work) {
    const double start = now_ms();
    work();
    return now_ms() - start;
}

// Forms without errors only: a refused one is not written.
Times compile_once(const std::string& bytes, const std::string& name) {
    Times out;
    Result<Workbook> workbook = Error{};
    out.read = milliseconds([&] { workbook = read_workbook(bytes, name); });
    if (!workbook) return out;
    DefinedForm form;
    out.define = milliseconds([&] { form = define_form(*workbook, name); });
    out.understand = milliseconds([&] { (void)compile(form); });
    if (!has_errors(form.diagnostics))
        out.write = milliseconds([&] { (void)to_xform(form.definition); });
    return out;
}

Times median(const std::string& bytes, const std::string& name) {
    std::vector<Times> all;
    for (int i = 0; i < runs; ++i)
        all.push_back(compile_once(bytes, name));
    std::ranges::sort(all, {}, &Times::all);
    return all[runs / 2];
}

void print(const Times& times, const std::string& what) {
    std::printf("%9.2f ms = read %.2f + define %.2f + understand %.2f + write %.2f  %s\n",
                times.all(),
                times.read,
                times.define,
                times.understand,
                times.write,
                what.c_str());
}

int bench_files(const std::vector<std::string>& paths) {
    std::vector<std::pair<Times, std::string>> all;
    for (const std::string& path : paths) {
        std::ifstream file(path, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        all.emplace_back(median(bytes, path), path.substr(path.rfind('/') + 1));
    }
    std::ranges::sort(all, {}, [](const auto& each) { return each.first.all(); });
    print(all[all.size() / 2].first, "the median of " + std::to_string(all.size()) + " files");
    for (std::size_t i = all.size() - std::min<std::size_t>(all.size(), 5); i < all.size(); ++i)
        print(all[i].first, all[i].second);
    return 0;
}

// A form of typical rows: a question in three of four has skip logic that looks at another.
Workbook form_of(int rows) {
    Workbook out;
    Sheet survey;
    survey.name = "survey";
    const auto put = [](Sheet& sheet, int row, const std::vector<std::string>& cells) {
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (!cells[c].empty())
                sheet.set(row, static_cast<int>(c), {.kind = Cell::Kind::text, .text = cells[c]});
        }
    };
    put(survey,
        0,
        {"type", "name", "label::English (en)", "label::Russian (ru)", "relevant", "constraint"});
    for (int row = 1; row <= rows; ++row) {
        const std::string name = "q" + std::to_string(row);
        const std::string before = "${q" + std::to_string(row > 1 ? row - 1 : 1) + "}";
        const bool select = row % 2 == 0;
        put(survey,
            row,
            {select ? "select_one yes_no" : "integer",
             name,
             "Question number " + std::to_string(row) + ", asked of everyone",
             "Вопрос номер " + std::to_string(row),
             row % 4 == 1 ? "" : before + (select ? " > 3" : " = 'yes'"),
             select ? "" : ". >= 0 and . < 100"});
    }
    Sheet choices;
    choices.name = "choices";
    put(choices, 0, {"list_name", "name", "label::English (en)", "label::Russian (ru)"});
    put(choices, 1, {"yes_no", "yes", "Yes", "Да"});
    put(choices, 2, {"yes_no", "no", "No", "Нет"});
    out.sheets = {std::move(survey), std::move(choices)};
    return out;
}

int bench_rows(const std::vector<std::string>& counts) {
    for (const std::string& count : counts) {
        const Workbook workbook = form_of(std::stoi(count));
        std::vector<Times> all(runs);
        for (Times& times : all) {
            DefinedForm form;
            times.define = milliseconds([&] { form = define_form(workbook, "rows.xlsx"); });
            times.understand = milliseconds([&] { (void)compile(form); });
            times.write = milliseconds([&] { (void)to_xform(form.definition); });
        }
        std::ranges::sort(all, {}, &Times::all);
        const Times& times = all[runs / 2];
        print(times,
              count + " rows, " +
                  std::to_string(times.all() * 1000 / std::stoi(count)).substr(0, 5) + " µs a row");
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.empty()) {
        std::fprintf(stderr, "usage: questionnaire FILE… | --rows N…\n");
        return 2;
    }
    if (arguments.front() == "--rows") {
        arguments.erase(arguments.begin());
        return mtm::bench_rows(arguments);
    }
    return mtm::bench_files(arguments);
}

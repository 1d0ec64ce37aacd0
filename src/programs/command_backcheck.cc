#include <chrono>
#include <cstdio>
#include <memory>
#include <random>

#include "base/text.h"
#include "base/time_zone.h"
#include "exchange/csv_guard.h"
#include "programs/command.h"
#include "programs/private_keys.h"
#include "programs/second_interviews.h"
#include "quality/back_check_list.h"
#include "quality/back_check_page.h"
#include "store/clock.h"
#include "store/files.h"
#include "study/form_sheets.h"
#include "workbook/read.h"

namespace mtm {
namespace {

struct BackCheckArguments {
    std::string directory;
    std::vector<std::string> results;
    std::string out;
    std::string form;
    bool sample = false;
    std::string share;
    long long number = 0;
    std::string seed;
    std::string keep;
    bool contacts = false;
    std::string id_column;
    bool json = false;
    bool rehearsal = false;
    KeyOptions keys;
};

std::chrono::sys_seconds this_second() {
    return std::chrono::sys_seconds(std::chrono::seconds(present_instant() / 1000));
}

// "10%" or "10"; nullopt if it is neither.
std::optional<double> share_from(std::string_view text) {
    const bool marked = text.ends_with('%');
    const std::string number(trim(marked ? text.substr(0, text.size() - 1) : text));
    char* end = nullptr;
    const double per_cent = std::strtod(number.c_str(), &end);
    // 0.1 is far likelier to mean a tenth than a tenth of a per cent.
    if (number.empty() || *end != '\0' || !(per_cent > 0 && per_cent <= 100) ||
        (!marked && per_cent < 1))
        return std::nullopt;
    return per_cent / 100;
}

// By what the sample is drawn: the command line goes before study.toml. Without a seed one is
// taken by chance, since whoever knows it knows who will be checked.
std::optional<BackCheckDraw> draw_of(const BackCheckArguments& options,
                                     const BackCheckRules& rules) {
    BackCheckDraw out;
    const bool told = !options.share.empty() || options.number > 0;
    if (!options.share.empty()) {
        out.proportion = share_from(options.share);
        if (!out.proportion) return std::nullopt;
    } else if (!told && rules.share) {
        out.proportion = *rules.share / 100.0;
    }
    if (options.number > 0)
        out.number = static_cast<std::size_t>(options.number);
    else if (!told && rules.number)
        out.number = static_cast<std::size_t>(*rules.number);
    if (!out.proportion && !out.number) out.proportion = 0.1;
    if (!options.seed.empty()) {
        char* end = nullptr;
        out.seed = std::strtoull(options.seed.c_str(), &end, 10);
        if (*end != '\0' || !is_digit(options.seed.front())) return std::nullopt;
    } else {
        out.seed = rules.seed ? *rules.seed : std::random_device{}();
    }
    return out;
}

Result<std::set<std::string>> kept_of(const BackCheckArguments& options) {
    if (options.keep.empty()) return std::set<std::string>();
    const std::string bytes = TRY(read_file(options.keep));
    const Workbook list = TRY(read_tables(bytes, options.keep));
    std::set<std::string> out = ids_of_back_check_list(list);
    if (out.empty()) return Error{options.keep + ": it has no column “uuid” with interviews"};
    return out;
}

Result<std::string> bytes_of_list(const FieldworkRows& rows,
                                  const BackCheckList& list,
                                  ListShows shows,
                                  bool as_csv) {
    if (!as_csv) return write_workbook(back_check_list_workbook(rows, list, shows, this_second()));
    auto table = back_check_table(rows, list, shows);
    for (auto& row : table) {
        for (std::string& cell : row)
            cell = guarded(cell, false);
    }
    return write_csv(table);
}

Exit write_sample(const BackCheckArguments& options,
                  const StudyRead& read,
                  const Dataset& dataset) {
    const std::optional<BackCheckDraw> draw = draw_of(options, read.study.file.back_check);
    if (!draw)
        return wrong_usage(
            "--share is per cent (--share 10%), --n how many of each enumerator, --seed a whole "
            "number");
    const auto kept = kept_of(options);
    if (!kept) return fail(kept.error());
    const FieldworkRows rows = lay_out_fieldwork(read.study, dataset);
    const BackCheckList list = draw_back_check_list(rows, *draw, *kept);
    const std::string path =
        options.out.empty() ? options.directory + "/out/backcheck_sample.xlsx" : options.out;
    const auto bytes = bytes_of_list(rows,
                                     list,
                                     options.contacts ? ListShows::contacts : ListShows::codes,
                                     path.ends_with(".csv"));
    if (!bytes) return fail(bytes.error());
    if (const Status written = write_file(path, *bytes); !written) return fail(written.error());
    std::printf("%s\n", path.c_str());
    std::fprintf(stderr,
                 "%zu of %zu interviews, of %zu enumerators; seed %llu (keep it from them, and "
                 "note it: the same seed draws the same)\n",
                 list.visits.size(),
                 rows.size(),
                 list.enumerators,
                 static_cast<unsigned long long>(draw->seed));
    if (list.without_key > 0)
        std::fprintf(stderr,
                     "%zu interviews have no answer to “%s”: no back-check could be matched with "
                     "them, and none was drawn\n",
                     list.without_key,
                     read.study.file.back_check.key.c_str());
    if (options.contacts)
        std::fprintf(stderr,
                     "The list says how people can be found: give it to those who check alone, "
                     "and delete it afterwards.\n");
    return Exit::done;
}

Exit write_form(const BackCheckArguments& options, const Study& study) {
    Exit exit = Exit::done;
    const auto form = form_of_back_check(study, options.directory, exit);
    if (!form) return exit;
    const auto bytes = write_workbook(form_workbook(form_sheets(*form)));
    if (!bytes) return fail(bytes.error());
    if (const Status written = write_file(options.form, *bytes); !written)
        return fail(written.error());
    std::printf("%s\n", options.form.c_str());
    return Exit::done;
}

// As the interviews were received: corrections are somebody else's answers.
Result<Dataset> dataset_as_received(const BackCheckArguments& options,
                                    const Study& study,
                                    const Dataset& corrected) {
    if (corrected.rehearsal || !has_database(options.directory)) return Dataset{};
    const InterviewsRead read = TRY(read_interviews(
        options.directory, study, InterviewKind::real, {.answers = AnswersAs::received}));
    return assemble(study, read.interviews, read.beside).dataset;
}

Exit write_comparison(const BackCheckArguments& options,
                      const StudyRead& read,
                      const Dataset& dataset) {
    const Study& study = read.study;
    Exit exit = Exit::done;
    auto form = form_of_back_check(study, options.directory, exit);
    if (!form) return exit;
    const auto second = read_second_interviews(study,
                                               std::move(*form),
                                               {.files = options.results,
                                                .id_column = options.id_column,
                                                .first_are_invented = dataset.rehearsal},
                                               exit);
    if (!second) return exit;
    const auto received = dataset_as_received(options, study, dataset);
    if (!received) return fail(received.error());
    const FieldworkRows first_rows = lay_out_fieldwork(study, dataset);
    const FieldworkRows second_rows = lay_out_fieldwork(second->study, second->dataset);
    const BackCheckRound round = compare_round({.first = &first_rows,
                                                .received = &*received,
                                                .second = &second_rows,
                                                .places = second->places});
    print_diagnostics(round.result.diagnostics);
    const auto workbook = write_workbook(back_check_workbook(round, this_second()));
    if (!workbook) return fail(workbook.error());
    const std::string folder = options.out.empty() ? options.directory + "/out" : options.out;
    const std::string today = date_in_zone(present_instant(), study.file.timezone);
    const std::string text =
        options.json ? back_check_json(round) : back_check_summary(round) + "\n";
    std::fputs(text.c_str(), stdout);
    for (const FileOut& file : {FileOut{folder + "/backcheck.html", back_check_page(round, today)},
                                FileOut{folder + "/backcheck.xlsx", *workbook}}) {
        if (const Status written = write_file(file.name, file.bytes); !written)
            return fail(written.error());
        std::fprintf(options.json ? stderr : stdout, "%s\n", file.name.c_str());
    }
    return Exit::done;
}

// Whether the study says how it is back-checked.
bool can_check(const Study& study, const std::string& directory) {
    if (!study.file.back_check.are_given()) {
        std::fprintf(stderr,
                     "mtm: %s/study.toml has no [back_check]: it says which questions are asked "
                     "again, as type1 = [\"sex\"]. docs/back-checks.md shows one.\n",
                     directory.c_str());
        return false;
    }
    if (study.file.fieldwork.enumerator.empty()) {
        std::fprintf(stderr,
                     "mtm: no question of the study says who interviewed. [fieldwork] enumerator "
                     "in study.toml names it.\n");
        return false;
    }
    return true;
}

Exit backcheck(const BackCheckArguments& options) {
    const int tasks = (options.sample ? 1 : 0) + (options.form.empty() ? 0 : 1) +
                      (options.results.empty() ? 0 : 1);
    if (tasks == 0)
        return wrong_usage(
            "nothing to do: --sample draws whom to visit, --form writes what to ask, RESULTS are "
            "compared");
    if (options.sample && !options.results.empty())
        return wrong_usage("draw a sample and compare results one after the other");
    Exit exit = Exit::done;
    if (!options.form.empty()) {
        const auto study = load_study(options.directory, exit);
        if (!study) return exit;
        if (!can_check(*study, options.directory)) return Exit::input_is_wrong;
        const Exit written = write_form(options, *study);
        if (written != Exit::done || tasks == 1) return written;
    }
    const auto read =
        load_interviews(options.directory, {.rehearsal = options.rehearsal}, options.keys, exit);
    if (!read) return exit;
    if (!can_check(read->study, options.directory)) return Exit::input_is_wrong;
    const Dataset dataset = dataset_of(*read);
    return options.sample ? write_sample(options, *read, dataset)
                          : write_comparison(options, *read, dataset);
}

}  // namespace

void add_backcheck(Program& program) {
    auto options = std::make_shared<BackCheckArguments>();
    Arguments command =
        program.add("backcheck",
                    "whom to ask a second time, what to ask, and what differs",
                    "mtm backcheck studies/round-5 --sample --share 10% -o sample.xlsx",
                    [options] { return backcheck(*options); });
    command.add_option("DIR", options->directory, "the study's folder")
        .required()
        .existing_folder();
    command
        .add_option("RESULTS",
                    options->results,
                    "the back-checks, to be compared: XLSX, CSV, JSON, SPSS or Stata")
        .existing_path();
    command.add_flag("--sample", options->sample, "draw whom to check, at random, by enumerator");
    command.add_option("--share", options->share, "per cent of each enumerator's interviews: 10%")
        .needs("--sample");
    command
        .add_option("--n",
                    options->number,
                    "so many interviews of each enumerator; with --share "
                    "whichever is more")
        .between(1, 1'000'000)
        .needs("--sample");
    command
        .add_option("--seed",
                    options->seed,
                    "whole number: the same draws the same; without it (and without seed in "
                    "study.toml) one by chance, which is printed")
        .needs("--sample");
    command
        .add_option("--keep", options->keep, "a list drawn before: its interviews stay and count")
        .needs("--sample")
        .existing_file();
    command
        .add_flag("--contacts",
                  options->contacts,
                  "also how people are found: the key, and what [back_check] contact names")
        .needs("--sample");
    command.add_option("--form", options->form, "write the short form (XLSForm) of the back-check");
    command.add_option(
        "-o,--out", options->out, "the sample (.xlsx or .csv); of results, the folder to write to");
    command.add_option("--id",
                       options->id_column,
                       "column that tells back-checks apart, where "
                       "RESULTS have no instanceID or _uuid");
    command.add_flag("--json", options->json, "results as one JSON object");
    command.add_flag("--rehearsal", options->rehearsal, "use the invented interviews");
    add_key_options(command, options->keys);
}

}  // namespace mtm

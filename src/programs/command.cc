#include "programs/command.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>

#include <unistd.h>

#include "programs/private_keys.h"
#include "programs/weighing.h"
#include "rehearse/figure_condition.h"
#include "store/files.h"
#include "store/retiring.h"
#include "study/as_of.h"
#include "workbook/csv.h"

namespace mtm {

void append(Diagnostics& to, Diagnostics from) {
    std::ranges::move(from, std::back_inserter(to));
}

void print_diagnostics(const Diagnostics& diagnostics, int shown_of_each) {
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity == Severity::error) {
            std::fprintf(stderr, "%s\n", print(diagnostic).c_str());
        }
    }
    std::map<std::string, int> warnings;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity == Severity::error) continue;
        if (++warnings[diagnostic.code] <= shown_of_each) {
            std::fprintf(stderr, "%s\n", print(diagnostic).c_str());
        }
    }
    for (const auto& [code, count] : warnings) {
        if (count > shown_of_each) {
            std::fprintf(
                stderr, "… and %d more warnings %s\n", count - shown_of_each, code.c_str());
        }
    }
}

Exit fail(const Error& error) {
    std::fprintf(stderr, "mtm: %s\n", error.message.c_str());
    return Exit::world_failed;
}

Exit wrong_usage(const std::string& message) {
    std::fprintf(stderr, "mtm: %s\n", message.c_str());
    return Exit::wrong_usage;
}

namespace {

void print_errors(const Diagnostics& diagnostics) {
    Diagnostics errors;
    std::ranges::copy_if(diagnostics, std::back_inserter(errors), [](const Diagnostic& d) {
        return d.severity == Severity::error;
    });
    print_diagnostics(errors);
}

// A study that may have errors; they are printed. Warnings are what `mtm check` is for.
std::optional<CheckedStudy> open_and_tell(const std::string& directory, Exit& exit) {
    auto opened = open_study(directory);
    if (!opened) {
        exit = fail(opened.error());
        return std::nullopt;
    }
    print_errors(opened->diagnostics);
    if (has_errors(opened->diagnostics)) exit = Exit::input_is_wrong;
    return std::move(*opened);
}

void say_what_was_counted(const Dataset& dataset) {
    std::fprintf(
        stderr, "%d interviews received, %zu counted", dataset.received, dataset.counted());
    for (const LeftOut& left_out : dataset.left_out) {
        std::fprintf(stderr,
                     "; %d left out: %s",
                     left_out.interviews,
                     std::string(words_for(left_out.reason)).c_str());
    }
    std::fprintf(stderr, "\n");
    if (dataset.rehearsal) std::fprintf(stderr, "%s.\n", invented_mark);
}

void say_as_of(const std::string& words, const std::string& timezone, const InterviewsRead& read) {
    const bool is_day = words.find('T') == std::string::npos;
    const std::string when =
        is_day ? words + " (to the end of that day, " + (timezone.empty() ? "UTC" : timezone) + ")"
               : words;
    std::fprintf(stderr,
                 "As of %s: what came, was corrected or reviewed later does not count. "
                 "People who have withdrawn since stay out.\n",
                 when.c_str());
    if (read.undated == 0) return;
    std::fprintf(stderr,
                 "%d interviews lie in files, and nobody knows when those came: they count.\n",
                 read.undated);
}

}  // namespace

void add_as_of_option(Arguments command, std::string& out) {
    command.add_option("--as-of",
                       out,
                       "a day (its end, in the study's time zone) or an instant: as everything "
                       "stood then; only people who withdrew since stay out");
}

std::string as_of_suffix(const std::string& words) {
    if (words.empty()) return {};
    std::string out = "-as-of-";
    for (const char c : words)
        out += c == ':' ? '.' : c;
    return out;
}

std::optional<Study> load_study(const std::string& directory, Exit& exit) {
    auto opened = open_and_tell(directory, exit);
    if (!opened || has_errors(opened->diagnostics)) return std::nullopt;
    return std::move(opened->study);
}

std::optional<StudyRead> load_interviews(const std::string& directory,
                                         const InterviewsWanted& wanted,
                                         const KeyOptions& keys,
                                         Exit& exit) {
    auto opened = open_and_tell(directory, exit);
    if (!opened) return std::nullopt;
    Study& study = opened->study;
    const bool sound = !has_errors(opened->diagnostics);
    if (!sound && study.questionnaire.questions.empty()) return std::nullopt;
    AsOf point;
    ReadOptions options{.answers = wanted.answers};
    if (!wanted.as_of.empty()) {
        auto asked = as_of(wanted.as_of, study.file.timezone);
        if (!asked) {
            std::fprintf(stderr, "mtm: --as-of: %s\n", asked.error().message.c_str());
            exit = Exit::wrong_usage;
            return std::nullopt;
        }
        point = std::move(*asked);
        options.until = point.until;
    }
    const bool real = !wanted.rehearsal && has_interviews(directory, InterviewKind::real);
    auto read = read_interviews(
        directory, study, real ? InterviewKind::real : InterviewKind::rehearsed, options);
    if (!read) {
        exit = fail(read.error());
        return std::nullopt;
    }
    if (!open_the_sealed(directory, study, keys, FoundShown::counts, *read, exit))
        return std::nullopt;
    // One order, whatever that of their arrival: floating-point sums depend on it in their last
    // digits, and so would what two imports of one file say.
    std::ranges::stable_sort(read->interviews, {}, &Interview::instance_id);
    if (sound) {
        print_diagnostics(read->diagnostics);
    } else {
        print_errors(read->diagnostics);
    }
    if (has_errors(read->diagnostics)) exit = Exit::input_is_wrong;
    if (exit != Exit::done) return std::nullopt;
    if (options.until) say_as_of(point.words, study.file.timezone, *read);
    if (read->interviews.empty() && options.until) {
        std::fprintf(stderr, "mtm: no interview had come by then\n");
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    if (const auto retired = retired_mark(directory); retired && read->interviews.empty()) {
        std::fprintf(stderr,
                     "mtm: %s is retired: its raw data were erased on %s. Its numbers are in "
                     "releases/.\n",
                     directory.c_str(),
                     retired->at.substr(0, 10).c_str());
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    if (read->interviews.empty()) {
        std::fprintf(stderr,
                     "mtm: %s has no interviews yet. `mtm rehearse %s` invents some.\n",
                     directory.c_str(),
                     directory.c_str());
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    return StudyRead{std::move(study), std::move(*read), std::move(point.words)};
}

Dataset dataset_of(const StudyRead& study) {
    AssembledDataset assembled = assemble(study.study, study.read.interviews, study.read.beside);
    print_diagnostics(assembled.diagnostics);
    assembled.dataset.as_of = study.as_of;
    say_what_was_counted(assembled.dataset);
    return std::move(assembled.dataset);
}

std::optional<Dataset> weighed_dataset(const std::string& directory,
                                       const StudyRead& study,
                                       Exit& exit) {
    Dataset dataset = dataset_of(study);
    if (!weigh_dataset(directory, study.study, dataset, exit)) return std::nullopt;
    return dataset;
}

std::optional<LoadedStudy> load_dataset(const std::string& directory,
                                        const InterviewsWanted& wanted,
                                        const KeyOptions& keys,
                                        Exit& exit) {
    auto read = load_interviews(directory, wanted, keys, exit);
    if (!read) return std::nullopt;
    auto dataset = weighed_dataset(directory, *read, exit);
    if (!dataset) return std::nullopt;
    return LoadedStudy{std::move(read->study), std::move(*dataset)};
}

std::optional<PublishedFigures> load_figures(const std::string& path, Exit& exit) {
    const auto bytes = read_file(path);
    if (!bytes) {
        exit = fail(bytes.error());
        return std::nullopt;
    }
    const auto records = read_csv_records(*bytes);
    if (!records) {
        Place place;
        place.file = path;
        print_diagnostics({{"unreadable-figures",
                            Severity::error,
                            place,
                            records.error().message,
                            "Correct the file; quote values that hold a comma."}});
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    return published_figures(records->rows, path, records->lines);
}

Diagnostics mistakes_of_figures(const Study& study, const PublishedFigures& published) {
    Diagnostics out = published.diagnostics;
    for (const PublishedFigure& figure : published.figures) {
        if (figure.kind == FigureKind::change) continue;
        (void)figure_condition(study.questionnaire, study.plan, figure, out);
    }
    std::ranges::stable_sort(out, {}, [](const Diagnostic& d) { return d.place.row; });
    return out;
}

}  // namespace mtm

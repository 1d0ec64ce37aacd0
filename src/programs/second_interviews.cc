#include "programs/second_interviews.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "compile/compile.h"
#include "exchange/import_tables.h"
#include "programs/landing.h"
#include "quality/back_check_form.h"
#include "quality/back_check_round.h"
#include "store/form_file.h"

namespace mtm {
namespace {

class KeepingSecond final : public InterviewSink {
public:
    void begin() override { interviews.clear(); }

    Status take(ImportedInterview& interview) override {
        interviews.push_back(std::move(interview.interview));
        return Done{};
    }

    std::vector<Interview> interviews;
};

// Answers of people are never held against invented ones.
std::optional<Diagnostic> invented_among(const std::vector<Interview>& interviews,
                                         const SecondFiles& from,
                                         const std::string& names) {
    if (from.first_are_invented) return std::nullopt;
    const auto invented = std::ranges::count(interviews, true, &Interview::rehearsal);
    if (invented == 0) return std::nullopt;
    Diagnostic out;
    out.code = "rehearsal-among-interviews";
    out.place.file = names;
    out.message = std::to_string(invented) + " of the " + std::to_string(interviews.size()) +
                  " back-checks are invented (rehearsal); nothing is compared.";
    out.remedy = "Compare them with the invented interviews: --rehearsal.";
    return out;
}

}  // namespace

std::optional<Questionnaire> form_of_back_check(const Study& study,
                                                const std::string& directory,
                                                Exit& exit) {
    Diagnostics found;
    Questionnaire form;
    const std::string& own = study.file.back_check.form;
    if (own.empty()) {
        BackCheckForm made = back_check_form(study, directory + "/study.toml");
        found = std::move(made.diagnostics);
        form = std::move(made.form);
    } else {
        const std::string path = directory + "/" + own;
        auto read = read_form(path);
        if (!read) {
            exit = fail({"[back_check] form of study.toml: " + read.error().message});
            return std::nullopt;
        }
        Compiled compiled = compile(*read);
        found = std::move(compiled.diagnostics);
        form = std::move(compiled.questionnaire);
        if (!has_errors(found)) {
            for (Diagnostic& wrong : check_back_check_form(study, form, path))
                found.push_back(std::move(wrong));
        }
    }
    print_diagnostics(found, 20);
    if (!has_errors(found)) return form;
    exit = Exit::input_is_wrong;
    return std::nullopt;
}

std::optional<SecondInterviews> read_second_interviews(const Study& study,
                                                       Questionnaire form,
                                                       const SecondFiles& from,
                                                       Exit& exit) {
    const std::string names = names_of_files(from.files);
    const auto unreadable = [&](const Error& error) {
        std::fprintf(stderr, "mtm: %s\n", error.message.c_str());
        exit = Exit::input_is_wrong;
        return std::nullopt;
    };
    const auto tables = open_files(form, from.files);
    if (!tables) return unreadable(tables.error());
    KeepingSecond kept;
    const ImportOptions options{.id_column = from.id_column, .mapping = nullptr, .style = {}};
    auto summary = import_rows(form, (*tables)->rows(), names, options, kept);
    if (!summary) return unreadable(summary.error());
    Diagnostics& found = summary->diagnostics;
    if (auto invented = invented_among(kept.interviews, from, names))
        found.push_back(std::move(*invented));
    print_diagnostics(found);
    if (has_errors(found)) {
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    SecondInterviews out;
    out.study = study_of_back_check(study, std::move(form));
    for (const Interview& interview : kept.interviews) {
        Place place;
        place.file = names;
        place.row = interview.provenance.row;
        out.places.emplace(interview.instance_id, std::move(place));
    }
    AssembledDataset assembled = assemble(out.study, kept.interviews);
    print_diagnostics(assembled.diagnostics);
    out.dataset = std::move(assembled.dataset);
    std::fprintf(stderr, "%d back-checks read", out.dataset.received);
    for (const LeftOut& left_out : out.dataset.left_out)
        std::fprintf(stderr,
                     "; %d left out: %s",
                     left_out.interviews,
                     std::string(words_for(left_out.reason)).c_str());
    std::fprintf(stderr, "\n");
    return out;
}

}  // namespace mtm

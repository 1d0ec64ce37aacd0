#include <cstdio>
#include <memory>

#include "programs/command.h"
#include "rehearse/audit.h"

namespace mtm {
namespace {

std::string names_of(const CountModel& model, const std::vector<int>& claims) {
    std::string out;
    for (const int claim : claims) {
        if (!out.empty()) out += " ";
        out += model.survey.claims[static_cast<std::size_t>(claim)].figure->id;
    }
    return out;
}

void print_audit(const CountModel& model, const Audit& audit) {
    for (const Withdrawal& withdrawal : audit.withdrawals) {
        const PublishedFigure& figure =
            *model.survey.claims[static_cast<std::size_t>(withdrawal.claim)].figure;
        std::printf("withdraw %s (line %d, %s %s): ",
                    figure.id.c_str(),
                    figure.place.row,
                    figure.variable.c_str(),
                    figure.category.c_str());
        if (withdrawal.clashes_with.empty()) {
            std::printf("contradicts the questionnaire by itself\n");
        } else {
            std::printf("clashes with %s\n", names_of(model, withdrawal.clashes_with).c_str());
        }
    }
    if (audit.withdrawals.empty()) {
        std::printf("All %zu figures can hold at once.\n", model.survey.claims.size());
    } else if (!audit.certain) {
        std::printf("The solver gave up on a part of the question: a smaller set may exist.\n");
    } else {
        std::printf("%s of %zu rows without which the other %zu can all hold.\n",
                    audit.unique ? "This is the only set" : "This is one of several smallest sets",
                    audit.withdrawals.size(),
                    model.survey.claims.size() - audit.withdrawals.size());
    }
}

Exit audit_figures(const std::string& directory, const std::string& path) {
    Exit exit = Exit::done;
    const auto study = load_study(directory, exit);
    const auto published = load_figures(path, exit);
    if (!published) return exit;
    if (!study || has_errors(published->diagnostics)) {
        print_diagnostics(study ? mistakes_of_figures(*study, *published) : published->diagnostics);
        return exit == Exit::done ? Exit::input_is_wrong : exit;
    }
    SurveyModel survey =
        survey_model(study->questionnaire, study->plan, published->figures, counting_rules(*study));
    Diagnostics diagnostics = published->diagnostics;
    std::ranges::copy(survey.diagnostics, std::back_inserter(diagnostics));
    print_diagnostics(diagnostics);
    if (has_errors(diagnostics)) return Exit::input_is_wrong;
    const auto model = count_model(std::move(survey));
    if (!model) {
        std::fprintf(stderr, "mtm audit: %s\n", model.error().message.c_str());
        return Exit::input_is_wrong;
    }
    const Audit found = audit(*model);
    if (!found.anybody_passes) {
        Place place;
        place.file = study->directory;
        print_diagnostics({{"questionnaire-lets-nobody-through",
                            Severity::error,
                            place,
                            "The questionnaire lets nobody through: its skip logic and the rules "
                            "of who is counted contradict each other.",
                            "Look at consent and counted in study.toml and at the conditions that "
                            "most questions share."}});
        return Exit::input_is_wrong;
    }
    print_audit(*model, found);
    return found.withdrawals.empty() ? Exit::done : Exit::input_is_wrong;
}

}  // namespace

void add_audit(Program& program) {
    auto directory = std::make_shared<std::string>();
    auto figures = std::make_shared<std::string>();
    Arguments command =
        program.add("audit",
                    "could any survey have produced these figures? which must go?",
                    "mtm audit studies/kazakhstan-2024-r4 figures.csv",
                    [directory, figures] { return audit_figures(*directory, *figures); });
    command.add_option("DIR", *directory, "the study's folder").required();
    command.add_option("FIGURES.csv", *figures, "published figures, a row each").required();
}

}  // namespace mtm

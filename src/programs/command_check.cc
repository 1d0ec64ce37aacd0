#include <algorithm>
#include <cstdio>
#include <memory>

#include "programs/command.h"
#include "programs/narratives.h"

namespace mtm {

void add_check(Program& program) {
    auto directory = std::make_shared<std::string>();
    CLI::App* command =
        program.add("check",
                    "every mistake in questionnaire, plan and report; nothing is run",
                    "mtm check studies/kazakhstan-2024-r4",
                    [directory] {
                        auto opened = open_study(*directory);
                        if (!opened) return fail(opened.error());
                        Diagnostics diagnostics = std::move(opened->diagnostics);
                        const auto narratives = read_narratives(*directory, opened->study);
                        if (!narratives) return fail(narratives.error());
                        std::ranges::copy(narratives->diagnostics, std::back_inserter(diagnostics));
                        print_diagnostics(diagnostics);
                        const auto errors =
                            std::ranges::count(diagnostics, Severity::error, &Diagnostic::severity);
                        std::printf("%s: %zu questions, %zu tables; %td errors, %td warnings\n",
                                    directory->c_str(),
                                    opened->study.questionnaire.questions.size(),
                                    opened->study.plan.tables.size(),
                                    errors,
                                    static_cast<std::ptrdiff_t>(diagnostics.size()) - errors);
                        return errors > 0 ? Exit::input_is_wrong : Exit::done;
                    });
    command->add_option("DIR", *directory, "the study's folder")->required();
}

}  // namespace mtm

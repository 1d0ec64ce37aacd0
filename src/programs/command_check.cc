#include <algorithm>
#include <cstdio>
#include <memory>

#include "programs/command.h"
#include "report/markdown.h"
#include "store/files.h"

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
                        const std::string path = *directory + "/report.md";
                        if (const auto text = read_file(path)) {
                            for (Diagnostic& d : check_report(opened->study, *text, path)) {
                                diagnostics.push_back(std::move(d));
                            }
                        }
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

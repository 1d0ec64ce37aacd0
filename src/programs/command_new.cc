#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/text.h"
#include "compile/compile.h"
#include "embedded_template_areas.h"
#include "embedded_template_model_report.h"
#include "embedded_template_model_study.h"
#include "embedded_template_opening.h"
#include "embedded_template_questionnaire.h"
#include "embedded_template_study_head.h"
#include "programs/command.h"
#include "store/files.h"
#include "store/form_file.h"
#include "study/template.h"

namespace mtm {
namespace {

bool is_there(const std::string& directory) {
    if (!std::filesystem::exists(directory)) return false;
    std::fprintf(
        stderr, "mtm new: %s is there already; name a folder that is not.\n", directory.c_str());
    return true;
}

// A study round a form that was made elsewhere. A form with mistakes makes none.
Exit make_study_around(const std::string& directory, const std::string& path) {
    if (is_there(directory)) return Exit::input_is_wrong;
    const auto form = read_form(path);
    if (!form) return fail(form.error());
    const Compiled compiled = compile(*form);
    print_diagnostics(compiled.diagnostics);
    if (has_errors(compiled.diagnostics)) return Exit::input_is_wrong;
    const auto bytes = read_file(path);
    if (!bytes) return fail(bytes.error());
    const std::string ending = std::filesystem::path(path).extension().string();
    const std::vector<FileOut> files{{"study.toml", study_around(compiled.questionnaire)},
                                     {"questionnaire" + lower_ascii(ending), *bytes}};
    if (const Status made = make_folder_of(directory, files); !made) return fail(made.error());
    std::printf("%s\n", directory.c_str());
    std::fprintf(stderr,
                 "A study round that form. Next: fill in study.toml; `mtm import %s FILE` or `mtm "
                 "deploy %s`; "
                 "`mtm report %s --draft` writes a first report.md.\n",
                 directory.c_str(),
                 directory.c_str(),
                 directory.c_str());
    return Exit::done;
}

Exit make_study(const std::string& directory) {
    if (is_there(directory)) return Exit::input_is_wrong;
    const auto texts = texts_of_new_study({.study_head = embedded::template_study_head(),
                                           .model_study = embedded::template_model_study(),
                                           .opening = embedded::template_opening(),
                                           .model_report = embedded::template_model_report()});
    if (!texts) return fail(texts.error());
    const std::vector<FileOut> files{
        {"study.toml", texts->study_toml},
        {"report.md", texts->report_md},
        {"questionnaire.xlsx", std::string(embedded::template_questionnaire())},
        {"areas.geojson", std::string(embedded::template_areas())}};
    if (const Status made = make_folder_of(directory, files); !made) return fail(made.error());
    std::printf("%s\n", directory.c_str());
    std::fprintf(stderr,
                 "A study that works. Next: fill in study.toml, give the form an id of its own on "
                 "the settings sheet, then `mtm check %s`.\n",
                 directory.c_str());
    return Exit::done;
}

}  // namespace

void add_new(Program& program) {
    auto directory = std::make_shared<std::string>();
    // Held by the command too: the only template there is needs no choosing yet.
    auto name = std::make_shared<std::string>(template_names().front());
    auto form = std::make_shared<std::string>();
    Arguments command = program.add("new",
                                    "a study folder that already works",
                                    "mtm new studies/round-5 --template migrant-workers",
                                    [directory, name, form] {
                                        return form->empty() ? make_study(*directory)
                                                             : make_study_around(*directory, *form);
                                    });
    command.add_option("DIR", *directory, "the folder to make").required();
    command.add_option("--template", *name, "what to begin with")
        .one_of(template_names())
        .show_default();
    command.add_option(
        "--form", *form, "an XLSForm or XForm that is there already, instead of a template");
}

}  // namespace mtm

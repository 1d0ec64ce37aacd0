#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/text.h"
#include "compile/compile.h"
#include "compile/xform.h"
#include "paper/paper.h"
#include "press/typst.h"
#include "programs/command.h"
#include "store/files.h"
#include "store/form_file.h"
#include "store/study_key.h"

namespace mtm {
namespace {

// What an XForm can say is written; what MTM would not put into the field is a warning here.
Diagnostics as_warnings(Diagnostics findings, std::size_t from) {
    for (std::size_t i = from; i < findings.size(); ++i)
        findings[i].severity = Severity::warning;
    return findings;
}

std::string beside(const std::string& path, const std::string& name) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? name : path.substr(0, slash + 1) + name;
}

struct FormArguments {
    std::string in;
    std::string out;
    bool paper = false;
    std::string language;
};

Exit write_form(const FormArguments& options) {
    auto read = read_form(options.in);
    if (!read) return fail(read.error());
    // A study's own questionnaire is encrypted here too, as it is in the field.
    const std::filesystem::path own = questionnaire_path(parent_folder(options.in));
    if (own.filename() == std::filesystem::path(options.in).filename()) {
        if (const Status taken = take_study_key(beside(options.in, "study.toml"), *read); !taken)
            return fail(taken.error());
    }
    const DefinedForm& form = *read;
    const bool refused = has_errors(form.diagnostics);
    print_diagnostics(as_warnings(compile(form).diagnostics, form.diagnostics.size()));
    if (refused) return Exit::input_is_wrong;
    if (const Status written = write_file(options.out, to_xform(form.definition)); !written)
        return fail(written.error());
    const std::string itemsets = to_itemsets_csv(form.definition);
    if (itemsets.empty()) return Exit::done;
    const Status written = write_file(beside(options.out, "itemsets.csv"), itemsets);
    return written ? Exit::done : fail(written.error());
}

Exit write_paper(const FormArguments& options) {
    const auto read = read_form(options.in);
    if (!read) return fail(read.error());
    const Compiled compiled = compile(*read);
    print_diagnostics(compiled.diagnostics);
    if (has_errors(compiled.diagnostics)) return Exit::input_is_wrong;
    const Questionnaire& form = compiled.questionnaire;
    int language = form.default_language;
    if (!options.language.empty()) {
        language = form.find_language(options.language);
        if (language < 0) {
            std::vector<std::string> known;
            for (const Language& each : form.languages)
                known.push_back(each.code.empty() ? each.header : each.code);
            std::fprintf(stderr,
                         "mtm form: the questionnaire has no labels in “%s”. It has: %s.\n",
                         options.language.c_str(),
                         join(known, ", ").c_str());
            return Exit::wrong_usage;
        }
    }
    const Paper paper = paper_of(form, static_cast<std::size_t>(language));
    if (!options.out.ends_with(".pdf")) {
        const Status written = write_file(options.out, paper_html(paper));
        return written ? Exit::done : fail(written.error());
    }
    const auto pdf = typst_to_pdf(paper_typst(paper));
    if (!pdf) return fail(pdf.error());
    const Status written = write_file(options.out, *pdf);
    return written ? Exit::done : fail(written.error());
}

}  // namespace

void add_form(Program& program) {
    auto options = std::make_shared<FormArguments>();
    Arguments command = program.add(
        "form",
        "write a questionnaire (or an XForm again) as the XForm that tablets load, or for paper",
        "mtm form questionnaire.xlsx questionnaire.xml",
        [options] { return options->paper ? write_paper(*options) : write_form(*options); });
    command.add_option("IN.xlsx", options->in, "the XLSForm workbook, or an XForm (.xml)")
        .required();
    command.add_option("OUT", options->out, "the XForm; with --paper OUT.html or OUT.pdf")
        .required();
    command.add_flag("--paper", options->paper, "to read and fill in by hand, skip logic in words");
    command.add_option("--language", options->language, "of the paper: en, ru, …").needs("--paper");
}

}  // namespace mtm

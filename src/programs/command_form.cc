#include <cstdio>
#include <memory>

#include "compile/compile.h"
#include "compile/xform.h"
#include "compile/xform_reader.h"
#include "programs/command.h"
#include "store/files.h"
#include "workbook/read.h"

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

Result<DefinedForm> read_form(const std::string& bytes, const std::string& name) {
    if (name.ends_with(".xml")) return definition_from_xform(bytes, name);
    const Workbook workbook = TRY(read_workbook(bytes, name));
    return define_form(workbook, name);
}

Exit write_form(const std::string& in, const std::string& out) {
    const auto bytes = read_file(in);
    if (!bytes) return fail(bytes.error());
    const Result<DefinedForm> read = read_form(*bytes, in);
    if (!read) {
        std::fprintf(stderr, "%s: %s\n", in.c_str(), read.error().message.c_str());
        return Exit::input_is_wrong;
    }
    const DefinedForm& form = *read;
    const bool refused = has_errors(form.diagnostics);
    print_diagnostics(as_warnings(compile(form).diagnostics, form.diagnostics.size()));
    if (refused) return Exit::input_is_wrong;
    if (const Status written = write_file(out, to_xform(form.definition)); !written)
        return fail(written.error());
    const std::string itemsets = to_itemsets_csv(form.definition);
    if (itemsets.empty()) return Exit::done;
    const Status written = write_file(beside(out, "itemsets.csv"), itemsets);
    return written ? Exit::done : fail(written.error());
}

}  // namespace

void add_form(Program& program) {
    auto in = std::make_shared<std::string>();
    auto out = std::make_shared<std::string>();
    CLI::App* command =
        program.add("form",
                    "write a questionnaire, or an XForm again, as the XForm that tablets load",
                    "mtm form questionnaire.xlsx questionnaire.xml",
                    [in, out] { return write_form(*in, *out); });
    command->add_option("IN.xlsx", *in, "the XLSForm workbook, or an XForm (.xml)")->required();
    command->add_option("OUT.xml", *out, "the XForm to write")->required();
}

}  // namespace mtm

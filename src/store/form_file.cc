#include "store/form_file.h"

#include "compile/xform_reader.h"
#include "store/files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

// A questionnaire of a hundred thousand rows in ten languages fits; a bomb is refused sooner than
// one that could be a survey's data.
constexpr ReadLimits form_limits{.inflated_bytes = std::size_t{512} << 20U,
                                 .cells = 10'000'000,
                                 .shared_strings = 2'000'000,
                                 .text_bytes = std::size_t{256} << 20U};

}  // namespace

Result<DefinedForm> read_form(const std::string& path) {
    const std::string bytes = TRY(read_file(path));
    if (path.ends_with(".xml")) return definition_from_xform(bytes, path);
    const auto workbook = read_workbook(bytes, path, form_limits);
    if (workbook) return define_form(*workbook, path);
    DefinedForm broken;
    broken.source.file = path;
    broken.diagnostics.push_back(broken_workbook(path, workbook.error()));
    return broken;
}

Diagnostic broken_workbook(const std::string& path, const Error& error) {
    return {.code = "broken-workbook",
            .severity = Severity::error,
            .place = {.file = path, .sheet = {}, .row = 0, .column = {}, .interview = {}},
            .message = error.message,
            .remedy = "Save it again as .xlsx in Excel or LibreOffice, or take an earlier copy."};
}

}  // namespace mtm

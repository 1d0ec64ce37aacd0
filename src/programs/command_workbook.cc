#include <cstdio>
#include <memory>

#include "programs/command.h"
#include "store/files.h"
#include "study/text_sheets.h"

namespace mtm {
namespace {

Exit make_workbook(const std::string& folder, const std::string& out) {
    std::vector<TextSheet> sheets;
    for (const std::string& name : files_in(folder, ".csv")) {
        const auto bytes = read_file(folder + "/" + name);
        if (!bytes) return fail(bytes.error());
        auto records = read_csv_records(*bytes);
        if (!records) {
            std::fprintf(stderr,
                         "%s/%s: %s\n",
                         folder.c_str(),
                         name.c_str(),
                         records.error().message.c_str());
            return Exit::input_is_wrong;
        }
        sheets.push_back({name.substr(0, name.size() - 4), std::move(*records)});
    }
    if (sheets.empty()) {
        std::fprintf(stderr,
                     "mtm: %s holds no sheets (survey.csv, choices.csv, settings.csv).\n",
                     folder.c_str());
        return Exit::input_is_wrong;
    }
    const auto bytes = write_workbook(form_workbook(sheets));
    if (!bytes) {
        std::fprintf(stderr, "%s: %s\n", folder.c_str(), bytes.error().message.c_str());
        return Exit::input_is_wrong;
    }
    if (const Status written = write_file(out, *bytes); !written) return fail(written.error());
    std::printf("%s\n", out.c_str());
    return Exit::done;
}

}  // namespace

void add_workbook(Program& program) {
    auto folder = std::make_shared<std::string>();
    auto out = std::make_shared<std::string>();
    Arguments command =
        program.add("workbook",
                    "make a questionnaire workbook from sheets kept as text",
                    "mtm workbook studies/kazakhstan-2024-r4/questionnaire questionnaire.xlsx",
                    [folder, out] { return make_workbook(*folder, *out); });
    command.add_option("FOLDER", *folder, "folder with survey.csv, choices.csv, settings.csv, …")
        .required();
    command.add_option("OUT.xlsx", *out, "the workbook to write").required();
}

}  // namespace mtm

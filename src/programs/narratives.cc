#include "programs/narratives.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "store/files.h"

namespace mtm {

namespace {

Diagnostic not_there(const std::string& directory,
                     const std::string& path,
                     const std::string& language) {
    Diagnostic out;
    out.code = "missing-narrative";
    out.severity = Severity::warning;
    out.place.file = directory + "/study.toml";
    out.message = "No report is written in “" + language + "”, one of its languages: " + path +
                  " is not there.";
    out.remedy = "Write it, have `mtm report " + directory +
                 " --draft` write a first one, or take “" + language + "” out of languages.";
    return out;
}

}  // namespace

Result<Narratives> read_narratives(const std::string& directory, const Study& study) {
    Narratives out;
    for (const std::string& language : study.file.languages) {
        const bool first = out.narratives.empty();
        const std::string path = directory + (first ? "/report.md" : "/report." + language + ".md");
        if (!std::filesystem::exists(path)) {
            if (!first) {
                out.diagnostics.push_back(not_there(directory, path, language));
                continue;
            }
            return Error{path + " is not there; `mtm report " + directory +
                         " --draft` writes a first one from the data"};
        }
        const std::string text = TRY(read_file(path));
        ReadNarrative read = read_narrative(
            text, path, [&](const std::string& name) { return read_file(directory + "/" + name); });
        std::ranges::move(read.diagnostics, std::back_inserter(out.diagnostics));
        Diagnostics wrong = check_narrative(read.narrative, study, language);
        std::ranges::move(wrong, std::back_inserter(out.diagnostics));
        out.narratives.push_back({language, first, std::move(read.narrative)});
    }
    return out;
}

}  // namespace mtm

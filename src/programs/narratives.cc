#include "programs/narratives.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "store/files.h"

namespace mtm {

Result<Narratives> read_narratives(const std::string& directory, const Study& study) {
    Narratives out;
    for (const std::string& language : study.file.languages) {
        const bool first = out.narratives.empty();
        const std::string path = directory + (first ? "/report.md" : "/report." + language + ".md");
        if (!std::filesystem::exists(path)) {
            if (!first) continue;
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

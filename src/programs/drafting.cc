#include "programs/drafting.h"

#include <cstdio>
#include <filesystem>

#include "draft/draft.h"
#include "store/files.h"

namespace mtm {

Exit write_drafts(const std::string& directory,
                  const std::string& folder,
                  const Study& study,
                  const Dataset& dataset,
                  DisclosureControl& control,
                  RoundChanges* changes) {
    for (std::size_t i = 0; i < study.file.languages.size(); ++i) {
        const std::string& language = study.file.languages[i];
        const std::string ending = (i == 0 ? "" : "." + language) + std::string(".md");
        if (!drafts_in(language)) {
            std::fprintf(stderr,
                         "No draft in “%s”: its sentences are not known. Drafts can be written in "
                         "English, Russian, Kazakh and Uzbek.\n",
                         language.c_str());
            continue;
        }
        const std::string narrative = directory + "/report" + ending;
        const bool there = std::filesystem::exists(narrative);
        const std::string path = there ? folder + "/draft" + ending : narrative;
        const DraftedReport draft = draft_report(study, dataset, control, language, changes);
        if (const Status written = write_file(path, draft.text); !written)
            return fail(written.error());
        if (there) {
            std::fprintf(stderr, "%s is there and stays as it is.\n", narrative.c_str());
        }
        std::printf("%s\n", path.c_str());
    }
    return Exit::done;
}

}  // namespace mtm

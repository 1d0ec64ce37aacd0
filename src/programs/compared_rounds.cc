#include "programs/compared_rounds.h"

#include <cstdio>

#include "programs/earlier_round.h"
#include "report/language.h"
#include "tabulate/tabulate.h"
#include "tabulate/variance_words.h"

namespace mtm {

namespace {

ComparedRound compared_round(const LoadedStudy& loaded) {
    return {name_of_round(loaded.study),
            loaded.study,
            loaded.dataset,
            variance_words(loaded.study, loaded.dataset, report_language("en").variance())};
}

}  // namespace

std::optional<OpenedRound> open_round(const std::string& directory,
                                      const InterviewsWanted& wanted,
                                      const KeyOptions& keys,
                                      Edition edition,
                                      Exit& exit) {
    auto loaded = load_dataset(directory, wanted, keys, exit);
    if (!loaded) return std::nullopt;
    DisclosureControl control(loaded->study.file.threshold, edition);
    (void)release_all(control, tabulate(loaded->study, loaded->dataset));
    return OpenedRound{std::move(*loaded), std::move(control)};
}

std::optional<RoundComparison> compare_two(OpenedRound& before, OpenedRound& now, Exit& exit) {
    ComparedRound was = compared_round(before.loaded);
    ComparedRound is = compared_round(now.loaded);
    if (was.name == is.name) {
        was.name += " (" + before.loaded.study.directory + ")";
        is.name += " (" + now.loaded.study.directory + ")";
    }
    if (!are_of_one_kind(before.loaded, now.loaded)) {
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    const Diagnostics mistakes = recode_rounds(
        is.study.file.compare.recodes, now.loaded.study.directory + "/study.toml", was, is);
    print_diagnostics(mistakes);
    if (has_errors(mistakes)) {
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    RoundComparison out = compare_rounds({was, before.control}, {is, now.control});
    if (!out.questions.empty()) return out;
    std::fprintf(stderr,
                 "%s and %s have no question that can be compared.\n",
                 was.name.c_str(),
                 is.name.c_str());
    for (const NotCompared& each : out.not_compared)
        std::fprintf(stderr, "  %s: %s\n", each.name.c_str(), each.reason.c_str());
    std::fprintf(stderr,
                 "Questions are matched by their names; name those that mean the same in spite of "
                 "other skip logic under same of [compare] in study.toml.\n");
    exit = Exit::input_is_wrong;
    return std::nullopt;
}

}  // namespace mtm

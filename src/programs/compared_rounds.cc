#include "programs/compared_rounds.h"

#include <cstdio>

#include "programs/earlier_round.h"
#include "programs/told_before.h"
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
    DisclosureControl control(loaded->study.file, edition);
    const std::vector<Table> counted = tabulate(loaded->study, loaded->dataset);
    if (const auto begun = begin_with_what_is_public(loaded->study,
                                                     loaded->dataset,
                                                     counted,
                                                     PublicAlready::releases_and_published,
                                                     control);
        !begun) {
        exit = fail(begun.error());
        return std::nullopt;
    }
    (void)release_all(control, counted);
    return OpenedRound{std::move(*loaded), std::move(control)};
}

std::optional<RoundComparison> compare_recoded(ComparedRound before,
                                               DisclosureControl& before_control,
                                               ComparedRound now,
                                               DisclosureControl& now_control,
                                               MixShown mix) {
    if (before.name == now.name) {
        for (ComparedRound* round : {&before, &now})
            round->name += " (" + name_of_folder(round->study.directory) + ")";
    }
    StudyFile& file = now.study.file;
    const Diagnostics mistakes =
        recode_rounds(file.compare.recodes, now.study.directory + "/study.toml", before, now);
    if (mix == MixShown::yes || has_errors(mistakes)) print_diagnostics(mistakes);
    if (has_errors(mistakes)) return std::nullopt;
    if (mix == MixShown::no) {
        file.compare.mix.clear();
        file.fieldwork.area.clear();
        file.fieldwork.group.clear();
    }
    return compare_rounds({before, before_control}, {now, now_control});
}

std::optional<RoundComparison> compare_two(OpenedRound& before,
                                           OpenedRound& now,
                                           MixShown mix,
                                           Exit& exit) {
    exit = Exit::input_is_wrong;
    if (!are_of_one_kind(before.loaded, now.loaded)) return std::nullopt;
    auto out = compare_recoded(compared_round(before.loaded),
                               before.control,
                               compared_round(now.loaded),
                               now.control,
                               mix);
    if (!out) return std::nullopt;
    if (!out->questions.empty()) {
        exit = Exit::done;
        return out;
    }
    std::fprintf(stderr,
                 "%s and %s have no question that can be compared.\n",
                 out->before.c_str(),
                 out->now.c_str());
    for (const NotCompared& each : out->not_compared)
        std::fprintf(stderr, "  %s: %s\n", each.name.c_str(), each.reason.c_str());
    std::fprintf(stderr,
                 "Questions are matched by their names; name those that mean the same in spite of "
                 "other skip logic under same of [compare] in study.toml.\n");
    return std::nullopt;
}

}  // namespace mtm

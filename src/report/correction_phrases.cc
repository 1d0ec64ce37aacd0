#include "report/correction_phrases.h"

namespace mtm {
namespace {

constexpr CorrectionPhrases english_corrections{
    .title = "Annex: corrections",
    .intro =
        "Interviews are kept as they were received. What the team corrected afterwards lies beside "
        "them, each correction with the old value, the new value, a reason, who made it and when, "
        "and is applied whenever figures are made. The figures of this report are with "
        "corrections.",
    .kind = "Corrections",
    .number = "Number",
    .changed = "Answers changed to another value",
    .blanked = "Answers blanked",
    .option_added = "Answers changed to a choice that the questionnaire does not have",
    .confirmed = "Answers confirmed where two corrections were in conflict",
    .interviews = "Interviews with at least one of these",
    .removed = "Interviews removed after review",
    .unverified = "Of the corrections, made without the old value at hand",
    .open_conflicts = "Corrections in conflict with an earlier one, not settled and not applied",
    .settled_conflicts = "Corrections in conflict with an earlier one, settled by a later one",
    .not_applied = "Corrections of answers that were sent again since, not applied",
    .reasons = "Reasons that were given for more than one correction:",
    .reason = "Reason",
    .other_reasons = "Other reasons, or none",
    .effects = "What corrections did to the figures",
    .all_same =
        "The text of this report holds {total} different figures. All of them are the same "
        "without corrections.",
    .some_differ =
        "The text of this report holds {total} different figures. Without corrections the same: "
        "{same}; not the same: {differ}.",
    .hidden =
        "For {hidden} more it is not shown whether they differ: the figure itself is "
        "withheld, or the difference could rest on fewer than {threshold} people or would, "
        "beside the other numbers of this report, tell of so few.",
    .same_in_print = "Figures are compared as they are printed.",
    .sentence = "Figure",
    .before = "Without corrections",
    .after = "With corrections",
    .people = "Interviews that count otherwise",
    .method =
        "“Without corrections”: the same figure over the answers as they were received, "
        "with the interviews that were removed after review counted again. Interviews whose "
        "respondents withdrew are in neither.",
};

constexpr CorrectionPhrases russian_corrections{
    .title = "Приложение: исправления",
    .intro =
        "Интервью хранятся такими, какими были получены. Исправления, внесённые командой позже, "
        "лежат рядом с ними: для каждого записаны прежнее и новое значение, причина, автор и "
        "время; "
        "они применяются при каждом расчёте. Показатели этого отчёта даны с исправлениями.",
    .kind = "Исправления",
    .number = "Число",
    .changed = "Ответы, изменённые на другое значение",
    .blanked = "Удалённые ответы",
    .option_added = "Ответы, изменённые на вариант, которого нет в анкете",
    .confirmed = "Ответы, подтверждённые там, где два исправления противоречили друг другу",
    .interviews = "Интервью хотя бы с одним из этих исправлений",
    .removed = "Интервью, исключённые после проверки",
    .unverified = "Из исправлений — внесённые без прежнего значения перед глазами",
    .open_conflicts = "Исправления, противоречащие более раннему: не решены и не применены",
    .settled_conflicts = "Исправления, противоречащие более раннему: решены последующим",
    .not_applied = "Исправления ответов, присланных после этого заново: не применены",
    .reasons = "Причины, указанные более чем для одного исправления:",
    .reason = "Причина",
    .other_reasons = "Другие причины или без причины",
    .effects = "Как исправления изменили показатели",
    .all_same = "Различных показателей в тексте отчёта: {total}. Без исправлений все они такие же.",
    .some_differ =
        "Различных показателей в тексте отчёта: {total}. Без исправлений такие же: "
        "{same}; другие: {differ}.",
    .hidden =
        "Ещё для {hidden} не показано, отличаются ли они: сам показатель не приводится, или "
        "различие может касаться менее {threshold} человек либо вместе с другими числами "
        "отчёта выдало бы столь малое число.",
    .same_in_print = "Показатели сравниваются в том виде, в каком напечатаны.",
    .sentence = "Показатель",
    .before = "Без исправлений",
    .after = "С исправлениями",
    .people = "Интервью, которые учтены иначе",
    .method =
        "«Без исправлений»: тот же показатель по ответам в том виде, в каком они получены, "
        "включая интервью, исключённые после проверки. Интервью, отозванные респондентами, "
        "не входят ни туда, ни сюда.",
};

}  // namespace

const CorrectionPhrases& correction_phrases_in(std::string_view language) {
    return language.substr(0, language.find_first_of("-_")) == "ru" ? russian_corrections
                                                                    : english_corrections;
}

}  // namespace mtm

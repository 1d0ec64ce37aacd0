#include "report/phrases.h"

#include "dataset/dataset.h"

namespace mtm {
namespace {

constexpr Phrases english{
    .language = "en",
    .invented = invented_mark,
    .internal = "Internal: not for publication",
    .skip = "Skip to the report",
    .contents = "Contents",
    .counts_line = "{received} interviews were received and {counted} are counted. Left out:",
    .counts_all = "{received} interviews were received, and all of them are counted.",
    .left_out = "{number} ({reason})",
    .base_note =
        "Only the respondents who {wording} ({n} respondents comprising {share} of the "
        "surveyed individuals) were asked {asked}.",
    .base_note_bare = "Only the respondents who {wording} were asked {asked}.",
    .asked_one = "this question: “{question}”",
    .asked_some = "these questions: {questions}",
    .basis_percent = "{n} of {base} interviews ({exact}%)",
    .basis_count = "of {base} interviews",
    .basis_number = "{exact}, over {n} answers from {base} interviews",
    .basis_withheld =
        "Withheld: fewer than {threshold} people, all but so few, or a number that would give so "
        "few away",
    .everyone_asked = "Base: all {n} respondents",
    .exhibit_base = "Base: {n} of {counted} respondents",
    .exhibit_base_withheld = "Base: withheld",
    .exhibit_base_coarse = "Base: those who were asked; their number is withheld",
    .percent_axis = "% of respondents",
    .percent_of_asked_axis = "% of those asked",
    .count_axis = "respondents",
    .all_people = "All",
    .no_answer = "No answer",
    .withheld = "withheld",
    .answer = "Answer",
    .area = "Area",
    .respondents = "respondents",
    .table_behind = "The numbers behind this chart",
    .several_answers_short = "Several answers were possible.",
    .small_base =
        "* Fewer than {fewest} people: one answer moves the percentage by several points.",
    .explains_caution = "† Imprecise: use with caution.",
    .explains_unreliable =
        "‡ Too imprecise to rely on: another sample could well have shown "
        "something else.",
    .explains_letters =
        "A letter beside a number: significantly greater than the column of that letter (95%, "
        "corrected for the comparisons of the row). Columns of fewer than {fewest} people are not "
        "compared.",
    .explains_small_letters = "A small letter: significant at 90% alone.",
    .explains_intervals = "Under the numbers: their {level}% intervals.",
    .explains_drawn_intervals = "The lines across the bars are {level}% intervals.",
    .interval = "{low}–{high}",
    .with_interval = "{basis} ({level}% interval {interval})",
    .with_weights = "{basis}, weighted",
    .with_small_base = "{basis}; fewer than {fewest} people",
    .with_caution = "{basis}; imprecise, use with caution",
    .with_unreliable = "{basis}; too imprecise to rely on",
    .nobody = "nobody",
    .explains_withheld =
        "“withheld”: the number concerns fewer than {threshold} people, leaves out fewer than "
        "{threshold}, or would give such a number away.",
    .explains_coarse =
        "Percentages stand without numbers of people: those, beside the numbers of other tables, "
        "would tell how few some people are.",
    .covered = "Regions covered",
    .cities_covered = "Cities covered",
    .not_covered = "Not covered",
    .map_title = "Areas where interviews took place, and number of interviews",
    .reading = "How to read the percentages",
    .reading_text =
        "{weighting}Percentages are rounded to whole numbers, halves away from zero, so they "
        "may add to 99 or 101. “Less than 1 per cent” is a share above zero that rounds to zero; "
        "zero means nobody. Every percentage is of the people who were asked the question; where "
        "that is not everyone, a footnote says who they were. Under each chart stand its base and "
        "the numbers behind it. Point at a figure in the text, or tap it, to see what it rests on.",
    .reading_unweighted = "Percentages are unweighted. ",
    .reading_weighted = "Percentages, means and totals are weighted; numbers of people are not. ",
    .reading_intervals =
        "The people interviewed are a sample, and another sample would have given other numbers. "
        "An interval of {level}% says between which numbers the one of all people very probably "
        "lies: "
        "of a hundred such intervals some {missed} miss it. Numbers whose interval is too wide are "
        "marked.",
    .reading_public =
        "This is the public edition: figures that rest on fewer than {threshold} people are not "
        "shown.",
    .method_facts = "The survey in short",
    .fieldwork = "Fieldwork",
    .interviews = "Interviews",
    .weights = "Weights",
    .variance = "Margins of error",
    .as_of = "As of",
    .as_of_line =
        "As everything stood on {when}: interviews that came later, and corrections and reviews "
        "made "
        "later, do not count. Interviews whose respondents have withdrawn since stay out.",
    .design = "Design",
    .citation = "Citation",
    .disclaimer = "Disclaimer",
    .funders = "Funded by",
    .contact = "Contact",
    .notes = "Notes to this section",
    .back = "Back to the text of note {number}",
    .note = "Note {number}",
    .who_answered = "answered {choices} to “{question}”",
    .to_question = "“{question}”",
    .and_word = "and",
    .or_word = "or",
    .not_word = "not",
    .where_expression = "meet the condition {expression}",
};

constexpr Phrases russian{
    .language = "ru",
    .invented = "Вымышленные интервью: это не результаты опроса",
    .internal = "Для внутреннего пользования: не для публикации",
    .skip = "Перейти к отчёту",
    .contents = "Содержание",
    .counts_line = "Получено интервью: {received}, учтено: {counted}. Не учтены:",
    .counts_all = "Получено интервью: {received}; все они учтены.",
    .left_out = "{number} ({reason})",
    .base_note =
        "Только респондентам, которые {wording} ({n} чел., или {share} опрошенных), "
        "задавали {asked}.",
    .base_note_bare = "Только респондентам, которые {wording}, задавали {asked}.",
    .asked_one = "этот вопрос: «{question}»",
    .asked_some = "эти вопросы: {questions}",
    .basis_percent = "{n} из {base} интервью ({exact} %)",
    .basis_count = "из {base} интервью",
    .basis_number = "{exact} по {n} ответам из {base} интервью",
    .basis_withheld =
        "Не показано: менее {threshold} человек, все, кроме столь немногих, или число, которое "
        "позволило бы вычислить столь малое",
    .everyone_asked = "База: все респонденты ({n})",
    .exhibit_base = "База: {n} из {counted} респондентов",
    .exhibit_base_withheld = "База: не показана",
    .exhibit_base_coarse = "База: те, кому задан вопрос; их число не показано",
    .percent_axis = "% респондентов",
    .percent_of_asked_axis = "% тех, кому задан вопрос",
    .count_axis = "человек",
    .all_people = "Все",
    .no_answer = "Нет ответа",
    .withheld = "скрыто",
    .answer = "Ответ",
    .area = "Территория",
    .respondents = "респонденты",
    .table_behind = "Числа к этой диаграмме",
    .several_answers_short = "Можно было дать несколько ответов.",
    .small_base = "* Менее {fewest} человек: один ответ меняет процент на несколько пунктов.",
    .explains_caution = "† Неточная оценка: использовать с осторожностью.",
    .explains_unreliable =
        "‡ Слишком неточная оценка: полагаться на неё нельзя, другая выборка вполне могла бы "
        "показать иное.",
    .explains_letters =
        "Буква рядом с числом: значимо больше, чем в столбце с этой буквой (95 %, с поправкой на "
        "число сравнений в строке). Столбцы, в которых менее {fewest} человек, не сравниваются.",
    .explains_small_letters = "Строчная буква: значимо только на уровне 90 %.",
    .explains_intervals = "Под числами — их {level}-процентные интервалы.",
    .explains_drawn_intervals = "Линии поперёк столбцов — {level}-процентные интервалы.",
    .interval = "{low}–{high}",
    .with_interval = "{basis} ({level}-процентный интервал {interval})",
    .with_weights = "{basis}, с весами",
    .with_small_base = "{basis}; менее {fewest} человек",
    .with_caution = "{basis}; оценка неточная, использовать с осторожностью",
    .with_unreliable = "{basis}; оценка слишком неточная, полагаться на неё нельзя",
    .nobody = "никого",
    .explains_withheld =
        "«скрыто»: число касается менее {threshold} человек, исключает менее {threshold} или "
        "позволило бы вычислить такое число.",
    .explains_coarse =
        "Проценты даны без числа людей: рядом с числами других таблиц оно выдало бы, как мало "
        "некоторых людей.",
    .covered = "Охваченные области",
    .cities_covered = "Охваченные города",
    .not_covered = "Не охвачены",
    .map_title = "Территории, где проводились интервью, и число интервью",
    .reading = "Как читать проценты",
    .reading_text =
        "{weighting}Проценты округлены до целых, половины — от нуля, поэтому сумма может "
        "составить 99 или 101. «Менее 1 процента» — доля больше нуля, которая округляется до "
        "нуля; ноль означает, что таких людей нет. Каждый процент относится к тем, кому задавали "
        "вопрос; если это не все, сноска поясняет, кто они. Под каждой диаграммой указаны её база "
        "и числа, на которых она основана.",
    .reading_unweighted = "Проценты не взвешены. ",
    .reading_weighted = "Проценты, средние и суммы взвешены; число людей — нет. ",
    .reading_intervals =
        "Опрошенные — это выборка; другая выборка дала бы другие числа. {level}-процентный "
        "интервал "
        "показывает, между какими числами весьма вероятно лежит то, которое относится ко всем "
        "людям: из ста таких интервалов около {missed} его не содержат. Числа со слишком широким "
        "интервалом отмечены.",
    .reading_public =
        "Это публичное издание: показатели, которые относятся менее чем к {threshold} людям, не "
        "показаны.",
    .method_facts = "Об опросе кратко",
    .fieldwork = "Полевые работы",
    .interviews = "Интервью",
    .weights = "Веса",
    .variance = "Погрешности",
    .as_of = "По состоянию на",
    .as_of_line =
        "По состоянию на {when}: интервью, полученные позже, и более поздние исправления и решения "
        "проверки не учтены. Интервью, отозванные респондентами с тех пор, не учитываются.",
    .design = "Дизайн",
    .citation = "Ссылка для цитирования",
    .disclaimer = "Оговорка",
    .funders = "При финансовой поддержке",
    .contact = "Контакты",
    .notes = "Примечания к разделу",
    .back = "Назад к тексту примечания {number}",
    .note = "Примечание {number}",
    .who_answered = "на вопрос «{question}» ответили {choices}",
    .to_question = "«{question}»",
    .and_word = "и",
    .or_word = "или",
    .not_word = "не",
    .where_expression = "отвечают условию {expression}",
};

}  // namespace

const Phrases& phrases_in(std::string_view language) {
    return language.substr(0, language.find_first_of("-_")) == "ru" ? russian : english;
}

}  // namespace mtm

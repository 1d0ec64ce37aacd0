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
    .several_answers = "Several answers were possible; percentages add to more than 100.",
    .small_base = "* Fewer than 30 people: one answer moves the percentage by several points.",
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
        "Percentages are unweighted and rounded to whole numbers, halves away from zero, so they "
        "may add to 99 or 101. “Less than 1 per cent” is a share above zero that rounds to zero; "
        "zero means nobody. Every percentage is of the people who were asked the question; where "
        "that is not everyone, a footnote says who they were.",
    .reading_screen =
        "Under each chart stand its base and the numbers behind it. Point at a figure in the text, "
        "or tap it, to see what it rests on.",
    .reading_paper = "Under each chart stands its base.",
    .reading_public =
        "This is the public edition: figures that rest on fewer than {threshold} people are not "
        "shown.",
    .annex = "Every table of the survey, also those that the text does not show:",
    .colophon = "Colophon",
    .colophon_text =
        "Every number, table and chart was computed from the interviews by one program in one run. "
        "The same interviews and the same plan give the same report; the signatures below "
        "(SHA-256) "
        "tell which they were.",
    .made_by = "Program",
    .made_from_data = "Interviews and corrections",
    .made_from_plan = "Questionnaire, plan and text",
    .method_facts = "The survey in short",
    .fieldwork = "Fieldwork",
    .interviews = "Interviews",
    .weights = "Weights",
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
    .several_answers = "Можно было дать несколько ответов; сумма процентов больше 100.",
    .small_base = "* Менее 30 человек: один ответ меняет процент на несколько пунктов.",
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
        "Проценты не взвешены и округлены до целых, половины — от нуля, поэтому сумма может "
        "составить 99 или 101. «Менее 1 процента» — доля больше нуля, которая округляется до "
        "нуля; ноль означает, что таких людей нет. Каждый процент относится к тем, кому задавали "
        "вопрос; если это не все, сноска поясняет, кто они.",
    .reading_screen =
        "Под каждой диаграммой указаны её база и числа, на которых она основана. Наведите "
        "указатель на показатель в тексте или коснитесь его, чтобы увидеть, из чего он получен.",
    .reading_paper = "Под каждой диаграммой указана её база.",
    .reading_public =
        "Это публичное издание: показатели, которые относятся менее чем к {threshold} людям, не "
        "показаны.",
    .annex = "Все таблицы опроса, в том числе не вошедшие в текст:",
    .colophon = "Выходные данные",
    .colophon_text =
        "Все числа, таблицы и диаграммы рассчитаны по интервью одной программой за один запуск. Те "
        "же интервью и тот же план дают тот же отчёт; какими они были, показывают подписи ниже "
        "(SHA-256).",
    .made_by = "Программа",
    .made_from_data = "Интервью и исправления",
    .made_from_plan = "Анкета, план и текст",
    .method_facts = "Об опросе кратко",
    .fieldwork = "Полевые работы",
    .interviews = "Интервью",
    .weights = "Веса",
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

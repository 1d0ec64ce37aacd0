#include "review/personal_data.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "review/findings.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

using Phrases = std::vector<std::string_view>;

struct PersonalData {
    std::string_view what;
    Phrases in_names;  // of the question; see `holds_phrase`
    Phrases in_labels;
};

// NOLINTNEXTLINE(readability-function-size): a table
const std::vector<PersonalData>& kinds() {
    static const std::vector<PersonalData> all{
        {"a telephone number",
         {" phone",
          " telephone",
          " tel ",
          " mobile",
          " whatsapp",
          " telegram",
          " viber",
          " telefon"},
         {" phone number",
          " telephone",
          " mobile number",
          " whatsapp",
          " numéro de tél",
          " teléfono",
          " номер телефон",
          " номер вашего телефон",
          " контактный телефон",
          " номер мобильн",
          " номер телефону",
          " رقم الهاتف",
          " رقم هاتف"}},
        {"the number of a document",
         {" passport",
          " id number",
          " idnumber",
          " id no ",
          " nid ",
          " national id",
          " iin ",
          " inn ",
          " snils ",
          " ssn ",
          " cedula"},
         {" passport number",
          " id card number",
          " identity card number",
          " national id number",
          " identification number",
          " registration number of",
          " case number",
          " numéro de passeport",
          " numéro de carte d",
          " número de pasaporte",
          " número de cédula",
          " номер паспорт",
          " серия и номер",
          " иин ",
          " رقم الهوية",
          " رقم جواز"}},
        {"a date of birth",
         {" dob ", " birthdate", " birth date", " date of birth", " date birth", " birthday"},
         {" date of birth",
          " birth date",
          " birthday",
          " date de naissance",
          " fecha de nacimiento",
          " дата рождения",
          " дату рождения",
          " дата народження",
          " تاريخ الميلاد"}},
        {"an e-mail address",
         {" email", " e mail"},
         {" email",
          " e mail",
          " courriel",
          " correo electrónico",
          " электронная почта",
          " электронной почты",
          " البريد الإلكتروني"}},
        {"an address",
         {" address", " street ", " house number"},
         {" home address",
          " street address",
          " exact address",
          " your address",
          " full address",
          " house number",
          " adresse exacte",
          " votre adresse",
          " dirección exacta",
          " su dirección",
          " адрес проживания",
          " точный адрес",
          " ваш адрес",
          " номер дома"}},
        {"a name",
         {" first name",
          " firstname",
          " last name",
          " lastname",
          " surname",
          " full name",
          " fullname",
          " family name",
          " respondent name",
          " name respondent",
          " name of respondent",
          " child name",
          " name child",
          " head name",
          " hh name",
          " hoh name",
          " member name",
          " contact name",
          " enumerator name",
          " interviewer name",
          " father name",
          " mother name",
          " caregiver name",
          " beneficiary name",
          " patient name",
          " person name"},
         {" first name",
          " last name",
          " full name",
          " family name",
          " surname",
          " your name ",
          " s name",
          " respondents name",
          " name of the respondent",
          " name of respondent",
          " name of the child",
          " name of the head",
          " name of the person",
          " name of enumerator",
          " name of the enumerator",
          " name of interviewer",
          " name of the interviewer",
          " his name ",
          " her name ",
          " their name ",
          " prénom",
          " nom complet",
          " nom de famille",
          " nom et prénom",
          " nom du répondant",
          " votre nom",
          " apellido",
          " nombre completo",
          " nombre del encuestad",
          " su nombre",
          " фамили",
          " фио ",
          " ваше имя",
          " имя респондент",
          " полное имя",
          " прізвищ",
          " ваше ім",
          " الاسم الكامل",
          " اسم المستجيب",
          " ما اسمك"}},
    };
    return all;
}

// Questions whose free answer can hold such a thing; a closed question cannot.
bool takes_any_answer(QuestionType type) {
    return type == QuestionType::text || type == QuestionType::integer ||
           type == QuestionType::decimal || type == QuestionType::barcode ||
           type == QuestionType::date;
}

// "respondentName2" → " respondent name "
std::string searchable_name(std::string_view name) {
    std::string spaced;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
        if (i > 0 && name[i] >= 'A' && name[i] <= 'Z' && is_lower(name[i - 1])) spaced += ' ';
        spaced += name[i] >= '0' && name[i] <= '9' ? ' ' : name[i];
    }
    return searchable(spaced);
}

bool agrees(const Question& question) {
    if (question.type != QuestionType::select_one && question.type != QuestionType::acknowledge &&
        question.type != QuestionType::trigger && question.type != QuestionType::select_multiple) {
        return false;
    }
    static const Phrases in_names{" consent", " consentement", " soglasie", " agree "};
    static const Phrases in_labels{" consent",
                                   " do you agree to ",
                                   " agree to participate",
                                   " agree to take part",
                                   " willing to participate",
                                   " willing to take part",
                                   " would you like to participate",
                                   " may i begin",
                                   " may we start",
                                   " can we proceed",
                                   " may i proceed",
                                   " acceptez vous",
                                   " consentez vous",
                                   " êtes vous d accord",
                                   " d accord pour participer",
                                   " seriez vous d accord",
                                   " acepta",
                                   " consentimiento",
                                   " está de acuerdo en participar",
                                   " соглас",
                                   " згод",
                                   " погоджу",
                                   " توافق",
                                   " موافق",
                                   " келісе",
                                   " rozimisiz",
                                   " roziligi"};
    if (holds_phrase(searchable_name(question.name), in_names)) return true;
    return std::ranges::any_of(question.label.by_language, [](const std::string& label) {
        return holds_phrase(searchable(label), in_labels);
    });
}

}  // namespace

std::string personal_data_in(const Question& question) {
    switch (question.type) {
        case QuestionType::geopoint:
        case QuestionType::geotrace:
        case QuestionType::geoshape:
            return "an exact place";
        case QuestionType::audio:
            return "a voice";
        case QuestionType::image:
        case QuestionType::video:
            return "a picture";
        default:
            break;
    }
    if (!takes_any_answer(question.type)) return {};
    const std::string name = searchable_name(question.name);
    std::vector<std::string> labels;
    for (const std::string& label : question.label.by_language)
        labels.push_back(searchable(label));
    for (const PersonalData& kind : kinds()) {
        // “How old? Ask for the date of birth” is answered with a number of years.
        if (kind.what == "a date of birth" && is_numeric(question.type)) continue;
        const bool said = std::ranges::any_of(
            labels, [&](const std::string& label) { return holds_phrase(label, kind.in_labels); });
        if (said || holds_phrase(name, kind.in_names)) return std::string(kind.what);
    }
    return {};
}

int consent_question(const Questionnaire& form) {
    const auto at = std::ranges::find_if(form.questions, agrees);
    return at == form.questions.end() ? -1 : static_cast<int>(at - form.questions.begin());
}

void review_personal_data(const Questionnaire& form, Findings& findings) {
    const int consent = consent_question(form);
    for (int q = 0; q < static_cast<int>(form.questions.size()); ++q) {
        const Question& question = form.questions[static_cast<std::size_t>(q)];
        const std::string what = personal_data_in(question);
        if (what.empty() || question.row == 0) continue;
        if (question.disclosure != Disclosure::identifier) {
            findings.add(
                "personal-data",
                "survey",
                question.row,
                "name",
                fmt::format(
                    "“{}” asks for {}, which can tell who was interviewed.", question.name, what),
                "Leave it out unless the work needs it. If it does, write identifier in "
                "the column disclosure: then no table, figure or file shows it.");
        }
        if (q < consent) {
            const Question& asks = form.questions[static_cast<std::size_t>(consent)];
            findings.add("asked-before-consent",
                         "survey",
                         question.row,
                         "name",
                         fmt::format("“{}” asks for {} before “{}” has asked for consent.",
                                     question.name,
                                     what,
                                     asks.name),
                         "Move it behind the question of consent.");
        }
    }
}

}  // namespace mtm

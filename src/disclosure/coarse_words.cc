#include "disclosure/coarse_words.h"

#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {

struct CoarseWords::Words {
    std::string under;
    std::string and_over;
    std::string between;
    std::string from_to_under;
    std::string rare_together;
    std::string rows_of;
    std::string rows_published;
    std::string rows_withheld;
};

CoarseWords::CoarseWords(const std::vector<Language>& languages) {
    for (const Language& language : languages)
        languages_.push_back(&words_in(language.code));
    if (languages_.empty()) languages_.push_back(&words_in("en"));
}

const CoarseWords::Words& CoarseWords::words_in(const std::string& code) {
    static const std::map<std::string, Words> known{
        {"en",
         {"under {0}",
          "{0} and over",
          "{0}–{1}",
          "{0} to under {1}",
          "Other (few each)",
          "Rows of {0}",
          "Published",
          "Withheld to protect the household"}},
        {"ru",
         {"до {0}",
          "{0} и более",
          "{0}–{1}",
          "от {0} до {1}",
          "Другое (редкие ответы)",
          "Строки «{0}»",
          "Опубликованы",
          "Не публикуются, чтобы защитить домохозяйство"}},
        {"kk",
         {"{0} дейін",
          "{0} және одан көп",
          "{0}–{1}",
          "{0} – {1} аралығы",
          "Басқа (сирек жауаптар)",
          "«{0}» жолдары",
          "Жарияланды",
          "Үй шаруашылығын қорғау үшін жарияланбады"}},
        {"uz",
         {"{0} dan kam",
          "{0} va undan koʻp",
          "{0}–{1}",
          "{0} dan {1} gacha",
          "Boshqa (kam javoblar)",
          "“{0}” qatorlari",
          "Eʼlon qilingan",
          "Xoʻjalikni himoya qilish uchun eʼlon qilinmagan"}},
        {"uk",
         {"до {0}",
          "{0} і більше",
          "{0}–{1}",
          "від {0} до {1}",
          "Інше (рідкісні відповіді)",
          "Рядки «{0}»",
          "Опубліковано",
          "Не публікуються, щоб захистити домогосподарство"}},
        {"fr",
         {"moins de {0}",
          "{0} et plus",
          "{0}–{1}",
          "de {0} à moins de {1}",
          "Autre (réponses rares)",
          "Lignes de {0}",
          "Publiées",
          "Non publiées, pour protéger le ménage"}},
        {"es",
         {"menos de {0}",
          "{0} y más",
          "{0}–{1}",
          "de {0} a menos de {1}",
          "Otro (respuestas raras)",
          "Filas de {0}",
          "Publicadas",
          "No publicadas, para proteger el hogar"}},
    };
    const auto found = known.find(code);
    return found == known.end() ? known.at("en") : found->second;
}

Translated CoarseWords::filled(std::string Words::*text, double a, double b) const {
    const std::string first = number_in_data(a);
    const std::string second = number_in_data(b);
    Translated out;
    for (const Words* words : languages_)
        out.by_language.push_back(
            replace_all(replace_all(words->*text, "{0}", first), "{1}", second));
    return out;
}

Translated CoarseWords::under(double number) const {
    return filled(&Words::under, number, 0);
}

Translated CoarseWords::and_over(double number) const {
    return filled(&Words::and_over, number, 0);
}

Translated CoarseWords::between(double low, double high) const {
    return low == high ? same(number_in_data(low)) : filled(&Words::between, low, high);
}

Translated CoarseWords::from_to_under(double low, double high) const {
    return filled(&Words::from_to_under, low, high);
}

Translated CoarseWords::rare_together() const {
    return filled(&Words::rare_together, 0, 0);
}

Translated CoarseWords::rows_of(const std::string& repeat) const {
    Translated out;
    for (const Words* words : languages_)
        out.by_language.push_back(replace_all(words->rows_of, "{0}", repeat));
    return out;
}

Translated CoarseWords::rows_published() const {
    return filled(&Words::rows_published, 0, 0);
}

Translated CoarseWords::rows_withheld() const {
    return filled(&Words::rows_withheld, 0, 0);
}

Translated CoarseWords::same(const std::string& text) const {
    Translated out;
    out.by_language.assign(languages_.size(), text);
    return out;
}

std::string number_in_data(double number) {
    return fmt::format("{}", number);
}

}  // namespace mtm

// Each language by a table of what it must print, and against ICU wherever ICU really has it.
#include "report/language.h"

#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif

#include <charconv>
#include <filesystem>
#include <regex>
#include <set>

#include <gtest/gtest.h>
#include <toml++/toml.h>
#include <unicode/dtfmtsym.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/rbnf.h>
#include <unicode/smpdtfmt.h>

#include "base/text.h"
#include "chart/specification.h"
#include "report/dates.h"
#include "report/table_remarks.h"
#include "report/wording.h"
#include "tests/shared_files.h"

namespace mtm {
namespace {

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    return text.toUTF8String(out);
}

double number_of(std::string_view text) {
    return std::stod(std::string(text));
}

SafeFigure percentage(double value) {
    SafeFigure out;
    out.figure.unit = FigureUnit::percent;
    out.figure.estimate.value = value;
    return out;
}

SafeFigure figure_of(double value, FigureUnit unit) {
    SafeFigure out = percentage(value);
    out.figure.unit = unit;
    return out;
}

Position position_named(std::string_view name) {
    if (name == "start") return Position::sentence_start;
    return name == "brackets" ? Position::brackets : Position::prose;
}

/// One line of a table: what is printed, of which numbers, and in which place or form.
std::string printed(std::string_view line, const std::string& language) {
    const std::vector<std::string_view> parts = words(line);
    const std::string_view what = parts[0];
    const std::string_view how = parts.size() > 2 ? parts[2] : std::string_view();
    const std::string_view more = parts.size() > 3 ? parts[3] : std::string_view();
    const ReportLanguage& words = report_language(language);
    NumberStyle style{.language = language, .position = position_named(how)};
    if (words.has_form(how)) style.form = how;
    if (words.has_form(more)) style.form = more;
    if (what == "date") return print_date(parts[1], language);
    if (what == "range") return print_date_range(parts[1], parts[2], language);
    if (what == "respectively" || what == "list") {
        std::vector<SafeFigure> figures;
        for (const std::string_view number : split(parts[1], ',')) {
            if (!number.empty()) figures.push_back(percentage(number_of(number)));
        }
        const std::string text = figures_listed(figures, style);
        if (what == "list") return text;
        return replace_all(words.text("lists", "respectively"), "{list}", text);
    }
    const double value = number_of(parts[1]);
    if (what == "percent") return print_figure(percentage(value), style);
    if (what == "points")
        return print_figure(figure_of(value, FigureUnit::percentage_points), style);
    if (what == "count") return print_count(static_cast<std::int64_t>(value), language);
    if (what == "decimal") return print_decimal(value, 1, language);
    if (what == "spelled") return words.spelled(static_cast<std::int64_t>(value), how);
    if (what == "ordinal") return ordinal_in_words(figure_of(value, FigureUnit::number), style);
    if (what == "about") return share_in_words(percentage(value), "shares", style);
    if (what == "one-in") return share_in_words(percentage(value), "people", style);
    if (what == "changed") {
        return change_in_words(figure_of(value, FigureUnit::percentage_points), {}, style);
    }
    if (what == "compare")
        return difference_in_words(figure_of(value, FigureUnit::percentage_points), style);
    if (what == "rose") {
        NumberStyle prose{.language = language};
        return rise_in_words(percentage(value), percentage(number_of(how)), prose);
    }
    if (what == "fewer") {
        SafeFigure few;
        few.withheld = few.few = true;
        few.threshold = static_cast<int>(value);
        return print_figure(few, style);
    }
    ADD_FAILURE() << line;
    return {};
}

/// "what numbers how = text", a line each; "~" is a no-break space.
void expect_table(const std::string& language, std::string_view table, std::size_t at_least) {
    std::size_t lines = 0;
    for (const std::string_view line : split(table, '\n')) {
        const std::size_t equals = line.find(" = ");
        if (equals == std::string_view::npos) continue;
        ++lines;
        EXPECT_EQ(printed(line.substr(0, equals), language),
                  replace_all(std::string(line.substr(equals + 3)), "~", "\u00a0"))
            << language << ": " << line;
    }
    EXPECT_GE(lines, at_least);
}

TEST(Language, English) {
    expect_table("en",
                 R"(
percent 0 = 0~per cent
percent 0 start = Zero per cent
percent 0.3 = less than 1~per cent
percent 0.3 start = Less than 1~per cent
percent 0.3 brackets = less than 1%
percent 1 = 1~per cent
percent 1 start = One per cent
percent 11 start = Eleven per cent
percent 21 start = Twenty-one per cent
percent 33 = 33~per cent
percent 33 start = Thirty-three per cent
percent 33 brackets = 33%
percent 99.5 = 100~per cent
percent 100 start = One hundred per cent
points 1 = 1~percentage point
points 2 = 2~percentage points
points -1 = −1~percentage point
points 21 = 21~percentage points
count 999 = 999
count 1845 = 1,845
count 1234567 = 1,234,567
decimal 33.25 = 33.3
decimal 1234.05 = 1,234.1
decimal -0.04 = 0.0
spelled 0 = zero
spelled 40 = forty
spelled 105 = one hundred and five
spelled 1845 = one thousand eight hundred and forty-five
ordinal 1 = first
ordinal 2 = second
ordinal 3 start = Third
ordinal 21 = twenty-first
ordinal 1 brackets = 1st
ordinal 22 brackets = 22nd
ordinal 13 brackets = 13th
date 2024-04-01 = 1 April 2024
date 2024-12-31 = 31 December 2024
date soon = soon
range 2024-04-01 2024-04-01 = 1 April 2024
range 2024-05-03 2024-05-09 = 3–9 May 2024
range 2024-04-01 2024-05-31 = 1 April – 31 May 2024
range 2023-12-20 2024-01-10 = 20 December 2023 – 10 January 2024
about 0 = none
about 1.2 = hardly any
about 5 = about a twentieth
about 10 = about a tenth
about 20 start = About a fifth
about 25 = about a quarter
about 29 = more than a quarter
about 33.4 = about a third
about 40 = about two fifths
about 47 = nearly half
about 50 = about half
about 53 = just over half
about 60 = about three fifths
about 66.6 = about two thirds
about 75 = about three quarters
about 80 = about four fifths
about 90 = about nine tenths
about 99.7 = nearly all
about 100 = all
one-in 33 = one in three
one-in 50 = one in two
one-in 67 = two in three
one-in 10 = one in ten
changed -2 = a slight decrease of 2~percentage points
changed 6 = an increase of 6~percentage points
changed 12 = a sharp increase of 12~percentage points
changed 0.2 = no change
compare 1 = slightly higher, by 1~percentage point
compare -15 = far lower, by 15~percentage points
compare 0.4 = about the same
rose 12 18 = rose from 12 to 18~per cent
rose 18 12 = fell from 18 to 12~per cent
rose 18 18.2 = stayed at 18~per cent
list 34, = 34~per cent
list 34,21 = 34 and 21~per cent
list 34,21,9 = 34, 21 and 9~per cent
list 34,0.2 = 34~per cent and less than 1~per cent
list 34,21 brackets = 34% and 21%
list 34,21 start = Thirty-four and twenty-one per cent
respectively 34,21,9 = 34, 21 and 9~per cent, respectively
fewer 10 = fewer than 10~people
)",
                 60);
}

TEST(Language, Russian) {
    expect_table("ru",
                 R"(
percent 0 = 0~процентов
percent 0.3 = менее 1~процента
percent 0.3 genitive = менее чем 1~процента
percent 0.3 brackets = менее 1 %
percent 1 = 1~процент
percent 2 = 2~процента
percent 5 = 5~процентов
percent 11 = 11~процентов
percent 12 = 12~процентов
percent 14 = 14~процентов
percent 21 = 21~процент
percent 22 = 22~процента
percent 100 = 100~процентов
percent 33 brackets = 33 %
percent 1 start = Один процент
percent 2 start = Два процента
percent 33 start = Тридцать три процента
percent 41 start = Сорок один процент
percent 33 genitive = 33~процентов
percent 21 genitive = 21~процента
percent 1 genitive = 1~процента
percent 33 start genitive = Тридцати трех процентов
percent 33 dative = 33~процентам
percent 33 instrumental = 33~процентами
percent 33 prepositional = 33~процентах
percent 1 start dative = Одному проценту
points 1 = 1~процентный пункт
points 2 = 2~процентных пункта
points 5 = 5~процентных пунктов
points 21 = 21~процентный пункт
points 2 genitive = 2~процентных пунктов
points 1 dative = 1~процентному пункту
count 1845 = 1 845
count 12345678 = 12 345 678
decimal 33.25 = 33,3
decimal 1234.05 = 1 234,1
spelled 1 feminine = одна
spelled 2 feminine = две
spelled 1 neuter = одно
spelled 21 feminine = двадцать одна
spelled 40 genitive = сорока
spelled 90 instrumental = девяноста
spelled 1845 = одна тысяча восемьсот сорок пять
spelled 200 dative = двумстам
ordinal 3 = третий
ordinal 3 feminine = третья
ordinal 40 genitive = сорокового
ordinal 3 brackets = 3-й
date 2024-04-01 = 1 апреля 2024 года
date 2024-05-31 = 31 мая 2024 года
range 2024-05-03 2024-05-09 = 3–9 мая 2024 года
range 2024-04-01 2024-05-31 = 1 апреля – 31 мая 2024 года
range 2023-12-20 2024-01-10 = 20 декабря 2023 года – 10 января 2024 года
about 48 = почти половина
about 50 start = Примерно половина
about 33 = примерно треть
about 66.7 = примерно две трети
about 25 = примерно четверть
about 73 = примерно три четверти
one-in 33 = каждый третий
one-in 20 start = Каждый пятый
one-in 40 = двое из пяти
changed -2 = небольшое снижение на 2~процентных пункта
changed 6 = рост на 6~процентных пунктов
changed 21 = резкий рост на 21~процентный пункт
compare 1 = немного выше, на 1~процентный пункт
compare -5 = ниже на 5~процентных пунктов
rose 12 18 = выросла с 12 до 18~процентов
rose 12 21 = выросла с 12 до 21~процента
rose 18 12 = снизилась с 18 до 12~процентов
list 34,21,9 = 34, 21 и 9~процентов
list 34,9,22 = 34, 9 и 22~процента
respectively 34,21 = 34 и 21~процент соответственно
fewer 10 = менее 10~человек
fewer 10 genitive = менее чем 10~человек
fewer 10 dative = менее чем 10~людям
)",
                 60);
}

TEST(Language, Kazakh) {
    expect_table("kk",
                 R"(
percent 0 = 0~пайыз
percent 0.3 = 1~пайыздан аз
percent 0.3 possessive = 1~пайыздан азы
percent 0.3 brackets = 1% кем
percent 1 = 1~пайыз
percent 33 = 33~пайыз
percent 33 brackets = 33%
percent 33 start = Отыз үш пайыз
percent 1 start = Бір пайыз
percent 100 start = Жүз пайыз
percent 33 genitive = 33~пайыздың
percent 33 dative = 33~пайызға
percent 33 accusative = 33~пайызды
percent 33 locative = 33~пайызда
percent 33 ablative = 33~пайыздан
percent 33 instrumental = 33~пайызбен
percent 33 possessive = 33~пайызы
percent 33 possessive_genitive = 33~пайызының
percent 33 possessive_dative = 33~пайызына
percent 33 possessive_accusative = 33~пайызын
percent 33 possessive_locative = 33~пайызында
percent 33 possessive_ablative = 33~пайызынан
percent 33 start possessive = Отыз үш пайызы
points 1 = 1~пайыздық тармақ
points 5 = 5~пайыздық тармақ
points 5 dative = 5~пайыздық тармаққа
points 5 ablative = 5~пайыздық тармақтан
count 1845 = 1 845
decimal 33.25 = 33,3
decimal 1234.05 = 1 234,1
spelled 0 = нөл
spelled 9 = тоғыз
spelled 20 = жиырма
spelled 40 = қырық
spelled 50 = елу
spelled 70 = жетпіс
spelled 90 = тоқсан
spelled 1845 = мың сегіз жүз қырық бес
ordinal 1 = бірінші
ordinal 3 = үшінші
ordinal 20 = жиырмасыншы
ordinal 40 = қырқыншы
ordinal 145 = жүз қырық бесінші
ordinal 9 = тоғызыншы
ordinal 3 brackets = 3-
date 2024-04-01 = 2024 жылғы 1 сәуір
date 2024-05-31 = 2024 жылғы 31 мамыр
range 2024-05-03 2024-05-09 = 2024 жылғы 3–9 мамыр
range 2024-04-01 2024-05-31 = 2024 жылғы 1 сәуір – 31 мамыр
range 2023-12-20 2024-01-10 = 2023 жылғы 20 желтоқсан – 2024 жылғы 10 қаңтар
about 47 = жартысына жуығы
about 50 = шамамен жартысы
about 33 = шамамен үштен бірі
about 66.7 = шамамен үштен екісі
about 25 start = Шамамен төрттен бірі
about 100 = барлығы
one-in 33 = әрбір үшінші адам
one-in 40 = бес адамның екеуі
changed -2 = 2~пайыздық тармаққа шамалы төмендеу
changed 6 start = Алты пайыздық тармаққа өсу
changed 12 = 12~пайыздық тармаққа күрт өсу
compare 1 = сәл жоғары, 1~пайыздық тармаққа
compare 0 = шамамен бірдей
rose 12 18 = 12~пайыздан 18~пайызға дейін өсті
rose 18 12 = 18~пайыздан 12~пайызға дейін төмендеді
list 34,21,9 = 34, 21 және 9~пайыз
list 34,21 possessive = 34 және 21~пайызы
respectively 34,21 = тиісінше 34 және 21~пайыз
fewer 10 = 10~адамнан аз
fewer 10 possessive = 10~адамнан азы
)",
                 60);
}

// ICU 72 has no words for Uzbek numbers: by hand.
TEST(Language, Uzbek) {
    expect_table("uz",
                 R"(
percent 0 = 0~foiz
percent 0.3 = 1~foizdan kam
percent 0.3 possessive = 1~foizdan kami
percent 0.3 brackets = 1% dan kam
percent 1 = 1~foiz
percent 33 = 33~foiz
percent 33 brackets = 33%
percent 33 start = Oʻttiz uch foiz
percent 14 start = Oʻn toʻrt foiz
percent 33 genitive = 33~foizning
percent 33 dative = 33~foizga
percent 33 accusative = 33~foizni
percent 33 locative = 33~foizda
percent 33 ablative = 33~foizdan
percent 33 possessive = 33~foizi
percent 33 possessive_genitive = 33~foizining
percent 33 possessive_dative = 33~foiziga
percent 33 possessive_accusative = 33~foizini
percent 33 start possessive = Oʻttiz uch foizi
points 1 = 1~foiz bandi
points 5 = 5~foiz bandi
points 5 dative = 5~foiz bandiga
count 1845 = 1 845
decimal 33.25 = 33,3
spelled 0 = nol
spelled 1 = bir
spelled 5 = besh
spelled 10 = oʻn
spelled 20 = yigirma
spelled 30 = oʻttiz
spelled 40 = qirq
spelled 50 = ellik
spelled 60 = oltmish
spelled 70 = yetmish
spelled 80 = sakson
spelled 90 = toʻqson
spelled 99 = toʻqson toʻqqiz
spelled 100 = yuz
spelled 200 = ikki yuz
spelled 1845 = ming sakkiz yuz qirq besh
spelled 2000000 = ikki million
ordinal 1 = birinchi
ordinal 2 = ikkinchi
ordinal 3 = uchinchi
ordinal 4 = toʻrtinchi
ordinal 10 = oʻninchi
ordinal 20 = yigirmanchi
ordinal 21 = yigirma birinchi
ordinal 50 = ellikinchi
ordinal 100 = yuzinchi
ordinal 105 = yuz beshinchi
ordinal 200 = ikki yuzinchi
ordinal 3 brackets = 3-
date 2024-04-01 = 2024-yil 1-aprel
range 2024-05-03 2024-05-09 = 2024-yil 3–9-may
range 2024-04-01 2024-05-31 = 2024-yil 1-aprel – 31-may
about 47 = deyarli yarmi
about 33 = taxminan uchdan biri
about 66.7 = taxminan uchdan ikkisi
one-in 33 = har uchinchi kishi
changed -2 = 2~foiz bandiga biroz pasayish
changed 6 = 6~foiz bandiga oʻsish
compare 15 = ancha yuqori, 15~foiz bandiga
rose 12 18 = 12~foizdan 18~foizga oshdi
list 34,21,9 = 34, 21 va 9~foiz
respectively 34,21 = mos ravishda 34 va 21~foiz
fewer 10 = 10~kishidan kam
fewer 10 possessive = 10~kishidan kami
)",
                 60);
}

TEST(Language, TajikNumbers) {
    expect_table("tg",
                 R"(
percent 33 = 33~фоиз
percent 33 start = Сию се фоиз
percent 0.3 = камтар аз 1~фоиз
spelled 30 = сӣ
spelled 45 = чилу панҷ
spelled 1200 = ҳазору дусад
fewer 10 = камтар аз 10~нафар
)",
                 7);
}

TEST(Language, EveryRangeOfSharesIsInOrderAndWithoutAGap) {
    std::string before = "none";
    std::set<std::string> seen{before};
    for (int n = 1; n <= 2000; ++n) {
        Estimate estimate;
        estimate.n = static_cast<std::size_t>(n);
        estimate.base = 2000;
        estimate.value = n / 20.0;
        const std::string key(share_key(estimate));
        if (key != before) {
            EXPECT_TRUE(seen.insert(key).second) << key << " comes back at " << n;
        }
        before = key;
        for (const std::string& code : report_language_codes()) {
            EXPECT_FALSE(report_language(code).text("shares", key).empty());
            EXPECT_FALSE(report_language(code).text("people", key).empty());
        }
    }
    EXPECT_EQ(seen.size(), 24U);
    EXPECT_EQ(before, "all");
}

// CLDR's rules, wherever ICU has the language and not merely answers in another one.
TEST(Language, AgreesWithIcuOnPluralsDigitsAndMonths) {
    for (const std::string code : {"en", "ru", "kk", "uz"}) {
        const ReportLanguage& words = report_language(code);
        UErrorCode status = U_ZERO_ERROR;
        const icu::Locale locale(code.c_str());
        const std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(locale, status));
        ASSERT_TRUE(U_SUCCESS(status));
        for (std::int64_t n = 0; n <= 2000; ++n) {
            EXPECT_EQ(words.plural_categories()[words.plural_form(n)],
                      utf8(rules->select(static_cast<double>(n))))
                << code << ' ' << n;
        }
        const auto format = icu::number::NumberFormatter::withLocale(locale);
        for (const std::int64_t n : {0, 7, 999, 1000, 1845, 20000, 1234567}) {
            EXPECT_EQ(print_count(n, code), utf8(format.formatInt(n, status).toString(status)));
        }
        EXPECT_EQ(print_decimal(1234.5, 1, code),
                  utf8(format.formatDouble(1234.5, status).toString(status)));
        EXPECT_EQ(percent_in_signs(33, code),
                  utf8(format.unit(icu::NoUnit::percent()).formatInt(33, status).toString(status)));
        icu::DateFormatSymbols symbols(locale, status);
        int count = 0;
        const icu::UnicodeString* months = symbols.getMonths(count);
        ASSERT_EQ(count, 12);
        for (std::size_t m = 0; m < 12; ++m)
            EXPECT_EQ(words.list("dates", "months")[m], utf8(months[m])) << code;
        ASSERT_TRUE(U_SUCCESS(status));
    }
}

TEST(Language, AgreesWithIcuOnSpelledNumbersWhereIcuHasThem) {
    for (const auto& [code, set] : {std::pair{"en", "%spellout-cardinal-verbose"},
                                    std::pair{"ru", "%spellout-cardinal-masculine"},
                                    std::pair{"kk", "%spellout-cardinal"}}) {
        UErrorCode status = U_ZERO_ERROR;
        icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale(code), status);
        EXPECT_STREQ(format.getLocale(ULOC_ACTUAL_LOCALE, status).getLanguage(), code);
        for (std::int64_t n = 0; n <= 1200; ++n) {
            icu::UnicodeString text;
            icu::FieldPosition position;
            format.format(n, icu::UnicodeString(set), text, position, status);
            EXPECT_EQ(report_language(code).spelled(n), utf8(text));
        }
        ASSERT_TRUE(U_SUCCESS(status));
    }
}

// Where this fails one day, ICU has learned Uzbek, and its words should be held against ours.
TEST(Language, IcuStillAnswersUzbekInAnotherLanguage) {
    UErrorCode status = U_ZERO_ERROR;
    icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale("uz"), status);
    EXPECT_STRNE(format.getLocale(ULOC_ACTUAL_LOCALE, status).getLanguage(), "uz");
}

TEST(Language, HasEveryTextWithTheSameFieldsAsEnglish) {
    for (const std::string code : {"en", "ru", "kk", "uz"}) {
        const ReportLanguage& words = report_language(code);
        EXPECT_EQ(words.code(), code);
        EXPECT_EQ(words.missing(), std::vector<std::string>{}) << code;
    }
    EXPECT_FALSE(report_language("tg").missing().empty());
}

// The keys of a file, "section.key"; of grammar, whose forms differ, only those that all share.
std::set<std::string> keys_of(const std::string& code) {
    const toml::parse_result parsed =
        toml::parse(read_test_file(source_directory() + "/languages/" + code + ".toml"));
    const std::set<std::string> grammar{"forms",
                                        "per_cent",
                                        "percentage_points",
                                        "respondents",
                                        "less_than_one",
                                        "fewer_people",
                                        "spelled",
                                        "endings",
                                        "ordinals"};
    const std::set<std::string> shared{"names", "nominative", "digits", "place"};
    std::set<std::string> out;
    for (const auto& [section, node] : parsed.table()) {
        const toml::table* table = node.as_table();
        if (table == nullptr) continue;
        for (const auto& [key, value] : *table) {
            const bool own = grammar.count(std::string(section.str())) > 0 &&
                             shared.count(std::string(key.str())) == 0;
            if (!own) out.insert(std::string(section.str()) + "." + std::string(key.str()));
        }
    }
    return out;
}

TEST(Language, HasTheKeysThatAnotherHas) {
    const std::set<std::string> english = keys_of("en");
    EXPECT_GT(english.size(), 300U);
    for (const std::string code : {"ru", "kk", "uz"})
        EXPECT_EQ(keys_of(code), english) << code;
}

// A language is its file: no source knows one by its code.
TEST(Language, IsNamedByNoSource) {
    const std::regex named(R"x("(ru|kk|uz|tg)")x");
    for (const std::string module : {"report", "chart", "tabulate"}) {
        for (const auto& entry :
             std::filesystem::directory_iterator(source_directory() + "/src/" + module)) {
            const std::string path = entry.path().string();
            if (path.ends_with("_test.cc") || path.ends_with("_for_test.h")) continue;
            EXPECT_FALSE(std::regex_search(read_test_file(path), named)) << path;
        }
    }
}

// A number without a noun carries its case itself.
TEST(Language, ANumberAloneHasItsCase) {
    const auto said = [](const char* code, double value, const char* form, int decimals = 0) {
        return print_figure(figure_of(value, FigureUnit::number),
                            {.language = code, .decimals = decimals, .form = form});
    };
    const auto kk = [&](double value, const char* form, int decimals = 0) {
        return replace_all(said("kk", value, form, decimals), "\u00A0", " ");
    };
    EXPECT_EQ(kk(72109, "ablative"), "72 109-дан");
    EXPECT_EQ(kk(102762, "dative"), "102 762-ге");
    EXPECT_EQ(kk(21660, "dative"), "21 660-қа");
    EXPECT_EQ(kk(54, "ablative"), "54-тен");
    EXPECT_EQ(kk(80, "ablative"), "80-нен");
    EXPECT_EQ(kk(500, "dative"), "500-ге");
    EXPECT_EQ(kk(4000, "ablative"), "4 000-нан");
    EXPECT_EQ(kk(3e6, "dative"), "3 000 000-ға");
    EXPECT_EQ(kk(2e9, "ablative"), "2 000 000 000-тан");
    EXPECT_EQ(kk(0, "dative"), "0-ге");
    EXPECT_EQ(kk(-615, "ablative"), "−615-тен");
    EXPECT_EQ(kk(34.6, "dative", 1), "34,6-ға");
    EXPECT_EQ(kk(34, ""), "34");
    EXPECT_EQ(said("uz", 44541, "ablative"), "44\u00A0541\u00A0dan");
    EXPECT_EQ(said("uz", 54017, "dative"), "54\u00A0017\u00A0ga");
    EXPECT_EQ(said("ru", 54, "genitive"), "54");
    EXPECT_EQ(report_language("kk").ending("dative", 10), "-ға");
    // A noun behind it has the case instead.
    EXPECT_EQ(
        counted_noun(
            figure_of(34, FigureUnit::count), {"адамға"}, {.language = "kk", .form = "dative"}),
        "34\u00A0адамға");
}

TEST(Language, CountsRespondentsInItsOwnForms) {
    const auto said = [](const char* code, std::int64_t n) {
        return report_language(code).noun("respondents", "nominative", n);
    };
    EXPECT_EQ(said("en", 1), "respondent");
    EXPECT_EQ(said("en", 748), "respondents");
    EXPECT_EQ(said("ru", 1), "респондент");
    EXPECT_EQ(said("ru", 22), "респондента");
    EXPECT_EQ(said("ru", 748), "респондентов");
    EXPECT_EQ(said("ru", 1845), "респондентов");
    EXPECT_EQ(said("kk", 1845), "респондент");
    EXPECT_EQ(said("uz", 1845), "respondent");
    EXPECT_EQ(said("tg", 5), "respondents");  // has no word for it: in English
}

TEST(Language, HasPlacesOfARanking) {
    EXPECT_EQ(report_language("en").place(1), "1st");
    EXPECT_EQ(report_language("en").place(12), "12th");
    EXPECT_EQ(report_language("ru").place(3), "3-е место");
    EXPECT_EQ(report_language("kk").place(3), "3-орын");
    EXPECT_EQ(report_language("uz").place(3), "3-oʻrin");
}

TEST(Language, SaysWhatAChartShows) {
    ChartData data;
    data.title = "T";
    data.categories = {"A", "B"};
    data.values = {{49, 15}};
    data.labels = {{"49%", "15%"}};
    const auto said = [&data](const char* code) {
        return text_alternative(ChartKind::bar, data, report_language(code).chart());
    };
    EXPECT_EQ(said("en"),
              "“A” comes first (49%), about three times “B” (15%). Bar chart: T. A: 49%; B: 15%.");
    EXPECT_EQ(said("ru"),
              "На первом месте — «A» (49%): примерно втрое больше, чем «B» (15%). Столбчатая "
              "диаграмма: T. A: 49%; B: 15%.");
    EXPECT_EQ(said("kk"),
              "Бірінші орында — «A» (49%); екінші орында — «B» (15%): шамамен 3 есе аз. Бағанды "
              "диаграмма: T. A: 49%; B: 15%.");
    EXPECT_EQ(said("uz"),
              "Birinchi oʻrinda — “A” (49%); ikkinchi oʻrinda — “B” (15%): taxminan 3 baravar kam. "
              "Ustunli diagramma: T. A: 49%; B: 15%.");
    EXPECT_EQ(said("tg"), said("en"));
    data.values = {{80, 15}};
    data.labels = {{"80%", "15%"}};
    EXPECT_NE(said("ru").find("примерно в 5 раз больше, чем"), std::string::npos);
}

TEST(Language, ExplainsTablesAndMarginsOfErrorInItself) {
    for (const char* code : {"ru", "kk", "uz"}) {
        EXPECT_NE(words_for(TableRemark::rounded, code), words_for(TableRemark::rounded, "en"));
        EXPECT_NE(report_language(code).variance().linearization,
                  report_language("en").variance().linearization);
    }
    EXPECT_EQ(words_for(TableRemark::rounded, "kk"),
              "Пайыздар дөңгелектенген; олардың қосындысы 100-ден сәл өзгеше болуы мүмкін.");
    EXPECT_EQ(words_for(TableRemark::rounded, "uz"),
              "Foizlar yaxlitlangan; ularning yigʻindisi 100 dan biroz farq qilishi mumkin.");
}

// The plan says it in its own words, or half of it, or nothing.
TEST(TableRemarks, SayOnceThatSeveralAnswersWerePossible) {
    TableSpec spec;
    const auto words = [&spec](const char* code) {
        return std::string(remark_words(TableRemark::several_answers, spec, 0, code));
    };
    EXPECT_EQ(words("en"), "Several answers were possible; percentages add to more than 100.");
    spec.note.by_language = {"Percentages add to more than 100."};
    EXPECT_EQ(words("en"), "Several answers were possible.");
    spec.note.by_language = {
        "Several answers were possible: the percentages add to more than 100."};
    EXPECT_EQ(words("en"), "");
    spec.note.by_language = {
        "Бірнеше жауап беруге болатын еді: пайыздардың қосындысы 100-ден асады."};
    EXPECT_EQ(words("kk"), "");
    spec.note.by_language = {"Можно было дать несколько ответов: сумма процентов больше 100."};
    EXPECT_EQ(words("ru"), "");
    EXPECT_EQ(words("kk"), "Бірнеше жауап беруге болатын.");
}

TEST(Language, NamesWhatIsWrongInAFile) {
    const auto fails = [](std::string_view toml) {
        const auto parsed = ReportLanguage::parse(toml, "xx.toml", find_report_language("en"));
        return parsed ? std::string() : parsed.error().message;
    };
    const std::string head = "code = \"ru\"\nname = \"x\"\n";
    EXPECT_EQ(fails(head), "");
    EXPECT_EQ(fails("name = \"x\"\n"), "xx.toml: its code or its name is missing");
    EXPECT_TRUE(fails("code = \n").starts_with("xx.toml: line 1: "));
    EXPECT_EQ(fails(head + "[numbers]\nplural = \"one n\"\n"),
              "xx.toml: numbers.plural is no plural rule of CLDR");
    EXPECT_EQ(fails(head + "[per_cent]\nnominative = 3\n"),
              "xx.toml: line 4: per_cent.nominative is neither text nor list of texts");
    EXPECT_EQ(fails(head + "[per_cent]\nnominative = [\"a\", \"b\", \"c\"]\n"),
              "xx.toml: per_cent.nominative has not as many forms as numbers.categories");
    EXPECT_EQ(fails(head + "[spelled]\nnominative = \"%nothing\"\n"),
              "xx.toml: spelled.nominative names no rule set: %nothing");
    EXPECT_EQ(fails("code = \"uz\"\nname = \"x\"\n"),
              "xx.toml: ICU spells no numbers in it; write spelled.rules");
}

TEST(Language, WithoutAFileIsEnglish) {
    EXPECT_EQ(find_report_language("xx"), nullptr);
    EXPECT_EQ(report_language("xx").code(), "en");
    EXPECT_EQ(report_language("ru-KZ").code(), "ru");
}

TEST(Wording, SaysThatAChangeIsNotSignificantWhereATestSaysSo) {
    const SafeFigure change = figure_of(6, FigureUnit::percentage_points);
    EXPECT_EQ(change_in_words(change, false, {}), "no significant change");
    EXPECT_EQ(change_in_words(change, true, {}), "an increase of 6\u00a0percentage points");
}

TEST(Wording, ComparesMeansByTheirOwnUnit) {
    EXPECT_EQ(difference_in_words(figure_of(2.44, FigureUnit::number), {.decimals = 1}),
              "higher, by 2.4");
    EXPECT_EQ(difference_in_words(figure_of(0.04, FigureUnit::number), {.decimals = 1}),
              "about the same");
}

TEST(Wording, GivesANounItsForm) {
    const std::vector<std::string> forms{"человек", "человека", "человек"};
    for (const auto& [count, text] : {std::pair{1.0, "1\u00a0человек"},
                                      std::pair{22.0, "22\u00a0человека"},
                                      std::pair{11.0, "11\u00a0человек"},
                                      std::pair{1845.0, "1\u00a0845\u00a0человек"}}) {
        EXPECT_EQ(counted_noun(figure_of(count, FigureUnit::count), forms, {.language = "ru"}),
                  text);
    }
    EXPECT_EQ(counted_noun(figure_of(1, FigureUnit::count), {"person", "people"}, {}),
              "1\u00a0person");
}

}  // namespace
}  // namespace mtm

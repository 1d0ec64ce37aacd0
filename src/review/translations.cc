#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "base/text.h"
#include "review/findings.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

// Shorter texts (OK, WhatsApp, 18–24) are often the same in two languages, and rightly so.
constexpr std::size_t words_that_differ = 3;

struct ScriptOf {
    std::string_view code;
    UScriptCode script;
};

// Languages whose script is not in doubt. Those written in several (Kazakh, Uzbek, Serbian) are not
// here, unless their code says which.
constexpr std::array scripts{
    ScriptOf{"ru", USCRIPT_CYRILLIC},   ScriptOf{"uk", USCRIPT_CYRILLIC},
    ScriptOf{"be", USCRIPT_CYRILLIC},   ScriptOf{"bg", USCRIPT_CYRILLIC},
    ScriptOf{"ky", USCRIPT_CYRILLIC},   ScriptOf{"tg", USCRIPT_CYRILLIC},
    ScriptOf{"mn", USCRIPT_CYRILLIC},   ScriptOf{"ar", USCRIPT_ARABIC},
    ScriptOf{"fa", USCRIPT_ARABIC},     ScriptOf{"prs", USCRIPT_ARABIC},
    ScriptOf{"ps", USCRIPT_ARABIC},     ScriptOf{"ur", USCRIPT_ARABIC},
    ScriptOf{"ckb", USCRIPT_ARABIC},    ScriptOf{"am", USCRIPT_ETHIOPIC},
    ScriptOf{"ti", USCRIPT_ETHIOPIC},   ScriptOf{"hy", USCRIPT_ARMENIAN},
    ScriptOf{"ka", USCRIPT_GEORGIAN},   ScriptOf{"el", USCRIPT_GREEK},
    ScriptOf{"he", USCRIPT_HEBREW},     ScriptOf{"hi", USCRIPT_DEVANAGARI},
    ScriptOf{"ne", USCRIPT_DEVANAGARI}, ScriptOf{"bn", USCRIPT_BENGALI},
    ScriptOf{"my", USCRIPT_MYANMAR},    ScriptOf{"th", USCRIPT_THAI},
    ScriptOf{"km", USCRIPT_KHMER},      ScriptOf{"lo", USCRIPT_LAO},
    ScriptOf{"ta", USCRIPT_TAMIL},      ScriptOf{"si", USCRIPT_SINHALA},
};

UScriptCode script_of_language(const Language& language) {
    const std::string code = lower_ascii(language.code);
    const std::string primary = code.substr(0, code.find_first_of("-_"));
    const auto* at = std::ranges::find(scripts, std::string_view(primary), &ScriptOf::code);
    return at == scripts.end() ? USCRIPT_UNKNOWN : at->script;
}

// Whether a text has words, and none of its letters is of the script.
// NOLINTNEXTLINE(readability-function-size): ICU's macro unfolds deep
bool is_in_another_script(std::string_view searchable_text, UScriptCode script) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(searchable_text.data());
    const auto length = static_cast<std::int32_t>(searchable_text.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, length, c);
        UErrorCode status = U_ZERO_ERROR;
        if (c > 0 && uscript_getScript(c, &status) == script) return false;
    }
    return true;
}

std::size_t count_words_with_letters(std::string_view searchable_text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(words(searchable_text), [](std::string_view word) {
            return word.find_first_not_of("0123456789") != std::string_view::npos;
        }));
}

class TranslationReview {
public:
    TranslationReview(const Questionnaire& form, Findings& findings)
        : form_(form), findings_(findings) {}

    void run() {
        if (form_.languages.size() < 2) return;
        visit_texts(form_, [this](const TextPlace& place, const Translated& text) {
            look_at(place, text);
        });
        for (auto& [key, rows] : missing_)
            report_missing(key, rows);
        for (auto& [key, rows] : left_)
            report_left(key, rows);
    }

private:
    struct Key {
        std::string sheet;
        std::string column;
        std::size_t language = 0;

        bool operator<(const Key& other) const {
            return std::tie(sheet, column, language) <
                   std::tie(other.sheet, other.column, other.language);
        }
    };

    void look_at(const TextPlace& place, const Translated& text) {
        std::vector<std::string> plain;
        for (const std::string& of_language : text.by_language)
            plain.push_back(searchable(of_language));
        for (std::size_t l = 0; l < text.by_language.size(); ++l) {
            const Key key{std::string(place.sheet), std::string(place.column), l};
            if (text.by_language[l].empty()) {
                missing_[key].push_back(place.row);
            } else if (is_left(plain, l)) {
                left_[key].push_back(place.row);
            }
        }
    }

    // Not of this language: of another script, or the same text as in a language before it.
    [[nodiscard]] bool is_left(const std::vector<std::string>& plain, std::size_t language) const {
        const std::size_t count = count_words_with_letters(plain[language]);
        if (count == 0) return false;
        const UScriptCode script = script_of_language(form_.languages[language]);
        if (script != USCRIPT_UNKNOWN && count >= 2) {
            return is_in_another_script(plain[language], script);
        }
        if (count < words_that_differ) return false;
        for (std::size_t l = 0; l < language; ++l) {
            if (plain[l] == plain[language]) return true;
        }
        return false;
    }

    [[nodiscard]] std::string column_of(const Key& key) const {
        const Language& language = form_.languages[key.language];
        return language.is_default ? key.column : key.column + "::" + language.header;
    }

    void report_missing(const Key& key, std::vector<int>& rows) {
        const std::string& language = form_.languages[key.language].header;
        report("missing-translation",
               key,
               rows,
               "has no text in " + language + ", though it has one in another language",
               "have no text in " + language + ", though they have one in another language",
               "Translate it: people who read " + language +
                   " see an empty place or another "
                   "language.");
    }

    void report_left(const Key& key, std::vector<int>& rows) {
        const std::string& language = form_.languages[key.language].header;
        report("untranslated-text",
               key,
               rows,
               "seems not to be in " + language,
               "seem not to be in " + language,
               "Translate it, or empty the cell until it is translated.");
    }

    void report(const std::string& code,
                const Key& key,
                std::vector<int>& rows,
                const std::string& of_one,
                const std::string& of_many,
                const std::string& remedy) {
        std::ranges::sort(rows);
        if (rows.size() <= told_singly) {
            for (const int row : rows) {
                findings_.add(code,
                              key.sheet,
                              row,
                              column_of(key),
                              fmt::format("This {} {}.", key.column, of_one),
                              remedy);
            }
            return;
        }
        findings_.add(code,
                      key.sheet,
                      rows.front(),
                      column_of(key),
                      fmt::format("{} cells of the column {} {}: {}.",
                                  rows.size(),
                                  key.column,
                                  of_many,
                                  rows_in_words(rows)),
                      remedy);
    }

    const Questionnaire& form_;
    Findings& findings_;
    std::map<Key, std::vector<int>> missing_;
    std::map<Key, std::vector<int>> left_;
};

}  // namespace

void review_translations(const Questionnaire& form, Findings& findings) {
    TranslationReview(form, findings).run();
}

}  // namespace mtm

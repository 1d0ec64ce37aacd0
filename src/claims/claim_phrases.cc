#include "claims/claim_phrases.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <set>

#include "base/text.h"
#include "report/language.h"
#include "report/number_words.h"
#include "report/print_number.h"

namespace mtm {
namespace {

// One token of a pattern: words, any of which may stand there.
struct PatternToken {
    struct Word {
        std::string text;
        bool stem = false;
    };

    std::vector<Word> words;

    [[nodiscard]] bool fits(const ClaimToken& token) const {
        return std::any_of(words.begin(), words.end(), [&](const Word& word) {
            return word.stem ? token.text.starts_with(word.text) : token.text == word.text;
        });
    }
};

struct Pattern {
    ClaimPhrase phrase;  // without its place
    std::vector<PatternToken> tokens;
};

std::vector<PatternToken> tokens_of(std::string_view pattern) {
    std::vector<PatternToken> out;
    for (const std::string_view token : words(pattern)) {
        PatternToken one;
        for (std::string_view word : split(token, '|')) {
            const bool stem = word.ends_with('*');
            if (stem) word.remove_suffix(1);
            one.words.push_back({replace_all(word, "ё", "е"), stem});  // as in claim_tokens()
        }
        out.push_back(std::move(one));
    }
    return out;
}

// All up to a hundred, then whole hundreds and thousands.
std::vector<int> numbers_looked_for() {
    std::vector<int> out(101);
    std::iota(out.begin(), out.end(), 0);
    for (int hundreds = 200; hundreds < 1000; hundreds += 100)
        out.push_back(hundreds);
    for (int thousands = 1000; thousands <= 10000; thousands += 1000)
        out.push_back(thousands);
    return out;
}

// Large ones in every case: “около четырёхсот женщин”. Small ones stand in other cases mostly where
// they count no answers: “из двух областей”.
std::set<std::string> spellings_of(int number, std::string_view language) {
    std::set<std::string> out{number_in_words(number, language)};
    const ReportLanguage* words = find_report_language(language);
    if (words == nullptr || number < 100) return out;
    for (const std::string& form : words->list("forms", "names"))
        out.insert(words->spelled(number, form));
    return out;
}

std::vector<Pattern> compile_lexicon(const ClaimLexicon& lexicon) {
    std::vector<Pattern> out;
    for (const LexiconEntry& entry : lexicon.entries) {
        out.push_back(
            {{entry.kind, 0, 0, entry.low, entry.high, entry.value}, tokens_of(entry.pattern)});
    }
    for (const int number : numbers_looked_for()) {
        for (const std::string& spelled : spellings_of(number, lexicon.language)) {
            Pattern pattern{{ClaimKind::spelled_number, 0, 0, 0, 0, static_cast<double>(number)},
                            {}};
            for (const ClaimToken& token : claim_tokens(spelled, lexicon.language))
                pattern.tokens.push_back({{{token.text, false}}});
            if (!pattern.tokens.empty()) out.push_back(std::move(pattern));
        }
    }
    return out;
}

const std::vector<Pattern>& patterns_of(const ClaimLexicon& lexicon) {
    static std::mutex mutex;
    static std::map<const ClaimLexicon*, std::vector<Pattern>> compiled;
    const std::scoped_lock lock(mutex);
    const auto [at, is_new] = compiled.try_emplace(&lexicon);
    if (is_new) at->second = compile_lexicon(lexicon);
    return at->second;
}

bool is_modifier(ClaimKind kind) {
    switch (kind) {
        case ClaimKind::nearly:
        case ClaimKind::about:
        case ClaimKind::over:
        case ClaimKind::just_over:
        case ClaimKind::under:
        case ClaimKind::at_least:
        case ClaimKind::at_most:
            return true;
        default:
            return false;
    }
}

bool fits_at(const Pattern& pattern, const ClaimSentence& sentence, std::size_t at) {
    if (at + pattern.tokens.size() > sentence.size()) return false;
    for (std::size_t i = 0; i < pattern.tokens.size(); ++i) {
        const ClaimToken& token = sentence[at + i];
        if (token.kind == ClaimToken::Kind::figure || token.quoted) return false;
        if (!pattern.tokens[i].fits(token)) return false;
    }
    return true;
}

class PhraseFinder {
public:
    PhraseFinder(const ClaimSentence& sentence, const ClaimLexicon& lexicon)
        : sentence_(sentence), lexicon_(lexicon), patterns_(patterns_of(lexicon)) {}

    std::vector<ClaimPhrase> find() {
        std::vector<ClaimPhrase> out;
        std::size_t at = 0;
        while (at < sentence_.size()) {
            const auto found = phrase_at(at, out.empty() ? nullptr : &out.back());
            if (found) out.push_back(*found);
            at = found ? found->end : at + 1;
        }
        return before_people_alone(asserted(merged(out)));
    }

private:
    // "Not a majority", "көпшілігі емес", "neither … nor … are a majority".
    [[nodiscard]] std::vector<ClaimPhrase> asserted(const std::vector<ClaimPhrase>& found) const {
        std::vector<ClaimPhrase> out;
        for (const ClaimPhrase& phrase : found) {
            const bool denied = std::ranges::any_of(found, [&](const ClaimPhrase& other) {
                return other.kind == ClaimKind::denial && denies(other, phrase);
            });
            if (!denied) out.push_back(phrase);
        }
        return out;
    }

    [[nodiscard]] bool denies(const ClaimPhrase& denial, const ClaimPhrase& claim) const {
        switch (claim.kind) {
            case ClaimKind::share:
            case ClaimKind::rise:
            case ClaimKind::fall:
            case ClaimKind::more:
            case ClaimKind::fewer:
            case ClaimKind::times:
            case ClaimKind::rank:
                break;
            default:
                return false;
        }
        if (lexicon_.modifiers_follow) return denial.begin == claim.end;
        if (denial.value != throughout) return denial.end == claim.begin;
        for (std::size_t i = denial.end; i < claim.begin; ++i) {
            if (sentence_[i].text == "," || sentence_[i].text == ";") return false;
        }
        return denial.end <= claim.begin;
    }

    // "Few women", not "few days".
    [[nodiscard]] static std::vector<ClaimPhrase> before_people_alone(
        std::vector<ClaimPhrase> found) {
        std::erase_if(found, [&](const ClaimPhrase& phrase) {
            return phrase.kind == ClaimKind::share && phrase.value == before_people &&
                   std::none_of(found.begin(), found.end(), [&](const ClaimPhrase& other) {
                       const bool people = other.kind == ClaimKind::people ||
                                           other.kind == ClaimKind::everyone ||
                                           other.kind == ClaimKind::group;
                       return people && other.begin >= phrase.end && other.begin <= phrase.end + 2;
                   });
        });
        return found;
    }

    // A modifier is one only beside a fraction: "more than" else compares.
    [[nodiscard]] std::optional<ClaimPhrase> phrase_at(std::size_t at,
                                                       const ClaimPhrase* before) const {
        std::optional<ClaimPhrase> longest;
        for (const Pattern& pattern : patterns_) {
            if (!fits_at(pattern, sentence_, at)) continue;
            const std::size_t end = at + pattern.tokens.size();
            if (longest && longest->end >= end) continue;
            if (is_modifier(pattern.phrase.kind) && !beside_fraction(at, end, before)) continue;
            longest = pattern.phrase;
            longest->begin = at;
            longest->end = end;
        }
        return longest;
    }

    [[nodiscard]] bool beside_fraction(std::size_t begin,
                                       std::size_t end,
                                       const ClaimPhrase* before) const {
        if (lexicon_.modifiers_follow && before != nullptr && before->kind == ClaimKind::fraction &&
            before->end == begin) {
            return true;
        }
        for (const Pattern& pattern : patterns_) {
            if (pattern.phrase.kind == ClaimKind::fraction && fits_at(pattern, sentence_, end))
                return true;
        }
        return false;
    }

    static ClaimPhrase share_of(const ClaimPhrase& fraction, const ClaimPhrase* modifier) {
        ClaimPhrase out = fraction;
        out.kind = ClaimKind::share;
        if (modifier == nullptr) return out;
        out.begin = std::min(fraction.begin, modifier->begin);
        out.end = std::max(fraction.end, modifier->end);
        constexpr double a_little = 1e-4;
        const double near = fraction.value == 50 ? 5 : fraction.value - fraction.low;
        switch (modifier->kind) {
            case ClaimKind::nearly:
                out.low = fraction.value - near;
                out.high = fraction.value - a_little;
                break;
            case ClaimKind::about:
                out.low = fraction.value - near;
                out.high = fraction.value + near;
                break;
            case ClaimKind::over:
                out.low = fraction.value + a_little;
                out.high = 100;
                break;
            case ClaimKind::just_over:
                out.low = fraction.value + a_little;
                out.high = fraction.value + near;
                break;
            case ClaimKind::under:
                out.low = 0;
                out.high = fraction.value - a_little;
                break;
            case ClaimKind::at_least:
                out.low = fraction.value;
                out.high = 100;
                break;
            default:
                out.low = 0;
                out.high = fraction.value;
                break;
        }
        return out;
    }

    [[nodiscard]] static std::vector<ClaimPhrase> merged(const std::vector<ClaimPhrase>& found) {
        std::vector<ClaimPhrase> out;
        for (std::size_t i = 0; i < found.size(); ++i) {
            const ClaimPhrase& phrase = found[i];
            const bool next_touches = i + 1 < found.size() && found[i + 1].begin == phrase.end;
            if (is_modifier(phrase.kind)) {
                if (next_touches && found[i + 1].kind == ClaimKind::fraction)
                    out.push_back(share_of(found[++i], &phrase));
            } else if (phrase.kind == ClaimKind::fraction) {
                const bool modified = next_touches && is_modifier(found[i + 1].kind);
                out.push_back(share_of(phrase, modified ? &found[i + 1] : nullptr));
                if (modified) ++i;
            } else {
                out.push_back(phrase);
            }
        }
        return out;
    }

    const ClaimSentence& sentence_;
    const ClaimLexicon& lexicon_;
    const std::vector<Pattern>& patterns_;
};

}  // namespace

std::vector<ClaimPhrase> find_claims(const ClaimSentence& sentence, const ClaimLexicon& lexicon) {
    return PhraseFinder(sentence, lexicon).find();
}

bool within(const ClaimPhrase& share, double value) {
    const auto inside = [&](double number) { return number >= share.low && number <= share.high; };
    return inside(value) || inside(static_cast<double>(rounded(value)));
}

}  // namespace mtm

#include "claims/claim_lexicon.h"

namespace mtm {

const ClaimLexicon* claims_in(std::string_view language) {
    const std::string_view code = language.substr(0, language.find_first_of("-_"));
    for (const ClaimLexicon* lexicon :
         {&english_claims(), &russian_claims(), &kazakh_claims(), &uzbek_claims()}) {
        if (lexicon->language == code) return lexicon;
    }
    return nullptr;
}

}  // namespace mtm

#include "disclosure/identifying_text.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

struct Example {
    const char* text;
    IdentifyingKind kind;
};

TEST(IdentifyingText, FindsWhatTellsWhoSomebodyIs) {
    using enum IdentifyingKind;
    for (const auto& [text, kind] : {Example{"call +7 (701) 555-01-23", telephone},
                                     Example{"тел. 87015550123", telephone},
                                     Example{"998 90 123 45 67 whatsapp", telephone},
                                     Example{"write to a.b@mail.kz please", email},
                                     Example{"telegram @gulnara77", web_address},
                                     Example{"see t.me/somebody", web_address},
                                     Example{"lives at 43.23871, 76.94503", coordinates},
                                     Example{"passport AB 1234567", document_number},
                                     Example{"ID N12345678 expired", document_number},
                                     Example{"came on 12.03.2023", date},
                                     Example{"born 1987-03-12", date},
                                     Example{"Gulnara Akhmetova does not pay", person},
                                     Example{"ask for Rustam Karimov", person},
                                     Example{"хозяин Иван Петрович обманул", person},
                                     Example{"бригадир Сериков Абай", person},
                                     Example{"работаю у Ахметовой? нет, у Ахметова", person},
                                     Example{"my boss mr Smith", person},
                                     Example{"Айгүл Серікқызы", person}}) {
        EXPECT_EQ(identifying_in(text), kind) << text << ": " << words_for(identifying_in(text));
    }
}

TEST(IdentifyingText, LeavesUsualAnswersAlone) {
    for (const char* text : {"the wage is 150 000 tenge",
                             "5-6 days a week",
                             "2.5 rooms, 3.5 people",
                             "no contract",
                             "Help with documents",
                             "в стройке, 12 часов",
                             "Не платят вовремя",
                             "Жалақы аз",
                             "uy ijarasi qimmat",
                             "10/12",
                             "",
                             "since 2019"}) {
        EXPECT_EQ(identifying_in(text), IdentifyingKind::nothing)
            << text << ": " << words_for(identifying_in(text));
    }
}

}  // namespace
}  // namespace mtm

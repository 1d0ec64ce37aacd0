#include "claims/claim_lexicon.h"

namespace mtm {

// NOLINTNEXTLINE(readability-function-size): a table
const ClaimLexicon& uzbek_claims() {
    using enum ClaimKind;
    static const ClaimLexicon lexicon{
        "uz",
        {
            {ordinary, "birinchi|ikkinchi yarmi*"},
            {ordinary, "yilning|oyning|kunning yarmi*"},
            {ordinary, "ko'p bolali"},
            {ordinary, "oliy|o'rta ma'lumot*"},
            {ordinary, "ko'p javob*"},

            {denial, "emas|yo'q"},
            {denial, "bo'lgani yo'q"},
            {denial, "bo'lmaydi|bo'lmadi|tashkil etmaydi"},

            {share, "ko'pchiligi*|ko'pchilik", 50.0001, 100},
            {share, "aksariyat*", 50.0001, 100},
            {share, "mutlaq|katta ko'pchili*", 66, 100},
            {share, "mutlaq aksariyat*", 66, 100},
            {share, "katta|asosiy|ko'p qismi*", 50.0001, 100},
            {share, "ko'pi", 50.0001, 100},
            {share, "asosan|ko'pincha", 50.0001, 100, beside_number},
            {share, "salmoqli|sezilarli|anchagina qismi*", 10, 100, beside_number},
            {share, "arzimas|arzimagan qismi*", 0, 10, beside_number},
            {share, "ozgina qismi*", 0, 25, beside_number},
            {share, "sanoqli qismi*", 0, 10, beside_number},
            {share, "sanoqlisi*", 0, 10},
            {share, "ozchili*", 0, 49.9999},
            {share, "oz|kichik qismi*", 0, 25},
            {share, "deyarli hammasi|barchasi|barcha|hamma", 90, 99.9999},

            {fraction, "yarmi*", 47, 53, 50},
            {fraction, "har ikkinchi*", 47, 53, 50},
            {fraction, "uchdan bir*", 30, 36, 100.0 / 3},
            {fraction, "har uchinchi*", 30, 36, 100.0 / 3},
            {fraction, "uchdan ikki*", 63, 70, 200.0 / 3},
            {fraction, "to'rtdan bir*", 22, 28, 25},
            {fraction, "chorak|choragi*", 22, 28, 25},
            {fraction, "har to'rtinchi*", 22, 28, 25},
            {fraction, "to'rtdan uch*", 72, 78, 75},
            {fraction, "beshdan bir*", 18, 22, 20},
            {fraction, "har beshinchi*", 18, 22, 20},
            {fraction, "beshdan ikki*", 38, 42, 40},
            {fraction, "beshdan uch*", 58, 62, 60},
            {fraction, "beshdan to'rt*", 78, 82, 80},
            {fraction, "o'ndan bir*", 8, 12, 10},
            {fraction, "har o'ninchi*", 8, 12, 10},
            {fraction, "o'ndan ikki*", 17, 23, 20},
            {fraction, "o'ndan uch*", 27, 33, 30},
            {fraction, "o'ndan to'rt*", 37, 43, 40},
            {fraction, "o'ndan besh*", 47, 53, 50},
            {fraction, "o'ndan olti*", 57, 63, 60},
            {fraction, "o'ndan yetti*", 67, 73, 70},
            {fraction, "o'ndan sakkiz*", 77, 83, 80},
            {fraction, "o'ndan to'qqiz*", 88, 92, 90},

            {nearly, "deyarli|qariyb|yaqin|yaqini"},
            {about, "taxminan|chamasi|atrofida"},
            {over, "ko'p|ko'pi|ko'prog'i|ortiq|ortig'i|oshiq"},
            {just_over, "sal|biroz ko'p|ko'pi|ko'proq|ko'prog'i|ortiq|ortig'i"},
            {under, "kam|kami|kamrog'i|oz|ozi"},
            {under, "yetmaydi|yetmadi|yetmagan"},
            {nearly, "sal|biroz kam|kami|kamroq|kamrog'i"},
            {at_least, "kam emas"},
            {at_least, "kamida"},

            {rise,
             "oshdi|oshgan|oshish*|oshib|ortdi|ortgan|ko'paydi|ko'paygan|ko'payish*|o'sdi|o'sgan|"
             "o'sish*|ko'tarildi"},
            {fall,
             "kamaydi|kamaygan|kamayish*|pasaydi|pasaygan|pasayish*|qisqardi|qisqargan|tushdi"},
            {steady, "o'zgarmadi|o'zgarmagan|o'zgarishsiz"},
            {steady, "bir xil|avvalgi darajada"},
            {steady, "avvalgi|shu darajada"},

            {more,
             "ko'p|ko'proq|yuqori|yuqoriroq|tez-tez|tez-tezroq|katta|kattaroq|uzoqroq|baland"},
            {fewer,
             "kam|kamroq|past|pastroq|oz|ozroq|yosh|yoshroq|kichik|kichikroq|qisqa|qisqaroq"},
            {than, "qaraganda|nisbatan|solishtirganda|ko'ra"},
            {times, "ikki baravar|barobar|marta|hissa", 1.75, 2.25},
            {times, "ikki baravardan|barobardan|martadan ko'p|ko'proq|ortiq", 2.0001, 1e9},
            {times, "deyarli|qariyb ikki baravar|barobar|marta|hissa", 1.75, 2},
            {times, "uch baravar|barobar|marta|hissa", 2.6, 3.4},
            {times, "to'rt baravar|barobar|marta|hissa", 3.5, 4.5},
            {times, "besh baravar|barobar|marta|hissa", 4.4, 5.6},

            {rank, "eng ko'p|yirik|katta|ommabop", 0, 0, 1},
            {rank, "eng keng|ko'p tarqalgan", 0, 0, 1},
            {rank, "yetakchi sabab*|soha*|manba*|muammo*|to'siq*", 0, 0, 1},
            {rank, "birinchi o'rinda", 0, 0, 1},
            {rank, "asosiy sabab*|soha*|manba*|muammo*|to'siq*", 0, 0, 1},
            {rank, "ikkinchi o'rinda", 0, 0, 2},
            {rank, "uchinchi o'rinda", 0, 0, 3},
            {rank, "eng kam|oz|kichik", 0, 0, -1},

            {everyone, "respondentlar*|so'ralganlar*"},
            {everyone, "so'rovda qatnashganlar*|ishtirokchilar*"},
            {everyone, "so'rov ishtirokchilari*|qatnashchilari*"},
            {everyone, "mehnat migrantlar*|migrantlari*"},
            {among, "orasida|ichida|ichidan"},

            {thing, "daromad*|maosh*|pul*|kun*|hafta*|oy|oyning|oylik*|yilning|soat*|vaqt*|narx*"},
            {group, "ayol*|xotin-qiz*", 0, 0, 1},
            {group, "erkak*", 0, 0, 2},
            {people,
             "respondent*|kishi*|odam*|erkak*|ayol*|intervyu*|suhbat*|migrant*|ishchi*|bola*"},
            {percent, "%|foiz*"},
            {points, "foiz punkt*|bandi"},
            {points, "foizlik punkt*"},
            {harmless,
             "covid|raund*|bosqich*|modda*|bo'lim*|ilova*|rasm*|jadval*|bet*|№|qonun*|versiya*|"
             "savol*"},
            {harmless, "yil*|yosh|yoshdan|yoshda|yoshli"},
            {harmless,
             "yanvar*|fevral*|mart|martda|aprel*|may|mayda|iyun*|iyul*|avgust*|sentabr*|"
             "oktabr*|noyabr*|dekabr*"},
        },
        true,
        {"gan", "digan", "yotgan", "qan", "kan", "dagi", "li", "siz"},
        {"barcha", "hamma", "hammasi"},
        {"hech"},
        {"kim"}};
    return lexicon;
}

}  // namespace mtm

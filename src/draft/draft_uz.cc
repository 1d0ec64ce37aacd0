#include "draft/draft_patterns.h"

namespace mtm {

// Questions, answers and groups stand in quotes before a word that takes their endings (“…” degan
// savolga), so that no label has to be declined.
// A table of sentences longer than a line.
// NOLINTBEGIN(readability-function-size, bugprone-suspicious-missing-comma)
const DraftPatterns& uzbek_draft() {
    static const DraftPatterns patterns{
        .language = "uz",
        .prevailing =
            {
                "{q} degan savolga {of} mutlaq koʻpchiligi ({fa}) {a} deb javob berdi.",
                "{of} {fa.p} {q} degan savolga {a} deb javob berdi.",
                "{q} degan savolga javob berar ekan, {of} {fa.p} {a} degan javobni aytdi.",
                "{q} degan savolga berilgan javoblardan biri ajralib turadi: {a}, uni {of} {fa.p} "
                "aytdi.",
                "{a}: {q} degan savolga {of} {fa.p} shunday javob berdi.",
                "{q} degan savolga eng koʻp berilgan javob {a} ({fa}).",
                "{q} degan savolning javoblarida {a} ustun: uni {of} {fa.p} tanladi.",
                "{q} degan savolga {of} {fa.p} bir xil javob berdi: {a}.",
            },
        .majority =
            {
                "{of} yarmidan koʻpi ({fa}) {q} degan savolga {a} deb javob berdi.",
                "{q} degan savolga {of} koʻpchiligi ({fa}) {a} deb javob berdi.",
                "{a}: {q} degan savolga bu javobni {of} yarmidan koʻpi ({fa}) tanladi.",
                "{q} degan savolga {a} deb {of} {fa.p} javob berdi.",
                "{of} {fa.p} {q} degan savolga {a} dedi.",
                "{of} koʻpchiligi ({fa}) {q} degan savolga {a} degan javobni tanladi.",
                "{q} degan savolga {of} {fa.p} {a} degan javobni aytdi.",
                "{of} yarmidan ortigʻi ({fa}) {q} degan savolga {a} degan javobni berdi.",
            },
        .leading =
            {
                "{q} degan savolga eng koʻp aytilgan javob: {a} ({fa}).",
                "{q} degan savolga koʻproq {a} ({fa}), undan keyin {b} ({fb}) deb javob berildi.",
                "{q} degan savolning javoblarida {a} oldinda ({fa}), undan keyin {b} ({fb}).",
                "{q} degan savolga {of} {fa.p} {a} deb javob berdi, bu boshqa har qanday javobdan "
                "koʻp.",
                "{q} degan savol javoblari orasida birinchi oʻrinda {a} ({fa}), ikkinchi oʻrinda "
                "{b} ({fb}).",
                "{q} degan savolga {of} {fa.p} {a}, {fb.p} {b} deb javob berdi.",
                "{q} degan savolga {a} degan javob eng koʻp berildi ({fa}).",
                "{q} degan savolning javoblarida {a} ({fa}) {b} ({fb}) degan javobdan oldinda.",
            },
        .close =
            {
                "{q} degan savolga ikki javob deyarli teng berildi: {a} ({fa}) va {b} ({fb}).",
                "{q} degan savolga {of} {fa.p} {a} deb, {fb.p} {b} deb javob berdi.",
                "{q} degan savolga berilgan {a} ({fa}) va {b} ({fb}) degan javoblarning ulushi "
                "bir-biriga yaqin.",
                "{q} degan savol javoblarining oldingi ikkitasi: {a} ({fa}) va {b} ({fb}).",
                "{q} degan savolning javoblarida {a} ({fa}) va {b} ({fb}) orasidagi farq kichik.",
                "{q} degan savolning javoblarida {a} ({fa}) yoki {b} ({fb}) aniq oldinda deb "
                "boʻlmaydi.",
                "{q} degan savolga {a} va {b} deb, mos ravishda, {of} {fa.p} va {fb.p} javob "
                "berdi.",
            },
        .unknown =
            {
                "{of} {fa.p} {q} degan savolga {a} deb javob berdi; boshqa javoblar oldida {b} "
                "({fb}) turadi.",
                "{q} degan savolga {a} degan javobni {of} {fa.p}, {b} degan javobni {fb.p} berdi.",
                "{q} degan savolga javob sifatida {of} {fa.p} {a} dedi, {fb.p} esa {b} dedi.",
                "{q} degan savolga {a} deb {of} {fa.p} javob berdi; undan keyin {b} ({fb}) keladi.",
            },
        .several =
            {
                "{q} degan savolga bir necha javob berish mumkin edi; eng koʻp aytilganlari {a} "
                "({fa}) va {b} ({fb}).",
                "{q} degan savolga {of} {fa.p} {a}, {fb.p} {b}, {fc.p} {c} degan javobni aytdi.",
                "{q} degan savolga {a} degan javobni {of} {fa.p}, {b} degan javobni {fb.p} tilga "
                "oldi.",
                "{q} degan savolning bir necha javobini tanlash mumkin edi, roʻyxat boshida {a} "
                "({fa}) turadi.",
                "{q} degan savolga avvalo {a} ({fa}), {b} ({fb}) va {c} ({fc}) deb javob berildi.",
                "{of} {fa.p} {q} degan savolga bergan javoblariga {a} degan javobni qoʻshdi; "
                "{fb.p} {b} degan javobni qoʻshdi.",
                "{q} degan savolga bir necha javob berish mumkin edi; dastlabki uchtasi: {a} "
                "({fa}), {b} ({fb}) va {c} ({fc}).",
                "{q} degan savolga {of} {fa.p} boshqa javoblar qatorida {a} deb, {fb.p} esa {b} "
                "deb javob berdi.",
                "{q} degan savolga berilishi mumkin boʻlgan javoblar boshida {a} turadi: uni {of} "
                "{fa.p} aytdi.",
                "{q} degan savolga bittadan ortiq javob berish mumkin edi: {a} ({fa}), {b} ({fb}), "
                "{c} ({fc}).",
            },
        .number =
            {
                "{q} degan savolga oʻrtacha javob {mean}; mediana {median}.",
                "{q} degan savolga oʻrta hisobda {mean} deb javob berildi, oʻrtadagi javob "
                "{median}.",
                "Oʻrta hisobda {q} degan savolning javobi {mean} (mediana: {median}).",
                "{q} degan savol javoblarining oʻrtachasi {mean}, medianasi {median}.",
                "{q} degan savol boʻyicha oʻrtacha qiymat {mean}, mediana esa {median}.",
                "{q} degan savol javoblarining medianasi {median}, oʻrtachasi {mean}.",
            },
        .second =
            {
                "Undan keyin {b} keladi: {fb}.",
                "Keyingi javob {b} ({fb}).",
                "Yana {fb} {b} degan javobga toʻgʻri keladi.",
                "{b} degan javobning ulushi {fb}, {c} degan javobning ulushi {fc}.",
                "Uning ortida {b} ({fb}) va {c} ({fc}) turadi.",
                "{b} degan javobning ulushi {fb}.",
                "Bunga qoʻshimcha {b} degan javob bor: {fb}.",
                "Uning ketidan {b} keladi, ulushi {fb}.",
            },
        .asked =
            {
                "{q} degan savol hammaga ham berilmagan: berilgani {people}, bu barcha "
                "respondentlarning {share.p}.",
                "{q} degan savol berilganlar: {people} (barcha soʻralganlarning {share.p}).",
                "{q} degan savolga hamma ham yetmadi: yetgani {people}, yaʼni hammaning {share.p}.",
                "{q} degan savol soʻralganlarning hammasiga ham tegishli emas: {people} ({share}).",
                "{q} degan savol kimga berilishi oldingi javoblarga bogʻliq edi; bundaylar: "
                "{people} ({share}).",
                "Barcha respondentlarning {share.p}, yaʼni {people}, {q} degan savolga "
                "yetdi.",
            },
        .difference =
            {
                "{a} degan javob {g} guruhida ({fg}) {h} guruhiga ({fh}) qaraganda koʻproq "
                "uchraydi.",
                "{g} guruhida {a} degan javobning ulushi {fg}, {h} guruhida {fh}.",
                "{by} belgisi boʻyicha: {g} guruhining {fg.p} {a} deb javob berdi, {h} guruhining "
                "{fh.p} shunday dedi.",
                "{a} degan javobning ulushi {g} guruhida ({fg}) {h} guruhiga ({fh}) qaraganda "
                "yuqori.",
                "{g} guruhi ({fg}) {h} guruhiga ({fh}) qaraganda {a} degan javobni koʻproq berdi.",
                "{a}: {g} guruhida {fg}, {h} guruhida {fh}.",
                "{h} guruhi ({fh}) {g} guruhiga ({fg}) qaraganda {a} deb kamroq javob berdi.",
                "{h} guruhi ({fh}) bilan solishtirganda {g} guruhi ({fg}) {a} deb koʻproq javob "
                "berdi.",
                "{a} degan javobni {g} guruhining {fg.p} berdi, {h} guruhining esa {fh.p} berdi.",
            },
        .range =
            {
                "{by} belgisi boʻyicha {g} ({fg}) va {h} ({fh}) guruhlarida {a} degan javobning "
                "ulushi teng emas.",
                "{a} degan javobning ulushi {by} belgisi boʻyicha turlicha: {g} guruhida {fg}, {h} "
                "guruhida {fh}.",
                "{a} degan javob {by} belgisi boʻyicha har xil uchraydi: {g} guruhida {fg} va {h} "
                "guruhida {fh}.",
                "{by} belgisi boʻyicha {g} guruhi ({fg}) {h} guruhiga ({fh}) qaraganda {a} degan "
                "javobni koʻproq berdi.",
                "{by} belgisi boʻyicha {g} ({fg}) va {h} ({fh}) guruhlari {a} degan javobda farq "
                "qiladi.",
                "{a} degan javob, {by} belgisi boʻyicha, {g} guruhida ({fg}) {h} guruhiga ({fh}) "
                "nisbatan koʻproq aytiladi.",
            },
        .change =
            {
                "Avvalgi raund bilan solishtirganda {a} degan javob ulushining oʻzgarishi: "
                "{change}.",
                "{a} degan javob ulushining avvalgi raunddan beri oʻzgarishi {change}.",
                "{a} degan javobning ulushi avvalgi raunddan beri boshqacha boʻldi: {change}.",
                "Ikki raund orasida {a} degan javobning ulushi siljidi: {change}.",
                "Avvalgi raundda {a} degan javobning ulushi boshqacha edi; farq: {change}.",
            },
        .entries =
            {
                "{of} {fa.p} uchun {q} degan savolning javobi {a}.",
                "{q} degan savolga {a} degan javob: {of} {fa.p}.",
                "{of} {fa.p} boʻyicha {q} degan savolga {a} degan javob berildi.",
                "{q} degan savol boʻyicha {a} degan javobning ulushi: {of} {fa.p}.",
                "{q} degan savol javoblarining boshida {a} turadi: {of} {fa.p}.",
            },
        .entries_number =
            {
                "{q} degan savol boʻyicha {of} oʻrtacha qiymati {mean}, medianasi {median}.",
                "{q} degan savolning oʻrtacha javobi {mean}, medianasi {median}; {r} yozuvlari "
                "sanaldi.",
                "{r} yozuvlari boʻyicha {q} degan savolning javobi oʻrta hisobda {mean} (mediana: "
                "{median}).",
            },
        .entries_asked =
            {
                "{q} degan savol {r} yozuvlarining hammasiga tegishli emas; bunday yozuvlar {n} "
                "({share}).",
                "{q} degan savol berilgan {r} yozuvlari: {n} ({share}).",
                "{r} yozuvlari ichidan {q} degan savolga {n} yetdi, yaʼni {share}.",
                "{q} degan savol {r} yozuvlarining qaysi biri uchun berilishi oldingi javoblarga "
                "bogʻliq edi; bunday yozuvlar {n} ({share}).",
            },
        .means =
            {
                "{q} degan savolga oʻrtacha javob {g} guruhida ({mg}) {h} guruhiga ({mh}) "
                "qaraganda yuqori.",
                "{q} degan savolga {g} guruhi oʻrta hisobda {mg}, {h} guruhi {mh} deb javob berdi.",
                "{q} degan savol boʻyicha oʻrtacha qiymat {g} guruhida {mg}, {h} guruhida esa "
                "{mh}.",
                "Oʻrta hisobda {q} degan savolning javobi {g} guruhida {mg}, {h} guruhida {mh}.",
            },
        .of_everyone = "respondentlarning",
        .of_asked = "savol berilganlarning",
        .of_entries = "{r} yozuvlarining",
        .of_asked_entries = "savol berilgan {r} yozuvlarining",
        .person = {"kishi", "kishi"},
        .women = "",
        .men = "",
        .opening = "Ushbu tadqiqot haqida",
        .opening_text = "Bu hisobot {n} suhbatga asoslangan.",
        .no_inference =
            "Har bir kishining soʻrovga tushish ehtimoli nomaʼlum. Bu yerda aytilganlarning "
            "hammasi, guruhlar orasidagi farqlar ham, faqat soʻralgan kishilarga tegishli; "
            "boshqalar haqida u aniq hech narsa demaydi.",
        .inference =
            "Guruhlar orasidagi farqlar tasodif ularni bera olishi qiyin boʻlgan joydagina "
            "aytiladi; aytilganlarning hammasi birgalikda tekshirildi.",
        .key_findings = "Asosiy natijalar",
        .answers = "Javoblar",
        .people_fact = "kishi soʻraldi",
        .answer_fact = "{q} degan savolga {a} deb javob berdi",
        .written_by =
            "**Qoralama.** Bu matn maʼlumotlar va soʻrovnoma asosida yozildi. Har bir jumlani "
            "oʻqib chiqing, raqamlar bila olmaydigan narsani qoʻshing va bu ramkani olib "
            "tashlang.",
        .quote_open = "“",
        .quote_close = "”"};
    return patterns;
}

// NOLINTEND(readability-function-size, bugprone-suspicious-missing-comma)

}  // namespace mtm

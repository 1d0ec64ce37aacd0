// What browser_limits.cc finds in a form, in the form page's languages (not reviewed by speakers yet).
import { type Language, language } from './words';
import type { Unsupported } from './vault';

const LIMITS: Record<string, Record<Exclude<Language, 'en'>, string>> = {
    audio: { ru: 'Голос нельзя ни записать, ни выбрать.', kk: 'Дауысты жазу да, таңдау да мүмкін емес.', uz: 'Ovozni yozib ham, tanlab ham boʻlmaydi.' },
    video: { ru: 'Видео нельзя ни снять, ни выбрать.', kk: 'Бейнені түсіру де, таңдау да мүмкін емес.', uz: 'Videoni olib ham, tanlab ham boʻlmaydi.' },
    file: { ru: 'Файл выбрать нельзя, только снимок.', kk: 'Файл таңдау мүмкін емес, тек сурет.', uz: 'Fayl tanlab boʻlmaydi, faqat rasm.' },
    drawing: {
        ru: 'Рисовать, помечать и подписывать нельзя; вместо этого можно выбрать снимок.',
        kk: 'Сызу, белгілеу, қол қою мүмкін емес; орнына сурет таңдауға болады.',
        uz: 'Chizish, belgilash, imzo qoʻyish mumkin emas; oʻrniga rasm tanlash mumkin.',
    },
    barcode: { ru: 'Код вводится вручную: камера его не читает.', kk: 'Код қолмен енгізіледі: камера оны оқымайды.', uz: 'Kod qoʻlda kiritiladi: kamera uni oʻqimaydi.' },
    date_time: { ru: 'Дата и время вводятся текстом.', kk: 'Күн мен уақыт мәтінмен енгізіледі.', uz: 'Sana va vaqt matn bilan kiritiladi.' },
    calendar: { ru: 'Спрашивается полная дата обычного календаря.', kk: 'Әдеттегі күнтізбенің толық күні сұралады.', uz: 'Oddiy taqvimning toʻliq sanasi soʻraladi.' },
    map: { ru: 'У карты нет подложки: карты ниоткуда не загружаются.', kk: 'Картаның астары жоқ: карта еш жерден жүктелмейді.', uz: 'Xaritaning tagligi yoʻq: xarita hech qayerdan yuklanmaydi.' },
    last_saved: { ru: 'Прошлое интервью не запоминается.', kk: 'Алдыңғы сұхбат есте сақталмайды.', uz: 'Oldingi suhbat eslab qolinmaydi.' },
    audit: {
        ru: 'Журнал времени и перемещений не ведётся, скорость ответов проверить нельзя.',
        kk: 'Уақыт пен қозғалыс журналы жүргізілмейді, жауап беру жылдамдығын тексеру мүмкін емес.',
        uz: 'Vaqt va harakat jurnali yuritilmaydi, javob berish tezligini tekshirib boʻlmaydi.',
    },
    background_audio: { ru: 'Фоновая запись звука не ведётся.', kk: 'Фонда дыбыс жазылмайды.', uz: 'Fonda ovoz yozilmaydi.' },
    guidance: { ru: 'Указания интервьюеру не показываются.', kk: 'Интервьюерге арналған нұсқаулар көрсетілмейді.', uz: 'Intervyuer uchun koʻrsatmalar koʻrsatilmaydi.' },
};

export function limit_sentence(limit: Unsupported): string {
    return (language.value !== 'en' && LIMITS[limit.type]?.[language.value]) || limit.what;
}

// The form library's own words, which it has in English only. Kazakh and Uzbek, like Russian, have
// not been reviewed by a speaker yet.
import { type Language, language } from './words';

type Translation = Partial<Record<Language, string>>;

export const LIBRARY_WORDS: Record<string, Translation> = {
    Send: { ru: 'Отправить', kk: 'Жіберу', uz: 'Yuborish' },
    Remove: { ru: 'Удалить', kk: 'Жою', uz: 'Oʻchirish' },
    Cancel: { ru: 'Отмена', kk: 'Болдырмау', uz: 'Bekor qilish' },
    Add: { ru: 'Добавить', kk: 'Қосу', uz: 'Qoʻshish' },
    'Repeat Item': { en: 'Entry', ru: 'Запись', kk: 'Жазба', uz: 'Yozuv' },
    'Condition not satisfied: required': {
        en: 'This question needs an answer.',
        ru: 'На этот вопрос нужен ответ.',
        kk: 'Бұл сұраққа жауап қажет.',
        uz: 'Bu savolga javob kerak.',
    },
    'Condition not satisfied: constraint': {
        en: 'This answer is not possible here.',
        ru: 'Такой ответ здесь невозможен.',
        kk: 'Мұнда мұндай жауап болуы мүмкін емес.',
        uz: 'Bu yerda bunday javob boʻlishi mumkin emas.',
    },
    'Questions to look at:': { ru: 'Вопросы, требующие внимания:', kk: 'Назар аударатын сұрақтар:', uz: 'Eʼtibor talab qiladigan savollar:' },
    'Get location': { ru: 'Определить место', kk: 'Орынды анықтау', uz: 'Joyni aniqlash' },
    'Try again': { ru: 'Повторить', kk: 'Қайталау', uz: 'Qayta urinish' },
    'Save location': { ru: 'Сохранить место', kk: 'Орынды сақтау', uz: 'Joyni saqlash' },
    'Finding your location': { ru: 'Определяется место', kk: 'Орын анықталып жатыр', uz: 'Joy aniqlanmoqda' },
    'Cannot access location': { ru: 'Нет доступа к месту', kk: 'Орынға қол жеткізу мүмкін емес', uz: 'Joyga ruxsat yoʻq' },
    'Grant location permission in the browser settings and make sure location is turned on.': {
        ru: 'Разрешите доступ к месту в настройках браузера и включите определение места.',
        kk: 'Браузер баптауларында орынға рұқсат беріп, орынды анықтауды қосыңыз.',
        uz: 'Brauzer sozlamalarida joyga ruxsat bering va joyni aniqlashni yoqing.',
    },
    'Location unavailable. Enable GPS and browser permissions, then restart the form to try again.': {
        ru: 'Место недоступно. Включите GPS и разрешения браузера, затем откройте анкету заново.',
        kk: 'Орын қолжетімсіз. GPS пен браузер рұқсаттарын қосып, анкетаны қайта ашыңыз.',
        uz: 'Joy mavjud emas. GPS va brauzer ruxsatlarini yoqib, anketani qayta oching.',
    },
    'Time taken to capture location:': { ru: 'Прошло времени:', kk: 'Өткен уақыт:', uz: 'Oʻtgan vaqt:' },
    'Location will be saved at': { ru: 'Место сохранится при точности', kk: 'Орын мына дәлдікте сақталады:', uz: 'Joy shu aniqlikda saqlanadi:' },
    'Previous saved location at': { ru: 'Прежняя точность', kk: 'Алдыңғы дәлдік', uz: 'Avvalgi aniqlik' },
    'Accuracy:': { ru: 'Точность:', kk: 'Дәлдігі:', uz: 'Aniqligi:' },
    'Latitude:': { ru: 'Широта:', kk: 'Ендігі:', uz: 'Kengligi:' },
    'Longitude:': { ru: 'Долгота:', kk: 'Бойлығы:', uz: 'Uzunligi:' },
    'Good accuracy': { ru: 'Хорошая точность', kk: 'Дәлдігі жақсы', uz: 'Aniqligi yaxshi' },
    'Poor accuracy': { ru: 'Низкая точность', kk: 'Дәлдігі төмен', uz: 'Aniqligi past' },
    'Unknown accuracy': { ru: 'Точность неизвестна', kk: 'Дәлдігі белгісіз', uz: 'Aniqligi nomaʼlum' },
    'Take picture': { ru: 'Сделать снимок', kk: 'Суретке түсіру', uz: 'Suratga olish' },
    'Choose image': { ru: 'Выбрать снимок', kk: 'Сурет таңдау', uz: 'Rasm tanlash' },
    'Captured image preview': { ru: 'Снимок', kk: 'Сурет', uz: 'Rasm' },
    'Rank items': { ru: 'Расставить по порядку', kk: 'Ретімен қою', uz: 'Tartiblash' },
};

/// A word of the library in the page's language. The build calls it where the library has a text.
export function word(english: string): string {
    const translation = LIBRARY_WORDS[english];
    return translation?.[language.value] ?? translation?.en ?? english;
}

interface CalendarWords {
    months: string;
    months_short: string;
    days: string;
    days_short: string;
    nothing_found: string;
}

// Months from January, days from Sunday.
const CALENDAR: Record<Exclude<Language, 'en'>, CalendarWords> = {
    ru: {
        months: 'Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь',
        months_short: 'янв фев мар апр май июн июл авг сен окт ноя дек',
        days: 'воскресенье понедельник вторник среда четверг пятница суббота',
        days_short: 'вс пн вт ср чт пт сб',
        nothing_found: 'Ничего не найдено',
    },
    kk: {
        months: 'Қаңтар Ақпан Наурыз Сәуір Мамыр Маусым Шілде Тамыз Қыркүйек Қазан Қараша Желтоқсан',
        months_short: 'қаң ақп нау сәу мам мау шіл там қыр қаз қар жел',
        days: 'жексенбі дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі',
        days_short: 'жс дс сс ср бс жм сб',
        nothing_found: 'Ештеңе табылмады',
    },
    uz: {
        months: 'Yanvar Fevral Mart Aprel May Iyun Iyul Avgust Sentabr Oktabr Noyabr Dekabr',
        months_short: 'yan fev mar apr may iyn iyl avg sen okt noy dek',
        days: 'yakshanba dushanba seshanba chorshanba payshanba juma shanba',
        days_short: 'ya du se ch pa ju sh',
        nothing_found: 'Hech narsa topilmadi',
    },
};

/// Calendar and lists of the library's controls: `locale` is PrimeVue's reactive one, `english` a copy
/// of it as it came. Weeks begin on Monday and dates are day.month.year.
export function speak(locale: Record<string, unknown>, english: Record<string, unknown>, to: Language): void {
    const words = to === 'en' ? undefined : CALENDAR[to];
    const list = (text: string) => text.split(' ');
    Object.assign(locale, english, { firstDayOfWeek: 1, dateFormat: 'dd.mm.yy' });
    if (!words) return;
    Object.assign(locale, {
        monthNames: list(words.months),
        monthNamesShort: list(words.months_short),
        dayNames: list(words.days),
        dayNamesShort: list(words.days_short),
        dayNamesMin: list(words.days_short),
        emptyMessage: words.nothing_found,
        emptyFilterMessage: words.nothing_found,
        emptySearchMessage: words.nothing_found,
    });
}

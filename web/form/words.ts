// What MTM itself says round a form, in the four languages of the survey. Kazakh and Uzbek have not
// been reviewed by a speaker yet; nor has Russian.
import { ref } from 'vue';

export const LANGUAGES = ['en', 'ru', 'kk', 'uz'] as const;
export type Language = (typeof LANGUAGES)[number];

export const language = ref<Language>('en');

export function is_language(code: string): code is Language {
    return (LANGUAGES as readonly string[]).includes(code);
}

type Words = Record<Language, string>;

const WORDS = {
    start: { en: 'Start an interview', ru: 'Начать интервью', kk: 'Сұхбатты бастау', uz: 'Suhbatni boshlash' },
    fill: { en: 'Fill in the form', ru: 'Заполнить анкету', kk: 'Сауалнаманы толтыру', uz: 'Soʻrovnomani toʻldirish' },
    loading: { en: 'Opening the form…', ru: 'Анкета открывается…', kk: 'Сауалнама ашылып жатыр…', uz: 'Soʻrovnoma ochilmoqda…' },
    back: { en: 'Save and go back', ru: 'Сохранить и выйти', kk: 'Сақтап, шығу', uz: 'Saqlab chiqish' },
    languages: { en: 'Language', ru: 'Язык', kk: 'Тіл', uz: 'Til' },
    online: { en: 'Online', ru: 'Есть связь', kk: 'Байланыс бар', uz: 'Aloqa bor' },
    offline: { en: 'No network', ru: 'Нет связи', kk: 'Байланыс жоқ', uz: 'Aloqa yoʻq' },
    drafts: { en: 'Begun', ru: 'Начатые', kk: 'Басталғандар', uz: 'Boshlanganlar' },
    draft_from: { en: 'Begun {time}', ru: 'Начата {time}', kk: 'Басталған уақыты: {time}', uz: 'Boshlangan vaqti: {time}' },
    go_on: { en: 'Go on', ru: 'Продолжить', kk: 'Жалғастыру', uz: 'Davom ettirish' },
    remove: { en: 'Delete', ru: 'Удалить', kk: 'Жою', uz: 'Oʻchirish' },
    remove_really: {
        en: 'Delete this interview from this device? It has not been sent and cannot be brought back.',
        ru: 'Удалить это интервью с устройства? Оно не отправлено, восстановить его будет нельзя.',
        kk: 'Бұл сұхбатты құрылғыдан жою керек пе? Ол жіберілмеген, оны қалпына келтіру мүмкін болмайды.',
        uz: 'Bu suhbat qurilmadan oʻchirilsinmi? U yuborilmagan, uni tiklab boʻlmaydi.',
    },
    yes_remove: { en: 'Yes, delete', ru: 'Да, удалить', kk: 'Иә, жою', uz: 'Ha, oʻchirish' },
    keep: { en: 'Keep', ru: 'Оставить', kk: 'Қалдыру', uz: 'Qoldirish' },
    waiting: { en: 'Waiting to be sent', ru: 'Ждут отправки', kk: 'Жіберілуін күтіп тұр', uz: 'Yuborilishini kutmoqda' },
    finished_at: { en: 'Finished {time}', ru: 'Завершена {time}', kk: 'Аяқталған уақыты: {time}', uz: 'Tugallangan vaqti: {time}' },
    send_now: { en: 'Send now', ru: 'Отправить сейчас', kk: 'Қазір жіберу', uz: 'Hozir yuborish' },
    try_again: { en: 'Try again', ru: 'Повторить', kk: 'Қайталау', uz: 'Qayta urinish' },
    save_copy: { en: 'Save a copy', ru: 'Сохранить копию', kk: 'Көшірмесін сақтау', uz: 'Nusxasini saqlash' },
    save_copy_note: {
        en: 'The copy is not encrypted. Give it to your supervisor only, and delete it afterwards.',
        ru: 'Копия не зашифрована. Передайте её только супервайзеру, а затем удалите.',
        kk: 'Көшірме шифрланбаған. Оны тек супервайзерге беріп, кейін жойыңыз.',
        uz: 'Nusxa shifrlanmagan. Uni faqat supervayzerga bering, soʻng oʻchiring.',
    },
    sent: { en: 'Sent', ru: 'Отправлено', kk: 'Жіберілді', uz: 'Yuborildi' },
    sent_note: {
        en: 'The server has these interviews, and nothing of them is left here. The code proves it to your supervisor; it holds no answer.',
        ru: 'Эти интервью на сервере, здесь от них ничего не осталось. Код подтверждает это супервайзеру и не содержит ответов.',
        kk: 'Бұл сұхбаттар серверде, мұнда олардан ештеңе қалған жоқ. Код мұны супервайзерге растайды, онда жауап жоқ.',
        uz: 'Bu suhbatlar serverda, bu yerda ulardan hech narsa qolmadi. Kod buni supervayzerga tasdiqlaydi, unda javob yoʻq.',
    },
    thanks: { en: 'Thank you. The form has been sent.', ru: 'Спасибо. Анкета отправлена.', kk: 'Рақмет. Сауалнама жіберілді.', uz: 'Rahmat. Soʻrovnoma yuborildi.' },
    thanks_waiting: {
        en: 'Finished. The form is kept here and will be sent when there is a network.',
        ru: 'Готово. Анкета хранится здесь и будет отправлена, когда появится связь.',
        kk: 'Дайын. Сауалнама осында сақтаулы, байланыс пайда болғанда жіберіледі.',
        uz: 'Tayyor. Soʻrovnoma shu yerda saqlanadi va aloqa paydo boʻlganda yuboriladi.',
    },
    sending: { en: 'Sending…', ru: 'Отправляется…', kk: 'Жіберіліп жатыр…', uz: 'Yuborilmoqda…' },
    saved: { en: 'Saved on this device', ru: 'Сохранено на устройстве', kk: 'Құрылғыда сақталды', uz: 'Qurilmada saqlandi' },
    ready_offline: {
        en: 'This page also works without a network.',
        ru: 'Страница работает и без связи.',
        kk: 'Бұл бет байланыссыз да жұмыс істейді.',
        uz: 'Bu sahifa aloqasiz ham ishlaydi.',
    },
    needs_network: {
        en: 'This page was opened without https: it needs the network to be opened again, and keeps nothing when it is closed. Do not close it before everything is sent.',
        ru: 'Страница открыта без https: без связи она не откроется снова и при закрытии ничего не сохранит. Не закрывайте её, пока всё не отправлено.',
        kk: 'Бет https-сіз ашылған: байланыссыз қайта ашылмайды және жабылғанда ештеңе сақтамайды. Бәрі жіберілмейінше жаппаңыз.',
        uz: 'Sahifa https-siz ochilgan: aloqasiz qayta ochilmaydi va yopilganda hech narsani saqlamaydi. Hammasi yuborilmaguncha yopmang.',
    },
    keeps_nothing: {
        en: 'This browser keeps nothing when the page is closed (a private window?). Open the link in an ordinary window, or do not close the page before everything is sent.',
        ru: 'Этот браузер ничего не сохраняет после закрытия страницы (приватное окно?). Откройте ссылку в обычном окне или не закрывайте страницу, пока всё не отправлено.',
        kk: 'Бұл браузер бет жабылғанда ештеңе сақтамайды (жеке терезе ме?). Сілтемені кәдімгі терезеде ашыңыз немесе бәрі жіберілмейінше бетті жаппаңыз.',
        uz: 'Bu brauzer sahifa yopilganda hech narsani saqlamaydi (maxfiy oynami?). Havolani oddiy oynada oching yoki hammasi yuborilmaguncha sahifani yopmang.',
    },
    storage_full: {
        en: 'There is no room left on this device. This interview is held only by this page: do not close it, connect to a network, and free some room.',
        ru: 'На устройстве не осталось места. Это интервью хранит только эта страница: не закрывайте её, подключитесь к сети и освободите место.',
        kk: 'Құрылғыда орын қалмады. Бұл сұхбатты тек осы бет сақтап тұр: оны жаппаңыз, желіге қосылыңыз және орын босатыңыз.',
        uz: 'Qurilmada joy qolmadi. Bu suhbatni faqat shu sahifa saqlab turibdi: uni yopmang, tarmoqqa ulaning va joy boʻshating.',
    },
    storage_low: {
        en: 'Little room is left on this device. Send what waits and free some room before the next interview.',
        ru: 'На устройстве мало места. Перед следующим интервью отправьте готовые и освободите место.',
        kk: 'Құрылғыда орын аз. Келесі сұхбатқа дейін дайындарын жіберіп, орын босатыңыз.',
        uz: 'Qurilmada joy kam. Keyingi suhbatdan oldin tayyorlarini yuboring va joy boʻshating.',
    },
    clock_wrong: {
        en: 'The clock of this device is off by {hours}. Set it before you start: the interview notes the time.',
        ru: 'Часы устройства расходятся с сервером на {hours}. Поправьте их до начала: в интервью записывается время.',
        kk: 'Құрылғының сағаты {hours} айырмамен жүр. Бастамас бұрын түзетіңіз: сұхбатқа уақыт жазылады.',
        uz: 'Qurilma soati {hours} farq qilmoqda. Boshlashdan oldin toʻgʻrilang: suhbatda vaqt yoziladi.',
    },
    minutes: { en: '{n} min', ru: '{n} мин', kk: '{n} мин', uz: '{n} daq' },
    hours: { en: '{n} h', ru: '{n} ч', kk: '{n} сағ', uz: '{n} soat' },
    unsupported: {
        en: 'Before fieldwork: not everything in this form works in a browser',
        ru: 'До начала опроса: не всё в этой анкете работает в браузере',
        kk: 'Сауалнама басталмай тұрып: бұл анкетаның бәрі бірдей браузерде жұмыс істемейді',
        uz: 'Soʻrov boshlanishidan oldin: bu anketaning hammasi ham brauzerda ishlamaydi',
    },
    encrypted: {
        en: 'This study is encrypted on tablets. It cannot be filled in a browser: use ODK Collect or KoboCollect.',
        ru: 'Данные этого исследования шифруются на планшетах. В браузере его заполнить нельзя: используйте ODK Collect или KoboCollect.',
        kk: 'Бұл зерттеудің деректері планшетте шифрланады. Оны браузерде толтыруға болмайды: ODK Collect немесе KoboCollect қолданыңыз.',
        uz: 'Bu tadqiqot maʼlumotlari planshetda shifrlanadi. Uni brauzerda toʻldirib boʻlmaydi: ODK Collect yoki KoboCollect dan foydalaning.',
    },
    closed: {
        en: 'This study no longer takes new interviews.',
        ru: 'Это исследование больше не принимает новых интервью.',
        kk: 'Бұл зерттеу жаңа сұхбаттарды қабылдамайды.',
        uz: 'Bu tadqiqot yangi suhbatlarni qabul qilmaydi.',
    },
    link_used: {
        en: 'This link was good for one form, and that form has been sent. Thank you.',
        ru: 'Эта ссылка была на одну анкету, и анкета отправлена. Спасибо.',
        kk: 'Бұл сілтеме бір ғана анкетаға арналған, анкета жіберілді. Рақмет.',
        uz: 'Bu havola faqat bitta anketa uchun edi, anketa yuborilgan. Rahmat.',
    },
    link_unknown: {
        en: 'The server does not know this link, or it was withdrawn. Ask for a new one.',
        ru: 'Сервер не знает этой ссылки, или она отозвана. Попросите новую.',
        kk: 'Сервер бұл сілтемені танымайды немесе ол қайтарып алынған. Жаңасын сұраңыз.',
        uz: 'Server bu havolani tanimaydi yoki u bekor qilingan. Yangisini soʻrang.',
    },
    first_needs_network: {
        en: 'The form is not on this device yet. Connect to a network once and open this page again.',
        ru: 'Анкеты ещё нет на устройстве. Подключитесь один раз к сети и откройте страницу снова.',
        kk: 'Анкета құрылғыда әлі жоқ. Бір рет желіге қосылып, бетті қайта ашыңыз.',
        uz: 'Anketa hali qurilmada yoʻq. Bir marta tarmoqqa ulanib, sahifani qayta oching.',
    },
    broken_form: {
        en: 'The form cannot be opened in this browser. Tell your supervisor:',
        ru: 'Анкету нельзя открыть в этом браузере. Сообщите супервайзеру:',
        kk: 'Анкетаны бұл браузерде ашу мүмкін емес. Супервайзерге хабарлаңыз:',
        uz: 'Anketani bu brauzerda ochib boʻlmaydi. Supervayzerga xabar bering:',
    },
    other_tab: {
        en: 'This interview is open in another tab or window.',
        ru: 'Это интервью открыто в другой вкладке или другом окне.',
        kk: 'Бұл сұхбат басқа қойындыда немесе терезеде ашық.',
        uz: 'Bu suhbat boshqa varaqda yoki oynada ochiq.',
    },
    rehearsal: {
        en: 'Exercise: nothing entered here is a survey result.',
        ru: 'Учебный режим: введённое здесь не является результатом опроса.',
        kk: 'Жаттығу: мұнда енгізілген ештеңе сауалнама нәтижесі емес.',
        uz: 'Mashq: bu yerga kiritilgan hech narsa soʻrov natijasi emas.',
    },
    new_version: {
        en: 'A newer version of the form has been loaded.',
        ru: 'Загружена новая версия анкеты.',
        kk: 'Анкетаның жаңа нұсқасы жүктелді.',
        uz: 'Anketaning yangi versiyasi yuklandi.',
    },
    code: { en: 'Receipt', ru: 'Квитанция', kk: 'Түбіртек', uz: 'Kvitansiya' },
    about_keeping: {
        en: 'What you fill in is kept in this browser, encrypted, until the server has it, and is then wiped. Whoever can unlock this device can open drafts: lock the screen.',
        ru: 'Заполненное хранится в этом браузере в зашифрованном виде, пока не окажется на сервере, а затем стирается. Кто может разблокировать устройство, может открыть черновики: блокируйте экран.',
        kk: 'Толтырылған мәлімет сервер алғанша осы браузерде шифрланып сақталады, содан кейін өшіріледі. Құрылғыны аша алатын адам аяқталмаған анкеталарды да аша алады: экранды құлыптаңыз.',
        uz: 'Toʻldirilganlar server olguncha shu brauzerda shifrlangan holda saqlanadi, soʻng oʻchiriladi. Qurilmani ocha oladigan odam tugallanmagan anketalarni ham ocha oladi: ekranni qulflang.',
    },
    powered: {
        en: 'The form is drawn by ODK Web Forms (Apache-2.0).',
        ru: 'Анкету отображает ODK Web Forms (Apache-2.0).',
        kk: 'Анкетаны ODK Web Forms көрсетеді (Apache-2.0).',
        uz: 'Anketani ODK Web Forms koʻrsatadi (Apache-2.0).',
    },
    unreachable: {
        en: 'The server cannot be reached. It will be tried again.',
        ru: 'Сервер недоступен. Попытка повторится.',
        kk: 'Серверге қосылу мүмкін емес. Әрекет қайталанады.',
        uz: 'Serverga ulanib boʻlmadi. Urinish takrorlanadi.',
    },
    busy: {
        en: 'The server cannot take it at the moment (answer {status}). It will be tried again.',
        ru: 'Сервер сейчас не может принять интервью (ответ {status}). Попытка повторится.',
        kk: 'Сервер қазір қабылдай алмайды (жауабы {status}). Әрекет қайталанады.',
        uz: 'Server hozir qabul qila olmaydi (javobi {status}). Urinish takrorlanadi.',
    },
    no_access: {
        en: 'The server no longer accepts this link (answer {status}). The interview stays here; ask your supervisor for the link.',
        ru: 'Сервер больше не принимает эту ссылку (ответ {status}). Интервью остаётся здесь; обратитесь к супервайзеру за ссылкой.',
        kk: 'Сервер бұл сілтемені енді қабылдамайды (жауабы {status}). Сұхбат осында қалады; сілтемені супервайзерден сұраңыз.',
        uz: 'Server bu havolani endi qabul qilmaydi (javobi {status}). Suhbat shu yerda qoladi; havolani supervayzerdan soʻrang.',
    },
    conflict: {
        en: 'The server did not accept it: the study is closed, or another interview has the same number. It stays here; tell your supervisor.',
        ru: 'Сервер не принял интервью: исследование закрыто или номер занят другим интервью. Оно остаётся здесь; сообщите супервайзеру.',
        kk: 'Сервер қабылдамады: зерттеу жабық немесе нөмірі басқа сұхбатта бар. Ол осында қалады; супервайзерге хабарлаңыз.',
        uz: 'Server qabul qilmadi: tadqiqot yopilgan yoki raqami boshqa suhbatda bor. U shu yerda qoladi; supervayzerga xabar bering.',
    },
    used: {
        en: 'This link was good for one interview, and the server already has another. It stays here; ask your supervisor for a new link.',
        ru: 'Ссылка была на одно интервью, и сервер уже получил другое. Это остаётся здесь; попросите у супервайзера новую ссылку.',
        kk: 'Сілтеме бір сұхбатқа арналған, серверде басқасы бар. Бұл сұхбат осында қалады; супервайзерден жаңа сілтеме сұраңыз.',
        uz: 'Havola bitta suhbat uchun edi, serverda boshqasi bor. Bu suhbat shu yerda qoladi; supervayzerdan yangi havola soʻrang.',
    },
    too_large: {
        en: 'It is too large for the server. Save a copy and give it to your supervisor.',
        ru: 'Интервью слишком велико для сервера. Сохраните копию и передайте её супервайзеру.',
        kk: 'Сұхбат сервер үшін тым үлкен. Көшірмесін сақтап, супервайзерге беріңіз.',
        uz: 'Suhbat server uchun juda katta. Nusxasini saqlab, supervayzerga bering.',
    },
    unreadable: {
        en: 'The server could not read it (answer {status}). Save a copy and give it to your supervisor.',
        ru: 'Сервер не смог прочитать интервью (ответ {status}). Сохраните копию и передайте её супервайзеру.',
        kk: 'Сервер оқи алмады (жауабы {status}). Көшірмесін сақтап, супервайзерге беріңіз.',
        uz: 'Server oʻqiy olmadi (javobi {status}). Nusxasini saqlab, supervayzerga bering.',
    },
} satisfies Record<string, Words>;

export type WordName = keyof typeof WORDS;

/// The sentence in the page's language; {names} are filled from `values`.
export function say(name: WordName, values: Record<string, string | number> = {}): string {
    return WORDS[name][language.value].replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
}

/// For a test: every sentence has every language and the same places to fill in.
export const all_words: Record<string, Words> = WORDS;

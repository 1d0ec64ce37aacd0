// The page's words in English and Russian (the Russian has not been reviewed by a speaker yet).
import { ref, watchEffect } from 'vue';

export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

function first_language(): Language {
    if (typeof navigator === 'undefined') return 'en';
    const kept = localStorage.getItem('mtm-language');
    if (kept === 'en' || kept === 'ru') return kept;
    return navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

export const language = ref<Language>(first_language());

if (typeof document !== 'undefined') {
    watchEffect(() => {
        document.documentElement.lang = language.value;
        localStorage.setItem('mtm-language', language.value);
    });
}

const WORDS = {
    invented: ['Invented interviews: not survey results', 'Вымышленные интервью: не результаты опроса'],
    skip: ['To the content', 'К содержанию'],
    language: ['Language', 'Язык'],
    sign_in: ['Sign in', 'Вход'],
    do_sign_in: ['Sign in', 'Войти'],
    sign_out: ['Sign out', 'Выйти'],
    email: ['E-mail', 'Электронная почта'],
    password: ['Password', 'Пароль'],
    name: ['Name', 'Имя'],
    welcome: ['Welcome', 'Добро пожаловать'],
    welcome_text: ['Choose your name and a password. This link works once.', 'Укажите имя и придумайте пароль. Ссылка действует один раз.'],
    new_password: ['Password (at least 12 characters)', 'Пароль (не менее 12 знаков)'],
    password_again: ['Password again', 'Пароль ещё раз'],
    passwords_differ: ['The two passwords differ.', 'Пароли не совпадают.'],
    begin: ['Begin', 'Начать'],
    no_connection: ['The server cannot be reached. What you see may be old.', 'Сервер недоступен. Данные на экране могут быть устаревшими.'],
    wait_s: ['Try again in {n} s.', 'Повторите через {n} с.'],
    studies: ['Studies', 'Исследования'],
    no_studies: ['You have no role in any study yet.', 'У вас пока нет роли ни в одном исследовании.'],
    study: ['Study', 'Исследование'],
    encrypted_note: [
        'This study is encrypted: the server cannot read its answers. Counts are by day and tablet; interviews are checked when they are opened with the key.',
        'Исследование зашифровано: сервер не читает ответов. Счёт ведётся по дням и планшетам; интервью проверяются при открытии ключом.',
    ],
    state: ['State', 'Состояние'],
    state_draft: ['draft', 'черновик'],
    state_pilot: ['pilot', 'пилот'],
    state_open: ['open', 'идёт опрос'],
    state_closing: ['closing', 'завершается'],
    state_closed: ['closed', 'завершено'],
    fieldwork: ['Fieldwork', 'Ход опроса'],
    interviews: ['Interviews', 'Интервью'],
    devices: ['Tablets and links', 'Планшеты и ссылки'],
    people: ['People', 'Команда'],
    'set-aside': ['Set aside', 'Отложено'],
    record: ['Record', 'Журнал'],
    live: ['live', 'в реальном времени'],
    as_of: ['As of {time}', 'На {time}'],
    received: ['Received', 'Получено'],
    counted: ['Counted', 'Учтено'],
    of_target: ['of {n} planned', 'из {n} по плану'],
    refused: ['Refused', 'Отказы'],
    of_contacts: ['{share} of those asked', '{share} опрошенных'],
    flagged: ['Flagged', 'С замечаниями'],
    pilot: ['Pilot', 'Пилотные'],
    not_counted: ['not counted', 'не учитываются'],
    median_duration: ['Median duration', 'Медиана длительности'],
    min: ['{n} min', '{n} мин'],
    minutes: ['Minutes', 'Минуты'],
    by_day: ['Interviews by day', 'Интервью по дням'],
    by_area: ['Interviews by area', 'Интервью по областям'],
    targets: ['Against target', 'Выполнение плана'],
    full: ['full', 'набрано'],
    full_notice: ['The target is reached, no more interviews are needed: {which}', 'План выполнен, больше интервью не нужно: {which}'],
    by_enumerator: ['By enumerator', 'По интервьюерам'],
    by_language: ['Languages of the interviews', 'Языки интервью'],
    by_review: ['Review', 'Проверка'],
    map: ['Where the interviews were held', 'Где проходили интервью'],
    map_note: ['{n} interviews with a position.', 'Интервью с координатами: {n}.'],
    map_moved: ['Positions are moved to a grid of 0.1 degree for your role.', 'Для вашей роли координаты сдвинуты на сетку 0,1 градуса.'],
    last_contact: ['Last contact', 'Последняя связь'],
    tablet: ['Tablet', 'Планшет'],
    version: ['Form version', 'Версия анкеты'],
    old_version: ['old', 'старая'],
    as_table: ['As a table', 'Таблицей'],
    day: ['Day', 'День'],
    area: ['Area', 'Область'],
    group: ['Group', 'Группа'],
    everyone: ['everyone', 'все'],
    target: ['Target', 'План'],
    enumerator: ['Enumerator', 'Интервьюер'],
    last_day: ['Last day', 'Последний день'],
    review_none: ['not reviewed', 'не проверено'],
    review_has_issues: ['has issues', 'есть вопросы'],
    review_approved: ['approved', 'принято'],
    review_rejected: ['rejected', 'отклонено'],
    nothing_yet: ['No interviews yet. Hand out a tablet code or a link, and they will appear here by themselves.', 'Интервью пока нет. Выдайте код для планшета или ссылку, и они появятся здесь сами.'],
    from: ['From', 'С'],
    to: ['To', 'По'],
    all: ['all', 'все'],
    flag: ['Flag', 'Замечание'],
    narrow: ['Which interviews', 'Какие интервью'],
    show: ['Show', 'Показать'],
    clear: ['Clear', 'Сбросить'],
    found: ['{n} interviews', 'Интервью: {n}'],
    none_found: ['No interview matches.', 'Подходящих интервью нет.'],
    older: ['Older', 'Более ранние'],
    newest: ['Newest', 'К последним'],
    time_received: ['Received', 'Получено'],
    duration: ['Duration', 'Длительность'],
    flags: ['Flags', 'Замечания'],
    review: ['Review', 'Проверка'],
    edited: ['edited {n}×', 'изменений: {n}'],
    files_missing: ['{n} files missing', 'не хватает файлов: {n}'],
    consent_no: ['refused', 'отказ'],
    number: ['No.', '№'],
    interview: ['Interview', 'Интервью'],
    back_to_list: ['Back to the list', 'К списку'],
    read_in: ['Read in', 'Читать на языке'],
    not_asked_too: ['Show questions that were not asked', 'Показать незаданные вопросы'],
    not_asked: ['not asked', 'не задавался'],
    no_answer: ['no answer', 'нет ответа'],
    withheld: ['withheld for your role', 'скрыто для вашей роли'],
    identifier: ['identifier', 'идентификатор'],
    answers: ['Answers', 'Ответы'],
    history: ['History', 'История'],
    files: ['Files', 'Файлы'],
    missing: ['not arrived yet', 'ещё не получен'],
    corrections: ['Corrections', 'Исправления'],
    correct: ['Correct', 'Исправить'],
    new_value: ['New value', 'Новое значение'],
    reason: ['Reason', 'Причина'],
    save: ['Save', 'Сохранить'],
    cancel: ['Cancel', 'Отмена'],
    comment: ['Comment', 'Комментарий'],
    approve: ['Approve', 'Принять'],
    has_issues: ['Has issues', 'Есть вопросы'],
    reject: ['Reject', 'Отклонить'],
    reset: ['Back to not reviewed', 'Вернуть в непроверенные'],
    comment_only: ['Comment only', 'Только комментарий'],
    comment_needed: ['Say why, for whoever reads it later.', 'Напишите почему: это прочтут потом.'],
    receipt: ['Receipt', 'Квитанция'],
    as_received: ['As received (XML)', 'Как получено (XML)'],
    withdraw: ['The respondent withdrew', 'Респондент отозвал интервью'],
    withdraw_text: [
        'Everything of this interview is removed and cannot be brought back; a hash stays, so that a tablet sending it again is not obeyed. Type the number {n} to confirm.',
        'Всё это интервью будет удалено без возможности восстановления; останется хеш, чтобы повторная отправка не вернула его. Для подтверждения введите номер {n}.',
    ],
    withdraw_do: ['Remove for good', 'Удалить навсегда'],
    withdrawn: ['Removed.', 'Удалено.'],
    changed_now: ['It has changed on the server: look again.', 'На сервере есть изменения: обновите.'],
    reload: ['Look again', 'Обновить'],
    sent_by: ['Sent by', 'Отправитель'],
    who: ['Who', 'Кто'],
    when: ['When', 'Когда'],
    what: ['What', 'Что'],
    about: ['About', 'О чём'],
    new_tablet: ['Hand out a tablet', 'Выдать планшет'],
    label_tablet: ['Enumerator or tablet (no full name needed)', 'Интервьюер или планшет (полное имя не нужно)'],
    make_code: ['Make its code', 'Создать код'],
    code_once: ['This is shown once. Let the tablet read it now, or print it.', 'Показывается один раз. Считайте планшетом сейчас или распечатайте.'],
    scan_how: [
        'In ODK Collect or KoboCollect: add project, then scan this code. The form arrives by itself.',
        'В ODK Collect или KoboCollect: добавьте проект и отсканируйте код. Анкета загрузится сама.',
    ],
    secret_how: ['Whoever has this code can send interviews as this tablet. If it is lost, withdraw it below.', 'С этим кодом можно отправлять интервью от имени планшета. Потеряли — отзовите его ниже.'],
    server: ['Server', 'Сервер'],
    user: ['User name', 'Имя пользователя'],
    print: ['Print', 'Распечатать'],
    done: ['Done', 'Готово'],
    created: ['Made', 'Создан'],
    revoke: ['Withdraw', 'Отозвать'],
    revoke_tablet: [
        'Withdraw “{name}”? It can send nothing more from this moment. Interviews that are still on it stay on it.',
        'Отозвать «{name}»? С этого момента он ничего не сможет отправить. Неотправленные интервью останутся на нём.',
    ],
    revoked: ['withdrawn {time}', 'отозван {time}'],
    revoke_yes: ['Yes, withdraw', 'Да, отозвать'],
    never: ['never', 'не было'],
    no_devices: ['No tablet has been handed out yet.', 'Планшеты ещё не выданы.'],
    links: ['Links to the form in a browser', 'Ссылки на анкету в браузере'],
    new_link: ['Make a link', 'Создать ссылку'],
    label_link: ['For whom or where', 'Для кого или где'],
    once: ['Good for one interview', 'На одно интервью'],
    many: ['many times', 'многократная'],
    one_time: ['once', 'одноразовая'],
    used: ['used {time}', 'использована {time}'],
    copy: ['Copy', 'Копировать'],
    copied: ['Copied', 'Скопировано'],
    no_links: ['No link has been made yet.', 'Ссылок пока нет.'],
    revoke_link: ['Withdraw the link “{name}”? It opens nothing more from this moment.', 'Отозвать ссылку «{name}»? С этого момента она не открывается.'],
    not_for_browser: ['This study is encrypted: it is filled on tablets only.', 'Исследование зашифровано: только планшеты.'],
    role: ['Role', 'Роль'],
    role_owner: ['owner', 'владелец'],
    role_manager: ['manager', 'руководитель'],
    role_analyst: ['analyst (no identifiers)', 'аналитик (без идентификаторов)'],
    role_reviewer: ['reviewer', 'проверяющий'],
    role_supervisor: ['supervisor (own team)', 'супервайзер (своя группа)'],
    role_enumerator: ['enumerator', 'интервьюер'],
    team: ['Team', 'Группа'],
    invite: ['Invite, or change a role', 'Пригласить или сменить роль'],
    invite_do: ['Save', 'Сохранить'],
    invite_link: ['Send this link to {email}. It works once, for 24 hours.', 'Отправьте эту ссылку на {email}. Она действует один раз, 24 часа.'],
    invited: ['invited', 'приглашён'],
    take_role: ['Take the role away', 'Снять роль'],
    take_role_sure: ['Take the role of {name} in this study away?', 'Снять роль {name} в этом исследовании?'],
    no_people: ['Nobody has a role here yet but the owner.', 'Пока роль есть только у владельца.'],
    set_aside_text: [
        'What arrived and could not be taken for an interview, with the reason. Nothing is thrown away: write to whoever keeps the server, with the number.',
        'То, что пришло и не могло быть принято за интервью, с причиной. Ничего не выбрасывается: сообщите номер тому, кто ведёт сервер.',
    ],
    nothing_set_aside: ['Nothing is set aside.', 'Ничего не отложено.'],
    size: ['Size', 'Размер'],
    record_text: ['Who did what. It cannot be changed through this program, and it holds no answers.', 'Кто что сделал. Изменить журнал через программу нельзя; ответов в нём нет.'],
    loading: ['Loading…', 'Загрузка…'],
    not_allowed: ['Your role does not allow this.', 'Ваша роль этого не позволяет.'],
    went_wrong: ['The server did not do it: {why}', 'Сервер не выполнил: {why}'],
    unknown: ['unknown', 'неизвестно'],
    my_password: ['Change my password', 'Сменить пароль'],
    old_password: ['Present password', 'Нынешний пароль'],
    password_changed: ['Changed. Your other sessions have ended.', 'Пароль изменён. Другие сеансы завершены.'],
} satisfies Record<string, readonly [string, string]>;

export type WordName = keyof typeof WORDS;

export function say(name: WordName, values: Record<string, string | number> = {}): string {
    const text: string = WORDS[name][language.value === 'ru' ? 1 : 0];
    return text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
}

/// A word whose name is made at run time: "state_open", "review_none"; `otherwise` if there is none.
export function say_if_known(name: string, otherwise: string): string {
    return name in WORDS ? say(name as WordName) : otherwise;
}

const FLAGS: Record<string, readonly [string, string]> = {
    constraint: ['breaks a rule of the form', 'нарушено условие анкеты'],
    required: ['a required answer is missing', 'нет обязательного ответа'],
    'not-asked': ['answered though not asked', 'ответ на незаданный вопрос'],
    clock: ['clock of the device', 'часы устройства'],
    'too-fast': ['too fast', 'слишком быстро'],
    'after-close': ['after the study closed', 'после завершения'],
};

export function flag_words(code: string): string {
    return FLAGS[code]?.[language.value === 'ru' ? 1 : 0] ?? code;
}

/// For a test.
export const all_words: Record<string, readonly [string, string]> = WORDS;

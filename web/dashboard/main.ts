// The dashboard of a published survey. Everything it shows stands in data.js; nothing is asked for anywhere.
import { Speaker } from './data.ts';
import { html } from './dom.ts';
import { navigation, type Navigation } from './navigation.ts';
import { about_page, overview_page } from './pages.ts';
import { find_view, language_of, read_state, type State, state_text } from './state.ts';
import { type Shown, topic_page } from './topic.ts';

const data = window.mtm_dashboard;
const page = document.getElementById('page') ?? document.body;
const main = html('main', { id: 'main' });
const is_narrow = matchMedia('(max-width: 59.99rem)');

let speaker: Speaker | undefined;
let contents: Navigation | undefined;
let shown: Shown | undefined;
let place = '';

const go = (state: Partial<State>): void => { location.hash = state_text({ ...state, lang: speaker?.code ?? '' }); };

function set_menu(open: boolean): void {
    document.body.classList.toggle('menu-open', open);
    document.getElementById('menu')?.setAttribute('aria-expanded', String(open));
}

// What stands around the pages; made anew in another language.
function frame(state: State): Speaker {
    const speaks = new Speaker(data, language_of(data, state));
    contents = navigation(speaks, () => set_menu(false));
    const menu = html('button', { type: 'button', id: 'menu', 'aria-expanded': 'false', 'aria-controls': 'contents', click: () => {
        const open = !document.body.classList.contains('menu-open');
        set_menu(open);
        if (open) document.getElementById('search')?.focus();
    } }, speaks.phrase('menu'));
    const languages = html('select', { id: 'language', 'aria-label': speaks.phrase('language'), change: (event: Event) => {
        location.hash = state_text({ ...read_state(location.hash), lang: (event.target as HTMLSelectElement).value });
    } }, ...data.languages.map((language) => html('option', { value: language.code, lang: language.code, selected: language.code === speaks.code }, language.name)));
    page.replaceChildren(
        html('a', { class: 'skip', href: '#main', click: (event: Event) => { event.preventDefault(); main.querySelector('h1')?.focus(); } }, speaks.phrase('skip')),
        ...speaks.texts(data.front.marks).map((mark) => html('aside', { class: 'running', 'aria-label': mark }, mark)),
        html('header', {}, html('a', { class: 'home', href: state_text({ page: 'overview', lang: speaks.code }) }, html('span', { class: 'title' }, speaks.text(data.front.title)),
            html('span', { class: 'round' }, speaks.text(data.front.round))), html('div', { class: 'tools' }, menu, data.languages.length > 1 && languages)),
        html('div', { class: 'columns' }, contents.element, main),
        html('footer', {}, html('p', {}, speaks.text(data.front.citation)), html('p', { class: 'made' }, [data.made_from.program, data.made_from.data.slice(0, 12)].filter((part) => part !== '').join(' · '))));
    document.documentElement.lang = speaks.code;
    return speaks;
}

function show(): void {
    const state = read_state(location.hash);
    const first = speaker === undefined;
    const focused = document.activeElement?.id ?? '';
    if (speaker?.language !== language_of(data, state)) speaker = frame(state);
    const found = state.table === '' ? undefined : find_view(data, state);
    if (found) shown = topic_page(found.topic, found.view, state, speaker, go);
    else if (state.table !== '') shown = { content: [html('h1', { tabindex: -1 }, speaker.phrase('not_found'))], redraw: () => undefined };
    else shown = state.page === 'about' ? about_page(speaker) : overview_page(speaker);
    main.replaceChildren(...shown.content);
    shown.redraw();
    contents?.mark(state, found?.topic);
    const heading = main.querySelector('h1')?.textContent ?? '';
    document.title = [heading, speaker.text(data.front.full_title)].join(' – ');
    const now = found ? found.topic.id : state.page;
    if (now !== place) {
        place = now;
        if (!first) { scrollTo(0, 0); main.querySelector('h1')?.focus({ preventScroll: true }); }
    } else if (focused !== '') {
        document.getElementById(focused)?.focus({ preventScroll: true });
    }
}

addEventListener('hashchange', show);
addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.body.classList.contains('menu-open')) { set_menu(false); document.getElementById('menu')?.focus(); }
});
is_narrow.addEventListener('change', () => set_menu(false));
let width = 0;
new ResizeObserver(() => {
    if (main.clientWidth === width) return;
    width = main.clientWidth;
    shown?.redraw();
}).observe(main);
show();

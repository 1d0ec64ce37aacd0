// The list of all tables, by section, with a search over them.
import type { Speaker, Topic } from './data.ts';
import { html } from './dom.ts';
import { matches, words_of } from './search.ts';
import { type State, state_text } from './state.ts';

export interface Navigation { element: HTMLElement; mark: (state: State, topic: Topic | undefined) => void }

export function navigation(speaker: Speaker, close: () => void): Navigation {
    const { data } = speaker;
    const links: { link: HTMLAnchorElement; item: HTMLElement; topic?: Topic; page?: string; words: string }[] = [];
    const item = (words: string, address: Partial<State>, more: { topic?: Topic; page?: string; words?: string }): HTMLElement => {
        const link = html('a', { href: state_text({ ...address, lang: speaker.code }), click: close }, words);
        const element = html('li', {}, link);
        links.push({ link, item: element, ...more, words: more.words ?? '' });
        return element;
    };
    const groups = data.sections.flatMap((section) => {
        const topics = data.topics.filter((topic) => topic.section === section.name);
        if (topics.length === 0) return [];
        const details = html('details', {}, html('summary', {}, speaker.text(section.title)),
            html('ul', {}, ...topics.map((topic) => item(speaker.text(topic.title), { table: topic.id }, { topic, words: words_of(topic, speaker) }))));
        return [{ details, topics }];
    });
    const found = html('p', { role: 'status', class: 'found' });
    const search = (query: string) => {
        let number = 0;
        for (const one of links) {
            if (!one.topic) continue;
            const hit = query === '' || matches(one.words, query);
            one.item.hidden = !hit;
            number += hit ? 1 : 0;
        }
        for (const { details, topics } of groups) {
            const any = links.some((one) => one.topic && topics.includes(one.topic) && !one.item.hidden);
            details.hidden = !any;
            details.open = query === '' ? details.dataset.current === 'true' : any;
        }
        found.textContent = query === '' ? '' : number === 0 ? speaker.phrase('search_none') : speaker.phrase('search_found', { n: String(number) });
    };
    const field = html('input', { id: 'search', type: 'search', autocomplete: 'off', input: (event: Event) => search((event.target as HTMLInputElement).value.trim()) });
    const element = html('nav', { id: 'contents', 'aria-label': speaker.phrase('menu') },
        html('div', { class: 'search' }, html('label', { for: 'search' }, speaker.phrase('search')), field, found),
        html('ul', { class: 'pages' }, item(speaker.phrase('overview'), { page: 'overview' }, { page: 'overview' }), item(speaker.phrase('about'), { page: 'about' }, { page: 'about' })),
        ...groups.map(({ details }) => details));
    const mark = (state: State, topic: Topic | undefined) => {
        for (const one of links) {
            const here = topic ? one.topic === topic : one.page === (state.page || 'overview');
            if (here) one.link.setAttribute('aria-current', 'page');
            else one.link.removeAttribute('aria-current');
        }
        for (const { details, topics } of groups) {
            const current = topic !== undefined && topics.includes(topic);
            details.dataset.current = String(current);
            if (field.value === '') details.open = current;
        }
    };
    return { element, mark };
}

// The pages beside the tables: what the survey is, and how its numbers are to be read.
import { draw } from './chart.ts';
import type { Speaker, View } from './data.ts';
import { html } from './dom.ts';
import { disclaimers } from './map.ts';
import { state_text } from './state.ts';
import type { Shown } from './topic.ts';

const fact = (term: string, ...words: (string | HTMLElement)[]): HTMLElement => html('div', {}, html('dt', {}, term), html('dd', {}, ...words));

/** The table of where interviews took place, as a map; there may be none. */
const map_view = (speaker: Speaker): View | undefined =>
    speaker.data.topics.flatMap((topic) => topic.views).find((view) => view.kinds[0] === 'map' && view.columns.length === 1);

export function overview_page(speaker: Speaker): Shown {
    const { data } = speaker;
    const { front } = data;
    const places = map_view(speaker);
    const place = html('div', { class: 'chart' });
    const redraw = () => {
        const width = Math.min(Math.max(Math.floor(place.clientWidth), 280), 860);
        if (places) place.replaceChildren(draw({ view: places, kind: 'map' }, width, speaker));
    };
    const method = speaker.text(front.method);
    return {
        content: [
            html('p', { class: 'eyebrow' }, speaker.text(front.organisation)),
            html('h1', { tabindex: -1 }, speaker.text(front.title)),
            html('p', { class: 'round' }, [speaker.text(front.country), speaker.text(front.round)].filter((part) => part !== '').join(' · ')),
            html('dl', { class: 'facts' },
                fact(speaker.phrase('interviewed'), speaker.text(front.counted)),
                speaker.text(front.fieldwork) !== '' ? fact(speaker.phrase('when'), speaker.text(front.fieldwork)) : '',
                places ? fact(speaker.phrase('areas'), String(places.rows.filter((row) => row.area !== undefined).length)) : '',
                fact(speaker.phrase('tables'), String(data.topics.reduce((sum, topic) => sum + topic.views.length, 0)))),
            html('p', {}, speaker.text(front.counts)),
            ...(method === '' ? [] : [html('h2', {}, speaker.phrase('how')), html('p', {}, method)]),
            html('p', {}, html('a', { href: state_text({ page: 'about', lang: speaker.code }) }, speaker.phrase('about'))),
            ...(places ? [html('h2', {}, speaker.text(places.title)), html('figure', { 'aria-label': speaker.text(places.title) }, place,
                html('figcaption', {}, ...disclaimers(data, speaker).map((words) => html('p', {}, words))))] : []),
            html('h2', {}, speaker.phrase('what')),
            html('ul', { class: 'subjects' }, ...data.sections.flatMap((section) => {
                const first = data.topics.find((topic) => topic.section === section.name);
                return first ? [html('li', {}, html('a', { href: state_text({ table: first.id, lang: speaker.code }) }, speaker.text(section.title)))] : [];
            })),
            ...data.about.filter((section) => ['mtm-citation', 'mtm-disclaimer', 'mtm-funders'].includes(section.anchor))
                .flatMap((section) => [html('h2', {}, speaker.text(section.title)), ...speaker.texts(section.paragraphs).map((words) => html('p', {}, words))]),
        ],
        redraw,
    };
}

export function about_page(speaker: Speaker): Shown {
    const { data } = speaker;
    const sections = data.about.flatMap((section) => [
        html('h2', { id: section.anchor }, speaker.text(section.title)),
        ...speaker.texts(section.paragraphs).map((words) => html('p', {}, words)),
        ...(section.file ? [html('p', {}, html('a', { href: section.file }, section.file))] : []),
        ...(section.terms.length > 0 ? [html('dl', { class: 'terms' }, ...section.terms.flatMap((term, index) => [html('dt', {}, speaker.text(term)), html('dd', {}, speaker.text(section.facts[index]))]))] : []),
        ...(section.lines.length > 0 ? [html('address', {}, ...speaker.texts(section.lines).map((line) => html('div', {}, line)))] : []),
    ]);
    return { content: [html('p', { class: 'eyebrow' }, speaker.text(data.front.title)), html('h1', { tabindex: -1 }, speaker.phrase('about')), ...sections], redraw: () => undefined };
}

// One subject of the survey: what it is compared by, its chart, its numbers and their files.
import { type ChartRequest, draw, draw_alone, finding_of, notes_of, shows_one_answer } from './chart.ts';
import { view_csv } from './csv.ts';
import { first_answer, type Row, type Speaker, tells_anything, type Topic, type View } from './data.ts';
import { html } from './dom.ts';
import { save_csv, save_png, save_svg } from './save.ts';
import { by_of, type State, state_text } from './state.ts';
import { draw_table } from './table.ts';

type Go = (state: Partial<State>) => void;

export interface Shown { content: HTMLElement[]; redraw: () => void }

export function topic_page(topic: Topic, view: View, state: State, speaker: Speaker, go: Go): Shown {
    const { data } = speaker;
    const kind = view.kinds.find((one) => one === state.as) ?? view.kinds[0] ?? '';
    const answers = view.rows.filter((row) => !row.heading);
    const answer = answers.find((row) => row.code === state.answer) ?? first_answer(view);
    const tells = tells_anything(view);
    const request: ChartRequest = { view, kind, answer };
    const section = data.sections.find((one) => one.name === topic.section);
    const place = html('div', { class: 'chart' });
    const redraw = () => {
        const width = Math.min(Math.max(Math.floor(place.clientWidth), 280), 860);
        if (kind !== '' && tells) place.replaceChildren(draw(request, width, speaker));
    };
    const finding = finding_of(request, speaker);
    const notes = notes_of(request, speaker).map((words) => html('p', {}, words));
    const unit = shows_one_answer(view, kind) && view.statistic === 'percent' && answer ? `${speaker.text(answer.t)}, ${speaker.text(view.unit)}` : speaker.text(view.unit);
    return {
        content: [
            html('p', { class: 'eyebrow' }, speaker.text(section?.title) || topic.section),
            html('h1', { tabindex: -1 }, speaker.text(view.title)),
            controls(topic, view, kind, answers, answer, speaker, (change) => go({ ...state, page: '', table: topic.id, by: by_of(view), ...change })),
            ...(finding === '' ? [] : [html('p', { class: 'finding' }, finding)]),
            ...(!tells ? [html('p', { class: 'finding' }, speaker.phrase('all_withheld'))] : []),
            html('figure', { 'aria-label': speaker.phrase('chart'), class: kind === '' || !tells ? 'empty' : undefined }, html('p', { class: 'unit' }, unit), place,
                html('figcaption', {}, html('p', { class: 'base' }, speaker.text(view.base)), ...notes)),
            ...(tells ? [html('h2', {}, speaker.phrase('numbers')), draw_table(view, speaker), downloads(request, topic, speaker)] : []),
            neighbours(topic, state, speaker),
        ],
        redraw,
    };
}

function choice(id: string, label: string, options: { value: string; words: string }[], chosen: string, change: (value: string) => void): HTMLElement {
    const select = html('select', { id, change: (event: Event) => change((event.target as HTMLSelectElement).value) },
        ...options.map(({ value, words }) => html('option', { value, selected: value === chosen }, words)));
    return html('div', { class: 'choice' }, html('label', { for: id }, label), select);
}

function controls(topic: Topic, view: View, kind: string, answers: Row[], answer: Row | undefined, speaker: Speaker, change: (state: Partial<State>) => void): HTMLElement {
    const parts: HTMLElement[] = [];
    if (topic.views.length > 1) {
        const options = topic.views.map((one, index) => ({ value: String(index), words: one.by.length > 0 ? speaker.text(one.by_label) : speaker.phrase('everyone') }));
        parts.push(choice('by', speaker.phrase('by'), options, String(topic.views.indexOf(view)), (value) => {
            const chosen = topic.views[Number(value)];
            if (chosen) change({ table: chosen.table, by: by_of(chosen), as: '', answer: '' });
        }));
    }
    if (shows_one_answer(view, kind) && answers.length > 1) {
        parts.push(choice('answer', speaker.phrase('answer'), answers.map((row) => ({ value: row.code ?? '', words: speaker.text(row.t) })), answer?.code ?? '',
            (value) => change({ table: view.table, as: kind, answer: value })));
    }
    if (view.kinds.length > 1) {
        const words = (one: string) => speaker.phrase({ stacked: 'kind_stacked', map: 'kind_map', pyramid: 'kind_pyramid', line: 'kind_line', dots: 'kind_dots' }[one] ?? 'kind_bars');
        parts.push(choice('as', speaker.phrase('show_as'), view.kinds.map((one) => ({ value: one, words: words(one) })), kind, (value) => change({ table: view.table, as: value })));
    }
    return html('div', { class: 'controls' }, ...parts);
}

function downloads({ view, kind, answer }: ChartRequest, topic: Topic, speaker: Speaker): HTMLElement {
    const one = shows_one_answer(view, kind) ? answer?.code : undefined;
    const name = [topic.id, ...(view.by.length > 0 ? ['by', ...view.by] : []), ...(one ? [one] : [])].join('-').replace(/[^\w-]+/g, '_');
    const button = (id: string, key: string, click: () => void) => html('button', { type: 'button', id, click }, speaker.phrase(key));
    const alone = () => draw_alone({ view, kind, answer }, speaker);
    const status = html('span', { role: 'status', class: 'status' });
    return html('div', { class: 'downloads' },
        button('save-csv', 'download_csv', () => save_csv(`${[topic.id, ...view.by].join('-')}.csv`, view_csv(view, speaker.data, speaker))),
        kind !== '' && button('save-svg', 'download_svg', () => save_svg(`${name}.svg`, alone())),
        kind !== '' && button('save-png', 'download_png', () => { void save_png(`${name}.png`, alone()); }),
        button('print', 'print', () => window.print()),
        button('copy-link', 'copy_link', () => { void navigator.clipboard.writeText(location.href).then(() => { status.textContent = speaker.phrase('copied'); }); }),
        status);
}

/** The tables before and after it, in the order of the plan; compared by the same where they can be. */
function neighbours(topic: Topic, state: State, speaker: Speaker): HTMLElement {
    const { topics } = speaker.data;
    const at = topics.indexOf(topic);
    const link = (other: Topic | undefined, key: string, rel: string) => other && html('a', { rel, href: state_text({ table: other.id, by: state.by, lang: speaker.code }) },
        html('span', {}, speaker.phrase(key)), speaker.text(other.title));
    return html('nav', { class: 'neighbours', 'aria-label': speaker.phrase('tables') }, link(topics[at - 1], 'previous', 'prev'), link(topics[at + 1], 'next', 'next'));
}


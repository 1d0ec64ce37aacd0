// What the address says: #table=education&by=region&as=map&answer=secondary&lang=ru, or #page=about.
import type { Dashboard, Topic, View } from './data.ts';

export interface State { page: string; table: string; by: string; as: string; answer: string; lang: string }

export const everyone = 'all';

export function read_state(hash: string): State {
    const fields = new URLSearchParams(hash.replace(/^#/, ''));
    const field = (name: string) => fields.get(name) ?? '';
    return { page: field('page'), table: field('table'), by: field('by'), as: field('as'), answer: field('answer'), lang: field('lang') };
}

export function state_text(state: Partial<State>): string {
    const order: (keyof State)[] = ['page', 'table', 'by', 'as', 'answer', 'lang'];
    const parts = order.filter((name) => state[name]).map((name) => `${name}=${encodeURIComponent(state[name] ?? '').replace(/%2C/g, ',')}`);
    return `#${parts.join('&')}`;
}

export const by_of = (view: View): string => view.by.join(',') || everyone;

/** The table that an address names: by its name, else by what it is divided by. */
export function find_view(data: Dashboard, state: State): { topic: Topic; view: View } | undefined {
    const topic = data.topics.find((one) => one.views.some((view) => view.table === state.table)) ?? data.topics.find((one) => one.id === state.table);
    if (!topic) return undefined;
    const view = topic.views.find((one) => one.table === state.table && by_of(one) === state.by) ?? topic.views.find((one) => by_of(one) === state.by)
        ?? (state.by === '' ? topic.views.find((one) => one.table === state.table) : undefined) ?? topic.views[0];
    return view && { topic, view };
}

export function language_of(data: Dashboard, state: State): number {
    return Math.max(0, data.languages.findIndex((language) => language.code === state.lang));
}

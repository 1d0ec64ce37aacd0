// Where in the page one is: #/SLUG/VIEW/ID?key=value. The server sees none of it.
import { ref } from 'vue';

export const VIEWS = ['fieldwork', 'quality', 'interviews', 'devices', 'people', 'set-aside', 'record'] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
    slug: string;
    view: View;
    id: string;
    query: Record<string, string>;
}

export function parse_place(hash: string): Place {
    const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
    const [slug = '', view = '', id = ''] = path.split('/').map((part) => {
        try {
            return decodeURIComponent(part);
        } catch {
            return '';
        }
    });
    const known = (VIEWS as readonly string[]).includes(view) ? (view as View) : 'fieldwork';
    return { slug, view: known, id, query: Object.fromEntries(new URLSearchParams(query)) };
}

export function print_place({ slug, view = 'fieldwork', id = '', query = {} }: Partial<Place>): string {
    if (!slug) return '#/';
    const parts = [slug, view, ...(id ? [id] : [])].map(encodeURIComponent).join('/');
    const filled = Object.entries(query).filter(([, value]) => value !== '');
    return `#/${parts}${filled.length > 0 ? `?${new URLSearchParams(filled)}` : ''}`;
}

export const place = ref<Place>(parse_place(typeof location === 'undefined' ? '' : location.hash));

if (typeof window !== 'undefined') {
    addEventListener('hashchange', () => {
        place.value = parse_place(location.hash);
        document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    });
}

export function go(to: Partial<Place>): void {
    location.hash = print_place(to);
}

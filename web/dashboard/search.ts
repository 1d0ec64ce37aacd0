// Which tables have the words that somebody looks for: in their titles, sections and answers.
import type { Speaker, Topic } from './data.ts';

/** Letters alone, small and without accents. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();

/** Every word of the query begins a word of the text. */
export function matches(text: string, query: string): boolean {
    const words = folded(text).split(/[^\p{L}\p{N}]+/u);
    return folded(query).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').every((wanted) => words.some((word) => word.startsWith(wanted)));
}

export function words_of(topic: Topic, speaker: Speaker): string {
    const section = speaker.data.sections.find((one) => one.name === topic.section);
    const rows = topic.views[0]?.rows.map((row) => speaker.text(row.t)) ?? [];
    return [topic.id, speaker.text(topic.title), speaker.text(section?.title), ...topic.views.map((view) => speaker.text(view.title)), ...rows].join(' ');
}

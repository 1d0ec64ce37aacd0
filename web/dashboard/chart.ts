// The chart of a view, by what is asked of it.
import { type BarRow, draw_bars } from './bars.ts';
import { Canvas, colour } from './canvas.ts';
import { drawn_groups, has_everyone, type Row, type Speaker, type View } from './data.ts';
import { draw_lines } from './lines.ts';
import { disclaimers, draw_map } from './map.ts';
import { draw_pyramid, draw_stacked } from './parts.ts';

export interface ChartRequest { view: View; kind: string; answer?: Row }

/** Whether a chart of that kind shows one answer at a time. */
export const shows_one_answer = (view: View, kind: string): boolean => (kind === 'pick' || kind === 'map') && view.columns.length > 1;

/** What the chart shows, in a sentence: also its text alternative, with what it is of. */
export function finding_of({ view, kind, answer }: ChartRequest, speaker: Speaker): string {
    if (shows_one_answer(view, kind)) return speaker.text(answer?.finding);
    return kind === view.kinds[0] ? speaker.text(view.finding) : '';
}

export function describe(request: ChartRequest, speaker: Speaker): string {
    const { view, kind, answer } = request;
    const of_answer = shows_one_answer(view, kind) ? speaker.text(answer?.t) : '';
    return [speaker.text(view.title), of_answer, finding_of(request, speaker)].filter((part) => part !== '').join('. ');
}

/** What stands under a chart: on its numbers, on its lines, on its map. */
export function notes_of({ view, kind }: ChartRequest, speaker: Speaker): string[] {
    const lines = ['bars', 'grouped', 'pick', 'dots', 'map'].includes(kind) ? speaker.text(view.intervals) : '';
    return [...speaker.texts(view.remarks), ...(lines === '' ? [] : [lines]), ...(kind === 'map' ? disclaimers(speaker.data, speaker) : [])];
}

// Each answer with a bar a group.
function rows_by_answer(view: View, groups: number[], speaker: Speaker): BarRow[] {
    return view.rows.filter((row) => !row.heading).map((row) => ({
        label: speaker.text(row.t),
        bars: groups.map((g) => ({ cell: row.cells[g] ?? {}, fill: colour(row.missing && groups.length === 1 ? 'mtm-muted' : view.columns[g]?.fill), name: groups.length > 1 ? speaker.text(view.columns[g]?.t) : '' })),
    }));
}

// Everyone and each group with a bar of one answer.
function rows_by_group(view: View, row: Row, speaker: Speaker): BarRow[] {
    return view.columns.map((column, g) => {
        const everyone = g === 0 && has_everyone(view);
        return { label: speaker.text(column.t), apart: everyone, bars: [{ cell: row.cells[g] ?? {}, fill: colour(everyone ? 'mtm-muted' : column.fill), name: '' }] };
    });
}

export function draw_into(canvas: Canvas, { view, kind, answer }: ChartRequest, speaker: Speaker): void {
    const groups = drawn_groups(view);
    if (kind === 'stacked') draw_stacked(canvas, view, speaker);
    else if (kind === 'pyramid') draw_pyramid(canvas, view, speaker);
    else if (kind === 'line') draw_lines(canvas, view, speaker);
    else if (kind === 'grouped') {
        canvas.legend(groups.map((g) => ({ fill: colour(view.columns[g]?.fill), words: speaker.text(view.columns[g]?.t) })));
        draw_bars(canvas, rows_by_answer(view, groups, speaker), speaker);
    } else if (kind === 'dots') {
        const row = view.rows[0];
        if (row) draw_bars(canvas, rows_by_group(view, row, speaker), speaker, true);
    } else if (kind === 'number') {
        const cell = view.rows[0]?.cells[0];
        canvas.y += 66;
        canvas.text(0, canvas.y - 12, speaker.text(cell?.t), { size: 52, bold: true, fill: colour('mtm-everyone') });
        canvas.y += 10;
        if (cell?.i !== undefined) canvas.paragraph(speaker.text(cell.i));
    } else if (kind === 'map' || kind === 'pick') {
        if (kind === 'map') draw_map(canvas, view, answer, speaker);
        if (view.columns.length === 1) draw_bars(canvas, rows_by_answer(view, [0], speaker), speaker);
        else if (answer) draw_bars(canvas, rows_by_group(view, answer, speaker), speaker, view.statistic !== 'percent' && view.statistic !== 'count');
    } else draw_bars(canvas, rows_by_answer(view, [0], speaker), speaker);
}

export function draw(request: ChartRequest, width: number, speaker: Speaker): SVGSVGElement {
    const canvas = new Canvas(width);
    draw_into(canvas, request, speaker);
    return canvas.element(describe(request, speaker));
}

/** The chart as a file of its own: with title, base, source, and any mark. */
export function draw_alone(request: ChartRequest, speaker: Speaker): SVGSVGElement {
    const canvas = new Canvas(880);
    const { view, kind, answer } = request;
    const { data } = speaker;
    const quiet = { size: 12, fill: colour('mtm-ink-quiet') };
    for (const mark of speaker.texts(data.front.marks)) canvas.paragraph(mark, { bold: true, fill: colour('mtm-mark') });
    canvas.paragraph(speaker.text(view.title), { size: 20, bold: true });
    const unit = [shows_one_answer(view, kind) && view.statistic === 'percent' ? speaker.text(answer?.t) : '', speaker.text(view.unit)].filter((part) => part !== '').join(', ');
    canvas.paragraph(unit, quiet);
    canvas.y += 14;
    draw_into(canvas, request, speaker);
    canvas.y += 8;
    for (const words of [speaker.text(view.base), ...notes_of(request, speaker), `${speaker.phrase('source')}: ${speaker.text(data.front.citation) || speaker.text(data.front.full_title)}`]) canvas.paragraph(words, quiet);
    canvas.y += 6;
    const drawing = canvas.element(describe(request, speaker));
    drawing.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    drawing.setAttribute('viewBox', `-20 -14 ${canvas.width + 40} ${Math.ceil(canvas.y) + 28}`);
    drawing.setAttribute('width', String(canvas.width + 40));
    drawing.setAttribute('height', String(Math.ceil(canvas.y) + 28));
    return drawing;
}

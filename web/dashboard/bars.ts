// Horizontal bars: one or several to a label, with the number at the end and an interval across.
import { type Canvas, colour, hatched, label_px, line_px } from './canvas.ts';
import type { Cell, Speaker } from './data.ts';
import { text_width, wrapped } from './measure.ts';

export interface Bar { cell: Cell; fill: string; name: string }
export interface BarRow { label: string; bars: Bar[]; apart?: boolean }

/** Under this width labels stand above their bars. */
export const narrow_px = 520;

/** The greatest number that has to find room, intervals included. */
export const greatest = (cells: Cell[]): number => Math.max(0, ...cells.map((cell) => Math.max(cell.v ?? 0, cell.h ?? 0)));

/** Pixels for one unit, so that every bar and the number behind it find room. */
export function fitting_scale(cells: Cell[], width: number, gap: number, speaker: Speaker): number {
    const room = (cell: Cell) => width - gap - text_width(speaker.text(cell.t), label_px, true);
    return Math.max(0, Math.min(width, ...cells.filter((cell) => greatest([cell]) > 0).map((cell) => room(cell) / greatest([cell]))));
}

export function label_column(labels: string[], width: number): number {
    if (width < narrow_px) return 0;
    return Math.min(Math.max(0, ...labels.map((label) => text_width(label, label_px))), width * 0.38) + 12;
}

export function draw_bars(canvas: Canvas, rows: BarRow[], speaker: Speaker, as_dots = false): void {
    const cells = rows.flatMap((row) => row.bars.map((bar) => bar.cell));
    const left = label_column(rows.map((row) => row.label), canvas.width);
    const label_width = left > 0 ? left - 12 : canvas.width;
    const scale = fitting_scale(cells, canvas.width - left, as_dots ? 14 : 9, speaker);
    const bar_px = rows.some((row) => row.bars.length > 1) ? 15 : 18;
    for (const row of rows) {
        const lines = wrapped(row.label, label_width, label_px);
        const labels_px = lines.length * line_px;
        const bars_px = row.bars.length * (bar_px + 3);
        const top = canvas.y + (left > 0 ? Math.max(0, (labels_px - bars_px) / 2) : labels_px + 2);
        const first = left > 0 ? canvas.y + Math.max(0, (bars_px - labels_px) / 2) : canvas.y;
        lines.forEach((line, index) => canvas.text(left > 0 ? left - 12 : 2, first + index * line_px + 13, line, { anchor: left > 0 ? 'end' : 'start' }));
        row.bars.forEach((bar, index) => draw_bar(canvas, bar, row.label, left, top + index * (bar_px + 3), bar_px, scale, speaker, as_dots));
        if (left > 0) canvas.line(left, top - 3, left, top + bars_px, colour('mtm-axis'));
        canvas.y = (left > 0 ? canvas.y + Math.max(labels_px, bars_px) : top + bars_px) + (row.apart ? 18 : 9);
    }
}

function draw_bar(canvas: Canvas, bar: Bar, label: string, left: number, top: number, height: number, scale: number, speaker: Speaker, as_dots: boolean): void {
    const { cell } = bar;
    const words = speaker.text(cell.t);
    const title = [bar.name, label].filter((part) => part !== '').join(', ');
    const middle = top + height / 2;
    if (cell.v === undefined) {
        if (cell.x) canvas.rect(left + 1, top, 22, height, hatched, `${title}: ${speaker.phrase('withheld_why')}`);
        canvas.text(left + (cell.x ? 30 : 6), middle + 5, words, { fill: colour('mtm-ink-quiet'), italic: true });
        return;
    }
    const end = left + cell.v * scale;
    const interval = () => { if (cell.l !== undefined && cell.h !== undefined) canvas.interval(left + cell.l * scale, left + cell.h * scale, middle); };
    if (as_dots) {
        canvas.line(left, middle, end, middle, colour('mtm-grid'), 2);
        interval();
        canvas.rect(end - 5, middle - 5, 10, 10, bar.fill, `${title}: ${words}`);
        canvas.group.lastElementChild?.setAttribute('rx', '5');
    } else {
        canvas.rect(left, top, end - left, height, bar.fill, `${title}: ${words}`);
        interval();
    }
    canvas.text(left + Math.max(cell.v, cell.h ?? 0) * scale + (as_dots ? 10 : 6), middle + 5, words, { bold: true });
}

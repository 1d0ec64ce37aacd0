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

/** The least number below zero, intervals included; 0 if none is. */
export const least = (cells: Cell[]): number => Math.min(0, ...cells.filter((cell) => cell.v !== undefined).map((cell) => Math.min(cell.v ?? 0, cell.l ?? 0)));

/** Pixels for one unit, so that every bar and the number behind it find room. Bars below zero go to the left of it, and their numbers stand at its right. */
export function fitting_scale(cells: Cell[], width: number, gap: number, speaker: Speaker): number {
    const room = (cell: Cell) => width - gap - text_width(speaker.text(cell.t), label_px, true);
    const below = -least(cells);
    const length = (cell: Cell) => below + greatest([cell]);
    return Math.max(0, Math.min(width, ...cells.filter((cell) => length(cell) > 0).map((cell) => room(cell) / length(cell))));
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
    const zero = left - least(cells) * scale;
    const bar_px = rows.some((row) => row.bars.length > 1) ? 15 : 18;
    for (const row of rows) {
        const lines = wrapped(row.label, label_width, label_px);
        const labels_px = lines.length * line_px;
        const bars_px = row.bars.length * (bar_px + 3);
        const top = canvas.y + (left > 0 ? Math.max(0, (labels_px - bars_px) / 2) : labels_px + 2);
        const first = left > 0 ? canvas.y + Math.max(0, (bars_px - labels_px) / 2) : canvas.y;
        lines.forEach((line, index) => canvas.text(left > 0 ? left - 12 : 2, first + index * line_px + 13, line, { anchor: left > 0 ? 'end' : 'start' }));
        row.bars.forEach((bar, index) => draw_bar(canvas, bar, row.label, zero, top + index * (bar_px + 3), bar_px, scale, speaker, as_dots));
        if (zero > 0) canvas.line(zero, top - 3, zero, top + bars_px, colour('mtm-axis'));
        canvas.y = (left > 0 ? canvas.y + Math.max(labels_px, bars_px) : top + bars_px) + (row.apart ? 18 : 9);
    }
}

function draw_bar(canvas: Canvas, bar: Bar, label: string, zero: number, top: number, height: number, scale: number, speaker: Speaker, as_dots: boolean): void {
    const { cell } = bar;
    const words = speaker.text(cell.t);
    const title = [bar.name, label].filter((part) => part !== '').join(', ');
    const middle = top + height / 2;
    if (cell.v === undefined) {
        if (cell.x) canvas.rect(zero + 1, top, 22, height, hatched, `${title}: ${speaker.phrase('withheld_why')}`);
        canvas.text(zero + (cell.x ? 30 : 6), middle + 5, words, { fill: colour('mtm-ink-quiet'), italic: true });
        return;
    }
    const end = zero + cell.v * scale;
    const interval = () => { if (cell.l !== undefined && cell.h !== undefined) canvas.interval(zero + cell.l * scale, zero + cell.h * scale, middle); };
    if (as_dots) {
        canvas.line(zero, middle, end, middle, colour('mtm-grid'), 2);
        interval();
        canvas.rect(end - 5, middle - 5, 10, 10, bar.fill, `${title}: ${words}`);
        canvas.group.lastElementChild?.setAttribute('rx', '5');
    } else {
        canvas.rect(Math.min(zero, end), top, Math.abs(end - zero), height, bar.fill, `${title}: ${words}`);
        interval();
    }
    canvas.text(zero + Math.max(0, cell.v, cell.h ?? 0) * scale + (as_dots ? 10 : 6), middle + 5, words, { bold: true });
}

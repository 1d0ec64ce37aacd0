// Lines between rounds, or along the steps of a scale, with every number at its point.
import { type Canvas, colour, label_px, line_px } from './canvas.ts';
import { type Cell, drawn_groups, type Speaker, type View } from './data.ts';
import { greatest, least } from './bars.ts';
import { wrapped } from './measure.ts';

interface Series { words: string; fill: string; cells: Cell[] }

function series_of(view: View, speaker: Speaker): { along: string[]; series: Series[] } {
    const groups = drawn_groups(view);
    if (view.by[0] === 'round') {
        const answers = view.rows.filter((row) => !row.missing);
        return {
            along: groups.map((g) => speaker.text(view.columns[g]?.t)),
            series: answers.map((row, index) => ({ words: speaker.text(row.t), fill: colour(`mtm-${index % 12 + 1}`), cells: groups.map((g) => row.cells[g] ?? {}) })),
        };
    }
    return {
        along: view.rows.map((row) => speaker.text(row.t)),
        series: groups.map((g) => ({ words: speaker.text(view.columns[g]?.t), fill: colour(view.columns[g]?.fill), cells: view.rows.map((row) => row.cells[g] ?? {}) })),
    };
}

/** Numbers beside their points, moved down where they would stand on each other; the same number twice is one. */
function apart(numbers: { y: number; words: string }[]): { y: number; words: string }[] {
    const out: { y: number; words: string }[] = [];
    for (const one of [...numbers].sort((a, b) => a.y - b.y)) {
        const before = out[out.length - 1];
        if (before && before.words === one.words && one.y - before.y < 15) continue;
        out.push({ words: one.words, y: before ? Math.max(one.y, before.y + 15) : one.y });
    }
    return out;
}

export function draw_lines(canvas: Canvas, view: View, speaker: Speaker): void {
    const { along, series } = series_of(view, speaker);
    canvas.legend(series.map(({ fill, words }) => ({ fill, words })));
    const height = 280;
    const margin = 44;
    const step = (canvas.width - 2 * margin) / Math.max(along.length - 1, 1);
    const top = canvas.y + 16;
    const cells = series.flatMap((one) => one.cells);
    const below = -least(cells);
    const scale = (height - 20) / (greatest(cells) + below || 1);
    const x_of = (index: number) => margin + index * step;
    const y_of = (value: number) => top + height - (value + below) * scale;
    canvas.line(0, y_of(0), canvas.width, y_of(0), colour('mtm-axis'));
    for (const one of series) {
        one.cells.forEach((cell, index) => {
            const next = one.cells[index + 1];
            if (cell.v !== undefined && next?.v !== undefined) canvas.line(x_of(index), y_of(cell.v), x_of(index + 1), y_of(next.v), one.fill, 2.5);
        });
    }
    for (const one of series) {
        one.cells.forEach((cell, index) => {
            if (cell.v === undefined) return;
            canvas.rect(x_of(index) - 4, y_of(cell.v) - 4, 8, 8, one.fill, `${one.words}, ${along[index] ?? ''}: ${speaker.text(cell.t)}`);
        });
    }
    along.forEach((_, index) => {
        const numbers = series.flatMap(({ cells }) => cells[index]?.v === undefined ? [] : [{ y: y_of(cells[index]?.v ?? 0), words: speaker.text(cells[index]?.t) }]);
        for (const { y, words } of apart(numbers)) canvas.text(x_of(index) + 8, y + 5, words, { bold: true, size: 13, halo: true });
    });
    const labels = along.map((label) => wrapped(label, Math.max(step - 6, 40), label_px));
    labels.forEach((lines, index) => lines.forEach((line, at) => canvas.text(x_of(index), top + height + line_px * (at + 1), line, { anchor: 'middle' })));
    canvas.y = top + height + line_px * (Math.max(1, ...labels.map((lines) => lines.length)) + 1);
}

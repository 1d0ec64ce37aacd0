// Charts whose bars are divided: parts of a whole, and pyramids.
import { fitting_scale, label_column, narrow_px } from './bars.ts';
import { type Canvas, colour, hatched, label_px, line_px } from './canvas.ts';
import { drawn_groups, type Speaker, type View } from './data.ts';
import { text_width, wrapped } from './measure.ts';

/** A bar for everyone and for each group; answers are its parts. What is withheld of it is hatched. */
export function draw_stacked(canvas: Canvas, view: View, speaker: Speaker): void {
    canvas.legend(view.rows.map((row) => ({ fill: colour(row.fill), words: speaker.text(row.t) })));
    const labels = view.columns.map((column) => speaker.text(column.t));
    const left = label_column(labels, canvas.width);
    const width = canvas.width - left;
    const height = 26;
    view.columns.forEach((_, g) => {
        const lines = wrapped(labels[g] ?? '', left > 0 ? left - 12 : canvas.width, label_px);
        const labels_px = lines.length * line_px;
        const top = left > 0 ? canvas.y + Math.max(0, (labels_px - height) / 2) : canvas.y + labels_px + 2;
        const first = left > 0 ? canvas.y + Math.max(0, (height - labels_px) / 2) : canvas.y;
        lines.forEach((line, index) => canvas.text(left > 0 ? left - 12 : 2, first + index * line_px + 13, line, { anchor: left > 0 ? 'end' : 'start', bold: g === 0 }));
        draw_parts(canvas, view, g, left, top, width, height, speaker);
        canvas.y = Math.max(top + height, left > 0 ? canvas.y + labels_px : 0) + (g === 0 ? 16 : 9);
    });
}

function draw_parts(canvas: Canvas, view: View, g: number, left: number, top: number, width: number, height: number, speaker: Speaker): void {
    const cells = view.rows.map((row) => row.cells[g]);
    const sum = cells.reduce((total, cell) => total + (cell?.v ?? 0), 0);
    const whole = Math.max(100, sum);
    let x = left;
    view.rows.forEach((row, r) => {
        const cell = cells[r];
        if (!cell?.v) return;
        const part = cell.v / whole * width;
        const words = speaker.text(cell.t);
        canvas.rect(x, top, Math.max(part - 1, 0.5), height, colour(row.fill), `${speaker.text(view.columns[g]?.t)}, ${speaker.text(row.t)}: ${words}`);
        if (text_width(words, 13, true) + 6 < part) canvas.text(x + part / 2, top + height / 2 + 5, words, { anchor: 'middle', fill: colour(row.ink), size: 13, bold: true });
        x += part;
    });
    if (cells.some((cell) => cell?.x) && left + width - x > 1) {
        canvas.rect(x, top, left + width - x, height, hatched, speaker.phrase('withheld_why'));
        const words = speaker.phrase('withheld');
        if (text_width(words, 13) + 12 < left + width - x) canvas.text((x + left + width) / 2, top + height / 2 + 5, words, { anchor: 'middle', size: 13, italic: true, halo: true });
    }
}

/** Two groups back to back, youngest below. */
export function draw_pyramid(canvas: Canvas, view: View, speaker: Speaker): void {
    const groups = drawn_groups(view);
    canvas.legend(groups.map((g) => ({ fill: colour(view.columns[g]?.fill), words: speaker.text(view.columns[g]?.t) })));
    const cells = view.rows.flatMap((row) => groups.map((g) => row.cells[g] ?? {}));
    const labels = view.rows.map((row) => speaker.text(row.t));
    const middle_width = Math.min(Math.max(0, ...labels.map((label) => text_width(label, label_px))), canvas.width * (canvas.width < narrow_px ? 0.3 : 0.25)) + 16;
    const side = (canvas.width - middle_width) / 2;
    const scale = fitting_scale(cells, side, 8, speaker);
    for (const row of [...view.rows].reverse()) {
        const lines = wrapped(speaker.text(row.t), middle_width - 12, label_px);
        const height = Math.max(20, lines.length * line_px);
        const top = canvas.y + (height - 20) / 2;
        lines.forEach((line, index) => canvas.text(canvas.width / 2, canvas.y + (height - lines.length * line_px) / 2 + index * line_px + 13, line, { anchor: 'middle' }));
        groups.forEach((g, index) => {
            const cell = row.cells[g] ?? {};
            const leftwards = index === 0;
            const start = leftwards ? side : canvas.width - side;
            const length = (cell.v ?? 0) * scale;
            const words = speaker.text(cell.t);
            canvas.rect(leftwards ? start - length : start, top, length, 20, colour(view.columns[g]?.fill), `${speaker.text(view.columns[g]?.t)}, ${speaker.text(row.t)}: ${words}`);
            canvas.text(leftwards ? start - length - 5 : start + length + 5, top + 15, words, { anchor: leftwards ? 'end' : 'start', bold: !cell.x, italic: cell.x === 1, fill: cell.x ? colour('mtm-ink-quiet') : undefined });
        });
        canvas.y += height + 5;
    }
}

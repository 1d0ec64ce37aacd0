// The table behind a chart: heads of one or more levels, bases under them, numbers with what stands beside.
import { type Cell, lettered, type Row, type Speaker, type View } from './data.ts';
import { html } from './dom.ts';

// Many groups read better down the page than across it.
const groups_down = (view: View): boolean => !view.heads && view.columns.length > 6 && view.columns.length > view.rows.length && view.rows.every((row) => !row.heading && row.b === undefined);

export function draw_table(view: View, speaker: Speaker): HTMLElement {
    const parts = groups_down(view) ? down(view, speaker) : [head(view, speaker), html('tbody', {}, ...view.rows.map((row) => row_of(row, view, speaker)))];
    const table = html('table', {}, html('caption', {}, speaker.text(view.title)), ...parts);
    return html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': speaker.phrase('numbers') }, table);
}

function down(view: View, speaker: Speaker): HTMLElement[] {
    const base = (number: number | undefined) => number !== undefined && html('span', { class: 'n' }, speaker.text(number));
    return [
        html('thead', {}, html('tr', {}, html('td'), ...view.rows.map((row) => html('th', { scope: 'col', class: row.missing ? 'none' : undefined }, speaker.text(row.t))))),
        html('tbody', {}, ...view.columns.map((column, g) =>
            html('tr', {}, html('th', { scope: 'row' }, lettered(column, speaker), base(column.b)), ...view.rows.map((row) => cell_of(row.cells[g] ?? {}, speaker))))),
    ];
}

function head(view: View, speaker: Speaker): HTMLElement {
    const corner = (rows: number) => html('th', { scope: 'col', rowspan: rows }, speaker.phrase('answer_column'));
    const bases = view.columns.some((column) => column.b !== undefined);
    if (!view.heads) {
        return html('thead', {}, html('tr', {}, corner(1), ...view.columns.map((column) =>
            html('th', { scope: 'col' }, lettered(column, speaker), column.b !== undefined && html('span', { class: 'n' }, speaker.text(column.b))))));
    }
    const rows = view.heads.map((heads, index) => html('tr', {}, index === 0 && corner(view.heads?.length ?? 1),
        ...heads.map((one) => html('th', { scope: one.columns > 1 ? 'colgroup' : 'col', colspan: one.columns, rowspan: one.rows }, speaker.text(one.t)))));
    const base_row = bases && html('tr', {}, html('td'), ...view.columns.map((column) => html('td', { class: 'n' }, speaker.text(column.b))));
    return html('thead', {}, ...rows, base_row);
}

function row_of(row: Row, view: View, speaker: Speaker): HTMLElement {
    const base = row.b !== undefined && html('span', { class: 'n' }, speaker.text(row.b));
    if (row.heading) return html('tr', { class: 'heading' }, html('th', { scope: 'rowgroup', colspan: view.columns.length + 1 }, speaker.text(row.t), base));
    return html('tr', { class: row.missing ? 'missing' : undefined }, html('th', { scope: 'row', class: row.indent ? `indent-${Math.min(row.indent, 4)}` : undefined }, speaker.text(row.t), base),
        ...row.cells.map((cell) => cell_of(cell, speaker)));
}

function cell_of(cell: Cell, speaker: Speaker): HTMLElement {
    if (cell.x) return html('td', { class: 'withheld', title: speaker.phrase('withheld_why') }, speaker.text(cell.t));
    const beside = [speaker.text(cell.d), speaker.text(cell.i), cell.g ?? ''].filter((part) => part !== '');
    return html('td', {}, html('span', { class: 'value' }, speaker.text(cell.t)), ...beside.map((part) => html('span', { class: 'n' }, part)));
}

// The table behind a chart: heads of one or more levels, bases under them, numbers with what stands beside.
import type { Cell, Row, Speaker, View } from './data.ts';
import { html } from './dom.ts';

export function draw_table(view: View, speaker: Speaker): HTMLElement {
    const caption = html('caption', {}, html('span', { class: 'caption' }, speaker.text(view.title)), view.base !== undefined && html('span', { class: 'base' }, speaker.text(view.base)));
    const table = html('table', {}, caption, head(view, speaker), html('tbody', {}, ...view.rows.map((row) => row_of(row, view, speaker))));
    return html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': speaker.phrase('numbers') }, table);
}

function head(view: View, speaker: Speaker): HTMLElement {
    const corner = (rows: number) => html('th', { scope: 'col', rowspan: rows }, speaker.phrase('answer_column'));
    const bases = view.columns.some((column) => column.b !== undefined);
    if (!view.heads) {
        return html('thead', {}, html('tr', {}, corner(1), ...view.columns.map((column) =>
            html('th', { scope: 'col' }, speaker.text(column.t), column.b !== undefined && html('span', { class: 'n' }, speaker.text(column.b))))));
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

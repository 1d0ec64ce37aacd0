// A table as a file for other programs: a record a cell, as in the survey's tables.csv.
import type { Dashboard, Speaker, View } from './data.ts';

/** RFC 4180; what a spreadsheet would take for a formula is made a text, as in every CSV of MTM. */
export function csv_field(value: string | number): string {
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csv_columns = ['table', 'by', 'group', 'group_label', 'category', 'category_label', 'statistic', 'value', 'n', 'low', 'high', 'printed', 'withheld', 'invented'];

export function view_csv(view: View, data: Dashboard, speaker: Speaker): string {
    const records: (string | number)[][] = [csv_columns];
    view.columns.forEach((column, g) => {
        let heading = '';
        for (const row of view.rows) {
            if (row.heading) { heading = `${speaker.text(row.t)}: `; continue; }
            const cell = row.cells[g];
            if (!cell) continue;
            records.push([view.table, view.by.join(' '), column.code ?? '', speaker.text(column.t), row.code ?? '', heading + speaker.text(row.t), view.statistic,
                cell.v ?? '', cell.n ?? '', cell.l ?? '', cell.h ?? '', speaker.text(cell.t), cell.x ? 'yes' : '', data.invented ? 'yes' : '']);
        }
    });
    return `${records.map((record) => record.map(csv_field).join(',')).join('\r\n')}\r\n`;
}

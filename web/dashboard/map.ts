// Areas shaded by one answer's share or a mean, or bubbles where the areas themselves are the answers.
import { type Canvas, colour, hatched } from './canvas.ts';
import type { Area, Cell, Dashboard, Row, Speaker, View } from './data.ts';
import { svg } from './dom.ts';
import { text_width } from './measure.ts';

interface Placed { area: Area; name: string; cell: Cell; fill: string }
interface Box { left: number; top: number; right: number; bottom: number }

const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export function draw_map(canvas: Canvas, view: View, row: Row | undefined, speaker: Speaker): void {
    const map = speaker.data.map;
    if (!map) return;
    const bubbles = view.columns.length === 1;
    const placed = bubbles ? of_rows(map.areas, view, speaker) : of_columns(map.areas, view, row, speaker);
    if (!bubbles && row?.limits) {
        canvas.legend([...row.limits.map((limit, index) => ({ fill: colour(row.shades?.[index]), words: speaker.text(limit) })),
            ...(placed.some(({ cell }) => cell.x) ? [{ fill: hatched, words: speaker.phrase('withheld') }] : []), { fill: colour('mtm-land'), words: speaker.phrase('not_covered') }]);
    }
    const scale = canvas.width / map.width;
    const top = canvas.y;
    const ground = svg('g', { transform: `translate(0 ${top.toFixed(1)}) scale(${scale.toFixed(4)})`, stroke: colour('mtm-page'), 'stroke-width': 1.5, 'stroke-linejoin': 'round' });
    const said = new Map(placed.map((one) => [one.area.key, one]));
    for (const area of map.areas.filter((one) => !one.place)) {
        const one = said.get(area.key);
        ground.append(svg('path', { d: area.d, 'fill-rule': 'evenodd', fill: !one ? colour('mtm-land') : bubbles ? colour('mtm-grid') : one.fill }, one && svg('title', {}, `${one.name}: ${speaker.text(one.cell.t)}`)));
    }
    canvas.group.append(ground);
    const at = (area: Area) => ({ x: area.x * scale, y: top + area.y * scale });
    const most = Math.max(1, ...placed.map(({ cell }) => cell.v ?? 0));
    const radius = (one: Placed): number => bubbles ? Math.max(3, Math.sqrt((one.cell.v ?? 0) / most) * canvas.width * 0.035) : one.area.place ? 7 : 0;
    const taken: Box[] = [];
    for (const one of placed) {
        const r = radius(one);
        if (r === 0) continue;
        const { x, y } = at(one.area);
        canvas.group.append(svg('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), fill: one.cell.x ? hatched : one.fill, stroke: colour('mtm-page'), 'stroke-width': 1.5, 'fill-opacity': bubbles ? 0.85 : undefined },
            svg('title', {}, `${one.name}: ${speaker.text(one.cell.t)}`)));
        taken.push({ left: x - r, top: y - r, right: x + r, bottom: y + r });
    }
    for (const one of placed) name_area(canvas, one, at(one.area), radius(one), taken, top, top + map.height * scale, speaker);
    canvas.y = top + map.height * scale + 14;
}

const area_named = (areas: Area[], key: string | undefined): Area | undefined => areas.find((area) => area.key === key);

function of_rows(areas: Area[], view: View, speaker: Speaker): Placed[] {
    return view.rows.flatMap((row) => {
        const area = area_named(areas, row.area);
        return area ? [{ area, name: speaker.text(row.t), cell: row.cells[0] ?? {}, fill: colour('mtm-everyone') }] : [];
    });
}

function of_columns(areas: Area[], view: View, row: Row | undefined, speaker: Speaker): Placed[] {
    return view.columns.flatMap((column, g) => {
        const area = area_named(areas, column.area);
        const cell = row?.cells[g];
        if (!area || !cell) return [];
        const shade = row.classes?.[g] ?? -1;
        return [{ area, name: speaker.text(column.t), cell, fill: shade >= 0 ? colour(row.shades?.[shade]) : hatched }];
    });
}

// Name and number where there is room; the bars under the map name all.
function name_area(canvas: Canvas, one: Placed, at: { x: number; y: number }, r: number, taken: Box[], top: number, bottom: number, speaker: Speaker): void {
    const size = canvas.width < 520 ? 11 : 13;
    const number = speaker.text(one.cell.t);
    for (const lines of [[one.name, number], [number]]) {
        const width = Math.max(...lines.map((line) => text_width(line, size, true))) + 4;
        const height = lines.length * (size + 3);
        const places = r > 0 ? [[r + 4 + width / 2, 0], [-r - 4 - width / 2, 0], [0, -r - height / 2 - 2], [0, r + height / 2 + 2]] : [[0, 0], [0, -height / 2], [0, height / 2]];
        for (const [dx, dy] of places) {
            const x = at.x + (dx ?? 0);
            const y = at.y + (dy ?? 0);
            const box = { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
            if (box.left < 0 || box.right > canvas.width || box.top < top || box.bottom > bottom || taken.some((other) => meets(box, other))) continue;
            taken.push(box);
            canvas.group.append(svg('rect', { x: (box.left - 1).toFixed(1), y: (box.top - 1).toFixed(1), width: (width + 2).toFixed(1), height: height + 2, rx: 3, fill: colour('mtm-page'), 'fill-opacity': 0.78 }));
            lines.forEach((line, index) => canvas.text(x, box.top + (index + 1) * (size + 3) - 4, line, { size, bold: index === lines.length - 1, anchor: 'middle' }));
            return;
        }
    }
}

export const disclaimers = (data: Dashboard, speaker: Speaker): string[] => speaker.texts(data.front.map_disclaimer);

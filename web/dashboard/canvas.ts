// A drawing that grows downwards: parts of a chart are put under each other and the height follows.
import { svg } from './dom.ts';
import { font_family, text_width, wrapped } from './measure.ts';

export const label_px = 14;
export const line_px = 18;

export interface TextLook { size?: number; bold?: boolean; fill?: string; anchor?: 'start' | 'middle' | 'end'; halo?: boolean; italic?: boolean }

export const colour = (variable: string | undefined): string => `var(--${variable ?? 'mtm-everyone'})`;

export class Canvas {
    readonly group: SVGGElement = svg('g');
    y = 4;  // letters reach above the line that they are measured by

    constructor(readonly width: number) {}

    text(x: number, baseline: number, words: string, look: TextLook = {}): void {
        this.group.append(svg('text', {
            x: x.toFixed(1), y: baseline.toFixed(1), 'font-size': look.size ?? label_px, 'font-weight': look.bold ? 600 : undefined, 'font-style': look.italic ? 'italic' : undefined,
            fill: look.fill ?? colour('mtm-ink'), 'text-anchor': look.anchor === 'start' ? undefined : look.anchor,
            ...(look.halo ? { stroke: colour('mtm-page'), 'stroke-width': 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' } : {}),
        }, words));
    }

    rect(x: number, y: number, width: number, height: number, fill: string, title = ''): void {
        this.group.append(svg('rect', { x: x.toFixed(1), y: y.toFixed(1), width: Math.max(width, 0).toFixed(1), height, fill }, title !== '' && svg('title', {}, title)));
    }

    line(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): void {
        this.group.append(svg('line', { x1: x1.toFixed(1), y1: y1.toFixed(1), x2: x2.toFixed(1), y2: y2.toFixed(1), stroke, 'stroke-width': width }));
    }

    /** From low to high across a mark, with caps. */
    interval(low: number, high: number, y: number): void {
        const ink = colour('mtm-ink');
        for (const [stroke, width] of [[colour('mtm-page'), 4], [ink, 1.5]] as const) {
            this.line(low, y, high, y, stroke, width);
            this.line(low, y - 4, low, y + 4, stroke, width);
            this.line(high, y - 4, high, y + 4, stroke, width);
        }
    }

    paragraph(words: string, look: TextLook = {}): void {
        const size = look.size ?? label_px;
        for (const line of wrapped(words, this.width, size, look.bold)) {
            this.y += size * 1.35;
            this.text(0, this.y - size * 0.3, line, look);
        }
    }

    /** What colours stand for, in as many lines as it takes. */
    legend(entries: { fill: string; words: string }[]): void {
        let x = 0;
        for (const { fill, words } of entries) {
            const lines = wrapped(words, this.width - 20, label_px);
            const width = 20 + Math.max(...lines.map((line) => text_width(line, label_px)));
            if (x > 0 && x + width > this.width) { x = 0; this.y += line_px + 4; }
            this.rect(x, this.y + 2, 13, 13, fill);
            lines.forEach((line, index) => {
                if (index > 0) this.y += line_px;
                this.text(x + 20, this.y + 13, line);
            });
            x += width + 18;
        }
        if (entries.length > 0) this.y += line_px + 12;
    }

    /** The drawing; `described` is its text alternative. */
    element(described: string): SVGSVGElement {
        const height = Math.ceil(this.y);
        return svg('svg', { viewBox: `0 0 ${this.width} ${height}`, width: this.width, height, role: 'img', 'aria-label': described, 'font-family': font_family }, pattern(), this.group);
    }
}

export const hatched = 'url(#hatch)';

/** Slanted lines for what is withheld. */
function pattern(): SVGDefsElement {
    return svg('defs', {}, svg('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('rect', { width: 6, height: 6, fill: colour('mtm-land') }), svg('line', { x1: 0, y1: 0, x2: 0, y2: 6, stroke: colour('mtm-axis'), 'stroke-width': 1.5 })));
}

// Widths of texts, and lines that fit: a label is wrapped, never cut.
export const font_family = '"Noto Sans", "Open Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

let context: CanvasRenderingContext2D | null | undefined;

export function text_width(text: string, size_px: number, bold = false): number {
    context ??= document.createElement('canvas').getContext('2d');
    if (!context) return text.length * size_px * 0.6;
    context.font = `${bold ? 600 : 400} ${size_px}px ${font_family}`;
    return context.measureText(text).width * 1.02;
}

/** Lines no wider than that; a word that is wider alone is divided. */
export function wrapped(text: string, width_px: number, size_px: number, bold = false): string[] {
    const fits = (part: string) => text_width(part, size_px, bold) <= width_px;
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (fits(longer)) { line = longer; continue; }
        if (line !== '') lines.push(line);
        line = word;
        while (!fits(line) && line.length > 1) {
            let end = line.length - 1;
            while (end > 1 && !fits(line.slice(0, end))) end -= 1;
            lines.push(line.slice(0, end));
            line = line.slice(end);
        }
    }
    return line === '' && lines.length > 0 ? lines : [...lines, line];
}

// Files that the page makes: CSV, SVG and PNG. All of it happens in the browser.
function save(name: string, content: Blob): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** With the mark by which spreadsheets know UTF-8. */
export const save_csv = (name: string, text: string): void => save(name, new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));

/** The text of a drawing, in the colours of a light page: a file knows no variables of ours. */
export function standalone(drawing: SVGSVGElement): string {
    const root = document.documentElement;
    const theme = root.dataset.theme;
    root.dataset.theme = 'light';
    const style = getComputedStyle(root);
    const known = new Map<string, string>();
    const text = new XMLSerializer().serializeToString(drawing).replace(/var\(--([\w-]+)\)/g, (_, name: string) => {
        if (!known.has(name)) known.set(name, style.getPropertyValue(`--${name}`).trim() || '#000000');
        return known.get(name) ?? '';
    });
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
    return text;
}

export const save_svg = (name: string, drawing: SVGSVGElement): void => save(name, new Blob([standalone(drawing)], { type: 'image/svg+xml' }));

/** Twice as large as drawn, on white. */
export async function save_png(name: string, drawing: SVGSVGElement): Promise<void> {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(drawing))}`;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * drawing.width.baseVal.value;
    canvas.height = 2 * drawing.height.baseVal.value;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (bytes) save(name, bytes);
}

// The report as readers see it: in Debian's Chromium, on a phone, a tablet and a desk, in light and
// dark, and on paper. Needs `mtm report` to have written the page: node report_test.mjs PAGE.html
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const page_file = resolve(process.argv[2] ?? 'studies/kazakhstan-2024-r4/out/report.html');
const mark = 'Invented interviews: not survey results';
const mistakes = [];
const expect = (truth, message) => { if (!truth) mistakes.push(message); };

// Runs inside the page: what a reader would stumble over.
function look() {
    const out = { wide: [], cut: [], overlaps: [], contrast: [], unnamed: 0, charts: 0, empty: 0 };
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) out.wide.push('the page itself');
    const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    for (const element of document.querySelectorAll('main *, header *, footer *')) {
        if (element.closest('svg') || !visible(element)) continue;
        const head = element.closest('thead');  // on a phone it is for screen readers only
        if (head && getComputedStyle(head).position === 'absolute') continue;
        const box = element.getBoundingClientRect();
        if (box.width > 1 && box.right > width + 1) out.wide.push(`${element.tagName}.${element.className}`);
    }
    for (const svg of document.querySelectorAll('svg[role=img]')) {
        if (!visible(svg)) continue;
        out.charts += 1;
        if (!(svg.getAttribute('aria-label') ?? '').trim()) out.unnamed += 1;
        const frame = svg.getBoundingClientRect();
        if (frame.height < 20) out.empty += 1;
        const texts = [...svg.querySelectorAll('text')]
            .filter((text) => text.textContent.trim() && !/survey|Invented|results|not/.test(text.textContent))
            .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
        for (const { words, box } of texts) {
            const inside = box.left >= frame.left - 1 && box.right <= frame.right + 1 &&
                box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
            if (!inside) out.cut.push(words);
        }
        for (let i = 0; i < texts.length; ++i) {
            for (let j = i + 1; j < texts.length; ++j) {
                const a = texts[i].box, b = texts[j].box;
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (across > 2 && down > 4) out.overlaps.push(`${texts[i].words} | ${texts[j].words}`);
            }
        }
    }
    const channel = (c) => { const s = c / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
    const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const backdrop = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = numbers(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] > 0.99) return colour;
        }
        return [255, 255, 255];
    };
    for (const element of document.querySelectorAll('p, li, h1, h2, h3, td, th, a, summary, figcaption')) {
        if (!visible(element) || !element.textContent.trim() || element.closest('svg')) continue;
        const a = luminance(numbers(getComputedStyle(element).color));
        const b = luminance(backdrop(element));
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) out.contrast.push(`${element.tagName} ${element.textContent.trim().slice(0, 40)} (${ratio.toFixed(1)})`);
    }
    return out;
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const width of [360, 400, 800, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
        const requests = [];
        page.on('request', (request) => { if (!request.url().startsWith('file:')) requests.push(request.url()); });
        page.on('pageerror', (error) => mistakes.push(`${width} ${colorScheme}: ${error}`));
        await page.goto(`file://${page_file}`);
        const where = `${width} px, ${colorScheme}`;
        const seen = await page.evaluate(look);
        await page.evaluate(() => { for (const closed of document.querySelectorAll('details')) closed.open = true; });
        const opened = await page.evaluate(look);
        for (const kind of ['wide', 'contrast']) seen[kind].push(...opened[kind]);
        expect(requests.length === 0, `${where}: asks for ${requests}`);
        expect(seen.charts >= 30, `${where}: only ${seen.charts} charts`);
        expect(seen.unnamed === 0, `${where}: ${seen.unnamed} charts without a text alternative`);
        expect(seen.empty === 0, `${where}: ${seen.empty} empty charts`);
        for (const kind of ['wide', 'cut', 'overlaps', 'contrast']) {
            const found = [...new Set(seen[kind])];
            expect(found.length === 0, `${where}: ${kind}: ${found.slice(0, 8).join('; ')}`);
        }
        await page.close();
    }
}

// In every language, to a screen reader: axe-core finds nothing, not even in what is folded up.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const in_language = (code) => page_file.replace(/\.html$/, `${code}.html`);
for (const code of process.argv[2] ? [''] : ['', '.ru', '.kk']) {
    for (const colorScheme of ['light', 'dark']) {
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme });
        await page.goto(`file://${in_language(code)}`);
        await page.evaluate(() => { for (const closed of document.querySelectorAll('details')) closed.open = true; });
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
        expect(passes.length > 20, `axe-core looked at nothing${code}`);
        for (const { id, nodes } of violations) {
            mistakes.push(`axe-core, report${code}.html, ${colorScheme}: ${id} (${nodes.length}): ${nodes[0].html.slice(0, 200)}`);
        }
        await page.close();
    }
}

// On paper: the mark on every page, nothing cut, no heading left alone at the foot of a page.
const folder = mkdtempSync(join(tmpdir(), 'mtm-print-'));
try {
    const page = await browser.newPage();
    await page.goto(`file://${page_file}`);
    const pdf = join(folder, 'report.pdf');
    await page.pdf({ path: pdf, format: 'A4', printBackground: true, preferCSSPageSize: true });
    const pages = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\f').slice(0, -1);
    expect(pages.length > 10, `on paper: only ${pages.length} pages`);
    pages.forEach((text, index) => {
        expect(text.includes(mark), `on paper: page ${index + 1} does not say that it is invented`);
        expect(text.replaceAll(mark, '').trim().length > 0, `on paper: page ${index + 1} is empty`);
    });
} finally {
    rmSync(folder, { recursive: true, force: true });
}
await browser.close();

for (const mistake of mistakes) console.error(mistake);
console.log(`${mistakes.length === 0 ? 1 : 0} passed, ${mistakes.length} mistakes`);
process.exit(mistakes.length === 0 ? 0 : 1);

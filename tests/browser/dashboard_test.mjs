// The dashboard as readers see it, opened from a folder (file://) in Debian's Chromium: every table in every language,
// on a phone and a desk, in light and dark, on paper, by keyboard; its files against its own numbers; axe-core over it.
//     MTM_DASHBOARD_OUT=FOLDER build/release/publish_test && node tests/browser/dashboard_test.mjs FOLDER/plain FOLDER/sample
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sites = process.argv.slice(2).map((folder) => resolve(folder));
if (sites.length === 0) { console.error('usage: dashboard_test.mjs FOLDER…'); process.exit(2); }
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 900 };
const mistakes = [];
const expect = (truth, message) => { if (!truth) mistakes.push(message); };

// Runs inside the page: what a reader would stumble over.
function look() {
    const out = { wide: [], cut: [], overlaps: [], undefined: [], unnamed: 0, charts: 0 };
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) out.wide.push('the page itself');
    for (const svg of document.querySelectorAll('svg[role=img]')) {
        out.charts += 1;
        if (!(svg.getAttribute('aria-label') ?? '').trim()) out.unnamed += 1;
        const frame = svg.getBoundingClientRect();
        if (frame.right > width + 1) out.wide.push('a chart');
        const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim()).map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
        for (const { words, box } of texts) {
            if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) out.cut.push(words);
        }
        for (let i = 0; i < texts.length; ++i) {
            for (let j = i + 1; j < texts.length; ++j) {
                const a = texts[i].box, b = texts[j].box;
                if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6) out.overlaps.push(`${texts[i].words} | ${texts[j].words}`);
            }
        }
    }
    for (const word of ['undefined', 'NaN', 'null', '{n}']) if (document.body.innerText.includes(word)) out.undefined.push(word);
    return out;
}

function check_look(seen, where) {
    for (const kind of ['wide', 'cut', 'overlaps', 'undefined']) {
        const found = [...new Set(seen[kind])];
        expect(found.length === 0, `${where}: ${kind}: ${found.slice(0, 6).join('; ')}`);
    }
    expect(seen.unnamed === 0, `${where}: a chart without a text alternative`);
}

// Every field of a record; RFC 4180.
function records_of(csv) {
    const out = [];
    for (const line of csv.replace(/^\uFEFF/, '').trimEnd().split('\r\n')) {
        out.push([...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((field) => field[1]?.replaceAll('""', '"') ?? field[2] ?? ''));
    }
    return out;
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

async function open(site, viewport, colorScheme, where) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', acceptDownloads: true });
    const page = await context.newPage();
    page.on('request', (request) => { if (!/^(file|data|blob):/.test(request.url())) mistakes.push(`${where}: asks for ${request.url()}`); });
    page.on('pageerror', (error) => mistakes.push(`${where}: ${error}`));
    page.on('console', (message) => { if (message.type() === 'error') mistakes.push(`${where}: ${message.text()}`); });
    await page.goto(`file://${site}/index.html`);
    return page;
}

// By the page's own address, and back when it has drawn.
const go = (page, hash) => page.evaluate((to) => new Promise((done) => {
    if (location.hash === to) { done(); return; }
    addEventListener('hashchange', () => requestAnimationFrame(() => done()), { once: true });
    location.hash = to;
}), hash);

const views_of = (page) => page.evaluate(() => window.mtm_dashboard.topics.flatMap((topic) => topic.views.map((view) =>
    ({ table: view.table, by: view.by.join(',') || 'all', kinds: view.kinds, title: view.title, answers: view.rows.map((row) => row.code ?? '') }))));

async function axe(page, where) {
    await page.evaluate(axe_source);
    const found = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    for (const violation of found.violations) mistakes.push(`${where}: axe ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

async function every_table(site, whole) {
    let looked_at = 0;
    const ways = [['en', desk], ['ru', phone], ['kk', desk], ['ru', desk], ['kk', phone], ['en', phone]];
    for (const [language, viewport] of whole ? ways : ways.slice(0, 2)) {
        const where = `${site} ${language} ${viewport.width}`;
        const page = await open(site, viewport, 'light', where);
        for (const view of await views_of(page)) {
            for (const kind of view.kinds.length > 0 ? view.kinds : ['']) {
                const address = `#table=${view.table}&by=${view.by}${kind ? `&as=${kind}` : ''}&lang=${language}`;
                await go(page, address);
                const shown = await page.evaluate(() => ({ heading: document.querySelector('h1')?.textContent, language: document.documentElement.lang }));
                const title = await page.evaluate(([number, at]) => { const text = window.mtm_dashboard.texts[number]; return Array.isArray(text) ? text[at] : text; }, [view.title, ['en', 'ru', 'kk'].indexOf(language)]);
                expect(shown.heading === title && shown.language === language, `${where}: ${address} shows ${shown.heading} in ${shown.language}`);
                check_look(await page.evaluate(look), `${where} ${address}`);
                looked_at += 1;
            }
        }
        for (const other of ['overview', 'about']) {
            await go(page, `#page=${other}&lang=${language}`);
            check_look(await page.evaluate(look), `${where} ${other}`);
        }
        await page.context().close();
    }
    expect(looked_at > (whole ? 6 : 2) * 150, `${site}: only ${looked_at} views were looked at`);
}

// What a file holds is what the page has: the CSV by its numbers, the table on the page by its texts.
async function downloads(site) {
    const page = await open(site, desk, 'dark', `${site} downloads`);
    // A click may fall on a button that the page is just drawing anew: then it is made again.
    const saved = async (id, tries = 3) => {
        try {
            const [file] = await Promise.all([page.waitForEvent('download', { timeout: 20000 }), page.click(`#${id}`)]);
            return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
        } catch (error) {
            if (tries === 1) throw error;
            return saved(id, tries - 1);
        }
    };
    let cells = 0;
    for (const view of (await views_of(page)).filter((_, index) => index % 9 === 0)) {
        await go(page, `#table=${view.table}&by=${view.by}&lang=ru`);
        if (!await page.$('#save-csv')) continue;
        const { name, bytes } = await saved('save-csv');
        expect(name.endsWith('.csv'), `${site}: ${name}`);
        const [head, ...records] = records_of(bytes.toString('utf8'));
        const at = (record, column) => record[head.indexOf(column)];
        const truth = await page.evaluate(([table, by]) => {
            const found = window.mtm_dashboard.topics.flatMap((topic) => topic.views).find((one) => one.table === table && (one.by.join(',') || 'all') === by);
            return found.columns.flatMap((column, g) => found.rows.filter((row) => !row.heading && row.cells[g]).map((row) => ({ group: column.code ?? '', category: row.code ?? '', ...row.cells[g] })));
        }, [view.table, view.by]);
        expect(records.length === truth.length, `${name}: ${records.length} records of ${truth.length} cells`);
        records.forEach((record, index) => {
            const cell = truth[index] ?? {};
            cells += 1;
            expect(at(record, 'group') === cell.group && at(record, 'category') === cell.category, `${name}: record ${index + 1} is of another cell`);
            for (const [column, key] of [['value', 'v'], ['n', 'n'], ['low', 'l'], ['high', 'h']]) expect(at(record, column) === String(cell[key] ?? ''), `${name}: record ${index + 1}: ${column} ${at(record, column)}, not ${cell[key]}`);
            expect((at(record, 'withheld') === 'yes') === (cell.x === 1), `${name}: record ${index + 1}: withheld`);
            expect(at(record, 'invented') === 'yes', `${name}: does not say that it is invented`);
        });
        const printed = new Set(records.map((record) => at(record, 'printed')));
        const on_page = await page.$$eval('tbody td', (all) => all.map((td) => (td.querySelector('.value') ?? td).textContent));
        for (const text of on_page) expect(printed.has(text), `${name}: the page shows ${text}, the file does not`);
    }
    expect(cells > 200, `${site}: only ${cells} cells of CSV were compared`);
    await go(page, '#table=mean_age_by_region&by=region&lang=ru');
    const svg = (await saved('save-svg')).bytes.toString('utf8');
    expect(!svg.includes('var(') && svg.includes('xmlns='), `${site}: the SVG does not stand alone`);
    expect(svg.includes('Вымышленные интервью') && svg.includes('Карта показывает'), `${site}: the SVG lacks its mark or the map's disclaimer`);
    const png = await saved('save-png');
    expect(png.name.endsWith('.png') && png.bytes.subarray(1, 4).toString() === 'PNG' && png.bytes.readUInt32BE(16) === 1840 && png.bytes.length > 20000, `${site}: ${png.name} is no picture of the chart`);
    await page.context().close();
}

async function accessible(site) {
    const pages = ['#page=overview', '#page=about', '#table=education&by=sex', '#table=mean_age_by_region&by=region', '#table=dependants_group&by=sex&as=stacked', '#table=age_and_sex&by=sex',
        '#table=main_provider_by_region&by=region&as=stacked', '#table=grid', '#table=marital_status&by=round', '#table=nothing'];
    for (const viewport of [phone, desk]) {
        for (const scheme of ['light', 'dark']) {
            const where = `${site} ${viewport.width} ${scheme}`;
            const page = await open(site, viewport, scheme, where);
            for (const address of pages) {
                await go(page, `${address}&lang=ru`);
                await axe(page, `${where} ${address}`);
            }
            if (viewport === phone) {
                await page.click('#menu');
                await axe(page, `${where} with the menu open`);
            }
            await page.context().close();
        }
    }
}

// Languages, search, choices and the keyboard.
async function use(site) {
    const page = await open(site, desk, 'light', `${site} use`);
    await go(page, '#table=education&by=sex&lang=en');
    await page.selectOption('#language', 'kk');
    await page.waitForFunction(() => document.documentElement.lang === 'kk');
    expect((await page.evaluate(() => location.hash)).includes('table=education&by=sex'), `${site}: another language leads away from the table`);
    await page.selectOption('#language', 'en');
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    await page.focus('#by');
    await page.selectOption('#by', { label: 'Region or city of the interview' });
    await page.waitForFunction(() => location.hash.includes('by=region'));
    expect(await page.evaluate(() => document.activeElement?.id) === 'by', `${site}: the focus is lost by a choice`);
    await page.fill('#search', 'remitt');
    const found = await page.$$eval('#contents li:not([hidden]) a', (all) => all.filter((link) => link.checkVisibility()).map((link) => link.textContent));
    expect(found.length > 3 && found.length < 30, `${site}: a search finds ${found.length} tables`);
    await page.fill('#search', 'qqqq');
    expect((await page.textContent('.found'))?.includes('No table'), `${site}: a search that finds nothing does not say so`);
    await page.fill('#search', '');
    await page.reload();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className) === 'skip', `${site}: the first stop is no skip link`);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName) === 'H1', `${site}: the skip link does not lead to the content`);
    await page.goBack();
    await page.context().close();

    const small = await open(site, phone, 'light', `${site} use of a phone`);
    expect(!await small.isVisible('#contents'), `${site}: the contents cover a phone`);
    await small.click('#menu');
    expect(await small.isVisible('#contents') && await small.evaluate(() => document.activeElement?.id) === 'search', `${site}: the menu does not open`);
    await small.keyboard.press('Escape');
    expect(!await small.isVisible('#contents'), `${site}: Escape does not close the menu`);
    const targets = await small.$$eval('button, select, .pages a', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().height));
    expect(targets.every((height) => height >= 24), `${site}: something to tap is lower than 24 px`);
    await small.context().close();
}

async function on_paper(site) {
    const folder = mkdtempSync(join(tmpdir(), 'mtm-dashboard-'));
    try {
        const page = await open(site, desk, 'dark', `${site} on paper`);
        await go(page, '#table=education&by=sex&lang=en');
        const pdf = join(folder, 'page.pdf');
        await page.pdf({ path: pdf, format: 'A4', printBackground: true, preferCSSPageSize: true });
        const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
        const pages = text.split('\f').slice(0, -1);
        expect(pages.length <= 3, `${site}: one table takes ${pages.length} pages`);
        for (const each of pages) expect(each.includes('Invented interviews: not survey results'), `${site}: a printed page does not say that it is invented`);
        expect(text.includes('Post-secondary') && !text.includes('Search the tables'), `${site}: paper shows the wrong things`);
        // 180 mm of an A4 page: no column of the widest tables is lost.
        await page.setViewportSize({ width: 680, height: 960 });
        await page.emulateMedia({ media: 'print' });
        for (const address of ['#table=education_by_region&by=region&lang=ru', '#table=reasons_kazakhstan_by_region&by=region&lang=kk', '#table=origin_by_intention&by=future_intention&lang=ru']) {
            await go(page, address);
            const right = await page.$$eval('table, th, td', (all) => Math.max(...all.map((one) => one.getBoundingClientRect().right)));
            expect(right <= 681, `${site}: on paper ${address} is ${right} px wide`);
        }
        await page.context().close();
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

for (const site of sites) {
    const bytes = readdirSync(site).reduce((sum, name) => sum + statSync(join(site, name)).size, 0);
    expect(bytes < 1.5e6, `${site}: ${bytes} bytes`);
    for (const part of [(folder) => every_table(folder, folder === sites[0]), downloads, accessible, use, on_paper]) {
        await part(site).catch((error) => mistakes.push(`${site}: ${error}`));
    }
}
await browser.close();

for (const mistake of [...new Set(mistakes)].slice(0, 60)) console.error(mistake);
console.log(`${mistakes.length === 0 ? 1 : 0} passed, ${mistakes.length} mistakes`);
process.exit(mistakes.length === 0 ? 0 : 1);

// The team's page as people see it: on a phone and a wide desk, light and dark, in both languages, against an invented
// study. node fieldwork_test.mjs WEB [FOLDER FOR PICTURES]
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { FakeServer } from './fake_server.mjs';
import { invented_study } from './invented_study.mjs';

const web = resolve(process.argv[2] ?? 'build/release/web');
const pictures = process.argv[3];
if (pictures) mkdirSync(pictures, { recursive: true });
const study = 'studies/kazakhstan-2024-r4';
const areas_key = { 'Almaty (city)': 'almaty_city', 'Astana (city)': 'astana', 'Shymkent (city)': 'shymkent', Turkestan: 'turkistan', Mangystau: 'mangystau', Atyrau: 'atyrau', Aktobe: 'aktobe' };
const mistakes = [];
const expect = (truth, message) => { if (!truth) mistakes.push(message); };

// Runs inside the page: what a reader would stumble over.
function look() {
    const out = { wide: [], contrast: [], unnamed: [] };
    const width = document.documentElement.clientWidth;
    const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    if (document.documentElement.scrollWidth > width) out.wide.push('the page itself');
    for (const element of document.querySelectorAll('main *, header *')) {
        if (element.closest('svg, .scroll, .tabs, thead, .hidden') || !visible(element)) continue;
        const box = element.getBoundingClientRect();
        if (box.width > 1 && box.right > width + 1) out.wide.push(`${element.tagName}.${element.className}`);
    }
    for (const element of document.querySelectorAll('input, select, textarea, button, a, svg[role=img], img, summary')) {
        if (!visible(element) || element.getAttribute('aria-hidden') === 'true' || element.closest('svg:not([role=img])')) continue;
        if (element.tagName === 'A' && element.closest('svg')) continue;
        const name = element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? (element.labels?.[0]?.innerText || element.innerText || element.textContent);
        if (name === null || (!name.trim() && element.getAttribute('alt') !== '')) out.unnamed.push(element.outerHTML.slice(0, 80));
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
    for (const element of document.querySelectorAll('p, li, h1, h2, h3, td, th, a, b, small, span, summary, dt, dd, label, button, code, figcaption, .chart text')) {
        if (!visible(element) || !element.textContent.trim() || element.disabled) continue;
        const style = getComputedStyle(element);
        const a = luminance(numbers(element.tagName === 'text' ? style.fill : style.color));
        const b = luminance(backdrop(element));
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) out.contrast.push(`${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)} (${ratio.toFixed(1)})`);
    }
    return out;
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

async function signed_in(options, settings = {}) {
    const server = await new FakeServer({ web, api: invented_study({ geojson: join(study, 'areas.geojson'), areas_key, ...settings }) }).listen();
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on('pageerror', (error) => mistakes.push(String(error)));
    page.on('console', (message) => { if (/Content Security Policy|\[Vue warn\]/.test(message.text())) mistakes.push(message.text()); });
    page.on('request', (request) => { if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) mistakes.push(`asks ${request.url()}`); });
    await page.goto(server.url);
    await page.fill('input[name=email]', 'officer@example.org');
    await page.fill('input[name=password]', 'wrong');
    await page.click('form.sign-in button');
    await page.waitForSelector('.problem');
    await page.fill('input[name=password]', 'correct horse battery');
    await page.press('input[name=password]', 'Enter');
    await page.waitForSelector('.tiles');
    return { server, context, page, end: async () => { await context.close(); server.close(); } };
}

const views = { fieldwork: '.tiles', interviews: 'tbody tr', devices: 'input[name=device-label]', people: 'tbody tr', 'set-aside': 'tbody tr', record: 'tbody tr' };

for (const width of [360, 1600]) {
    for (const [colorScheme, locale] of [['light', 'en-GB'], ['dark', 'ru-RU']]) {
        const { page, end, server } = await signed_in({ viewport: { width, height: 900 }, colorScheme, locale });
        const check = async (name) => {
            await page.waitForTimeout(150);
            const seen = await page.evaluate(look);
            for (const kind of Object.keys(seen)) {
                const found = [...new Set(seen[kind])];
                expect(found.length === 0, `${name}, ${width} px, ${colorScheme}: ${kind}: ${found.slice(0, 6).join('; ')}`);
            }
            const marks = await page.locator('.invented').count();
            expect(marks === 2, `${name}, ${width} px: does not say that the interviews are invented`);
            if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: width === 1600 });
        };
        for (const [view, there] of Object.entries(views)) {
            await page.goto(`${server.url}/#/round-4/${view}`);
            await page.waitForSelector(there);
            await check(view);
        }
        await page.goto(`${server.url}/#/round-4/interviews`);
        await page.click('tbody th a');
        await page.waitForSelector('.answers');
        await page.check('.check input');
        await check('interview');
        await page.goto(`${server.url}/#/round-4/devices`);
        await page.fill('input[name=device-label]', 'KZ13');
        await page.press('input[name=device-label]', 'Enter');
        await page.waitForSelector('.qr');
        await check('code');
        await page.click('button:has-text("Отозвать"), button:has-text("Withdraw")');
        await check('withdrawing');
        await end();
    }
}

// A review is there at once, also for whoever has the page open elsewhere; a refusal to give reasons is not taken.
{
    const { page, context, server, end } = await signed_in({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    const other = await context.newPage();
    await other.goto(`${server.url}/#/round-4/fieldwork`);
    await other.waitForSelector('.tiles');
    const approved = async () => Number((await other.locator('tr:has-text("approved") td.n').innerText()).split(/\s/)[0]);
    const before = await approved();
    await page.goto(`${server.url}/#/round-4/interviews?review=none`);
    await page.waitForSelector('tbody tr');
    await page.click('tbody th a');
    await page.waitForSelector('.verdict');
    await page.click('.verdict .reject');
    expect((await page.innerText('.verdict')).includes('Say why'), 'review: rejects without a reason');
    await page.fill('.verdict textarea', 'Checked by telephone.');
    await page.click('.verdict .approve');
    await page.waitForSelector('h1 .review.approved');
    expect((await page.innerText('.log')).includes('Checked by telephone.'), 'review: the comment is not there');
    for (let i = 0; i < 50 && (await approved()) === before; ++i) await other.waitForTimeout(100);
    expect((await approved()) === before + 1, 'review: the other page does not follow');

    await page.click('.answers button.link >> nth=1');
    await page.fill('.answers form input >> nth=0', '35');
    await page.fill('.answers form input >> nth=1', 'Misheard');
    await page.press('.answers form input >> nth=1', 'Enter');
    await page.waitForSelector('ins');
    expect((await page.innerText('del')) === '34' && (await page.innerText('ins')) === '35', 'correction: old and new value');

    // Whoever corrects what was corrected before is asked about what stands, and what two people made of one answer is shown.
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/corrections'));
    await page.click('.answers button.link >> nth=1');
    await page.fill('.answers form input >> nth=0', '36');
    await page.fill('.answers form input >> nth=1', 'Called back');
    await page.press('.answers form input >> nth=1', 'Enter');
    const late = (await sent).postDataJSON();
    expect(late.old === '35', 'correction: old value');
    await page.evaluate(async ([url, body]) => fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'X-MTM-CSRF': 'c' } }), [(await sent).url(), { ...late, old: '34', new: '37' }]);
    await page.reload();
    const both = page.locator('section', { has: page.locator('h2', { hasText: 'Corrections in conflict' }) }).last();
    await both.waitFor();
    const conflict = await both.innerText();
    if (pictures) await both.screenshot({ path: join(pictures, 'conflict.png') });
    expect(['37', 'other@example.org', 'officer@example.org', 'to be settled'].every((part) => conflict.includes(part)), `conflict: ${conflict}`);

    await page.goto(`${server.url}/#/round-4/interviews`);
    await page.waitForSelector('tbody tr');
    const all = await page.innerText('p[role=status]');
    await page.selectOption('select >> nth=0', 'astana');
    await page.click('.filters button >> nth=0');
    await page.waitForFunction((text) => document.querySelector('p[role=status]')?.innerText !== text, all);
    expect(/area=astana/.test(page.url()), 'filters: are not in the address');
    const areas = await page.locator('tbody tr td:nth-child(3)').allInnerTexts();
    expect(areas.length > 0 && areas.every((text) => text === 'Astana'), 'filters: other areas are shown');

    // A page just opened: where the first stop is after a change of view depends on what was last clicked.
    await page.goto(`${server.url}/#/round-4/fieldwork`);
    await page.reload();
    await page.waitForSelector('.tiles');
    await page.keyboard.press('Tab');
    expect((await page.evaluate(() => document.activeElement.className)) === 'skip', 'keyboard: the first stop is not the way past the menus');
    server.close();
    await page.waitForFunction(() => document.querySelector('.live.off') !== null, undefined, { timeout: 15_000 });
    await end();
}

// Every page of an encrypted study says that it is, and counts by day and tablet alone.
async function sealed_study(page) {
    const says = async (sentence) => (await page.innerText('main')).includes(sentence);
    await page.waitForSelector('.tiles');
    expect(await says('the server cannot read them'), 'encrypted: is not said');
    expect((await page.locator('.invented').count()) === 0, 'encrypted: is called invented');
    const heads = await page.locator('main h2, main figcaption').allInnerTexts();
    expect(heads.length === 2, `encrypted: counts by ${heads}`);
    const tiles = await page.locator('.tiles li').allInnerTexts();
    expect(tiles.length === 3 && tiles.every((tile) => /Received|Flagged|Pilot/.test(tile)), `encrypted: tells ${tiles}`);
    if (pictures) await page.screenshot({ path: join(pictures, 'encrypted-fieldwork.png'), fullPage: true });
    await page.click('.tabs a:has-text("Interviews")');
    await page.waitForSelector('table.stack tbody tr');
    const columns = await page.locator('table.stack thead th').allInnerTexts();
    expect(columns.join() === 'No.,Received,Tablet,Flags,Review', `encrypted: lists ${columns}`);
    expect(await says('sealed'), 'encrypted: the list does not say it');
    await page.click('table.stack tbody th a');
    await page.waitForSelector('.facts');
    expect((await says('answers of this interview are sealed')) && (await page.locator('.answers').count()) === 0, 'encrypted: an interview does not say it');
    expect((await page.locator('.danger').count()) === 1, 'encrypted: cannot be withdrawn');
    await page.click('.tabs a:has-text("Tablets and links")');
    await page.waitForSelector('text=takes tablets only');
    expect((await page.locator('input[name="link-label"]').count()) === 0, 'encrypted: a link can be made');
    if (pictures) await page.screenshot({ path: join(pictures, 'encrypted.png') });
}

// Roles see what they may do, and an encrypted study no answers.
for (const [settings, missing, there] of [
    [{ role: 'analyst' }, ['Tablets and links', 'People', 'Record'], 'Interviews'],
    [{ role: 'supervisor' }, ['People', 'Record'], 'Tablets and links'],
    [{ encrypted: true, rehearsal: false }, [], 'Interviews'],
]) {
    const { page, end } = await signed_in({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' }, settings);
    const tabs = await page.locator('.tabs a').allInnerTexts();
    expect(tabs.includes(there) && missing.every((name) => !tabs.includes(name)), `${JSON.stringify(settings)}: sees ${tabs}`);
    if (settings.encrypted) await sealed_study(page);
    await end();
}

if (pictures) {
    const { page, end } = await signed_in({ viewport: { width: 1280, height: 1000 }, locale: 'en-GB' });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(pictures, 'fieldwork.png') });
    await end();
}
await browser.close();
for (const mistake of mistakes) console.error(mistake);
console.log(`${mistakes.length === 0 ? 1 : 0} passed, ${mistakes.length} mistakes`);
process.exit(mistakes.length === 0 ? 0 : 1);

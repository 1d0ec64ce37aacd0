// As an officer and an enumerator would: `mtm serve` on the Round 4 study, signing in, handing out a tablet's code and a
// link, filling three interviews on a phone (two of them without a network), seeing them arrive, reviewing them.
// node server_test.mjs MTM [FOLDER FOR PICTURES]
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import jsqr from 'jsqr';
import { chromium } from 'playwright-core';
import { ROUND_4, fill_form } from './fill_form.mjs';

const mtm = resolve(process.argv[2] ?? 'build/release/mtm');
const pictures = process.argv[3];
if (pictures) mkdirSync(pictures, { recursive: true });
const mistakes = [];
const expect = (truth, message) => { if (!truth) mistakes.push(message); };

const folder = mkdtempSync(join(tmpdir(), 'mtm-serve-'));
const study = join(folder, 'round-4');
cpSync('studies/kazakhstan-2024-r4', study, { recursive: true, filter: (path) => !/\/(out|rehearsal|interviews|study\.db.*)$/.test(path) });
execFileSync(mtm, ['deploy', study], { stdio: 'ignore' });

// Starts the server; gives its address and the link of the first owner.
function start() {
    const server = spawn(mtm, ['serve', study, '--home', join(folder, 'home'), '--listen', '127.0.0.1:0', '--rehearsal'], { stdio: ['ignore', 'pipe', 'pipe'] });
    return new Promise((done, failed) => {
        let said = '';
        let complained = '';
        server.stderr.on('data', (piece) => (complained = (complained + piece).slice(-4000)));
        server.stdout.on('data', (piece) => {
            said += piece;
            const url = /listening on (\S+)/.exec(said)?.[1];
            const link = /link[^:]*: (\S+)/.exec(said)?.[1];
            if (url && link) done({ server, url, link });
        });
        server.on('exit', (code) => failed(new Error(`mtm serve ended with ${code}: ${complained}`)));
    });
}

const stop = (server) => new Promise((done) => {
    server.removeAllListeners('exit');
    server.on('exit', (code) => done(code));
    server.kill('SIGTERM');
});

const { server, url, link } = await start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const picture = async (page, name) => { if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) }); };
const watch_over = (page, who) => {
    page.on('pageerror', (error) => mistakes.push(`${who}: ${error}`));
    page.on('console', (message) => { if (/Content Security Policy/.test(message.text())) mistakes.push(`${who}: ${message.text()}`); });
    page.on('request', (request) => { if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) mistakes.push(`${who}: asks ${request.url()}`); });
};

try {
    // The officer takes up the owner's link.
    const desk = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    const officer = await desk.newPage();
    watch_over(officer, 'officer');
    await officer.goto(link);
    await officer.fill('input[name=email]', 'officer@example.org');
    await officer.fill('input[name=name]', 'Officer');
    await officer.fill('input[name=password]', 'seven camels walk north');
    await officer.fill('input[name=again]', 'seven camels walk north');
    await officer.click('form.sign-in button');
    await officer.waitForSelector('.tiles', { timeout: 60_000 });
    expect((await officer.locator('.invented').count()) === 2, 'officer: a rehearsal is not marked');
    expect(new URL(officer.url()).pathname === '/', 'officer: the one-time link stays in the address bar');

    // A tablet's code, read back from the screen.
    await officer.click('.tabs a:has-text("Tablets")');
    await officer.fill('input[name=device-label]', 'KZ01');
    await officer.press('input[name=device-label]', 'Enter');
    await officer.waitForSelector('.qr');
    const { data, width, height } = await officer.evaluate(async () => {
        const image = document.querySelector('.qr');
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 800 });
        const context = canvas.getContext('2d');
        context.fillStyle = '#ffffff';
        context.fillRect(0, 0, 800, 800);
        context.drawImage(image, 40, 40, 720, 720);
        return { data: [...context.getImageData(0, 0, 800, 800).data], width: 800, height: 800 };
    });
    const code = jsqr(new Uint8ClampedArray(data), width, height);
    expect(code !== null, 'the code cannot be read');
    const settings = code ? JSON.parse(inflateSync(Buffer.from(code.data, 'base64')).toString()) : {};
    expect(settings.general?.server_url?.startsWith(url), `the code’s server is ${settings.general?.server_url}`);
    expect((await officer.innerText('.code-card')).includes(settings.general?.username), 'the code’s user is not the one shown');
    expect(settings.general?.password?.length >= 10 && typeof settings.admin === 'object', 'the code has no password or no admin part');
    await picture(officer, 'code');
    await officer.click('button:has-text("Done")');

    // A link that may be used many times.
    await officer.fill('input[name=link-label]', 'Almaty market');
    await officer.uncheck('input[name=once]');
    await officer.press('input[name=link-label]', 'Enter');
    const form_link = await officer.getAttribute('.made-link a', 'href');
    await officer.click('.tabs a:has-text("Fieldwork")');
    await officer.waitForSelector('.tiles');

    // The enumerator, in Russian, on a phone.
    const phone = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'ru-RU' });
    const enumerator = await phone.newPage();
    watch_over(enumerator, 'enumerator');
    const fill = async (answers) => {
        await enumerator.click('.start');
        await enumerator.waitForSelector('.odk-form .question-container', { timeout: 60_000 });
        await fill_form(enumerator, answers);
        await enumerator.click('.odk-form .footer button');
        await enumerator.waitForSelector('.home', { timeout: 60_000 });
    };
    const refusal = { ...ROUND_4, choose: [[/Согласны ли/, 1]] };
    await enumerator.goto(form_link);
    await enumerator.waitForSelector('.start', { timeout: 60_000 });
    expect((await enumerator.innerText('.start')).includes('Начать интервью'), 'enumerator: the page is not in Russian');
    await picture(enumerator, 'form-home');
    await enumerator.evaluate(() => navigator.serviceWorker.ready);
    await fill(ROUND_4);
    await enumerator.waitForSelector('.sent .receipts li', { timeout: 60_000 });
    await phone.setOffline(true);
    await enumerator.reload();
    await fill(refusal);
    await fill(refusal);
    await enumerator.waitForFunction(() => document.querySelectorAll('.cards li').length === 2);
    await picture(enumerator, 'form-waiting');
    await officer
        .waitForFunction(() => document.querySelector('.tiles li:first-child b')?.textContent === '1', undefined, { timeout: 30_000 })
        .catch(() => mistakes.push('officer: does not see the first interview arrive by itself'));
    await phone.setOffline(false);
    await enumerator.waitForFunction(() => document.querySelectorAll('.receipts li').length === 3, undefined, { timeout: 60_000 });
    await picture(enumerator, 'form-sent');
    const receipts = await enumerator.locator('.receipts code').allInnerTexts();

    // They arrive on the officer's page by themselves.
    await officer.waitForFunction(() => document.querySelector('.tiles b')?.textContent === '3', undefined, { timeout: 60_000 });
    await picture(officer, 'fieldwork-live');
    // So does what the checks say of them.
    await officer.click('.tabs a:has-text("Quality")');
    await officer.waitForFunction(() => document.querySelector('.tiles li:last-child b')?.textContent === '1', undefined, { timeout: 60_000 }); // two refused
    await picture(officer, 'quality-live');
    await officer.click('.tabs a:has-text("Interviews")');
    await officer.waitForFunction(() => document.querySelectorAll('tbody tr').length === 3);
    await officer.locator('tbody tr', { has: officer.locator('th:has-text("1")') }).last().locator('th a').click();
    await officer.waitForSelector('.answers');
    await officer.selectOption('.filters select', 'ru');
    await officer.waitForFunction(() => document.body.innerText.includes('Сколько Вам полных лет'));
    expect(receipts.includes(await officer.innerText('.facts code')), 'officer: the enumerator’s receipt is not this interview’s');
    await officer.click('.verdict .approve');
    await officer.waitForSelector('h1 .review.approved', { timeout: 30_000 });
    await picture(officer, 'interview-approved');
    await officer.click('.tabs a:has-text("Interviews")');
    await officer.click('tbody tr:first-child th a');
    await officer.waitForSelector('.verdict');
    await officer.fill('.verdict textarea', 'Sent twice by mistake.');
    await officer.click('.verdict .reject');
    await officer.waitForSelector('h1 .review.rejected', { timeout: 30_000 });
    const states = await officer.evaluate(async () => (await (await fetch('/v1/studies/round-4/interviews')).json()).interviews.map((one) => one.review));
    expect(states.sort().join() === 'approved,none,rejected', `reviews are ${states}`);
    await officer.click('.tabs a:has-text("Record")');
    await officer.waitForSelector('tbody tr');
    expect(/interview\.approve|review/.test(await officer.innerText('main')), 'record: the reviews are not in it');
    await officer.click('.account summary');
    await officer.click('.account button:has-text("Sign out")');
    await officer.waitForSelector('input[name=password]');
} catch (error) {
    mistakes.push(error.message.split('\n').slice(0, 4).join(' '));
    for (const context of browser.contexts()) for (const page of context.pages()) mistakes.push(`then at ${page.url()}: ${(await page.innerText('body')).slice(0, 300).replaceAll('\n', ' | ')}`);
} finally {
    await browser.close();
    const ended = await stop(server);
    expect(ended === 0, `mtm serve ends with ${ended}`);
    rmSync(folder, { recursive: true, force: true });
}
for (const mistake of mistakes) console.error(mistake);
console.log(`${mistakes.length === 0 ? 1 : 0} passed, ${mistakes.length} mistakes`);
process.exit(mistakes.length === 0 ? 0 : 1);

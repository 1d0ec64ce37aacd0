// The page that fills a form, in Debian's Chromium, against a server that fails on demand: on- and offline, in
// four languages, on a phone. node form_test.mjs MTM WEB: the program and the folder that Vite wrote.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { FakeServer } from './fake_server.mjs';
import { ROUND_4, fill_form } from './fill_form.mjs';

const mtm = resolve(process.argv[2] ?? 'build/release/mtm');
const web = resolve(process.argv[3] ?? 'build/release/web');
const phone = { viewport: { width: 360, height: 740 }, locale: 'ru-RU' };
const languages = [['en', 'English (en)'], ['ru', 'Russian (ru)'], ['kk', 'Kazakh (kk)'], ['uz', 'Uzbek (uz)']].map(([code, name]) => ({ code, name }));
const mistakes = [];
const expect = (truth, message) => { if (!truth) mistakes.push(message); };

// One question, so that what is tested is the page and not the form.
const small_form = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Small</h:title><model>
<itext><translation lang="English (en)"><text id="q"><value>Town?</value></text></translation><translation lang="Russian (ru)"><text id="q"><value>Город?</value></text></translation></itext>
<instance><data id="small" version="1"><town/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/town" type="string" required="true()"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body><input ref="/data/town"><label ref="jr:itext('q')"/></input></h:body></h:html>`;

const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP lan.example 127.0.0.1'],
});

// Runs `work` with a server and a fresh browser, and notes what the page complains of.
async function with_page(name, options, work) {
    const server = await new FakeServer({ web, form: small_form, description: { title: 'Small', languages: languages.slice(0, 2) }, ...options.server }).listen();
    const context = await browser.newContext({ ...phone, ...options.context });
    const open = async (path = '/f/link', origin = server.url) => {
        const page = await context.newPage();
        page.on('pageerror', (error) => mistakes.push(`${name}: ${error}`));
        page.on('console', (message) => { if (/Content Security Policy/.test(message.text())) mistakes.push(`${name}: ${message.text()}`); });
        page.on('request', (request) => { if (!/^(http:\/\/(127\.0\.0\.1|lan\.example)|data:|blob:)/.test(request.url())) mistakes.push(`${name}: asks ${request.url()}`); });
        if (options.before) await page.addInitScript(options.before);
        await page.goto(origin + path);
        return page;
    };
    try {
        await work({ server, context, open });
    } catch (error) {
        mistakes.push(`${name}: ${error.message.split('\n').slice(0, 3).join(' ')}`);
    } finally {
        await context.close();
        server.close();
    }
}

const begin = async (page) => {
    await page.click('.start');
    await page.waitForSelector('.odk-form .question-container');
};
const type_town = async (page, town) => {
    await page.locator('.odk-form input').first().click();
    await page.keyboard.type(town);
};
const send = (page) => page.click('.odk-form .footer button');
const home = (page) => page.waitForSelector('.home');
const text = (page) => page.innerText('body');
const worker = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => new Promise((done) => setTimeout(done, 100))));
const stored = (page) => page.evaluate(() => new Promise((done, failed) => {
    const request = indexedDB.open('mtm-form');
    request.onerror = failed;
    request.onsuccess = () => {
        const all = request.result.transaction('interviews').objectStore('interviews').getAll();
        all.onsuccess = () => {
            request.result.close();
            done(all.result.map((row) => ({ ...row, sealed: undefined, extractable: row.sealed.key.extractable, bytes: new TextDecoder('latin1').decode(row.sealed.bytes) })));
        };
    };
}));
// The interview that is kept, opened with the key that the browser holds.
const opened = (page) => page.evaluate(() => new Promise((done) => {
    const request = indexedDB.open('mtm-form');
    request.onsuccess = () => {
        const all = request.result.transaction('interviews').objectStore('interviews').getAll();
        all.onsuccess = async () => {
            request.result.close();
            const [{ id, sealed }] = all.result;
            const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: new TextEncoder().encode(id) }, sealed.key, sealed.bytes);
            done(new TextDecoder('latin1').decode(plain));
        };
    };
}));
const until = async (truth, what) => {
    for (let i = 0; i < 150; ++i) {
        if (await truth()) return;
        await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`never: ${what}`);
};

async function round_4_in_four_languages() {
    const folder = mkdtempSync(join(tmpdir(), 'mtm-form-'));
    execFileSync(mtm, ['form', 'studies/kazakhstan-2024-r4/questionnaire.xlsx', join(folder, 'form.xml')], { stdio: 'ignore' });
    const form = readFileSync(join(folder, 'form.xml'), 'utf8');
    rmSync(folder, { recursive: true });
    await with_page('Round 4', { server: { form, description: { title: 'Round 4', languages } } }, async ({ server, open }) => {
        const page = await open();
        await begin(page);
        expect((await text(page)).includes('Перед интервью'), 'Round 4: does not open in the browser’s language');
        await send(page);
        await page.waitForSelector('.question-container.highlight');
        for (const [button, sentence] of [['English', 'This question needs an answer.'], ['Қазақша', 'Бұл сұраққа жауап қажет.'], ['Oʻzbekcha', 'Bu savolga javob kerak.'], ['Русский', 'На этот вопрос нужен ответ.']]) {
            await page.click(`.languages button:has-text("${button}")`);
            await page.waitForTimeout(300);
            expect((await page.innerText('.odk-form')).includes(sentence), `Round 4, ${button}: the message about a missing answer`);
        }
        const answered = await fill_form(page, ROUND_4);
        expect(answered > 50, `Round 4: only ${answered} questions seen`);
        const foreign = { English: /[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{3,}/g, Русский: /[A-Za-z]{4,}|[ӘәҒғҚқҢңӨөҰұҮүҺһІі]/g, Қазақша: /[A-Za-z]{4,}/g, Oʻzbekcha: /[А-яЁё]{3,}/g };
        for (const [button, pattern] of Object.entries(foreign)) {
            await page.click(`.languages button:has-text("${button}")`);
            await page.waitForTimeout(500);
            const words = (await page.innerText('.odk-form')).match(pattern) ?? [];
            expect(words.length === 0, `Round 4, ${button}: words of another language: ${[...new Set(words)].slice(0, 10)}`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            expect(wide <= 0, `Round 4, ${button}: ${wide} pixels too wide at 360`);
        }
        await send(page);
        await home(page);
        await until(() => server.received.size === 1, 'Round 4 is sent');
        const { body } = [...server.received.values()][0];
        expect(/<card_code>481920<\/card_code>/.test(body) && /<consent>yes<\/consent>/.test(body), 'Round 4: the answers are not in what was sent');
        expect(/<deviceid|<start>/.test(body), 'Round 4: metadata is missing');
    });
}

async function a_draft_survives_a_closed_page() {
    await with_page('draft', {}, async ({ server, open }) => {
        const page = await open();
        await begin(page);
        await type_town(page, 'Semipalatinsk');
        await until(async () => (await stored(page)).length === 1, 'the draft is stored by itself');
        const [draft] = await stored(page);
        expect(draft.state === 'draft' && draft.extractable === false, 'draft: is not encrypted with a key that stays inside');
        expect(!draft.bytes.includes('Semipalatinsk') && !draft.bytes.includes('instanceID'), 'draft: can be read on the device');
        const first_id = /instanceID>([^<]+)</.exec(await opened(page))?.[1];
        await page.close();
        const again = await open();
        await again.click('.cards button:has-text("Продолжить")');
        await again.waitForSelector('.odk-form input');
        expect((await again.inputValue('.odk-form input')) === 'Semipalatinsk', 'draft: the answer is gone');
        const third = await open();
        await third.click('.cards button:has-text("Продолжить")');
        await third.waitForSelector('.notice');
        expect((await text(third)).includes('другой вкладке'), 'draft: is opened twice at once');
        await third.close();
        await send(again);
        await home(again);
        await until(() => server.received.size === 1, 'the draft is sent');
        const [id] = [...server.received.keys()];
        expect(id === first_id, `draft: begun as ${first_id}, sent as ${id}`);
        expect(!/deprecatedID/.test(server.received.get(id).body), 'draft: is sent as an edit of another interview');
        await until(async () => (await stored(again)).length === 0, 'what was sent is wiped');
        await until(async () => /[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/.test(await text(again)), 'draft: the receipt is shown');
    });
}

async function pictures_go_along() {
    const form = small_form.replace('<town/>', '<town/><card/>').replace('<bind nodeset="/data/meta', '<bind nodeset="/data/card" type="binary"/>\n<bind nodeset="/data/meta').replace('</h:body>', '<upload ref="/data/card" mediatype="image/*"><label>Card</label></upload></h:body>');
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    await with_page('pictures', { server: { form } }, async ({ server, open }) => {
        const page = await open();
        await begin(page);
        await type_town(page, 'E');
        await page.setInputFiles('input[type=file] >> nth=-1', { name: 'card.png', mimeType: 'image/png', buffer: png });
        await until(async () => (await stored(page)).length === 1 && (await opened(page)).includes('PNG'), 'the picture is in the draft');
        await page.close();
        const again = await open();
        await again.click('.cards button:has-text("Продолжить")');
        await again.waitForSelector('.odk-form .question-container img');
        await send(again);
        await home(again);
        await until(() => server.received.size === 1, 'the picture is sent');
        const { body } = [...server.received.values()][0];
        const name = /<card>([^<]+)<\/card>/.exec(body)?.[1];
        expect(name && body.includes(`name="${name}"; filename="${name}"`), `pictures: the part is not named ${name}`);
        expect(body.includes('PNG'), 'pictures: the bytes are not in it');
    });
}

async function without_a_network() {
    await with_page('offline', {}, async ({ server, context, open }) => {
        const page = await open();
        await page.waitForSelector('.start');
        await worker(page);
        await context.setOffline(true);
        await page.reload();
        await begin(page);
        await type_town(page, 'A');
        await send(page);
        await home(page);
        await until(async () => (await stored(page)).some((row) => row.state === 'waiting'), 'it waits');
        expect((await text(page)).includes('Ждут отправки'), 'offline: the page does not say that it waits');
        await page.reload();
        await page.waitForSelector('.start');
        expect((await text(page)).includes('Ждут отправки'), 'offline: forgotten when the page is opened again');
        const other = await open(); // two tabs come back at once
        await other.waitForSelector('.start');
        await context.setOffline(false);
        await until(() => server.received.size === 1, 'what waited is sent');
        await page.waitForTimeout(1000);
        expect([...server.received.values()][0].times === 1, 'offline: two tabs send the same interview twice');
        await until(async () => (await stored(page)).length === 0, 'what was sent offline is wiped');
    });
}

async function what_the_server_refuses_is_kept() {
    await with_page('refusals', {}, async ({ server, open }) => {
        const page = await open();
        await begin(page);
        await type_town(page, 'B');
        server.status = 503;
        await send(page);
        await home(page);
        const sentences = [[503, 'сейчас не может принять'], [401, 'больше не принимает эту ссылку'], [403, 'больше не принимает эту ссылку'], [409, 'не принял интервью'], [410, 'на одно интервью'], [413, 'слишком велико'], [400, 'не смог прочитать'], [200, 'Сервер недоступен'], [500, 'сейчас не может принять']];
        for (const [status, sentence] of sentences) {
            server.status = status;
            await page.click('button:has-text("Отправить сейчас")');
            await until(async () => (await text(page)).includes(sentence), `${status}: “${sentence}”`);
            expect((await stored(page)).length === 1, `refusals: ${status}: the interview is gone`);
        }
        server.status = undefined;
        // Unless the page has tried again by itself meanwhile.
        await page.click('button:has-text("Отправить сейчас")', { timeout: 3000 }).catch(() => undefined);
        await until(() => server.received.size === 1, 'it is sent in the end');
        await until(async () => (await stored(page)).length === 0, 'and wiped');
    });
}

async function before_fieldwork() {
    for (const [name, setting, sentence] of [
        ['used link', { link_status: 410 }, 'анкета отправлена'],
        ['unknown link', { link_status: 403 }, 'Сервер не знает этой ссылки'],
        ['encrypted', { description: { encrypted: true } }, 'шифруются на планшетах'],
        ['closed', { description: { state: 'closed' } }, 'больше не принимает новых интервью'],
        ['wrong clock', { clock_off_ms: 3 * 3_600_000 }, 'расходятся с сервером на 3'],
        ['unsupported', { description: { unsupported: [{ question: 'voice', type: 'audio', what: 'A voice cannot be recorded.' }] } }, 'Голос нельзя ни записать'],
        ['rehearsal', { description: { rehearsal: true } }, 'Учебный режим'],
    ]) {
        await with_page(name, {}, async ({ server, open }) => {
            Object.assign(server, { ...setting, description: { ...server.description, ...setting.description } });
            const page = await open();
            await until(async () => (await text(page)).includes(sentence), sentence);
            const startable = (await page.$('.start')) !== null;
            expect(startable === ['wrong clock', 'unsupported', 'rehearsal'].includes(name), `${name}: ${startable ? 'can' : 'cannot'} be started`);
        });
    }
}

async function where_the_browser_keeps_nothing() {
    const broken = () => { indexedDB.open = () => { throw new DOMException('no', 'InvalidStateError'); }; };
    const full = () => {
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, ...rest) {
            if (this.name === 'interviews' && value.id !== 'probe') throw new DOMException('full', 'QuotaExceededError');
            return put.call(this, value, ...rest);
        };
    };
    for (const [name, options, sentence] of [
        ['private window', { before: broken }, 'приватное окно'],
        ['plain http', { origin: 'http://lan.example' }, 'без https'],
        ['full device', { before: full }, ''],
    ]) {
        await with_page(name, options, async ({ server, context, open }) => {
            const page = await open('/f/link', options.origin ? `${options.origin}:${new URL(server.url).port}` : undefined);
            await page.waitForSelector('.start');
            if (sentence) expect((await text(page)).includes(sentence), `${name}: the page does not say so`);
            await begin(page);
            await type_town(page, 'C');
            await context.setOffline(true);
            await send(page);
            await home(page);
            if (name === 'full device') await until(async () => (await text(page)).includes('не осталось места'), 'the page says that the device is full');
            await context.setOffline(false);
            await until(() => server.received.size === 1, `${name}: it is sent all the same`);
        });
    }
}

async function a_link_for_one_interview() {
    await with_page('once', { server: { description: { title: 'Small', languages: languages.slice(0, 2), once: true } } }, async ({ server, open }) => {
        const page = await open();
        await begin(page);
        await type_town(page, 'D');
        await send(page);
        await home(page);
        await until(() => server.received.size === 1, 'it is sent');
        await until(async () => (await text(page)).includes('Спасибо'), 'thanks');
        expect((await page.$('.start')) === null, 'once: can be filled a second time');
    });
}

const parts = { round_4_in_four_languages, a_draft_survives_a_closed_page, pictures_go_along, without_a_network, what_the_server_refuses_is_kept, before_fieldwork, where_the_browser_keeps_nothing, a_link_for_one_interview };
for (const [name, part] of Object.entries(parts)) if (!process.argv[4] || name.includes(process.argv[4])) await part();
await browser.close();
for (const mistake of mistakes) console.error(mistake);
console.log(`${mistakes.length === 0 ? 1 : 0} passed, ${mistakes.length} mistakes`);
process.exit(mistakes.length === 0 ? 0 : 1);

// Every XForm that MTM writes opens in the browser form library, with no error that pyxform's own
// XForm of the same workbook does not give as well.
//
//     node forms_test.mjs [--all]     a sample of ../shared/real/forms (--all: every form), and Round 4
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const forms = resolve(root, '../shared/real/forms');
const mtm = process.env.MTM_PROGRAM ?? join(root, 'build/release/mtm');
const sample = ['correlaid_testB_de_en', 'odk_all_question_types', 'unhcr_template_dari', 'ucl_biomass_plot'];

const folder = mkdtempSync(join(tmpdir(), 'mtm-forms-'));
const mistakes = [];
const opened = [];

// The page and the library, as modules in the folder: the library waits at its top level.
function bundle() {
    return build({
        entryPoints: [join(root, 'tests/browser/form_page.mjs')],
        bundle: true, splitting: true, format: 'esm', outdir: folder, logLevel: 'error',
        define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false',
                  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    });
}

function serve(route) {
    const file = new URL(route.request().url()).pathname.slice(1);
    if (file === '') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<!DOCTYPE html><div id="form"></div><script type="module" src="/form_page.js"></script>' });
    if (file.endsWith('.js') && existsSync(join(folder, file))) return route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(folder, file)) });
    return route.fulfill({ status: 404, body: '' });
}

// What a person or the console would be told of an XForm; and how many questions stand on the page.
async function look_at(browser, xml) {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(`page: ${error}`));
    page.on('console', (message) => { if (message.type() === 'error') errors.push(`console: ${message.text()}`); });
    await page.route('**/*', serve);
    await page.goto('http://localhost/');
    await page.waitForFunction(() => globalThis.openForm !== undefined);
    await page.evaluate((text) => globalThis.openForm(text), xml);
    await page.waitForSelector('.odk-form, .form-load-failure-dialog', { timeout: 240000 }).catch(() => errors.push('nothing appears'));
    await page.waitForTimeout(500);
    const dialog = page.locator('.form-load-failure-dialog');
    if (await dialog.count() > 0) errors.push(`dialog: ${(await dialog.first().evaluate((element) => element.textContent)).replaceAll(/\s+/g, ' ')}`);
    const questions = await page.locator('.question-container').count();
    await page.close();
    return { errors: [...new Set(errors)], questions };
}

function written(workbook) {
    const out = join(folder, 'form.xml');
    rmSync(out, { force: true });
    try { execFileSync(mtm, ['form', workbook, out], { stdio: ['ignore', 'ignore', 'ignore'] }); } catch { return null; }
    return readFileSync(out, 'utf8');
}

// Ours and theirs of one form.
async function compare(browser, name, workbook, reference) {
    const xml = written(workbook);
    if (xml === null) { mistakes.push(`${name}: mtm form writes nothing`); return; }
    const ours = await look_at(browser, xml);
    const theirs = reference === null ? { errors: [], questions: ours.questions } : await look_at(browser, reference);
    for (const error of ours.errors) {
        if (!theirs.errors.includes(error)) mistakes.push(`${name}: ${error}`);
    }
    if (ours.questions !== theirs.questions) mistakes.push(`${name}: shows ${ours.questions} questions, pyxform's XForm ${theirs.questions}`);
    if (ours.questions === 0 && ours.errors.length === 0) mistakes.push(`${name}: shows no question`);
    opened.push(`${name}: ${ours.questions} questions, ${ours.errors.length} errors`);
}

const all = process.argv.includes('--all');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
    await bundle();
    await compare(browser, 'Round 4', join(root, 'studies/kazakhstan-2024-r4/questionnaire.xlsx'), null);
    const references = existsSync(join(forms, 'xforms')) ? readdirSync(join(forms, 'xforms')).sort() : [];
    for (const file of references) {
        const name = file.replace('.xml.gz', '');
        if (!all && !sample.includes(name)) continue;
        const workbook = ['.xlsx', '.xls'].map((ending) => join(forms, name + ending)).find(existsSync);
        await compare(browser, name, workbook, gunzipSync(readFileSync(join(forms, 'xforms', file))).toString('utf8'));
    }
    if (references.length === 0) console.error(`${forms} is not here: only the study's own form was opened`);
} finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
}
console.log(opened.join('\n'));
for (const mistake of mistakes) console.error(mistake);
console.log(`${mistakes.length === 0 ? 1 : 0} passed, ${mistakes.length} mistakes, ${opened.length} forms opened`);
process.exit(mistakes.length === 0 ? 0 : 1);

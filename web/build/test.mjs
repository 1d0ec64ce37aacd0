// Runs the *_test.ts of web/: bundled by esbuild, run by Node's own test runner.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const tests = ['form', 'fieldwork', 'dashboard'].flatMap((folder) => readdirSync(join(web, folder)).filter((name) => name.endsWith('_test.ts')).map((name) => join(web, folder, name)));
const out = mkdtempSync(join(tmpdir(), 'mtm-web-'));
try {
    await build({
        entryPoints: tests, outdir: out, outbase: web, bundle: true, platform: 'node', format: 'esm', target: 'node18', outExtension: { '.js': '.mjs' }, logLevel: 'warning',
        banner: { js: "import { webcrypto as mtm_crypto } from 'node:crypto'; globalThis.crypto ??= mtm_crypto;" },
    });
    const bundled = tests.map((test) => join(out, test.slice(web.length + 1).replace(/\.ts$/, '.mjs')));
    process.exitCode = spawnSync(process.execPath, ['--test', ...bundled], { stdio: 'inherit' }).status ?? 1;
} finally {
    rmSync(out, { recursive: true, force: true });
}

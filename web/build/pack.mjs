// Packs a folder of files into one, gzipped each, for the program to carry (src/capture/page_files.h):
// for every file its path, a line feed, its gzipped size in decimal digits, a line feed, its bytes.
// node pack.mjs FOLDER OUT
import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const [folder, out] = process.argv.slice(2);
const files = [];
const walk = (at) => {
    for (const name of readdirSync(at).sort()) {
        const path = join(at, name);
        if (statSync(path).isDirectory()) walk(path);
        else files.push(path);
    }
};
walk(folder);
const pieces = [];
for (const file of files) {
    const bytes = gzipSync(readFileSync(file), { level: 9 });
    pieces.push(Buffer.from(`/${relative(folder, file)}\n${bytes.length}\n`), bytes);
}
writeFileSync(`${out}.part`, Buffer.concat(pieces));
renameSync(`${out}.part`, out);

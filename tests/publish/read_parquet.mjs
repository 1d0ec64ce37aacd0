// Reads the Parquet files of a package with DuckDB and compares every value with that of the CSV.
//   node read_parquet.mjs PACKAGE FOLDER_WITH_NODE_MODULES
// Prints a line a file; ends with 1 if anything differs.
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, modules] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(modules, 'package.json'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRows();
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
let wrong = 0;

for (const name of readdirSync(folder).filter((file) => file.endsWith('.parquet')).sort()) {
    const parquet = `read_parquet('${join(folder, name)}')`;
    const csv = `read_csv('${join(folder, name.replace(/parquet$/, 'csv'))}', header = true, all_varchar = true)`;
    const columns = await rows(`DESCRIBE SELECT * FROM ${parquet}`);
    const types = {};
    const differing = [];
    for (const [column, type] of columns) {
        types[type] = (types[type] ?? 0) + 1;
        // A formula's guard is of the CSV alone.
        const there = `regexp_replace(c.${quoted(column)}, '^''([=+@-])', '\\1')`;
        const same = type === 'VARCHAR'
            ? `p.${quoted(column)} IS NOT DISTINCT FROM ${there}`
            : `p.${quoted(column)} IS NOT DISTINCT FROM c.${quoted(column)}::${type}`;
        const [[differ]] = await rows(
            `SELECT count(*) FROM ${parquet} p FULL JOIN ${csv} c ON p.record = c.record::INT WHERE NOT (${same})`);
        if (differ > 0n) differing.push(`${column} (${differ})`);
    }
    const [[many]] = await rows(`SELECT count(*) FROM ${parquet}`);
    const [[expected]] = await rows(`SELECT count(*) FROM ${csv}`);
    if (many !== expected) differing.push(`${many} rows instead of ${expected}`);
    const [[title]] = await rows(
        `SELECT count(*) FROM parquet_kv_metadata('${join(folder, name)}') WHERE decode(key) = 'title'`);
    if (title !== 1n) differing.push('no title');
    console.log(`${name}: ${many} rows, ${JSON.stringify(types)}${differing.length ? '; differs: ' + differing.join(', ') : ''}`);
    wrong += differing.length;
}
process.exit(wrong > 0 ? 1 : 0);

// Weighted percentages of every question by sex and region in DuckDB, one GROUP BY a question (its fastest
// way of those tried); prints the median wall seconds of RUNS, and the sum of all squared percentages.
import { DuckDBInstance } from '@duckdb/node-api';

const [path, questions, threads, runs] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`SET threads = ${Number(threads)}`);
await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}')`);
for (let q = 0; q < questions; ++q) await connection.run(`ALTER TABLE t ALTER q${q} TYPE UTINYINT`);
await connection.run('ALTER TABLE t ALTER sex TYPE UTINYINT');
await connection.run('ALTER TABLE t ALTER region TYPE UTINYINT');
const times = [];
let check = 0;
for (let run = 0; run < runs; ++run) {
    check = 0;
    const start = performance.now();
    for (let q = 0; q < questions; ++q) {
        const rows = (await connection.runAndReadAll(`SELECT sex, region, q${q}, sum(w), count(*) FROM t GROUP BY ALL`)).getRows();
        const all = new Map();
        for (const [sex, region, , w] of rows) all.set(`${sex} ${region}`, (all.get(`${sex} ${region}`) ?? 0) + w);
        for (const [sex, region, , w] of rows) check += (100 * w / all.get(`${sex} ${region}`)) ** 2;
    }
    times.push((performance.now() - start) / 1000);
}
times.sort((a, b) => a - b);
console.log(times[Math.floor(times.length / 2)], check);

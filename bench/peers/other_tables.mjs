// Multiple answers, means and weighted medians by sex and region in DuckDB, each in its fastest way of those
// tried; prints the median wall seconds of RUNS, and the sum of all squared numbers.
import { DuckDBInstance } from '@duckdb/node-api';

const [path, questions, threads, runs, what] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`SET threads = ${Number(threads)}`);
await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}')`);
for (let q = 0; q < questions; ++q) {
    await connection.run(`ALTER TABLE t ALTER m${q} TYPE UTINYINT`);
    await connection.run(`ALTER TABLE t ALTER n${q} TYPE USMALLINT`);
}
await connection.run('ALTER TABLE t ALTER sex TYPE UTINYINT');
await connection.run('ALTER TABLE t ALTER region TYPE UTINYINT');
const all = [...Array(Number(questions)).keys()];
// Several answers: each of the sets that occur once, then its bits.
const queries = {
    several: all.map((q) => `SELECT sex, region, m${q}, sum(w) FROM t GROUP BY ALL`),
    means: [`SELECT sex, region, ${all.map((q) => `sum(w * n${q}) / sum(w)`).join(', ')} FROM t GROUP BY ALL`],
    medians: all.map((q) => `WITH n AS (SELECT sex, region, n${q} AS x, sum(w) AS w FROM t GROUP BY ALL),
        c AS (SELECT sex, region, x, sum(w) OVER (PARTITION BY sex, region ORDER BY x) AS up_to,
              sum(w) OVER (PARTITION BY sex, region) AS total FROM n)
        SELECT sex, region, min(x) FROM c WHERE up_to > total / 2 GROUP BY ALL`),
};
const squares_of = (rows) => {
    if (what !== 'several') return rows.flatMap((row) => row.slice(2)).reduce((sum, x) => sum + Number(x) ** 2, 0);
    const groups = new Map();
    for (const [sex, region, set, w] of rows) {
        const key = `${sex} ${region}`;
        const sums = groups.get(key) ?? Array(9).fill(0);
        groups.set(key, sums);
        sums[8] += w;
        for (let bit = 0; bit < 8; ++bit) if (set >> bit & 1) sums[bit] += w;
    }
    let sum = 0;
    for (const sums of groups.values()) for (let bit = 0; bit < 8; ++bit) sum += (100 * sums[bit] / sums[8]) ** 2;
    return sum;
};
const times = [];
let check = 0;
for (let run = 0; run < runs; ++run) {
    check = 0;
    const start = performance.now();
    for (const query of queries[what]) check += squares_of((await connection.runAndReadAll(query)).getRows());
    times.push((performance.now() - start) / 1000);
}
times.sort((a, b) => a - b);
console.log(times[Math.floor(times.length / 2)], check.toFixed(6));

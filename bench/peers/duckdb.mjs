// Reads a CSV file into a table of DuckDB; prints wall and processor seconds.
import { DuckDBInstance } from '@duckdb/node-api';

const [path, threads] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
if (Number(threads) > 0) await connection.run(`SET threads = ${Number(threads)}`);
const before = process.cpuUsage();
const start = performance.now();
await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}')`);
const wall = (performance.now() - start) / 1000;
const used = process.cpuUsage(before);
console.log(wall, (used.user + used.system) / 1e6);

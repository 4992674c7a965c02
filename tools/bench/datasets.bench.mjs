// Speed of libs/datasets: importing the hotel booking demand data, and building the simulated hotel.
//   node tools/bench/datasets.bench.mjs FILE [--repeat 3]
// FILE is hotel_bookings.csv.gz. Prints JSON: wall and processor seconds, the first run cold.
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { importers, runImport, simulateHotel } from '@bellwether/datasets';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { repeat: { type: 'string', default: '3' } },
});
const [file] = positionals;
if (file === undefined) {
  console.error('usage: node tools/bench/datasets.bench.mjs FILE [--repeat 3]');
  process.exit(2);
}

/** Runs the work again and again; `rows` is what one run gave. */
async function measure(work) {
  const runs = [];
  for (let run = 0; run < Number(flags.repeat); run++) {
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    const rows = await work();
    const wall = (performance.now() - start) / 1e3;
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ rows, wall_s: round(wall), cpu_s: round((user + system) / 1e6) });
  }
  return runs;
}
const round = (seconds) => Math.round(seconds * 1e3) / 1e3;

const nowhere = { rows: () => undefined, rejects: () => undefined };
const report = {
  'import hotel-bookings': await measure(
    async () => (await runImport(importers['hotel-bookings'], createReadStream(file), nowhere)).read,
  ),
  'simulate hotel: 100 rooms, 3 years, seed 42': await measure(
    async () => simulateHotel({ seed: 42, asOf: '2026-03-15' }).bookings.length,
  ),
  rss_mb: Math.round(process.memoryUsage().rss / 1e6),
};
console.log(JSON.stringify(report, null, 2));

// Speed of libs/datasets and of the table behind it: reading the hotel booking demand data, storing it, and building the
// simulated hotel:
//   node tools/bench/datasets.bench.mjs [--data ../shared/data] [--repeat 3]
// Prints JSON.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importers, readHotelBookings, runImport, simulateHotel } from '@bellwether/datasets';
import { BOOKINGS_TABLE, createBookingTables, replaceSource } from '@bellwether/feature-engineering';
import { openAnalyticsStore } from '@bellwether/platform/analytics';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.BELLWETHER_DATA ?? join(root, '../shared/data') },
    repeat: { type: 'string', default: '3' },
  },
});
const file = join(flags.data, 'hotel-bookings/hotel_bookings.csv.gz');

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

async function* rowsOfFile() {
  for await (const { rows } of readHotelBookings(createReadStream(file))) yield rows;
}

const store = await openAnalyticsStore('chdb://memory');
await createBookingTables(store);
const report = {
  protocol: `Hotel booking demand file of 91,531 rows, gzipped; simulated hotel of 100 rooms and three years, seed 42. ${flags.repeat} runs each, the first cold; seconds of wall time and of all processor time.`,
  bar: 'import ≤ 10 s',
  read_and_validate: await measure(
    async () =>
      (await runImport(importers['hotel-bookings'], [{ name: file, bytes: createReadStream(file) }], nowhere)).read,
  ),
  read_and_store: await measure(() => replaceSource(store, BOOKINGS_TABLE, 'hotel-bookings', rowsOfFile())),
  simulate_hotel: await measure(async () => simulateHotel({ seed: 42, asOf: '2026-03-15' }).bookings.length),
};
await store.close();
console.log(JSON.stringify(report));

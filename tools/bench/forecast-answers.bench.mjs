// Forecasts at a steady rate over HTTP, all paths mixed and each alone:
//   node tools/bench/forecast-answers.bench.mjs [--rate 100] [--seconds 20]
// Prints JSON. Linux only.
import { parseArgs } from 'node:util';
import {
  detectAnomalies,
  forecastDemand,
  forecastHousekeepingDemand,
  forecastOccupancy,
  forecastRevenue,
} from '@bellwether/contracts';
import { jobDone, startServing, today } from './serving-stack.mjs';
import { postTo, steadyLoad } from './steady-load.mjs';

const { values: flags } = parseArgs({
  options: { rate: { type: 'string', default: '100' }, seconds: { type: 'string', default: '20' } },
});
const load = { rate: Number(flags.rate), seconds: Number(flags.seconds) };

const PATIENCE_MS = 60_000;
const ROOM_TYPES = ['all', 'standard', 'deluxe', 'suite'];
const BREAKDOWNS = ['none', 'room_type', 'segment', 'channel'];
const property = (i) => ({ type: 'property', id: String(1 + (i % 50)) });

/** What is asked, the i-th time; days ahead vary as much as callers' do. */
const ASKED = {
  occupancy: (i) => [forecastOccupancy, { forecast_days: 7 + (i % 84), room_type: ROOM_TYPES[i % 4] }],
  revenue: (i) => [forecastRevenue, { forecast_days: [30, 60, 90][i % 3], breakdown_by: BREAKDOWNS[i % 4] }],
  housekeeping: (i) => [forecastHousekeepingDemand, { forecast_days: 1 + (i % 14) }],
  demand: (i) => [forecastDemand, { entity: property(i), forecast_days: 30 + (i % 61) }],
  marketplace_revenue: (i) => [
    forecastRevenue,
    { entity: { type: 'marketplace', id: 'all' }, forecast_days: 90 - (i % 3) },
  ],
  property_revenue: (i) => [forecastRevenue, { entity: property(i), forecast_days: 30 }],
};
const KINDS = Object.keys(ASKED);

const { pid, url, stop } = await startServing({}, prepare);
try {
  const post = postTo(url);
  const ask = (kind) => (i) => {
    const [{ path }, body] = ASKED[kind](i);
    return post(path, body);
  };
  const mixed = await steadyLoad(pid, (i) => ask(KINDS[i % KINDS.length])(i), load);
  const alone = {};
  for (const kind of KINDS) alone[kind] = await steadyLoad(pid, ask(kind), load);
  const anomalies = await steadyLoad(pid, () => post(detectAnomalies.path, { entity: property(0) }), {
    ...load,
    rate: load.rate / 10,
  });
  process.stdout.write(
    `${JSON.stringify({
      protocol: `Standalone with the simulated hotel, marketplace and shop as \`npm start\` has them and the models trained on them; ${load.rate} requests a second over HTTP for ${load.seconds} s after a warm-up of 5 s, each due at its own time and counted from then; all paths in turn (mixed), then each alone; anomalies of a property at a tenth of the rate; client and server share the machine.`,
      bar: '`/forecast/*` warm at 100 requests a second: p99 ≤ 20 ms',
      mixed,
      ...alone,
      anomalies_at_a_tenth: anomalies,
    })}\n`,
  );
} finally {
  await stop();
}

async function prepare(client) {
  const as_of = today();
  const hotel = 'simulated-hotel';
  await jobDone(client, await client.simulateHotel({ as_of }));
  await jobDone(client, await client.publishReservations({ source: hotel, as_of }));
  await jobDone(client, await client.simulateRentals({ as_of }));
  await jobDone(client, await client.simulateShop({ as_of }));
  for (const model_name of ['occupancy_forecaster', 'demand_predictor', 'revenue_forecaster']) {
    await client.retrainModel({ model_name, async: false });
  }
  for (const [{ method }, body] of Object.values(ASKED).map((of) => of(0))) {
    await answered(() => client[lowerFirst(method)](body));
  }
}

/** Asks until it is answered: a model is in use a moment after it was promoted. */
async function answered(ask) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function lowerFirst(name) {
  return name[0].toLowerCase() + name.slice(1);
}

// What the record of every prediction costs: CPU of standalone, whose process also stores them, at a steady 1,000
// predictions a second, with all logged and with none:
//   node tools/bench/prediction-log.bench.mjs [--rate 1000] [--seconds 20] [--rounds 3]
// Prints JSON. Predictions are asked for a hundred at a time: single answers with their reasons take a core by
// themselves at that rate. The two stacks are measured in turns; CPU is that of the process as the kernel counts it.
import { parseArgs } from 'node:util';
import { cpuSeconds, startServing } from './serving-stack.mjs';

const { values: flags } = parseArgs({
  options: {
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
  },
});
const [rate, seconds, rounds] = [flags.rate, flags.seconds, flags.rounds].map(Number);
const A_BATCH = 100;

const stacks = {
  all_logged: await startServing(),
  none_logged: await startServing({ PREDICTION_LOG_RULES: '[{"share":0}]' }),
};
try {
  const ids = await bookingIds(stacks.all_logged.client);
  const shares = { all_logged: [], none_logged: [] };
  for (const stack of Object.values(stacks)) await ask(stack, ids, 5);
  for (let round = 0; round < rounds; round++) {
    for (const [name, stack] of Object.entries(stacks)) shares[name].push(await coreShare(stack, ids));
  }
  const logged = await counted(stacks.all_logged.url, 'logged');
  const stored = await stacks.all_logged.client.getPrediction({ prediction_id: await lastId(stacks.all_logged, ids) });
  const [all, none] = [median(shares.all_logged), median(shares.none_logged)];
  process.stdout.write(
    `${JSON.stringify({
      protocol: `Standalone with the simulated hotel of the standard size and its trained model; ${rate} predictions a second in batches of ${A_BATCH} for ${seconds} s, ${rounds} rounds of each stack in turns, medians. Serving, publishing to the event log with fsync, and storing are one process; features a row: ${Object.keys(stored.numeric).length + Object.keys(stored.categorical).length} that are known.`,
      bar: 'the log takes at most 5 % of a core at 1,000 predictions a second',
      core_share_all_logged: all,
      core_share_none_logged: none,
      core_share_of_log: round3(all - none),
      microseconds_a_prediction: Math.round(((all - none) / rate) * 1e6),
      rounds: shares.all_logged.map((all_logged, round) => ({ all_logged, none_logged: shares.none_logged[round] })),
      predictions_logged: logged,
      dropped: await counted(stacks.all_logged.url, 'dropped'),
    })}\n`,
  );
} finally {
  for (const stack of Object.values(stacks)) await stack.stop();
}

async function bookingIds(client) {
  const { bookings } = await client.listBookingsAtRisk({ days: 365, limit: 1_000 });
  return bookings.map(({ booking_id }) => booking_id);
}

/** CPU seconds of the process per second. */
async function coreShare(stack, ids) {
  const before = cpuSeconds(stack.pid);
  const started = performance.now();
  await ask(stack, ids, seconds);
  // What was just answered is published and stored within a second or so, and counts.
  await pause(2_000);
  return round3((cpuSeconds(stack.pid) - before) / ((performance.now() - started) / 1_000));
}

async function ask({ client }, ids, duration) {
  const started = performance.now();
  const batches = (rate * duration) / A_BATCH;
  const under = [];
  for (let batch = 0; batch < batches; batch++) {
    const due = started + (batch * A_BATCH * 1_000) / rate;
    await pause(Math.max(0, due - performance.now()));
    const booking_ids = Array.from({ length: A_BATCH }, (_, i) => ids[(batch * A_BATCH + i) % ids.length]);
    under.push(client.predictChurnBatch({ booking_ids }));
  }
  await Promise.all(under);
}

async function lastId({ client }, [booking_id]) {
  const { prediction_id } = await client.predictChurn({ booking_id });
  for (let tries = 0; tries < 100; tries++) {
    if (await client.getPrediction({ prediction_id }).catch(() => undefined)) return prediction_id;
    await pause(100);
  }
  throw new Error(`${prediction_id} was not stored within ten seconds`);
}

async function counted(url, outcome) {
  const text = await (await fetch(`${url}/api/v1/ml/metrics`)).text();
  const found = new RegExp(`bellwether_logged_predictions_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text);
  return Number(found?.[1] ?? 0);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function round3(value) {
  return Math.round(value * 1_000) / 1_000;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

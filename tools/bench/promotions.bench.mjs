// Promotions under load: standalone with the simulated hotel of the standard size, two versions of its model promoted in
// turns while predictions are asked for, half over HTTP, half over gRPC, none sent twice:
//   node tools/bench/promotions.bench.mjs [--promotions 1000] [--rate 200] [--trees 500]
// A promotion counts as done with the first answer of its version; from then on, every request that is sent has to be
// answered by that version, until the next is asked for. Prints JSON.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createGrpcClient } from '@bellwether/contracts';
import { startServing } from './serving-stack.mjs';

const { values: flags } = parseArgs({
  options: {
    promotions: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '200' },
    trees: { type: 'string', default: '500' },
  },
});
const [promotions, rate, trees] = [flags.promotions, flags.rate, flags.trees].map(Number);
const model_name = 'churn_predictor';
/** How long one promotion may take to be answered with, and how long the load runs before memory is looked at. */
const TAKEN_WITHIN_MS = 30_000;
const SETTLING_MS = 10_000;
const MAX_SECONDS = 3_600;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Requests at a steady rate, and the promotions that they are to notice. */
class Load {
  sent = 0;
  late = 0;
  /** Promotions that were refused and asked for again. */
  refused = 0;
  failures = {};
  answered = {};
  /** How many promotions were asked for, and the version that answers since the last of them; null until it does. */
  #asked = 0;
  #settled = null;
  #awaited = null;
  #going = true;
  #underWay = 0;

  constructor(ids) {
    this.ids = ids;
    this.sending = this.#send();
  }

  /** @returns milliseconds until the version answered. */
  promote(version) {
    const began = performance.now();
    this.#asked += 1;
    this.#settled = null;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`version ${version} does not answer`)), TAKEN_WITHIN_MS);
      this.#awaited = { version, answers: () => (clearTimeout(timer), resolve(performance.now() - began)) };
      this.#askFor(version).catch(reject);
    });
  }

  /** Asks again where a busy stack refuses: it is the predictions that must not fail. */
  async #askFor(version) {
    for (;;) {
      try {
        return await stack.client.promoteModel({ model_name, version });
      } catch (error) {
        if (error.code !== 'RESOURCE_EXHAUSTED') throw error;
        this.refused += 1;
        await pause(500);
      }
    }
  }

  async stop() {
    this.#going = false;
    await this.sending;
  }

  async #send() {
    const started = performance.now();
    while (this.#going) {
      if (performance.now() < started + (this.sent * 1_000) / rate) {
        await pause(1);
        continue;
      }
      this.#underWay += 1;
      void this.#ask(this.sent++).finally(() => (this.#underWay -= 1));
    }
    while (this.#underWay > 0) await pause(10);
  }

  async #ask(i) {
    const client = i % 2 === 0 ? stack.client : grpc;
    const [asked, settled] = [this.#asked, this.#settled];
    try {
      const { model_version } = await client.predictChurn({ booking_id: this.ids[i % this.ids.length] });
      this.answered[model_version] = (this.answered[model_version] ?? 0) + 1;
      if (settled !== null && asked === this.#asked && model_version !== settled) this.late += 1;
      if (asked === this.#asked && model_version === this.#awaited?.version) this.#notice(model_version);
    } catch (error) {
      const what = `${error.code ?? ''} ${error.message}`;
      this.failures[what] = (this.failures[what] ?? 0) + 1;
    }
  }

  #notice(version) {
    this.#settled = version;
    const { answers } = this.#awaited;
    this.#awaited = null;
    answers();
  }
}

const stack = await startServing();
const grpc = createGrpcClient({ address: stack.address, timeoutMs: 30_000 });
try {
  const versions = ['1', await anotherVersion(stack.client)];
  const { bookings } = await stack.client.listBookingsAtRisk({ days: 365, limit: 1_000 });
  const load = new Load(bookings.map(({ booking_id }) => booking_id));
  await pause(SETTLING_MS);
  const rssBefore = residentMb(stack.pid);
  const taken = [];
  let rssMost = rssBefore;
  const began = performance.now();
  while (taken.length < promotions && performance.now() - began < MAX_SECONDS * 1_000) {
    taken.push(await load.promote(versions[taken.length % 2]));
    rssMost = Math.max(rssMost, residentMb(stack.pid));
  }
  const seconds = (performance.now() - began) / 1_000;
  await pause(SETTLING_MS);
  const rssAfter = residentMb(stack.pid);
  await load.stop();
  taken.sort((a, b) => a - b);
  process.stdout.write(
    `${JSON.stringify({
      protocol: `Standalone with the simulated hotel of the standard size; two versions of ${trees} trees at most, promoted in turns, each as soon as the one before answers; ${rate} requests a second for a prediction with its reasons, half over HTTP, half over gRPC, sent when due and never again. Late is an answer of another version to a request that was sent after the promoted one had answered. Clients and servers share the machine.`,
      bar: '1,000 promotions under 200 requests a second: 0 failed requests, 0 late answers, memory at most 1.3 times',
      promotions: taken.length,
      seconds: Math.round(seconds),
      requests: load.sent,
      requests_a_second: Math.round(load.sent / (seconds + (2 * SETTLING_MS) / 1_000)),
      failed: Object.values(load.failures).reduce((sum, count) => sum + count, 0),
      failures: Object.keys(load.failures).length === 0 ? 'none' : JSON.stringify(load.failures),
      late_answers: load.late,
      promotions_asked_again: load.refused,
      answered_by_version: load.answered,
      promotion_to_first_answer_ms: { median: Math.round(taken[taken.length >> 1]), most: Math.round(taken.at(-1)) },
      rss_before_mb: Math.round(rssBefore),
      rss_after_mb: Math.round(rssAfter),
      rss_most_mb: Math.round(rssMost),
      rss_after_over_before: Math.round((rssAfter / rssBefore) * 100) / 100,
    })}\n`,
  );
} finally {
  grpc.close();
  await stack.stop();
}

async function anotherVersion(client) {
  const hyperparameters = { n_estimators: trees, learning_rate: 0.08 };
  const job = await client.retrainModel({ model_name, hyperparameters, async: false });
  if (job.status !== 'succeeded') throw new Error(`the second training ${job.status}: ${job.error}`);
  return job.model_version;
}

/** Resident memory of a process; Linux alone tells it in this place. */
function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}

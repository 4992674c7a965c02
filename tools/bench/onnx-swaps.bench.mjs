// Memory after a thousand swaps of an ONNX session through the registry's session cache:
//   node tools/bench/onnx-swaps.bench.mjs [--swaps 1000] [--models trees,mlp]
// Prints JSON, a result for each model, each measured in a process of its own. Resident memory as the kernel tells it.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openSession } from '@bellwether/model-kernel/onnx-runtime';
import { SessionCache } from '../../libs/model-registry/service/dist/inference/session-cache.js';
import { feedsOf, MODELS } from './onnx/models.mjs';

/** Swaps until the process holds what it works with: dead copies of the file wait for the garbage collector, some at once. */
const WARM_SWAPS = 20;

const { values: flags } = parseArgs({
  options: {
    swaps: { type: 'string', default: '1000' },
    models: { type: 'string', default: Object.keys(MODELS).join(',') },
    alone: { type: 'boolean', default: false },
  },
});
const swaps = Number(flags.swaps);

if (flags.alone) process.stdout.write(`${JSON.stringify(await measure(flags.models))}\n`);
else for (const model of flags.models.split(',')) process.stdout.write(measuredAlone(model));

function measuredAlone(model) {
  const script = fileURLToPath(import.meta.url);
  return execFileSync(process.execPath, [script, '--alone', '--models', model, '--swaps', String(swaps)]).toString();
}

async function measure(name) {
  const model = MODELS[name];
  const file = model.encode();
  const feeds = feedsOf(model);
  const cache = new SessionCache(1);
  // A copy, as a store gives one at each load; a cache of one session closes the old with each new.
  const swap = (version) =>
    cache.use(
      String(version),
      () => openSession(file.slice()),
      (session) => session.run(feeds),
    );
  let version = 0;
  while (version < 1) await swap((version += 1));
  const first = residentMb();
  while (version < WARM_SWAPS) await swap((version += 1));
  const warm = residentMb();
  const started = performance.now();
  while (version < WARM_SWAPS + swaps / 2) await swap((version += 1));
  const half = residentMb();
  while (version < WARM_SWAPS + swaps) await swap((version += 1));
  const end = residentMb();
  cache.close();
  return {
    title: `ONNX sessions swapped: ${name}`,
    protocol: `${model.what}, a file of ${Math.round(file.byteLength / 1e3)} kB: ${swaps} times opened from a copy of its bytes, run once, and closed as the next is opened, through the registry's session cache; resident memory of the process, after the first, after ${WARM_SWAPS}, after half, and at the end; the ratio is the end over that after ${WARM_SWAPS}.`,
    bar: 'resident memory ≤ 1.3 × after 1,000 swaps',
    resident_first_mb: first,
    resident_warm_mb: warm,
    resident_half_mb: half,
    resident_end_mb: end,
    ratio: Number((end / warm).toFixed(3)),
    swap_ms: Number(((performance.now() - started) / swaps).toFixed(2)),
  };
}

function residentMb() {
  return Math.round(process.memoryUsage().rss / 1e5) / 10;
}

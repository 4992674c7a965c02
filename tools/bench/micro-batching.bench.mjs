// Whether requests of several callers are better run one by one or gathered into one run of the model, within a process:
//   node tools/bench/micro-batching.bench.mjs [--seconds 3]
// Prints JSON, a result for each model. What is left of it behind a server is in infer-overhead.
import { parseArgs } from 'node:util';
import { BoundedWork } from '@bellwether/platform/admission';
import { openSession } from '@bellwether/model-kernel/onnx-runtime';
import { gather } from './onnx/gather.mjs';
import { closedLoop, ownCpuSeconds } from './onnx/load.mjs';
import { feedsOf, MODELS } from './onnx/models.mjs';

const { values: flags } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } });
const seconds = Number(flags.seconds);
const CALLERS = [1, 8, 32];
const MOST_ROWS = 32;
/** As the registry bounds single runs; gathered, as many at once as there are cores. */
const BOUNDS = { maxRunning: 4, maxWaiting: 128 };
const GATHERED = { maxRunning: 2, most: MOST_ROWS };

for (const model of Object.values(MODELS)) {
  const session = await openSession(model.encode());
  const feeds = feedsOf(model);
  const work = new BoundedWork('inference', BOUNDS);
  const oneByOne = () => work.run(() => session.run(feeds));
  const together = gather(session, GATHERED);
  const gathered = () => together(feeds[model.input].values);
  const rows = [];
  for (const callers of CALLERS) {
    rows.push({ callers, way: 'one by one', ...(await closedLoop(callers, oneByOne, seconds, ownCpuSeconds)) });
    rows.push({ callers, way: 'gathered', ...(await closedLoop(callers, gathered, seconds, ownCpuSeconds)) });
  }
  const result = {
    title: `Micro-batching: ${model.what}`,
    protocol: `${model.what}, one row a request; callers in the same process ask again when answered, for ${seconds} s each after 0.5 s of warm-up; cpu_us is the process's time on a core for each answer. One by one: at most ${BOUNDS.maxRunning} runs at once, as in the registry. Gathered: at once while fewer than ${GATHERED.maxRunning} runs are under way, and what comes meanwhile goes together, at most ${MOST_ROWS} rows. ONNX Runtime with one thread a run. The largest difference is between a row run alone and among ${MOST_ROWS}.`,
    ways: rows,
    largest_difference: await difference(session, model),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  await session.release();
}

async function difference(session, model) {
  const batch = feedsOf(model, MOST_ROWS);
  const { values } = batch[model.input];
  const { name } = session.outputs.at(-1);
  const together = (await session.run(batch))[name].values;
  let largest = 0;
  for (let i = 0; i < MOST_ROWS; i++) {
    const row = values.slice(i * model.width, (i + 1) * model.width);
    const alone = await session.run({ [model.input]: { type: 'float32', dims: [1, model.width], values: row } });
    largest = Math.max(largest, Math.abs(alone[name].values[0] - together[i]));
  }
  return largest;
}

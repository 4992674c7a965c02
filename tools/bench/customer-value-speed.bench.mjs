// Fit time of buy-till-you-die models: node tools/bench/customer-value-speed.bench.mjs [--customers 1000000] [--repeats 7]
// Prints JSON. One thread.
import { createReadStream } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readTextTable } from '@bellwether/datasets';
import { fitBuyTillYouDie, simulateHistories } from '@bellwether/model-kernel/buy-till-you-die';
import { createRng } from '@bellwether/model-kernel/numerics';
import { dataFile } from './data-file.mjs';

const { values: flags } = parseArgs({
  options: { customers: { type: 'string', default: '1000000' }, repeats: { type: 'string', default: '7' } },
});
const MODELS = ['bg-nbd', 'mbg-nbd', 'pareto-nbd'];
/** Of CDNOW, to which the simulated customers are like. */
const TRUTH = {
  'bg-nbd': { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  'pareto-nbd': { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
};
const round = (value) => Number(value.toPrecision(3));

/** Milliseconds on the clock and of CPU. */
function timed(run) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const fit = run();
  const { user, system } = process.cpuUsage(cpu);
  return { fit, clock: performance.now() - began, cpu: (user + system) / 1_000 };
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const { columns } = await readTextTable(createReadStream(dataFile('cdnow/cdnow_customers_summary.csv.gz')));
const numbers = (name) => Float64Array.from(columns.get(name), Number);
/** The file rounds days / 7 to hundredths of a week. */
const days = (name) => numbers(name).map((weeks) => Math.round(7 * weeks) / 7);
const cdnow = { frequency: numbers('frequency'), recency: days('recency'), age: days('T') };
const small = MODELS.map((model) => {
  const runs = Array.from({ length: Number(flags.repeats) }, () => timed(() => fitBuyTillYouDie(model, cdnow)));
  const { fit } = runs[0];
  return {
    model,
    log_likelihood: fit.logLikelihood.toFixed(2),
    parameters: Object.values(fit.parameters)
      .map((value) => value.toFixed(4))
      .join(' '),
    first_ms: round(runs[0].clock),
    median_ms: round(median(runs.map(({ clock }) => clock))),
    median_cpu_ms: round(median(runs.map(({ cpu }) => cpu))),
  };
});
const busy = `the machine was shared: load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores when this was printed`;
console.log(
  JSON.stringify({
    title: 'Buy-till-you-die, fit of 2,357 customers',
    protocol: `cdnow_customers_summary.csv, its weeks put back to whole days; ${flags.repeats} fits by each model in one process, the first of them before anything is compiled; three starts, standard errors included; ${busy}`,
    bar: 'median ≤ 150 ms; BG/NBD 0.2426 4.4136 0.7929 2.4259 at −9582.43, Pareto/NBD 0.553 10.578 0.606 11.669 at −9594.98.',
    models: small,
  }),
);

const n = Number(flags.customers);
const large = ['bg-nbd', 'pareto-nbd'].map((model) => {
  const rng = createRng(1);
  // Joined over twelve weeks and watched for a year, by day, as a table of purchases has them.
  const age = Float64Array.from({ length: n }, () => (280 + rng.int(84)) / 7);
  const raw = simulateHistories({ model, parameters: TRUTH[model] }, age, rng);
  const histories = { ...raw, recency: raw.recency.map((time) => Math.ceil(7 * time) / 7) };
  const { fit, clock, cpu } = timed(() => fitBuyTillYouDie(model, histories));
  return {
    model,
    customers: n,
    different_histories: fit.distinctRows,
    seconds: round(clock / 1_000),
    cpu_seconds: round(cpu / 1_000),
    truth: Object.values(TRUTH[model]).join(' '),
    fitted: Object.values(fit.parameters)
      .map((value) => value.toFixed(3))
      .join(' '),
  };
});
console.log(
  JSON.stringify({
    title: 'Buy-till-you-die, fit of a million customers',
    protocol: `simulated by the model that is fitted, with the parameters named, first purchases spread over twelve weeks and 40 to 52 weeks observed, times in whole days; grouping of equal histories, three starts and standard errors included; one thread; ${busy}`,
    bar: '≤ 60 s.',
    models: large,
  }),
);

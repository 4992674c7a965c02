// A drift report and a quality report on a million rows, from the command to its answer, and the making of those rows:
//   node tools/bench/drift.bench.mjs [--rows 1000000]
// Prints JSON.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const cli = fileURLToPath(new URL('../bin/bellwether.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bellwether-bench-'));
const file = (name) => join(folder, name);
const RUNS = 3;

try {
  const simulate = (name, seed, ...more) =>
    run('simulate', 'discounts', '--samples', flags.rows, '--seed', seed, '--output', file(name), ...more);
  const alone = simulate('reference.csv', '1');
  const withTruth = simulate('current.csv', '2', '--truth', file('truth.csv'));
  const drifts = Array.from({ length: RUNS }, () => run('drift', file('reference.csv'), file('current.csv')));
  const qualities = Array.from({ length: RUNS }, () => run('quality', file('current.csv'), '--time', 'timestamp'));
  process.stdout.write(
    `${JSON.stringify({
      protocol: `Simulated grocer of ${flags.rows} events, 18 columns, CSV; wall time of the whole command, its start included; reports are the median of ${RUNS}.`,
      bar: 'a million events in ≤ 5 s; a drift report on a million rows in ≤ 3 s',
      simulate_discounts_s: alone.seconds,
      simulate_discounts_with_truth_s: withTruth.seconds,
      drift_s: median(drifts),
      quality_s: median(qualities),
      columns_that_drifted: drifts[0].result.drifted_columns.length,
    })}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(...args) {
  const began = performance.now();
  const output = execFileSync(process.execPath, [cli, ...args, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return { seconds: Math.round(performance.now() - began) / 1000, result: JSON.parse(output) };
}

function median(runs) {
  return runs.map(({ seconds }) => seconds).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
}

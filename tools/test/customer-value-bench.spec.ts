import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DATA = join(process.env['BELLWETHER_DATA'] ?? join(ROOT, '../shared/data'), 'cdnow');
const present = existsSync(DATA);
if (!present && process.env['CI'] === 'true') throw new Error(`${DATA} is absent; BELLWETHER_DATA names the data`);
if (!present) process.stderr.write(`skipped: ${DATA} is absent; BELLWETHER_DATA names the folder of the data\n`);
const onData = present ? it : it.skip;

async function outputs(script: string, ...args: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'tools/bench', script), ...args]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

onData(
  'the bench of customer value measures every method on a tenth of the CDNOW customers',
  async () => {
    const [counts, spends] = await outputs('customer-value.bench.mjs', '--only', 'cdnow', '--every', '10');
    for (const { customers, methods } of [counts!, spends!]) {
      expect(customers).toBe(236);
      const rows = methods as { method: string; rmse: number }[];
      expect(rows.map(({ method }) => method)).toEqual(expect.arrayContaining(['pareto-nbd', 'ensemble']));
      const [zero, pareto] = ['always-zero', 'pareto-nbd'].map((name) => rows.find(({ method }) => method === name)!);
      expect(pareto!.rmse).toBeLessThan(zero!.rmse);
    }
  },
  60_000,
);

onData(
  'the bench of fit times fits CDNOW and as many simulated customers as it is told',
  async () => {
    const [small, large] = await outputs('customer-value-speed.bench.mjs', '--customers', '2000', '--repeats', '1');
    const likelihoods = (small!['models'] as { log_likelihood: string }[]).map(({ log_likelihood }) => log_likelihood);
    expect(likelihoods).toEqual(['-9582.43', '-9582.14', '-9594.98']);
    for (const row of large!['models'] as { customers: number; seconds: number }[]) {
      expect(row.customers).toBe(2_000);
      expect(row.seconds).toBeLessThan(30);
    }
  },
  60_000,
);

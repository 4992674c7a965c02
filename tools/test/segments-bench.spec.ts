import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { BenchOutput } from '../src/bench/result.js';

const SCRIPT = fileURLToPath(new URL('../bench/segments.bench.mjs', import.meta.url));
const ROOT = process.env['BELLWETHER_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const FILE = `${ROOT}/uci-online-retail/online_retail.csv.gz`;
const withData = existsSync(FILE) ? it : it.skip;
if (!existsSync(FILE)) {
  const absent = `${FILE} is absent; BELLWETHER_DATA names the folder of the data`;
  if (process.env['CI'] === 'true') throw new Error(absent);
  process.stderr.write(`skipped: ${absent}\n`);
}

withData(
  'the bench of segments has every customer it takes in one, and months between',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--customers', '300']);
    const output = BenchOutput.parse(JSON.parse(stdout));
    const rows = output['segments'] as { customers: number }[];
    expect(rows.reduce((sum, { customers }) => sum + customers, 0)).toBe(300);
    expect(output['months']).toHaveLength(11);
  },
  60_000,
);

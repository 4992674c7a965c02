import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRng } from '@bellwether/model-kernel/numerics';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';
import type { ClvResult } from './clv-file.js';

const DAY_MS = 86_400_000;
const dayOf = (t: number): string => new Date(Date.parse('2024-01-01') + t * DAY_MS).toISOString().slice(0, 10);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-clv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function clv(table: string | Uint8Array, ...args: string[]) {
  await writeFile(join(folder, 'table.csv'), table);
  const host = recordedHost({ cwd: folder });
  const columns = ['--id', 'who', '--date', 'day'];
  const exitCode = await runCli(['clv', '--data', 'table.csv', ...columns, ...args], host, '1.2.3');
  return { exitCode, ...host.written };
}

/** 160 customers who first buy in the first quarter, at a rate and for a spend of their own, until they stop. */
function purchases(): string {
  const rng = createRng(4);
  const lines = Array.from({ length: 160 }, (_, c) => {
    const perDay = rng.gamma(1, 1 / 30);
    const stops = rng.beta(0.8, 3);
    const spend = rng.gamma(4, 10);
    const rows: string[] = [];
    for (let t = rng.int(84); t < 364; t += Math.ceil(rng.exponential(perDay))) {
      rows.push(`"c, ${c}",${dayOf(t)},${rng.gamma(5, spend / 5).toFixed(2)}`);
      if (rng.next() < stops) break;
    }
    return rows;
  });
  return ['who,day,paid', ...lines.flat()].join('\n');
}

const TABLE = purchases();
const ARGS = ['--value', 'paid', '--calibration-end', '2024-06-30'];

describe('bellwether clv', () => {
  it('compares every method on what came later, keeps every customer and draws the deciles', async () => {
    const files = ['--out', 'value.csv', '--plot', 'deciles.svg', '--horizon', '13', '--discount', '0.1'];
    const { exitCode, stdout } = await clv(TABLE, ...ARGS, ...files, '--json');
    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout) as ClvResult;
    expect([result.customers, result.calibration.to, result.hold_out.from]).toEqual([160, '2024-06-30', '2024-07-01']);
    expect(result.models.map(({ model }) => model)).toEqual(['bg-nbd', 'mbg-nbd', 'pareto-nbd']);
    const methods = result.methods.map(({ method }) => method);
    const learned = ['ziln', 'hurdle-trees', 'ensemble'];
    expect(methods).toEqual(['always-zero', 'own-rate', 'bg-nbd', 'mbg-nbd', 'pareto-nbd', ...learned]);
    const of = (name: string) => result.methods.find(({ method }) => method === name)!;
    expect(of('always-zero')).toMatchObject({ gini: 0, decile_calibration_error: 1, total_ratio: 0 });
    expect(of(result.best).rmse).toBe(Math.min(...result.methods.map(({ rmse }) => rmse)));
    expect(of('bg-nbd').gini).toBeGreaterThan(0.3);
    expect(result.deciles.reduce((sum, { customers }) => sum + customers, 0)).toBe(160);

    const lines = (await readFile(join(folder, 'value.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(161);
    expect(lines[0]).toBe(
      'id,frequency,recency_weeks,age_weeks,mean_value,probability_alive,purchases,purchases_lower,purchases_upper,spend,value,' +
        'value_lower,value_upper,best_value',
    );
    for (const line of lines.slice(1)) {
      const [, number] = /^"c, \d+",(.*)$/.exec(line)!;
      const [, , , , alive, count, lower, upper, spend, value] = number!.split(',').map(Number);
      expect(alive! >= 0 && alive! <= 1 && lower! <= upper!).toBe(true);
      // Discounted by less than a quarter of a year at a tenth.
      expect(value! / (count! * spend!)).toBeGreaterThan(0.97);
      expect(value! / (count! * spend!)).toBeLessThan(1);
    }
    const plot = await readFile(join(folder, 'deciles.svg'), 'utf8');
    expect(plot.match(/<title>\d+ customers: forecast/g)).toHaveLength(10);
    expect(plot).toContain(`Mean paid by decile of the forecast: ${result.best}`);
  });

  it('says in words what was seen and what was best, of a gzipped file and by the count of purchases too', async () => {
    const { stdout } = await clv(gzipSync(TABLE), '--calibration-end', '2024-06-30');
    expect(stdout).toMatch(/160 customers with [\d,]+ purchases from 2024-01-0\d to 2024-06-30; they made \d+ more by/);
    expect(stdout).toMatch(/RMSE of purchases +MAE +Gini/);
    expect(stdout.match(/^[a-z-]+ \* /gm)).toHaveLength(1);
  });

  it('takes two purchases on one day as one', async () => {
    const [header, first, ...rest] = TABLE.split('\n');
    const [one, two] = ['3', '4'].map((paid) => first!.replace(/[\d.]+$/, paid));
    const split = await clv([header, one, two, ...rest].join('\n'), ...ARGS, '--json');
    const whole = await clv([header, first!.replace(/[\d.]+$/, '7'), ...rest].join('\n'), ...ARGS, '--json');
    expect(split.stdout).toBe(whole.stdout);
  });

  it('does without what must be learned where there is too little to learn from, and says so', async () => {
    const few = TABLE.split('\n').filter((line, i) => i === 0 || /"c, [1-6]?\d"/.test(line));
    const { exitCode, stdout } = await clv(few.join('\n'), ...ARGS, '--json');
    expect(exitCode).toBe(0);
    const { methods, not_learned } = JSON.parse(stdout) as ClvResult;
    expect(methods.map(({ method }) => method)).toEqual(['always-zero', 'own-rate', 'bg-nbd', 'mbg-nbd', 'pareto-nbd']);
    expect(not_learned).toMatch(/must have 100 customers, .*; got \d\d,/);
  });

  const rows = (...lines: string[]): string => ['who,day,paid', ...lines].join('\n');
  const two = ['a,2024-01-01,1', 'b,2024-03-01,2'];
  it.each([
    ['a column that is not there', rows(...two).replace('paid', 'sum'), "no column 'paid'; it has who, day, sum"],
    ['a date that is none', rows('a,2024-02-30,1', ...two), "row 1: day is no date: '2024-02-30'"],
    [
      'a date written otherwise',
      rows(...two, 'a,1/2/2024,1'),
      "row 3: day must be a date as 2026-03-01, got '1/2/2024'",
    ],
    ['a negative value', rows(...two, 'a,2024-12-01,-5'), "row 3: paid must be at least 0, got '-5'"],
    ['a value that is no number', rows(...two, 'a,2024-12-01,five'), "row 3: paid must be a number, got 'five'"],
    ['an empty value', rows(...two, 'a,2024-12-01,'), 'row 3: paid must not be empty'],
    ['nobody', rows(...two, ',2024-12-01,5'), 'row 3: who must not be empty'],
    ['one customer', rows('a,2024-01-01,1', 'a,2024-12-01,1'), 'must have two customers or more in who, it has 1'],
    [
      'a calibration that ends after the file',
      rows(...two),
      'between the first and the last purchase, 2024-01-01 and 2024-03-01, got',
    ],
    [
      'no repeat purchase',
      rows('a,2024-01-01,1', 'b,2024-12-01,1', 'c,2024-01-05,3'),
      'must hold a repeat purchase, got none',
    ],
    ['a file without rows', rows(), 'no purchases'],
  ])('refuses %s', async (_, table, why) => {
    const { exitCode, stdout, stderr } = await clv(table, ...ARGS);
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
  });

  it('refuses a day that is none', async () => {
    const { exitCode, stderr } = await clv(TABLE, '--calibration-end', '2024-02-30');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('It must be a day as YYYY-MM-DD')]);
  });
});

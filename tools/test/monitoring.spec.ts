import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../src/cli/run-cli.js';
import { withAnalytics } from '../src/cli/training/with-analytics.js';
import { recordedHost } from './recorded-host.js';

let folder: string;
const file = (name: string) => join(folder, name);

async function run(...args: string[]) {
  const host = recordedHost();
  const exitCode = await runCli(args, host, '1.2.3');
  return { exitCode, ...host.written };
}

const simulate = (name: string, seed: string, ...more: string[]) =>
  run('simulate', 'discounts', '--samples', '4000', '--seed', seed, '--output', file(name), ...more);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-monitoring-'));
  await simulate('reference.csv', '1');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('simulate discounts', () => {
  it('writes the events and their truth, and prints the totals', async () => {
    const { exitCode, stdout } = await simulate('events.csv', '42', '--truth', file('truth.csv'), '--json');
    expect(exitCode).toBe(0);
    const totals = JSON.parse(stdout) as Record<string, unknown>;
    expect(totals).toMatchObject({ events: 4_000, seed: 42, start_date: '2024-01-01', days: 365 });
    const lines = async (name: string) => (await readFile(file(name), 'utf8')).trimEnd().split('\n');
    const [events, truth] = [await lines('events.csv'), await lines('truth.csv')];
    expect([events.length, truth.length]).toEqual([4_001, 4_001]);
    expect(events[0]).toBe(
      'product_id,category,base_price,discounted_price,discount_pct,days_to_expiry,inventory_level,timestamp,' +
        'day_of_week,month,is_weekend,is_summer,is_winter,is_holiday_season,season_multiplier,sold,units_sold,revenue',
    );
    const sold = events.slice(1).filter((line) => line.split(',')[15] === '1').length;
    expect(sold / 4_000).toBeCloseTo(totals['sold_share'] as number, 10);
    const again = await simulate('again.csv', '42');
    expect(again.stdout).toContain('Conversion by category');
    expect(await readFile(file('again.csv'), 'utf8')).toBe(await readFile(file('events.csv'), 'utf8'));
  });

  it('leaves nothing behind where it cannot write', async () => {
    await writeFile(file('taken'), '');
    const { exitCode, stderr } = await run('simulate', 'discounts', '--output', join(folder, 'taken', 'x.csv'));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/ENOTDIR|is there already/);
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('simulate shop', () => {
  it('writes every table and its truth, the same for the same options', async () => {
    const args = ['simulate', 'shop', '--customers', '50', '--products', '20', '--days', '60', '--json'];
    const { exitCode, stdout } = await run(...args, '--out', file('shop'));
    expect(exitCode).toBe(0);
    const { tables, as_of } = JSON.parse(stdout) as { tables: Record<string, number>; as_of: string };
    expect(as_of).toBe('2026-01-31');
    expect(tables).toMatchObject({ customers: 50, products: 20, stock: 1_200, truth_customers: 50, truth_channels: 5 });
    expect((await readdir(file('shop'))).sort()).toEqual(
      Object.keys(tables)
        .map((table) => `${table}.csv`)
        .sort(),
    );
    const lines = (await readFile(file('shop/interactions.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + tables['interactions']!);
    await run(...args, '--out', file('again'));
    expect(await readFile(file('again/interactions.csv'), 'utf8')).toBe(`${lines.join('\n')}\n`);
  });
});

describe('simulate rentals', () => {
  it('writes every table and its truth', async () => {
    const sizes = ['--users', '60', '--properties', '12', '--destinations', '3', '--days', '90'];
    const { exitCode, stdout } = await run('simulate', 'rentals', ...sizes, '--out', file('rentals'));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^The marketplace of 2026-01-31/);
    expect(stdout).toMatch(/calendar +1,080/);
    expect(await readdir(file('rentals'))).toEqual(
      expect.arrayContaining(['users.csv', 'views.csv', 'bookings.csv', 'truth_views.csv', 'truth_users.csv']),
    );
  });

  it('refuses fewer properties than destinations, and leaves no file behind', async () => {
    const { exitCode, stderr } = await run('simulate', 'rentals', '--properties', '2', '--out', file('none'));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('properties must be a whole number in 12')]);
    expect(await readdir(file('none'))).toEqual([]);
  });
});

describe('drift', () => {
  const drifted = async (reference: string, current: string) => {
    const { exitCode, stdout } = await run('drift', file(reference), file(current), '--json');
    expect(exitCode).toBe(0);
    return JSON.parse(stdout) as { drifted_columns: string[]; left_out: object; current_rows: number };
  };

  it('finds none between two years of the same grocer', async () => {
    // Products have prices of their own in another world: the same seed, other events.
    await run(
      'simulate',
      'discounts',
      '--samples',
      '4000',
      '--seed',
      '1',
      '--start-date',
      '2024-12-30',
      '--days',
      '364',
      '--output',
      file('next.csv'),
    );
    const report = await drifted('reference.csv', 'next.csv');
    expect(report.drifted_columns).toEqual([]);
    expect(report.left_out).toEqual({ timestamp: expect.any(String) });
  });

  it('finds what was changed and what follows from it, and nothing else', async () => {
    const [header, ...lines] = (await readFile(file('reference.csv'), 'utf8')).trimEnd().split('\n');
    // Inventory halves.
    const halved = lines.map((line) =>
      line.split(',').map((cell, i) => (i === 6 ? Math.ceil(Number(cell) / 2) : cell)),
    );
    await writeFile(file('halved.csv.gz'), gzipSync([header, ...halved.map((cells) => cells.join(','))].join('\n')));
    expect((await drifted('reference.csv', 'halved.csv.gz')).drifted_columns).toEqual(['inventory_level']);
  });

  it('reads Parquet, and prints a table for people', async () => {
    await withAnalytics((store) =>
      store.command(`INSERT INTO FUNCTION file('${file('same.parquet')}', 'Parquet')
        SELECT * FROM file('${file('reference.csv')}', 'CSVWithNames')`),
    );
    const { stdout } = await run('drift', file('reference.csv'), file('same.parquet'));
    expect(stdout).toMatch(/^column +drift +by/);
    expect(stdout).toMatch(/discount_pct +no +Wasserstein/);
    expect(stdout).toContain('0 of 17 columns drifted');
  });

  it.each([
    ['nowhere.csv', /there is no file/],
    ['taken.xlsx', /ends in none of csv/],
  ])('refuses %s', async (name, message) => {
    if (name === 'taken.xlsx') await writeFile(file(name), '');
    const { exitCode, stderr } = await run('drift', file('reference.csv'), file(name));
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});

describe('quality', () => {
  it('tells what is wrong with a file, for people and for scripts', async () => {
    await writeFile(
      file('poor.csv'),
      'id,x,made\n1,5,2026-01-31T00:00:00Z\n1,,2026-01-31T00:00:00Z\n2,7,2026-01-31T00:00:00Z\n',
    );
    const args = ['quality', file('poor.csv'), '--id', 'id', '--time', 'made'];
    const { stdout, exitCode } = await run(...args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/alert +x +missing +33.33 % +1.00 %/);
    expect(stdout).toMatch(/alert +id +ids seen before +1 +0/);
    const report = JSON.parse((await run(...args, '--json')).stdout) as { rows: number; findings: { check: string }[] };
    expect(report.rows).toBe(3);
    expect(report.findings.map(({ check }) => check)).toContain('freshness');
  });

  it('keeps a file to the ranges and categories of another', async () => {
    const same = await run('quality', file('reference.csv'), '--reference', file('reference.csv'), '--json');
    const { findings } = JSON.parse(same.stdout) as { findings: { check: string; status: string }[] };
    const kept = findings.filter(({ check }) => check === 'range' || check === 'categories');
    expect(kept.length).toBeGreaterThan(15);
    expect(kept.every(({ status }) => status === 'ok')).toBe(true);
  });

  it('says so of a column that is not there', async () => {
    const { exitCode, stderr } = await run('quality', file('reference.csv'), '--id', 'nothing');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('nothing');
  });
});

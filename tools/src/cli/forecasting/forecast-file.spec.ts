import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';

const DAY_MS = 86_400_000;
const dayOf = (start: string, t: number): string => new Date(Date.parse(start) + t * DAY_MS).toISOString().slice(0, 10);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-forecast-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function forecast(table: string | Uint8Array, ...args: string[]) {
  await writeFile(join(folder, 'table.csv'), table);
  const host = recordedHost({ cwd: folder });
  const columns = ['--date', 'day', '--value', 'units'];
  const exitCode = await runCli(['forecast', '--data', 'table.csv', ...columns, ...args], host, '1.2.3');
  return { exitCode, ...host.written };
}

interface Result {
  readonly series: {
    readonly id: string;
    readonly frequency: string;
    readonly gaps: number;
    readonly forecasts: Record<string, number | string>[];
    readonly back_test?: { readonly mase: number; readonly naive_mase: number };
  }[];
  readonly refused: string[];
}

/** Two shops of a week each their own, one of them with a day missing, and one that has just opened. */
const SHOPS = [
  'shop,day,units',
  ...Array.from({ length: 84 }, (_, t) => `"north, old",${dayOf('2024-01-01', t)},${10 + 3 * (t % 7) + (t % 3)}`),
  ...Array.from({ length: 84 }, (_, t) => `south,${dayOf('2024-02-01', t)},${t === 40 ? '' : 50 + (t % 7) + (t % 2)}`),
  'new,2024-03-01,5',
].join('\n');

describe('bellwether forecast', () => {
  it('forecasts every series of a table and keeps them as CSV, a row for each step', async () => {
    const args = ['--id', 'shop', '--horizon', '7', '--level', '95', '--out', 'next.csv', '--json'];
    const { exitCode, stdout } = await forecast(SHOPS, ...args);
    expect(exitCode).toBe(0);
    const { series, refused } = JSON.parse(stdout) as Result;
    expect(series.map(({ id, frequency, gaps }) => ({ id, frequency, gaps }))).toEqual([
      { id: 'north, old', frequency: 'D', gaps: 0 },
      { id: 'south', frequency: 'D', gaps: 1 },
    ]);
    expect(refused).toEqual(["series 'new': the history of 1 steps is too short: automatic needs 5"]);
    for (const { back_test } of series) expect(back_test!.mase).toBeLessThan(back_test!.naive_mase);
    const lines = (await readFile(join(folder, 'next.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('id,date,yhat,yhat_lower_95,yhat_upper_95');
    expect(lines).toHaveLength(1 + 2 * 7);
    expect(lines[1]).toMatch(/^"north, old",2024-03-25,\d/);
    expect(lines[8]).toMatch(/^south,2024-04-25,5\d/);
    for (const row of series.flatMap(({ forecasts }) => forecasts)) {
      expect(Number(row['yhat_lower_95'])).toBeLessThanOrEqual(Number(row['yhat']));
      expect(Number(row['yhat_upper_95'])).toBeGreaterThanOrEqual(Number(row['yhat']));
    }
  });

  it('says what it chose and how that did, and names what it could not forecast', async () => {
    const { stdout } = await forecast(gzipSync(SHOPS), '--id', 'shop', '--horizon', '7');
    expect(stdout).toMatch(/south +84 +1 +automatic: (ensemble|median) +0\.\d{3} +\d\.\d{3} +\d+\.\d %/);
    expect(stdout).toContain("not forecast: series 'new'");
  });

  it('takes hours with a zone through a change to summer time, and months by their last day', async () => {
    const hours = Array.from({ length: 72 }, (_, t) => {
      const local = new Date(Date.UTC(2024, 2, 30) + (t + (t < 26 ? 1 : 2)) * 3_600_000).toISOString().slice(0, 19);
      return `${local}${t < 26 ? '+01:00' : '+02:00'},${t % 24}`;
    });
    const hourly = await forecast(['day,units', ...hours].join('\n'), '--horizon', '2', '--json');
    const [first] = (JSON.parse(hourly.stdout) as Result).series;
    expect(first).toMatchObject({ id: 'series', frequency: 'H', gaps: 0 });
    expect(first!.forecasts[0]).toMatchObject({ date: '2024-04-02T00:00:00.000Z' });

    const months = Array.from(
      { length: 30 },
      (_, t) => `${new Date(Date.UTC(2022, t + 1, 0)).toISOString().slice(0, 10)},${t}`,
    );
    const monthly = await forecast(['day,units', ...months].join('\n'), '--horizon', '2', '--json');
    const { forecasts, frequency } = (JSON.parse(monthly.stdout) as Result).series[0]!;
    expect([frequency, ...forecasts.map(({ date }) => date)]).toEqual(['M', '2024-07-31', '2024-08-31']);
  });

  it.each([
    ['a column that is not there', 'day,sold\n2024-01-01,1', "the file has no column 'units'; it has day, sold"],
    [
      'a cell that is no number',
      'day,units\n2024-01-01,1\n2024-01-02,many',
      "row 2: units must be a number, got 'many'",
    ],
    ['a day that no calendar has', 'day,units\n2024-02-30,1', "row 1: day is no date: '2024-02-30'"],
    [
      'a date written otherwise',
      'day,units\n30/02/2024,1',
      "row 1: day must be a date as 2026-03-01, got '30/02/2024'",
    ],
    ['two values at a time', 'day,units\n2024-01-01,1\n2024-01-02,1\n2024-01-02,2', 'has two values at 2024-01-02'],
    ['dates at odd distances', 'day,units\n2024-01-01,1\n2024-01-04,1', 'name the frequency'],
    ['a series of one point', 'day,units\n2024-01-01,1', 'name the frequency'],
    ['no values at all', 'day,units\n2024-01-01,', 'no row has a value'],
  ])('refuses %s', async (_, table, why) => {
    const { exitCode, stdout, stderr } = await forecast(table, '--horizon', '3');
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
  });

  it('refuses a method that there is none, with those there are', async () => {
    const { exitCode, stderr } = await forecast('day,units\n2024-01-01,1', '--horizon', '3', '--method', 'magic');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/--method must be one of naive, .*, automatic, got magic/s),
    ]);
  });
});

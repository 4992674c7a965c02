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
    ['values that are not there by name', 'day,units\n2024-01-01,NaN\n2024-01-02,', 'no row has a value'],
    ['a value without end', 'day,units\n2024-01-01,1\n2024-01-02,Infinity', "must be a number, got 'Infinity'"],
    [
      'an hour twice where summer time ends and the zone is left out',
      'day,units\n2024-10-27 01:00,1\n2024-10-27 02:00,2\n2024-10-27 02:00,3\n2024-10-27 03:00,4',
      'has two values at 2024-10-27T02:00',
    ],
    [
      'days by the clock of a zone with summer time, which are not a day apart',
      'day,units\n2024-03-30T00:00+01:00,1\n2024-03-31T00:00+01:00,2\n2024-04-01T00:00+02:00,3',
      'name the frequency',
    ],
  ])('refuses %s', async (_, table, why) => {
    const { exitCode, stdout, stderr } = await forecast(table, '--horizon', '3');
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
  });

  it('forecasts nothing but zeros of zeros', async () => {
    const zeros = Array.from({ length: 40 }, (_, t) => `${dayOf('2024-01-01', t)},0`);
    const { stdout } = await forecast(['day,units', ...zeros].join('\n'), '--horizon', '3', '--json');
    const { forecasts } = (JSON.parse(stdout) as Result).series[0]!;
    expect(forecasts.flatMap(({ date: _, ...row }) => Object.values(row)).every((value) => value === 0)).toBe(true);
  });

  it('takes a cell of NaN as a gap', async () => {
    const days = Array.from({ length: 40 }, (_, t) => `${dayOf('2024-01-01', t)},${t === 9 ? 'NaN' : 5 + (t % 7)}`);
    const { stdout } = await forecast(['day,units', ...days].join('\n'), '--horizon', '3', '--json');
    expect((JSON.parse(stdout) as Result).series[0]).toMatchObject({ gaps: 1 });
  });

  it('refuses a method that there is none, with those there are', async () => {
    const { exitCode, stderr } = await forecast('day,units\n2024-01-01,1', '--horizon', '3', '--method', 'magic');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/--method must be one of naive, .*, automatic, got magic/s),
    ]);
  });
});

describe('bellwether forecast --regressors', () => {
  /** Ten a day and forty more in a promotion; the last week is yet to come. */
  const onSale = (t: number): number => (t % 5 === 2 || t % 11 === 3 ? 1 : 0);
  const price = (t: number): number => 3 + (t % 4);
  const shop = (id: string, known: number, planned: number, blank?: (t: number) => boolean): string[] =>
    Array.from({ length: planned }, (_, t) => {
      const units = t < known ? 40 - 5 * price(t) + 40 * onSale(t) + (t % 3) : '';
      return `${id},${dayOf('2024-01-01', t)},${units},${price(t)},${blank?.(t) ? '' : onSale(t)}`;
    });
  const table = (...shops: string[][]): string => ['shop,day,units,price,promotion', ...shops.flat()].join('\n');
  const ARGS = ['--id', 'shop', '--horizon', '7', '--regressors', 'price,promotion', '--json'];
  const read = (stdout: string): Result => JSON.parse(stdout) as Result;

  it('follows what is planned, from rows without a value after the last date', async () => {
    const { stdout, exitCode } = await forecast(table(shop('a', 70, 77)), ...ARGS, '--level', '80');
    expect(exitCode).toBe(0);
    const [{ forecasts, back_test, ...first }] = read(stdout).series as [Result['series'][0]];
    expect(first).toMatchObject({ method: 'additive with price, promotion', values: 70, gaps: 0 });
    expect(forecasts.map(({ date }) => date)).toEqual(Array.from({ length: 7 }, (_, t) => dayOf('2024-01-01', 70 + t)));
    forecasts.forEach(({ yhat }, step) => {
      const t = 70 + step;
      expect(Math.abs(Number(yhat) - (40 - 5 * price(t) + 40 * onSale(t) + 1))).toBeLessThan(4);
    });
    expect(back_test!.mase).toBeLessThan(0.2 * back_test!.naive_mase);
  });

  it('names the column, the series and the date of a value to come that is missing, and forecasts the others', async () => {
    const gone = shop('b', 70, 77, (t) => t === 73);
    const { stdout, exitCode } = await forecast(table(shop('a', 70, 77), gone, shop('c', 70, 75)), ...ARGS);
    expect(exitCode).toBe(0);
    expect(read(stdout).series.map(({ id }) => id)).toEqual(['a']);
    expect(read(stdout).refused).toEqual([
      "series 'b': promotion is not known at 2024-03-14, which is to be forecast",
      "series 'c': price is not known at 2024-03-16, which is to be forecast",
    ]);
  });

  it('names one of the past too, but needs none where there is no value', async () => {
    const past = await forecast(table(shop('a', 70, 77, (t) => t === 12)), ...ARGS);
    expect(past.exitCode).not.toBe(0);
    expect(past.stderr).toContain("series 'a': promotion is not known at 2024-01-13, which has a value");
    const closed = shop('a', 70, 77).map((line, t) => (t === 12 ? `a,${dayOf('2024-01-01', 12)},,,` : line));
    const { stdout } = await forecast(table(closed), ...ARGS);
    expect(read(stdout).series[0]).toMatchObject({ gaps: 1 });
  });

  it('needs thirty values, as zeros if they were', async () => {
    const short = await forecast(table(shop('a', 29, 36)), ...ARGS);
    expect(short.stderr).toContain(
      "series 'a': the history of 29 values is too short: a model with regressors needs 30",
    );
    const zeros = shop('a', 30, 37).map((line, t) => (t < 30 ? line.replace(/,(\d+),(\d+),/, ',0,$2,') : line));
    const { stdout } = await forecast(table(zeros), ...ARGS);
    for (const { yhat } of read(stdout).series[0]!.forecasts) expect(Math.abs(Number(yhat))).toBeLessThan(1e-9);
  });

  it('takes hours through a change to summer time', async () => {
    const hours = Array.from({ length: 80 }, (_, t) => {
      const summer = t >= 26;
      const local = new Date(Date.UTC(2024, 2, 30) + (t + (summer ? 2 : 1)) * 3_600_000).toISOString().slice(0, 19);
      const open = t % 6 === 0 ? 1 : 0;
      return `${local}${summer ? '+02:00' : '+01:00'},${t < 76 ? 10 + 20 * open : ''},${open}`;
    });
    const args = ['--horizon', '4', '--regressors', 'open', '--json'];
    const { stdout } = await forecast(['day,units,open', ...hours].join('\n'), ...args);
    const { forecasts } = read(stdout).series[0]!;
    expect(forecasts.map(({ date }) => date)).toContain('2024-04-02T06:00:00.000Z');
    expect(forecasts.map(({ yhat }) => Math.round(Number(yhat)))).toEqual([10, 10, 30, 10]);
  });

  it.each([
    ['a column that is not there', ['--regressors', 'weather'], "the file has no column 'weather'"],
    ['the value itself', ['--regressors', 'units'], '--regressors must not name the column units'],
    ['a column twice', ['--regressors', 'price,price'], '--regressors must name each column once, got price twice'],
    ['another method', ['--regressors', 'price', '--method', 'ets'], 'taken by the additive model, not by ets'],
  ])('refuses %s', async (_, args, why) => {
    const { exitCode, stderr } = await forecast(table(shop('a', 70, 77)), '--horizon', '7', ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it('refuses a cell that is no number, and two rows of a date', async () => {
    const shops = shop('a', 70, 77);
    const text = await forecast(table([...shops.slice(0, -1), `a,${dayOf('2024-01-01', 76)},,dear,0`]), ...ARGS);
    expect(text.stderr).toContain("row 77: price must be a number, got 'dear'");
    const twice = await forecast(table([...shops, shops.at(-1)!]), ...ARGS);
    expect(twice.stderr).toContain("series 'a' has two rows at 2024-03-17");
  });
});

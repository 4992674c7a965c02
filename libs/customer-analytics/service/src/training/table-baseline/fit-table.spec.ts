import { gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createRng } from '@bellwether/model-kernel/numerics';
import { fitTable } from './fit-table.js';
import { inferColumns } from './infer-columns.js';

const bytesOf = (text: string): Readable => Readable.from([Buffer.from(text)]);

/** y depends on x (a number) and colour; id and noise tell nothing; day ascends. */
function csv(rows: number): string {
  const rng = createRng(7);
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = rng.next();
    const colour = ['red', 'green', 'blue'][rng.int(3)]!;
    const y = 3 * x + (colour === 'red' ? 2 : 0) + rng.normal(0, 0.1);
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(i / 5))).toISOString().slice(0, 10);
    return [`row-${i}`, i % 17 === 0 ? 'NA' : x, colour, rng.next(), day, y, y > 2.2 ? 'yes' : 'no'].join(',');
  });
  return ['id,x,colour,noise,day,y,big', ...lines].join('\n');
}

describe('a baseline on a table', () => {
  it('ranks a binary target by cross-validation', async () => {
    const answer = await fitTable({ csv: bytesOf(csv(600)), target: 'big', task: 'binary', exclude: ['y'] });
    expect(answer.auc).toBeGreaterThan(0.95);
    expect(answer.protocol).toMatch(/Positive: big = yes\..*Column id left out: it names its rows/);
    expect([answer.n, answer.features]).toEqual([600, 6]);
  });

  it('predicts a number on the latest rows, from gzip as from plain text', async () => {
    const options = { target: 'y', task: 'regression', exclude: ['big'], timeColumn: 'day', testShare: 0.25 } as const;
    const plain = await fitTable({ ...options, csv: bytesOf(csv(600)) });
    const packed = await fitTable({ ...options, csv: Readable.from([gzipSync(csv(600))]) });
    // The spread of y is about 1.3; its noise is 0.1.
    expect(plain.rmse).toBeLessThan(0.6);
    expect(packed).toEqual(plain);
  });

  it('finds nothing in noise: no part of the target reaches the features', async () => {
    const { auc } = await fitTable({
      csv: bytesOf(csv(1_000)),
      target: 'big',
      task: 'binary',
      exclude: ['y', 'x', 'colour', 'day'],
    });
    expect(Math.abs(auc! - 0.5)).toBeLessThan(0.08);
  });

  it.each([
    [{ target: 'z' }, /target must be a column of the table \(id, x, .*\), got 'z'/],
    [{ target: 'colour' }, /must have two values, got 3/],
    [{ exclude: ['z'] }, /the table has no column 'z'/],
    [{ cv: 1 }, /cv must be a whole number in 2–60/],
    [{ timeColumn: 'colour' }, /'colour' must be a date or a number in every row/],
    [{ timeColumn: 'day', cv: 5 }, /exclude each other/],
    [{ timeColumn: 'day', testShare: 1 }, /testShare must be in \(0, 1\)/],
    [{ csv: bytesOf('a,a\n1,2\n') }, /the column 'a' comes twice/],
    [{ csv: bytesOf('a,b\n1\n') }, /cannot be read as CSV/],
  ])('refuses %j', async (more, message) => {
    await expect(fitTable({ csv: bytesOf(csv(60)), target: 'big', task: 'binary', ...more })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(message),
    });
  });
});

describe('inferring columns', () => {
  it('tells numbers, dates, categories and names apart', () => {
    const { columns, dropped } = inferColumns(
      new Map([
        ['number', ['1', '2.5', null, '-3e2']],
        ['category', ['a', 'b', 'a', 'b']],
        ['date', ['2024-01-01', '2024-02-29', '2023-12-31', null]],
        ['instant', ['2024-01-01T10:00:00Z', '2024-01-01 11:30', '2024-01-01T12:00:00+02:00', null]],
        ['id', ['w', 'x', 'y', 'z']],
        ['constant', ['1', '1', '1', '1']],
        ['empty', [null, null, null, null]],
      ]),
    );
    expect(columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'number numeric',
      'category categorical',
      'date.day numeric',
      'date.month numeric',
      'date.weekday numeric',
      'instant.day numeric',
      'instant.month numeric',
      'instant.weekday numeric',
      'instant.hour numeric',
    ]);
    expect([...columns[8]!.values]).toEqual([10, 11, 10, NaN]);
    expect([...dropped.keys()]).toEqual(['id', 'constant', 'empty']);
  });
});

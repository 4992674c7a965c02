import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import {
  GROCER_COLUMNS,
  HOTEL_COLUMNS,
  RENTAL_COLUMNS,
  SHOP_COLUMNS,
  simulateGrocer,
  simulateRentals,
  simulateShop,
  simulateWholeHotel,
  columnKind,
  type Columns,
  type ColumnType,
} from '@bellwether/datasets';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { createTableFile } from './table-file.js';
import { formatOf } from './table-format.js';
import { writeFolder } from './table-folder.js';

let folder: string;
let analytics: AnalyticsStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-tables-'));
  analytics = await openAnalyticsStore('chdb://memory');
});
afterAll(async () => {
  await analytics.close();
  await rm(folder, { recursive: true, force: true });
});

const asOf = '2026-03-01';
const WORLDS = {
  hotel: {
    columns: HOTEL_COLUMNS,
    *batches() {
      const { tables, days } = simulateWholeHotel({ guests: 1_000, rooms: 5, years: 1, seed: 3, asOf });
      for (const [table, rows] of Object.entries(tables)) yield { table, rows: rows as readonly object[] };
      yield* days();
    },
  },
  shop: {
    columns: SHOP_COLUMNS,
    batches: () => simulateShop({ days: 60, customers: 60, products: 20, seed: 3, asOf }),
  },
  rentals: {
    columns: RENTAL_COLUMNS,
    batches: () => simulateRentals({ days: 60, users: 200, properties: 12, destinations: 3, seed: 3, asOf }),
  },
  grocer: {
    columns: GROCER_COLUMNS,
    *batches() {
      for (const { events, truth } of simulateGrocer({ samples: 2_000, days: 20, startDate: '2024-01-01', seed: 3 })) {
        yield { table: 'events', rows: events };
        yield { table: 'truth', rows: truth };
      }
    },
  },
} as const;

/** A value of the simulator as a reader of Parquet has it. */
function asRead(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  const kind = columnKind(type);
  if (kind === 'amount') return BigInt(value as number);
  if (kind === 'day') return new Date(`${String(value)}T00:00:00Z`);
  if (kind === 'instant' || kind === 'local_instant') {
    return new Date(`${String(value).replace(' ', 'T').replace('Z', '')}Z`);
  }
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

describe.each(Object.keys(WORLDS) as (keyof typeof WORLDS)[])('the tables of the %s as Parquet', (name) => {
  const { batches } = WORLDS[name];
  const columns: Readonly<Record<string, Columns>> = WORLDS[name].columns;
  const rows: Record<string, object[]> = {};
  const pathOf = (table: string, format: string) => join(folder, name, `${table}.${format}`);

  beforeAll(async () => {
    for (const batch of batches()) (rows[batch.table] ??= []).push(...batch.rows);
    for (const format of ['csv', 'parquet'] as const) {
      await writeFolder({ path: join(folder, name), format, columns }, batches());
    }
  });

  it('have the declared columns in their order', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(columns).sort());
    for (const [table, of] of Object.entries(rows)) {
      if (of[0] !== undefined) expect(Object.keys(of[0])).toEqual(Object.keys(columns[table]!));
    }
  });

  it('are read back row by row as they were simulated', async () => {
    for (const [table, simulated] of Object.entries(rows)) {
      const read = await parquetReadObjects({ file: await asyncBufferFromFile(pathOf(table, 'parquet')) });
      const expected = simulated.map((row) =>
        Object.fromEntries(Object.entries(columns[table]!).map(([c, type]) => [c, asRead(row[c as never], type)])),
      );
      expect({ table, read }).toEqual({ table, read: expected });
    }
  });

  it('say to ClickHouse what their CSV files say', async () => {
    for (const [table, simulated] of Object.entries(rows)) {
      const [parquet, csv] = [`file('${pathOf(table, 'parquet')}')`, `'${pathOf(table, 'csv')}'`];
      if (simulated.length === 0) continue;
      const described = await analytics.rows<{ name: string; type: string }>(`DESCRIBE ${parquet}`);
      const structure = described.map((column) => `${column.name} ${column.type}`).join(', ');
      const typed = `file(${csv}, CSVWithNames, '${structure.replaceAll("'", "\\'")}')`;
      const settings = `SETTINGS date_time_input_format = 'best_effort', input_format_skip_unknown_fields = 1`;
      const [counted] = await analytics.rows<object>(
        `SELECT (SELECT count() FROM ${parquet}) AS parquet, (SELECT count() FROM ${typed}) AS csv,
           (SELECT count() FROM (SELECT * FROM ${parquet} EXCEPT ALL SELECT * FROM ${typed})) AS differing ${settings}`,
      );
      const { length } = simulated;
      expect({ table, ...counted }).toEqual({ table, parquet: length, csv: length, differing: 0 });
    }
  });
});

const ONE_OF_EACH: Columns = {
  a_text: 'text',
  a_day: 'day',
  an_instant: 'instant',
  a_local_instant: 'local_instant',
  a_whole: 'whole',
  an_amount: 'amount',
  a_number: 'number',
  a_boolean: 'boolean',
};

describe('a Parquet file', () => {
  it('has a type for each kind of column', async () => {
    const path = join(folder, 'types.parquet');
    const file = await createTableFile('parquet', path, ONE_OF_EACH);
    await file.finish();
    const described = await analytics.rows<{ name: string; type: string }>(`DESCRIBE file('${path}')`);
    expect(Object.fromEntries(described.map(({ name, type }) => [name, type]))).toEqual({
      a_text: 'Nullable(String)',
      a_day: 'Nullable(Date32)',
      an_instant: `Nullable(DateTime64(3, 'UTC'))`,
      a_local_instant: expect.stringMatching(/^Nullable\(DateTime64\(3/),
      a_whole: 'Nullable(Int32)',
      an_amount: 'Nullable(Int64)',
      a_number: 'Nullable(Float64)',
      a_boolean: 'Nullable(Bool)',
    });
    const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    expect(schema.find(({ name }) => name === 'a_local_instant')?.logical_type).toMatchObject({
      isAdjustedToUTC: false,
    });
  });

  it('is written in groups of rows, across batches of any size', async () => {
    const path = join(folder, 'groups.parquet');
    const file = await createTableFile('parquet', path, { n: 'whole', word: 'text' });
    const rows = (from: number, size: number) =>
      Array.from({ length: size }, (_, i) => ({ n: from + i, word: 'same' }));
    for (const [from, size] of [
      [0, 30_000],
      [30_000, 90_001],
    ] as const) {
      await file.write(rows(from, size));
    }
    await file.finish();
    const source = await asyncBufferFromFile(path);
    const { row_groups } = await parquetMetadataAsync(source);
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([50_000, 50_000, 20_001]);
    expect(row_groups[0]!.columns[1]!.meta_data?.encodings).toContain('RLE_DICTIONARY');
    const read = await parquetReadObjects({ file: source, columns: ['n'] });
    expect(read.every(({ n }, i) => n === i)).toBe(true);
  });

  it.each([
    ['a_whole', 1.5],
    ['a_whole', 2 ** 31],
    ['an_amount', 0.5],
    ['a_number', 'one'],
    ['a_boolean', 1],
    ['a_day', 'yesterday'],
    ['an_instant', '2026-13-01 00:00:00'],
  ])('takes nothing for %s that is not one, such as %p, and leaves nothing of itself', async (column, value) => {
    const batches = [{ table: 'wrong', rows: [{ [column]: value }] }];
    const path = join(folder, 'wrong');
    const writing = writeFolder({ path, format: 'parquet', columns: { wrong: ONE_OF_EACH } }, batches);
    await expect(writing).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining(column) });
    expect(await readdir(path)).toEqual([]);
  });
});

it('a gzipped CSV file is the plain one packed', async () => {
  const rows = Array.from({ length: 12_000 }, (_, n) => ({ n, note: n % 3 === 0 ? null : 'a, "b"' }));
  const columns = { n: 'whole', note: 'text' } as const;
  for (const format of ['csv', 'csv.gz'] as const) {
    const file = await createTableFile(format, join(folder, `same.${format}`), columns);
    await file.write(rows);
    await file.finish();
  }
  const packed = await readFile(join(folder, 'same.csv.gz'));
  expect(gunzipSync(packed).equals(await readFile(join(folder, 'same.csv')))).toBe(true);
});

it.each(['csv', 'csv.gz', 'parquet'] as const)('a %s file that is abandoned leaves nothing behind', async (format) => {
  const path = join(folder, 'abandoned');
  const file = await createTableFile(format, join(path, `t.${format}`), { n: 'whole' });
  await file.write([{ n: 1 }]);
  await file.abandon();
  expect(await readdir(path)).toEqual([]);
});

it('a file is of the format that its name ends in, else CSV', () => {
  expect(['a.parquet', 'a.csv.gz', 'a.csv', 'a', 'a.txt'].map(formatOf)).toEqual([
    'parquet',
    'csv.gz',
    'csv',
    'csv',
    'csv',
  ]);
});

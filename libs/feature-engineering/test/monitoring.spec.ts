import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { driftReport, qualityReport, summarizeTable, type TableReader } from '../src/index.js';
import { openTestTables, type TestTables } from './chdb-tables.js';

let tables: TestTables;
beforeAll(async () => {
  tables = await openTestTables();
  await tables.command(`CREATE TABLE before ENGINE = Memory AS SELECT
    number AS id, concat('B', toString(number)) AS booking, toFloat64(number % 100) AS price,
    ['web', 'phone', 'ota'][1 + number % 3] AS channel, number % 2 AS flag,
    toDateTime('2026-01-01 00:00:00') + number AS made FROM numbers(3000)`);
  await tables.command(`CREATE TABLE now ENGINE = Memory AS SELECT
    number AS id, concat('C', toString(number)) AS booking,
    if(number % 50 = 0, NULL, toFloat64(number % 100) + 40) AS price,
    ['web', 'phone', 'app'][1 + number % 3] AS channel, number % 2 AS flag,
    toDateTime('2026-01-02 00:00:00') + number AS made FROM numbers(2000)`);
});
afterAll(() => tables.close());
const reader = (): TableReader => tables;

describe('the summary of a table', () => {
  it('has the values of each column by how often they occur, and leaves out what describes nothing', async () => {
    const { rows, columns, left_out } = await summarizeTable(reader(), 'now');
    expect(rows).toBe(2_000);
    expect(Object.keys(columns)).toEqual(['id', 'price', 'channel', 'flag']);
    expect(left_out).toEqual({ booking: expect.stringContaining('identifier'), made: expect.stringContaining('time') });
    expect(columns['price']).toMatchObject({ kind: 'numeric', missing: 40, distribution: { total: 1_960 } });
    const channel = columns['channel']!;
    expect(channel.kind === 'categorical' && [...channel.counts]).toEqual([
      ['phone', 667],
      ['web', 667],
      ['app', 666],
    ]);
  });

  it('tells of the columns that changed, and of no other', async () => {
    const [before, now] = [await summarizeTable(reader(), 'before'), await summarizeTable(reader(), 'now')];
    const { drifted_columns, columns } = driftReport(before.columns, now.columns);
    // Ids go on counting; prices rose by 40; another channel took the place of one.
    expect(drifted_columns).toEqual(['id', 'price', 'channel']);
    expect(columns['price']).toMatchObject({ method: 'wasserstein', missing_share: { reference: 0, current: 0.02 } });
    expect(columns['price']!.score).toBeGreaterThan(1.3);
    expect(columns['flag']!.drifted).toBe(false);
  });
});

describe('the quality of a table', () => {
  const now = new Date('2026-01-03T01:00:00Z');
  const problems = async (table: string, options: Partial<Parameters<typeof qualityReport>[2]> = {}) =>
    (await qualityReport(reader(), table, { now, ...options })).findings
      .filter(({ status }) => status !== 'ok')
      .map(({ check, column, value, status }) => [check, column, Number(value.toFixed(4)), status]);

  it('finds nothing in rows that are whole, fresh and themselves', async () => {
    const fresh = new Date('2026-01-01T12:00:00Z');
    expect(await problems('before', { id: 'booking', time: 'made', reference: 'before', now: fresh })).toEqual([]);
  });

  it('finds what is missing, old, out of range and unknown', async () => {
    expect(await problems('now', { id: 'booking', time: 'made', reference: 'before' })).toEqual([
      ['missing', 'price', 0.02, 'alert'],
      ['freshness', 'made', 24.4447, 'warn'],
      ['range', 'price', 0.4, 'alert'],
      ['categories', 'booking', 1, 'alert'],
      ['categories', 'channel', 0.333, 'alert'],
    ]);
  });

  it('finds ids and rows that come twice, and values far out', async () => {
    await tables.command(`CREATE TABLE doubled ENGINE = Memory AS
      SELECT if(number < 5, 0, number) AS id, if(number % 200 = 199, 1000., toFloat64(number % 7)) AS x
      FROM numbers(1000) UNION ALL SELECT 999, 1000.`);
    expect(await problems('doubled', { id: 'id' })).toEqual([
      ['outliers', 'x', 0.006, 'warn'],
      ['duplicate_rows', null, 1, 'warn'],
      ['duplicate_ids', 'id', 5, 'alert'],
    ]);
  });

  it('says nothing of no rows', async () => {
    await tables.command('CREATE TABLE empty (x Float64) ENGINE = Memory');
    expect(await qualityReport(reader(), 'empty', { now })).toEqual({ rows: 0, findings: [] });
  });
});

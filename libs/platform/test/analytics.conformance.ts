import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnalyticsStore } from '../src/analytics/index.js';

/** What the analytics port promises, on whichever store `open` gives. */
export function describeAnalyticsConformance(name: string, open: () => Promise<AnalyticsStore>): void {
  describe(`analytics port: ${name}`, () => {
    let store: AnalyticsStore;
    beforeAll(async () => {
      store = await open();
      await store.command('DROP TABLE IF EXISTS stays');
      await store.command(`CREATE TABLE stays (
        id UInt32, arrival Date, booked_at DateTime, adr Float64, lead Nullable(Float64), guest String
      ) ENGINE = MergeTree PARTITION BY toYYYYMM(arrival) ORDER BY id`);
    });
    afterAll(async () => {
      await store.command('DROP TABLE stays');
      await store.close();
    });

    const stay = (id: number, changes: object = {}) => ({
      id,
      arrival: '2026-02-03',
      booked_at: '2026-01-02T03:04:05Z',
      adr: 101.25,
      lead: null,
      guest: "O'Brien; {id:UInt8} \\ \n ü",
      ...changes,
    });

    it('reads rows back as they were written, instants in ISO 8601 UTC', async () => {
      await store.insert('stays', [stay(1), stay(2, { lead: 7.5 })]);
      expect(await store.rows('SELECT * FROM stays WHERE id < 10 ORDER BY id')).toEqual([
        stay(1),
        stay(2, { lead: 7.5 }),
      ]);
    });

    it('binds parameters by type, so that no value can become SQL', async () => {
      const params = { text: "'; DROP TABLE stays; --", numbers: [1, 2, 3], flag: true, none: null };
      const sql = `SELECT {text:String} AS text, {numbers:Array(UInt8)} AS numbers, {flag:Bool} AS flag,
        {none:Nullable(String)} AS none`;
      expect(await store.rows(sql, params)).toEqual([params]);
      await expect(store.rows('SELECT {n:UInt8} AS n', { n: 'many' })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    });

    it('answers columns by name, in row order', async () => {
      const sql = `SELECT number AS n, toString(number) AS s FROM numbers({size:UInt8}) ORDER BY n DESC -- newest first`;
      expect(await store.columns(sql, { size: 3 })).toEqual({ n: [2, 1, 0], s: ['2', '1', '0'] });
      expect(await store.columns(sql, { size: 0 })).toEqual({ n: [], s: [] });
    });

    it('answers a matrix row by row, whatever the numeric types, with NaN for NULL', async () => {
      const sql = `SELECT toUInt8(number) AS a, toDecimal64(number, 2) / 4 AS b, if(number = 1, NULL, -number) AS c,
        number > 0 AS d FROM numbers({size:UInt8}) ORDER BY a DESC`;
      expect(await store.matrix(sql, { size: 3 })).toEqual(
        Float64Array.from([2, 0.5, -2, 1, 1, 0.25, NaN, 1, 0, 0, 0, 0]),
      );
      expect(await store.matrix(sql, { size: 0 })).toEqual(new Float64Array(0));
      expect(await store.matrix('SELECT * FROM (SELECT 0.1 + 0.2 AS exact)')).toEqual(Float64Array.of(0.1 + 0.2));
      await expect(store.matrix(`SELECT 'many'`)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });

    it('keeps the order of a large matrix', async () => {
      const keys = await store.matrix('SELECT sipHash64(number) AS key FROM numbers_mt(300000) ORDER BY key');
      expect(keys).toHaveLength(300_000);
      expect(keys.every((key, row) => row === 0 || key >= keys[row - 1]!)).toBe(true);
    });

    it('takes an insert whole or not at all', async () => {
      const many = Array.from({ length: 20_000 }, (_, row) => stay(100 + row, { guest: 'x'.repeat(100) }));
      await expect(store.insert('stays', [...many, stay(0, { id: 'last' })])).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
      const count = () => store.rows('SELECT count() AS n FROM stays WHERE id >= 100');
      expect(await count()).toEqual([{ n: 0 }]);
      await store.insert('stays', many);
      expect(await count()).toEqual([{ n: 20_000 }]);
      await store.insert('stays', []);
    });

    it('refuses a column that the table lacks rather than drop it', async () => {
      await expect(store.insert('stays', [stay(3, { loyalty: 1 })])).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining('loyalty'),
      });
    });

    it('reads a NaN back as NULL from a nullable column, and as NaN from one that is not', async () => {
      await store.insert('stays', [stay(4, { adr: NaN, lead: NaN })]);
      expect(await store.rows('SELECT isNaN(adr) AS nan, lead FROM stays WHERE id = 4')).toEqual([
        { nan: 1, lead: null },
      ]);
      expect(await store.matrix('SELECT adr, lead FROM stays WHERE id = 4')).toEqual(Float64Array.of(NaN, NaN));
    });

    it.each(['stays; DROP TABLE stays', 'stays (id)', '`stays`', '', 'a.b.c', 'stays FORMAT CSV'])(
      'refuses to insert into a table named %j',
      async (table) => {
        await expect(store.insert(table, [stay(5)])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      },
    );

    it('names SQL that the engine refuses, and goes on', async () => {
      await expect(store.command('SELEC 1')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(store.rows('SELECT * FROM absent')).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining('absent'),
      });
      expect(await store.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('answers many at once, each its own', async () => {
      const asked = Array.from({ length: 50 }, (_, i) => i);
      const answers = await Promise.all(asked.map((i) => store.rows('SELECT {i:UInt8} AS i', { i })));
      expect(answers).toEqual(asked.map((i) => [{ i }]));
    });
  });
}

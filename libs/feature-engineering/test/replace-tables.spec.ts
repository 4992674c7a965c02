import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replaceTables, sourceTable, type TableBatch } from '../src/index.js';
import { openTestTables, type TestTables } from './chdb-tables.js';

const TABLES = {
  things: sourceTable({ name: 'test_things', columns: { thing: 'String' }, order: ['thing'] }),
  facts: sourceTable({ name: 'test_facts', columns: { thing: 'String', value: 'UInt32' }, order: ['thing'] }),
};
type Name = keyof typeof TABLES;
type Batch = TableBatch<Name>;

let store: TestTables;
/** Every statement and insert, in order. */
let done: string[];

beforeAll(async () => {
  const real = await openTestTables();
  store = {
    ...real,
    command: (sql, params) => (done.push(sql), real.command(sql, params)),
    insert: (table, rows) => (done.push(`${rows.length} rows into ${table}`), real.insert(table, rows)),
  };
  done = [];
});
afterAll(() => store.close());

const held = async (source: string) => {
  const of = async (table: string) =>
    (
      await store.rows<{ thing: string }>(`SELECT thing FROM ${table} WHERE source = {source:String} ORDER BY thing`, {
        source,
      })
    ).map(({ thing }) => thing);
  return { things: await of('test_things'), facts: await of('test_facts') };
};
const replace = (batches: Iterable<Batch> | AsyncIterable<Batch>, source = 'one') =>
  replaceTables(store, TABLES, source, batches);
const thing = (...names: string[]): Batch => ({ table: 'things', rows: names.map((name) => ({ thing: name })) });
const fact = (...names: string[]): Batch => ({
  table: 'facts',
  rows: names.map((name) => ({ thing: name, value: 1 })),
});

/** Without what makes the name of a staging table its own. */
const plain = (step: string): string => step.replace(/__[0-9a-f]{8}/, '');

describe('replacing several tables of a source', () => {
  it('takes their rows as they come, mixed, and counts them by table', async () => {
    expect(await replace([thing('a'), fact('a'), thing('b'), fact('a', 'b')])).toEqual({ things: 2, facts: 3 });
    expect(await held('one')).toEqual({ things: ['a', 'b'], facts: ['a', 'a', 'b'] });
  });

  it('knows rows without a source as those of the source that is replaced, and refuses those of another', async () => {
    await replace([{ table: 'things', rows: [{ thing: 'c' }, { thing: 'd', source: 'one' }] }]);
    expect((await held('one')).things).toEqual(['c', 'd']);
    await expect(replace([{ table: 'things', rows: [{ thing: 'e', source: 'two' }] }])).rejects.toThrow(
      "rows must be of the source 'one', got 'two'",
    );
    expect((await held('one')).things).toEqual(['c', 'd']);
  });

  it('empties a table of which no row comes, and leaves other sources', async () => {
    await replace([thing('theirs'), fact('theirs')], 'two');
    await replace([thing('a'), fact('a')]);
    expect(await replace([thing('b')])).toEqual({ things: 1, facts: 0 });
    expect(await held('one')).toEqual({ things: ['b'], facts: [] });
    expect(await held('two')).toEqual({ things: ['theirs'], facts: ['theirs'] });
  });

  it('leaves every table as it was where the rows break off, and nothing behind', async () => {
    await replace([thing('a'), fact('a')]);
    const breaking = async function* () {
      yield thing('b');
      yield fact('b');
      throw new Error('file ends early');
    };
    await expect(replace(breaking())).rejects.toThrow('file ends early');
    expect(await held('one')).toEqual({ things: ['a'], facts: ['a'] });
    expect((await store.rows<{ name: string }>('SHOW TABLES')).filter(({ name }) => name.includes('staging'))).toEqual(
      [],
    );
  });

  it('puts them in their places in the order in which they are named, when all rows have come', async () => {
    done = [];
    await replace([fact('a'), thing('a')]);
    const steps = done.filter((step) => /rows into|REPLACE/.test(step)).map((step) => plain(step.split(' {')[0]!));
    expect(steps).toEqual([
      '1 rows into test_things_staging_one',
      '1 rows into test_facts_staging_one',
      'ALTER TABLE test_things REPLACE PARTITION',
      'ALTER TABLE test_facts REPLACE PARTITION',
    ]);
  });

  it('hands over 5,000 rows at a time, however they come', async () => {
    done = [];
    const many = Array.from({ length: 12_001 }, (_, i) => `t${i}`);
    await replace([thing(...many.slice(0, 3)), thing(...many.slice(3))]);
    expect(done.filter((step) => step.includes('rows into')).map(plain)).toEqual([
      '5000 rows into test_things_staging_one',
      '5000 rows into test_things_staging_one',
      '2001 rows into test_things_staging_one',
    ]);
    expect((await held('one')).things).toHaveLength(12_001);
  });

  it('twice at once leaves the rows of one, and the other fails', async () => {
    let overtaken = () => {};
    const until = new Promise<void>((resolve) => (overtaken = resolve));
    const slow = async function* () {
      yield thing(...Array.from({ length: 5_000 }, (_, i) => `slow${i}`));
      await until;
      yield thing(...Array.from({ length: 5_000 }, (_, i) => `later${i}`));
    };
    const first = replace(slow()).then(
      () => 'succeeded',
      () => 'failed',
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await replace([thing('quick'), fact('quick')]);
    overtaken();
    expect(await first).toBe('failed');
    expect(await held('one')).toEqual({ things: ['quick'], facts: ['quick'] });
  });

  it('overtaken before its first row, empties no table of the one that won', async () => {
    let overtaken = () => {};
    const until = new Promise<void>((resolve) => (overtaken = resolve));
    let started = () => {};
    const begun = new Promise<void>((resolve) => (started = resolve));
    const idle = async function* (): AsyncGenerator<Batch> {
      started();
      await until;
    };
    const first = replace(idle()).then(
      () => 'succeeded',
      () => 'failed',
    );
    await begun;
    await replace([thing('quick'), fact('quick')]);
    overtaken();
    expect(await first).toBe('failed');
    expect(await held('one')).toEqual({ things: ['quick'], facts: ['quick'] });
  });

  it('takes away what a crash left of its own source, and leaves what others are filling', async () => {
    await replace([thing('a')]);
    for (const source of ['one', 'one__b', 'two']) {
      await store.command(`CREATE TABLE test_things_staging_${source}__0123abcd AS test_things`);
    }
    await replace([thing('a')]);
    const left = (await store.rows<{ name: string }>("SHOW TABLES LIKE '%staging%'")).map(({ name }) => name);
    expect(left).toEqual(['test_things_staging_one__b__0123abcd', 'test_things_staging_two__0123abcd']);
    for (const name of left) await store.command(`DROP TABLE ${name}`);
  });

  it('says of each row when the store learned of it', async () => {
    await replace([thing('a')]);
    const [row] = await store.rows<{ age: number }>(
      "SELECT now() - recorded_at AS age FROM test_things WHERE source = 'one'",
    );
    expect(row!.age).toBeLessThan(60);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rows } from '../src/database/rows.js';
import { RunLinks } from '../src/datasets/run-links.js';
import { RunDocuments, type FoundRun } from '../src/tracking/run-documents.js';
import { RunRepository } from '../src/tracking/run-repository.js';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';
import { StockClient, type StoredRun } from './support/stock-client.js';

const databases = await testDatabases('run_documents');
const NO_END = 1_000_000;

describe.each(databases)('runs kept written out on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let client: StockClient;
  let documents: RunDocuments;

  const sql = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    rows<Row>(registry.dataSource.manager, text, values);
  const found = async (...ids: string[]): Promise<FoundRun[]> => {
    const known = await sql<FoundRun>('SELECT run_id, revision FROM run WHERE run_id = ANY($1)', [ids]);
    const revisions = new Map(known.map(({ run_id, revision }) => [run_id, revision]));
    return ids.map((run_id) => ({ run_id, revision: revisions.get(run_id) ?? '0' }));
  };
  const newRun = async (more: object = {}) => (await client.newRun({ ...more })).info.run_id;
  const kept = async (run_id: string) =>
    (await sql<{ body: string }>('SELECT body FROM run_document WHERE run_id = $1', [run_id]))[0]?.body;
  const search = (message: object) =>
    client.post<{ runs?: StoredRun[]; next_page_token?: string }>('runs/search', { ...message });

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    client = new StockClient(registry);
    documents = new RunDocuments(
      registry.dataSource,
      new RunRepository(registry.dataSource, new RunLinks(registry.dataSource)),
    );
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  it('come in the order asked for, without those that are gone', async () => {
    const [a, b] = [await newRun(), await newRun()];
    const { texts, read } = await documents.read(await found(b, 'gone', a), NO_END);
    expect(texts.map((text) => (JSON.parse(text) as StoredRun).info.run_id)).toEqual([b, a]);
    expect(read).toBe(3);
    expect(JSON.parse(texts[1]!)).toEqual(await client.run(a));
  });

  it('end where the answer is full, after one run at the least', async () => {
    const ids = [await newRun(), await newRun(), await newRun()];
    const { texts } = await documents.read(await found(...ids), NO_END);
    const [first, second] = [texts[0]!.length, texts[1]!.length];
    expect(await documents.read(await found(...ids), first + second)).toEqual({ texts: texts.slice(0, 2), read: 2 });
    expect(await documents.read(await found(...ids), 1)).toEqual({ texts: texts.slice(0, 1), read: 1 });
  });

  it('are taken as they are kept, until the run is written to', async () => {
    const id = await newRun();
    const read = async () => (await documents.read(await found(id), NO_END)).texts[0];
    await read();
    await sql(`UPDATE run_document SET body = '{"kept":true}' WHERE run_id = $1`, [id]);
    expect(await read()).toBe('{"kept":true}');
    await client.post('runs/log-metric', { run_id: id, key: 'loss', value: 'NaN', timestamp: 1 });
    expect(JSON.parse((await read())!)).toEqual(await client.run(id));
    expect(await kept(id)).toBe(await read());
  });

  it('are not kept under a revision that has passed, nor over a newer one', async () => {
    const id = await newRun();
    const before = await found(id);
    await client.post('runs/set-tag', { run_id: id, key: 'a', value: 'b' });
    await documents.read(before, NO_END);
    expect(await kept(id)).toBeUndefined();
    await documents.read(await found(id), NO_END);
    const newer = await kept(id);
    await documents.read(before, NO_END);
    expect(await kept(id)).toBe(newer);
  });

  it('are not kept when they are long', async () => {
    const id = await newRun();
    const params = Array.from({ length: 50 }, (_, i) => ({ key: `p${i}`, value: 'x'.repeat(6_000) }));
    await client.post('runs/log-batch', { run_id: id, params });
    const { texts } = await documents.read(await found(id), NO_END);
    expect((JSON.parse(texts[0]!) as StoredRun).data.params).toHaveLength(50);
    expect(await kept(id)).toBeUndefined();
  });

  it('follow what happens to a run and to its experiment', async () => {
    const experiment_id = await client.newExperiment('moved');
    const run_id = await newRun({ experiment_id });
    const info = async () =>
      (await search({ experiment_ids: [experiment_id], run_view_type: 'ALL' })).runs!.map(({ info }) => info)[0];
    expect(await info()).toMatchObject({ lifecycle_stage: 'active', status: 'RUNNING' });
    await client.post('runs/delete', { run_id });
    expect(await info()).toMatchObject({ lifecycle_stage: 'deleted' });
    await client.post('runs/restore', { run_id });
    await client.post('runs/update', { run_id, status: 'FAILED', run_name: 'other' });
    expect(await info()).toMatchObject({ lifecycle_stage: 'active', status: 'FAILED', run_name: 'other' });
    await client.post('experiments/delete', { experiment_id });
    expect(await info()).toMatchObject({ lifecycle_stage: 'deleted' });
  });

  it.each(['DESC', 'ASC'])(
    'are paged by a metric %s in one order, whether the page fills with numbers or not',
    async (way) => {
      const experiment_id = await client.newExperiment('ordered');
      const values = [3, 'NaN', 1, undefined, 'Infinity', 2, 2, '-Infinity', undefined, 'NaN'];
      const ids: string[] = [];
      for (const [i, value] of values.entries()) {
        const run_id = await newRun({ experiment_id, start_time: i });
        ids.push(run_id);
        if (value !== undefined) await client.post('runs/log-metric', { run_id, key: 'm', value, timestamp: 1 });
      }
      const pages = async (max_results: number) => {
        const all: number[] = [];
        let page_token: string | undefined;
        do {
          const order_by = [`metrics.m ${way}`];
          const page = await search({ experiment_ids: [experiment_id], order_by, max_results, page_token });
          all.push(...page.runs!.map(({ info }) => ids.indexOf(info.run_id)));
          page_token = page.next_page_token;
        } while (page_token !== undefined);
        return all;
      };
      const numbers = way === 'DESC' ? [4, 0, 6, 5, 2, 7] : [7, 2, 6, 5, 0, 4];
      for (const size of [1, 3, 5, 100]) expect(await pages(size)).toEqual([...numbers, 9, 1, 8, 3]);
    },
  );
});

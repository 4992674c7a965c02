import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import type { EntityManager } from 'typeorm';
import { rows } from '../src/database/rows.js';
import { testDatabases } from './support/databases.js';
import { faultsOfNumbering, faultsOfPromotions, type Invocation, type Sight } from './support/model-history.js';
import { startRegistry, type TestRegistry } from './support/registry.js';
import { StockClient } from './support/stock-client.js';

const CLIENTS = 50;
const WRITERS = 20;

const databases = await testDatabases('concurrency');

describe.each(databases)('the registry under many clients on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let client: StockClient;

  const each = <Result>(count: number, work: (i: number) => Promise<Result>): Promise<Result[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => work(i)));
  const newModel = async () => {
    const name = client.unique('model');
    await client.post('registered-models/create', { name });
    return name;
  };
  const newVersion = async (name: string) => {
    const message = { name, source: 'runs:/run_id/model', run_id: 'run_id' };
    const { model_version } = await client.post<{ model_version: { version: string } }>(
      'model-versions/create',
      message,
    );
    return Number(model_version.version);
  };
  /** Runs a call and records when it began and ended. */
  const recording = async (work: () => Promise<number>): Promise<Invocation> => {
    const from = performance.now();
    const version = await work();
    return { from, to: performance.now(), version };
  };

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    client = new StockClient(registry);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  it('numbers versions without gaps or doubles, in the order in which they were asked for', async () => {
    const name = await newModel();
    const creates = (
      await each(CLIENTS, async () => [
        await recording(() => newVersion(name)),
        await recording(() => newVersion(name)),
      ])
    ).flat();
    expect(creates).toHaveLength(2 * CLIENTS);
    expect(faultsOfNumbering(creates)).toEqual([]);
  }, 60_000);

  it('has one version in Production at any moment, and one champion, whoever archives what', async () => {
    const name = await newModel();
    for (let i = 0; i < CLIENTS; i += 1) await newVersion(name);
    const sights: Sight[] = [];
    let isOver = false;
    const looking = each(4, async () => {
      while (!isOver) {
        const from = performance.now();
        const seen = await client.get<{ model_versions: { version: string; current_stage: string }[] }>(
          'model-versions/search',
          { filter: `name = '${name}'` },
        );
        const production = seen.model_versions.filter(({ current_stage }) => current_stage === 'Production');
        sights.push({ from, to: performance.now(), production: production.map(({ version }) => Number(version)) });
      }
    });
    const promotions = await each(CLIENTS, (i) =>
      recording(async () => {
        const version = String(i + 1);
        const message = { name, version, stage: 'Production', archive_existing_versions: true };
        await client.post('model-versions/transition-stage', message);
        return i + 1;
      }),
    );
    isOver = true;
    await looking;
    const history = await rows<{ version: number }>(
      registry.dataSource.manager,
      "SELECT version FROM alias_history WHERE name = $1 AND alias = 'champion' ORDER BY id",
      [name],
    );
    const order = history.map(({ version }) => version);
    expect(sights.length).toBeGreaterThan(0);
    expect(faultsOfPromotions(promotions, order, sights)).toEqual([]);
    const { model_version: champion } = await client.get<{ model_version: { version: string; current_stage: string } }>(
      'registered-models/alias',
      { name, alias: 'champion' },
    );
    expect(champion).toMatchObject({ version: String(order.at(-1)), current_stage: 'Production' });
    const stages = await rows<{ current_stage: string; count: string }>(
      registry.dataSource.manager,
      'SELECT current_stage, count(*) FROM model_version WHERE name = $1 GROUP BY 1 ORDER BY 1',
      [name],
    );
    expect(stages).toEqual([
      { current_stage: 'Archived', count: String(CLIENTS - 1) },
      { current_stage: 'Production', count: '1' },
    ]);
  }, 120_000);

  it('loses no point of twenty writers, and doubles none that is sent again', async () => {
    const { run_id } = (await client.newRun()).info;
    await each(WRITERS, async (writer) => {
      for (let batch = 0; batch < 5; batch += 1) {
        const metrics = Array.from({ length: 50 }, (_, i) => ({
          ...{ key: `metric_${i % 10}`, value: writer + i / 100, timestamp: 1_000 + batch },
          step: writer * 1_000 + batch * 100 + i,
        }));
        const message = {
          run_id,
          metrics,
          params: [{ key: `param_${writer}`, value: String(writer) }],
          tags: [{ key: `tag_${writer}`, value: String(batch) }],
        };
        // A client that did not see the answer sends the same again, here while the first is still under way.
        await Promise.all([client.post('runs/log-batch', message), client.post('runs/log-batch', message)]);
      }
    });
    let points = 0;
    for (let key = 0; key < 10; key += 1) {
      const query = { run_id, metric_key: `metric_${key}` };
      const { metrics } = await client.get<{ metrics: { step: number }[] }>('metrics/get-history', query);
      points += metrics.length;
      expect(new Set(metrics.map(({ step }) => step)).size).toBe(metrics.length);
    }
    expect(points).toBe(WRITERS * 5 * 50);
    const { data } = await client.run(run_id);
    expect(data.params).toHaveLength(WRITERS);
    expect(data.tags.filter(({ key }) => key.startsWith('tag_')).map(({ value }) => value)).toEqual(
      Array.from({ length: WRITERS }, () => '4'),
    );
    // The latest point of a metric is that of the last writer's last batch, whenever it came.
    expect(data.metrics.map(({ step }) => step)).toEqual(
      Array.from({ length: 10 }, (_, key) => (WRITERS - 1) * 1_000 + 4 * 100 + 40 + key),
    );
  }, 120_000);

  it('shows searches a run as it is, while it is written to', async () => {
    const experiment_id = await client.newExperiment('written');
    const { run_id } = (await client.newRun({ experiment_id })).info;
    const search = async () => {
      const { runs } = await client.post<{ runs: { data: { metrics: { step: number }[] } }[] }>('runs/search', {
        experiment_ids: [experiment_id],
      });
      return runs[0]!.data.metrics[0]?.step ?? -1;
    };
    let written = -1;
    let isOver = false;
    const reading = each(5, async () => {
      while (!isOver) {
        const atLeast = written;
        expect(await search()).toBeGreaterThanOrEqual(atLeast);
      }
    });
    for (let step = 0; step < 40; step += 1) {
      await client.post('runs/log-metric', { run_id, key: 'loss', value: 1, timestamp: 1, step });
      written = step;
    }
    isOver = true;
    await reading;
    expect(await search()).toBe(39);
  }, 60_000);

  describe('a create that a client repeats after an error', () => {
    /** The next transactions end as if the connection had broken: before the commit, or after it was sent. */
    const breaking = async (when: 'before' | 'after', work: () => Promise<void>) => {
      const { dataSource } = registry;
      const whole = dataSource.transaction.bind(dataSource) as (
        ...args: [string, (manager: EntityManager) => Promise<unknown>]
      ) => Promise<unknown>;
      const broken = new DomainError('UNAVAILABLE', 'Connection terminated unexpectedly');
      const spoilt = async (...[isolation, part]: Parameters<typeof whole>) => {
        if (when === 'after') await whole(isolation, part);
        else {
          await whole(isolation, async (manager) => {
            await part(manager);
            throw broken;
          });
        }
        throw broken;
      };
      dataSource.transaction = spoilt as unknown as typeof dataSource.transaction;
      try {
        await work();
      } finally {
        dataSource.transaction = whole as unknown as typeof dataSource.transaction;
      }
    };

    it('makes one run, whether the error came before the commit or in place of its answer', async () => {
      const experiment_id = await client.newExperiment('retried');
      const message = { experiment_id, user_id: 'ada', start_time: 7, run_name: 'once' };
      const count = async () =>
        (await client.post<{ runs: unknown[] }>('runs/search', { experiment_ids: [experiment_id] })).runs.length;
      await breaking('before', () =>
        client.refused(['POST', 'runs/create'], message, 'terminated', {
          status: 503,
          code: 'TEMPORARILY_UNAVAILABLE',
        }),
      );
      expect(await count()).toBe(0);
      await client.newRun(message);
      expect(await count()).toBe(1);
      await breaking('after', async () => {
        const { info } = await client.newRun({ ...message, run_name: 'twice' });
        expect(info).toMatchObject({ run_name: 'twice', experiment_id });
      });
      expect(await count()).toBe(2);
    });

    it('makes one version, and skips no number', async () => {
      const name = await newModel();
      const message = { name, source: 'runs:/run_id/model', run_id: 'run_id' };
      await breaking('before', () =>
        client.refused(['POST', 'model-versions/create'], message, 'terminated', {
          ...{ status: 503, code: 'TEMPORARILY_UNAVAILABLE' },
        }),
      );
      expect(await newVersion(name)).toBe(1);
      await breaking('after', async () => expect(await newVersion(name)).toBe(2));
      expect(await newVersion(name)).toBe(3);
    });

    it('is made as often as it is sent where every answer was a success', async () => {
      const experiment_id = await client.newExperiment('alike');
      const made = await each(CLIENTS, () => client.newRun({ experiment_id, start_time: 1, run_name: 'alike' }));
      expect(new Set(made.map(({ info }) => info.run_id)).size).toBe(CLIENTS);
    });
  });
});

import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { pushSegments, type CustomerInsights } from '@bellwether/contracts';
import { openDataSource } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { DOMAIN } from '../domain.js';
import { CreateSegments1764374400000 } from './migrations.js';
import { SegmentRepository } from './segment-repository.js';

const NONE: CustomerInsights = {
  ...{ segments: [], groups: [], migrations: [], cohorts: [], furthest_steps: [], paths: [], channels: [] },
  ...{ attribution: [], journeys: 0, conversions: 0 },
};
const part = (publication_id: string, ids: readonly string[], insights?: CustomerInsights, source = 'shop') =>
  pushSegments.request.parse({
    ...{ publication_id, source, as_of: '2026-03-01', ...(insights && { insights }) },
    customers: ids.map((customer_id) => ({
      ...{ customer_id, segment: 'Lost', recency_score: 1, frequency_score: 1, monetary_score: 1, history: [] },
      ...{ recency_days: 1, orders: 1, revenue: 1 },
    })),
  });
const lost = { by: 'segment', name: 'Lost', after: null, limit: 9 } as const;

let dataSource: DataSource;
/** Of two replicas. */
let [one, other] = [] as unknown as [SegmentRepository, SegmentRepository];
beforeAll(async () => {
  const migrations = [CreateSegments1764374400000];
  dataSource = await openDataSource({ domain: DOMAIN, url: 'pglite://memory', entities: [], migrations });
}, 60_000);
afterAll(() => dataSource?.destroy());
beforeEach(async () => {
  await dataSource.query('DELETE FROM segment_publication');
  [one, other] = [new SegmentRepository(dataSource), new SegmentRepository(dataSource)];
});

const idsOf = async (replica: SegmentRepository, source: string | null = null) =>
  (await replica.customers({ ...lost, source }))?.customers.map(({ customer_id }) => customer_id);

it('answers nothing of a publication before its last part, and then all of it, on every replica', async () => {
  await one.save(part('p1', ['a', 'b']));
  expect([await other.current(null), await idsOf(other)]).toEqual([undefined, undefined]);
  await one.save(part('p1', ['c'], NONE));
  expect(await other.current('shop')).toEqual(await one.current(null));
  expect(await idsOf(other)).toEqual(['a', 'b', 'c']);
});

it('goes on answering the one before while the next comes, then forgets it', async () => {
  await one.save(part('p1', ['a', 'b'], NONE));
  await one.save(part('p2', ['b']));
  expect([await idsOf(one), await idsOf(other)]).toEqual([['a', 'b'], ['a', 'b']]); // prettier-ignore
  await other.save(part('p2', ['z'], { ...NONE, journeys: 7 }));
  expect((await one.current(null))!.insights.journeys).toBe(7);
  expect([await idsOf(one), (await one.customer(null, 'a'))!.customer]).toEqual([['b', 'z'], null]);
  expect(await dataSource.query('SELECT count(*)::int AS rows FROM customer_segment')).toEqual([{ rows: 2 }]);
});

it('takes a part that is told again for the same one', async () => {
  for (let time = 0; time < 2; time++) await one.save(part('p1', ['a'], NONE));
  expect(await idsOf(one)).toEqual(['a']);
});

it('keeps sources apart, and answers of the newest where none is named', async () => {
  await one.save(part('p1', ['a'], NONE));
  await new Promise((resolve) => setTimeout(resolve, 5));
  await one.save(part('p2', ['x'], NONE, 'market'));
  expect([await idsOf(other), await idsOf(other, 'shop')]).toEqual([['x'], ['a']]);
  expect(await other.current('nobody')).toBeUndefined();
});

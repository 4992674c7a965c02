import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishSegments, type PushSegmentsRequest } from '@bellwether/contracts';
import { SHOP_SOURCE } from '@bellwether/datasets';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import type { JobContext } from '@bellwether/platform/jobs';
import { publishSegmentsTask } from '../../src/publishing/index.js';
import { segmentsApp, type SegmentsApp } from './segments-app.js';
import { AS_OF, storeOfShop } from './shop-store.js';

const MINIMUM = 8;
let store: AnalyticsStore;
let app: SegmentsApp;
const reports: string[] = [];

const context = (jobId: string, url: string): JobContext =>
  ({
    ...{ jobId, attempt: 1, analytics: store, signal: new AbortController().signal },
    settings: { customerAnalyticsUrl: url },
    progress: (share: number, message: string) => reports.push(`${share} ${message}`),
  }) as unknown as JobContext;
const publish = (jobId: string, request: object = {}) =>
  publishSegmentsTask(
    publishSegments.request.parse({ source: SHOP_SOURCE, as_of: AS_OF, ...request }),
    context(jobId, app.url),
  );
const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);

beforeAll(async () => {
  [store, app] = await Promise.all([storeOfShop(), segmentsApp(MINIMUM)]);
}, 60_000);
afterAll(async () => {
  await app?.stop();
  await store?.close();
});

describe('before anything is published', () => {
  it.each([
    ['/segments', 404],
    ['/segments?source=nobody', 404],
    ['/segments/customers/C001', 404],
    ['/segments/audience?segment=Lost', 404],
    ['/segments/export?segment=Lost', 404],
    ['/cohorts/retention', 404],
    ['/journeys', 404],
    ['/segments?method=astrology', 400],
    ['/segments/audience', 400],
    ['/segments/export?segment=Lost&limit=0', 400],
    ['/cohorts/retention?months=0', 400],
    ['/journeys?limit=101', 400],
  ])('%s is refused with %i', async (path, status) => {
    expect((await app.get(path)).status).toBe(status);
  });

  it('says the same over gRPC', async () => {
    await expect(app.grpc.listSegments({})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(app.grpc.attributeConversions({})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(app.grpc.getCohortRetention({ months: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('a source without orders is not published', async () => {
    await expect(publish('none', { source: 'nobody' })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await expect(publish('none', { as_of: '2020-01-01' })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });
});

describe('a shop that is published', () => {
  beforeAll(async () => {
    await publish('job-1');
  }, 60_000);

  it('has every customer with an order in one segment, as the store counts them', async () => {
    const answer = await app.http.listSegments({});
    const [truth] = (await store.rows<{ customers: number; revenue: number; orders: number }>(
      `SELECT toFloat64(uniqExact(user_id)) AS customers, sum(price * quantity) AS revenue,
         toFloat64(uniqExact(session_id)) AS orders FROM interactions WHERE interaction_type = 'purchase'`,
    )) as [{ customers: number; revenue: number; orders: number }];
    expect(sum(answer.segments, (segment) => segment.customers)).toBe(truth.customers);
    expect(sum(answer.segments, (segment) => segment.revenue)).toBeCloseTo(truth.revenue, 4);
    expect(sum(answer.segments, (segment) => segment.revenue / segment.average_order_value)).toBeCloseTo(
      truth.orders,
      6,
    );
    expect(sum(answer.segments, (segment) => segment.customer_share)).toBeCloseTo(1, 12);
    expect(sum(answer.segments, (segment) => segment.revenue_share)).toBeCloseTo(1, 12);
    expect(answer).toMatchObject({ as_of: AS_OF, source: SHOP_SOURCE, minimum_group_size: MINIMUM, method: 'rules' });
    expect(answer.segments.every(({ customers }) => customers >= MINIMUM)).toBe(true);
    expect(answer.merged_segments.length).not.toBe(1);
    expect(answer.segments.some(({ name }) => name === 'Other')).toBe(answer.merged_segments.length > 0);
    expect(answer.migrations.at(-1)!.to_date).toBe(AS_OF);
    expect(answer.migrations.every(({ moves }) => moves.every(({ customers }) => customers >= MINIMUM))).toBe(true);
  });

  it('has groups by k-means too, every customer in one', async () => {
    const [rules, groups] = [await app.http.listSegments({}), await app.http.listSegments({ method: 'kmeans' })];
    expect(sum(groups.segments, ({ customers }) => customers)).toBe(sum(rules.segments, ({ customers }) => customers));
    expect(groups.segments.length).toBeGreaterThanOrEqual(2);
  });

  it('answers over gRPC what it answers over HTTP', async () => {
    expect(await app.grpc.listSegments({})).toEqual(await app.http.listSegments({}));
    const { customer_ids } = await app.http.listAudience({ segment: 'Champions' });
    const request = { customer_id: customer_ids[0]! };
    expect(await app.grpc.getCustomerSegment(request)).toEqual(await app.http.getCustomerSegment(request));
    expect(await app.grpc.getCohortRetention({})).toEqual(await app.http.getCohortRetention({}));
    expect(await app.grpc.listJourneys({})).toEqual(await app.http.listJourneys({}));
    expect(await app.grpc.attributeConversions({})).toEqual(await app.http.attributeConversions({}));
    const part = { segment: 'Champions', limit: 2 };
    expect(await app.grpc.exportSegmentCsv(part)).toEqual(await app.http.exportSegmentCsv(part));
    expect(await app.grpc.listAudience(part)).toEqual(await app.http.listAudience(part));
  });

  it('knows a customer, its scores and its months', async () => {
    const { customer_ids } = await app.http.listAudience({ segment: 'Champions' });
    const customer = await app.http.getCustomerSegment({ customer_id: customer_ids[0]! });
    const [truth] = await store.rows<{ orders: number; revenue: number; recency: number }>(
      `SELECT toFloat64(uniqExact(session_id)) AS orders, sum(price * quantity) AS revenue,
         toFloat64(dateDiff('day', toDate(max(occurred_at)), toDate({as_of:String}))) AS recency
       FROM interactions WHERE interaction_type = 'purchase' AND user_id = {id:String}`,
      { as_of: AS_OF, id: customer_ids[0]! },
    );
    expect(customer).toMatchObject({ segment: 'Champions', recency_days: truth!.recency, orders: truth!.orders });
    expect(customer.revenue).toBeCloseTo(truth!.revenue, 6);
    expect(customer.scores.recency).toBeGreaterThanOrEqual(4);
    expect(customer.history.at(-1)).toEqual({ as_of: AS_OF, segment: 'Champions' });
    expect(customer.history.slice(0, -1).every(({ as_of }) => as_of.endsWith('-01'))).toBe(true);
  });

  it('does not know a customer without an order, nor a segment that is none', async () => {
    const nobody = await app.get('/segments/customers/NOBODY');
    expect([nobody.status, nobody.json['errors']]).toEqual([404, [expect.objectContaining({ path: 'customer_id' })]]);
    expect((await app.get('/segments/audience?segment=Heroes')).status).toBe(404);
    expect((await app.get('/segments/export?segment=Champions&method=kmeans')).status).toBe(404);
    expect((await app.get('/segments?source=another-shop')).status).toBe(404);
  });

  it('exports a segment in parts: the header once, every customer once', async () => {
    const whole = await app.http.exportSegmentCsv({ segment: 'Champions' });
    let csv = '';
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const part = await app.http.exportSegmentCsv({ segment: 'Champions', limit: 5, ...(after && { after }) });
      csv += part.csv;
      after = part.next_after;
    }
    expect(csv).toBe(whole.csv);
    const { customer_ids } = await app.http.listAudience({ segment: 'Champions' });
    const lines = csv.trim().split('\n');
    expect(lines[0]).toBe('customer_id,segment,group,recency_score,frequency_score,monetary_score,recency_days,orders,revenue'); // prettier-ignore
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(customer_ids);
  });

  it('has cohorts whose first month is all of them, and withholds those that are too small', async () => {
    const { cohorts, withheld_cohorts } = await app.http.getCohortRetention({ months: 2 });
    expect(cohorts.length).toBeGreaterThan(1);
    for (const { customers, retention } of cohorts) {
      expect(customers).toBeGreaterThanOrEqual(MINIMUM);
      expect(retention[0]).toMatchObject({ month: 0, active: customers, share: 1 });
      expect(retention.length).toBeLessThanOrEqual(3);
      expect(retention.every((r) => r.lower_bound <= r.share && r.share <= r.upper_bound)).toBe(true);
    }
    expect(withheld_cohorts).toBeGreaterThanOrEqual(0);
  });

  it('has a funnel that narrows to its orders, and paths of enough customers', async () => {
    const answer = await app.http.listJourneys({ limit: 5 });
    const [truth] = await store.rows<{ sessions: number }>(
      `SELECT toFloat64(uniqExact(session_id)) AS sessions FROM interactions WHERE interaction_type = 'purchase'`,
    );
    expect(answer.steps.map(({ step }) => step)).toEqual(['view', 'click', 'cart', 'purchase']);
    expect(answer.steps.at(-1)!.sessions).toBe(truth!.sessions);
    expect(answer.paths.length).toBeLessThanOrEqual(5);
    expect(answer.paths[0]!.journeys).toBeGreaterThanOrEqual(MINIMUM);
    expect(answer.total_conversions).toBeLessThanOrEqual(answer.total_journeys);
  });

  it('shares its conversions out in full by every model', async () => {
    const { models, total_conversions, total_value, caveat } = await app.http.attributeConversions({});
    expect(models.map(({ model }) => model)).toEqual(['first', 'last', 'linear', 'time_decay', 'position', 'markov', 'shapley']); // prettier-ignore
    for (const { channels } of models) {
      expect(sum(channels, ({ conversions }) => conversions)).toBeCloseTo(total_conversions, 6);
      expect(sum(channels, ({ value }) => value)).toBeCloseTo(total_value, 4);
      expect(sum(channels, ({ share }) => share)).toBeCloseTo(1, 9);
    }
    expect(caveat).toContain('experiment');
    expect((await app.http.attributeConversions({ models: ['markov'] })).models).toHaveLength(1);
  });

  it('gives the same when its job is tried again, and is replaced as a whole by the next', async () => {
    const before = await app.http.listSegments({});
    await publish('job-1');
    expect(await app.http.listSegments({})).toEqual(before);
    await publish('job-2', { as_of: '2026-02-01' });
    const after = await app.http.listSegments({});
    expect(after.as_of).toBe('2026-02-01');
    const { customer_ids } = await app.http.listAudience({ segment: 'Champions' });
    expect(new Set(customer_ids).size).toBe(customer_ids.length);
  }, 30_000);
});

describe('paths of your own', () => {
  const paths = [
    { channels: ['C1', 'C2', 'C3'], conversions: 1, value: 60 },
    { channels: ['C1'], conversions: 0, lost: 1 },
    { channels: ['C2', 'C3'], conversions: 0, lost: 1 },
  ];

  it('are attributed by the models asked for, over both transports', async () => {
    const request = { paths, models: ['markov' as const, 'last' as const] };
    const answer = await app.http.attributeConversions(request);
    expect(answer.models[0]!.channels.map(({ share }) => Math.round(share * 1e9) / 1e9)).toEqual([0.2, 0.4, 0.4]);
    expect(answer.models[1]!.channels.map(({ value }) => value)).toEqual([0, 0, 60]);
    expect(await app.grpc.attributeConversions(request)).toEqual(answer);
  });

  it.each([
    [{ paths: [{ channels: [] }] }, 'paths.0.channels'],
    [{ paths: [{ channels: ['a', 'b'], days_before: [1] }] }, 'paths.0.days_before'],
    [{ paths, source: 'x' }, 'source'],
    [{ half_life_days: 3 }, 'half_life_days'],
    [{ paths: Array.from({ length: 65 }, (_, i) => ({ channels: [`c${i}`] })) }, 'paths'],
  ])('%j are refused, naming %s', async (body, path) => {
    const answer = await fetch(`${app.url}/api/v1/ml/attribution`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { errors } = (await answer.json()) as { errors: { path: string }[] };
    expect([answer.status, errors.map((error) => error.path)]).toEqual([400, [path]]);
  });
});

it('refuses a customer that a part has twice, and cells that would be formulas are none', async () => {
  const customer = {
    ...{ customer_id: '=1+1', segment: 'Lost', recency_score: 1, frequency_score: 1, monetary_score: 1 },
    ...{ recency_days: 9, orders: 1, revenue: 2, history: [] },
  };
  const part = { publication_id: 'p', source: 'hand-made', as_of: '2026-01-01' };
  const twice = { ...part, customers: [customer, customer] };
  await expect(app.http.pushSegments(twice)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  const insights = { segments: [{ name: 'Lost', customers: 1, orders: 1, revenue: 2 }], groups: [], migrations: [] };
  const none = {
    cohorts: [],
    furthest_steps: [],
    journeys: 0,
    conversions: 0,
    paths: [],
    channels: [],
    attribution: [],
  };
  const whole: PushSegmentsRequest = {
    ...part,
    customers: [{ ...customer, group: null }],
    insights: { ...insights, ...none },
  };
  await app.grpc.pushSegments(whole);
  const { csv } = await app.http.exportSegmentCsv({ segment: 'Lost', source: 'hand-made' });
  expect(csv.split('\n')[1]).toBe("'=1+1,Lost,,1,1,1,9,1,2");
  // One customer is no group that may be shown, and there are no touches.
  await expect(app.http.listSegments({ source: 'hand-made' })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  await expect(app.http.attributeConversions({ source: 'hand-made' })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  appendPushed,
  ensureFeatureRows,
  featureRowsTable,
  historicalFeatures,
  STORED_VIEWS,
  type EntityRow,
  type HistoricalOptions,
} from '../../src/index.js';
import { openTestTables, type TestTables } from '../chdb-tables.js';

const VIEW = STORED_VIEWS['property_features']!;
const HOUR = 3_600_000;
const TTL = VIEW.ttlSeconds * 1_000;
const START = Date.UTC(2026, 0, 1);

let store: TestTables;
beforeAll(async () => {
  store = await openTestTables();
  await ensureFeatureRows(store, VIEW);
});
afterAll(() => store.close());

/** A row that is told by its number: `photos`. */
interface Kept {
  readonly id: number;
  readonly property: number;
  readonly event: number;
  readonly created: number;
}

let sources = 0;
/** Keeps rows as a source of their own. */
async function keep(rows: readonly Kept[]): Promise<string> {
  const source = `run-${(sources += 1)}`;
  const instant = (ms: number) => new Date(ms).toISOString();
  if (rows.length > 0) {
    await store.insert(
      featureRowsTable(VIEW),
      rows.map(({ id, property, event, created }) => ({
        ...{ source, entity_key: String(property), property_id: property },
        ...{ event_timestamp: instant(event), created_timestamp: instant(created) },
        ...Object.fromEntries(Object.keys(VIEW.features).map((name) => [name, null])),
        photos: id,
      })),
    );
  }
  return source;
}

const decision = (property: number, decidedAt: number): EntityRow => ({ entity: { property_id: property }, decidedAt });

async function found(decisions: readonly EntityRow[], options: HistoricalOptions): Promise<(number | null)[]> {
  const { columns } = await historicalFeatures(store, decisions, ['property_features:photos'], options);
  return columns['property_features:photos'] as (number | null)[];
}

/** The same by looking through all rows for each decision. */
function naive(rows: readonly Kept[], { entity, decidedAt }: EntityRow, allowsBackfill: boolean): Kept | undefined {
  return rows
    .filter(({ property, event, created }) => {
      const isThere = allowsBackfill || created <= decidedAt;
      return property === entity['property_id'] && event <= decidedAt && decidedAt - event <= TTL && isThere;
    })
    .sort((a, b) => b.event - a.event || b.created - a.created)[0];
}

const hour = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max }).map((hours) => START + hours * HOUR);

const anyRows: fc.Arbitrary<Kept[]> = fc
  .uniqueArray(
    fc.record({
      property: fc.integer({ min: 1, max: 3 }),
      event: hour(150),
      delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 120 })),
    }),
    { maxLength: 60, selector: ({ property, event, delay }) => `${property} ${event} ${delay}` },
  )
  .map((rows) =>
    rows.map(({ property, event, delay }, id) => ({ id, property, event, created: event + delay * HOUR })),
  );

const anyDecisions = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 4 }), hour(260)).map(([property, at]) => decision(property, at)),
  { minLength: 1, maxLength: 40 },
);

describe('historical features', () => {
  it('are what looking through every row finds, decision by decision, whatever was computed when', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyDecisions, fc.boolean(), async (rows, decisions, allows) => {
        const source = await keep(rows);
        const backfill = allows ? 'allowed' : 'refused';
        const answer = await historicalFeatures(store, decisions, ['property_features:photos'], { source, backfill });
        const expected = decisions.map((one) => naive(rows, one, allows));
        expect(answer.columns['property_features:photos']).toEqual(expected.map((row) => row?.id ?? null));
        expect(answer.eventTimes['property_features']).toEqual(expected.map((row) => row?.event ?? null));
        const late = expected.filter((row, i) => row !== undefined && row.created > decisions[i]!.decidedAt);
        expect(answer.fromBackfill).toBe(late.length);
      }),
      { numRuns: 60 },
    );
  }, 300_000);

  it('use no row that was computed after the decision, though it tells of an instant before: a backfill', async () => {
    const day = 24 * HOUR;
    const atTheTime = { id: 1, property: 1, event: START, created: START + HOUR };
    const backfilled = { id: 2, property: 1, event: START + day, created: START + 30 * day };
    const source = await keep([atTheTime, backfilled]);
    const decisions = [decision(1, START + day + HOUR), decision(1, START + 30 * day)];
    expect(await found(decisions, { source })).toEqual([1, null]);
    const allowed = await historicalFeatures(store, decisions, ['property_features:photos'], {
      source,
      backfill: 'allowed',
    });
    expect(allowed.columns['property_features:photos']).toEqual([2, null]);
    expect(allowed.fromBackfill).toBe(1);
  });

  it('of a value that was put right use the old one until then, and the new one from then on', async () => {
    const source = await keep([
      { id: 1, property: 1, event: START, created: START },
      { id: 2, property: 1, event: START, created: START + 5 * HOUR },
    ]);
    const at = (hours: number) => decision(1, START + hours * HOUR);
    expect(await found([at(0), at(4), at(5), at(72), at(73)], { source })).toEqual([1, 1, 2, 2, null]);
  });

  it('keep entity rows that are equal apart, and the order of all', async () => {
    const source = await keep([{ id: 7, property: 2, event: START, created: START }]);
    const rows = [decision(2, START), decision(1, START), decision(2, START), decision(2, START - 1)];
    expect(await found(rows, { source })).toEqual([7, null, 7, null]);
    expect(await found([], { source })).toEqual([]);
  });

  it('join several views by the keys of each', async () => {
    const push = async (name: string, key: string, entity: Record<string, number | string>, values: object) => {
      await ensureFeatureRows(store, STORED_VIEWS[name]!);
      await appendPushed(
        store,
        STORED_VIEWS[name]!,
        [{ key, entity, eventTime: START, values: values as Record<string, number> }],
        { source: 'both', now: () => START },
      );
    };
    await push('user_features', '5', { user_id: 5 }, { spend: 0.1 + 0.2, country: 'DE' });
    await push('engagement_features', '1|2026-01-01', { property_id: 1, date: '2026-01-01' }, { views_1h: 3 });
    const entity = { user_id: 5, property_id: 1, date: '2026-01-01' };
    const { columns } = await historicalFeatures(
      store,
      [{ entity, decidedAt: START + HOUR }],
      ['engagement_features:views_1h', 'user_features:spend', 'user_features:country'],
      { source: 'both' },
    );
    expect(columns).toEqual({
      'engagement_features:views_1h': [3],
      'user_features:spend': [0.1 + 0.2],
      'user_features:country': ['DE'],
    });
  });

  it.each([
    [['no_such:x'], { property_id: 1 }, 'NOT_FOUND', 'features.0'],
    [['property_features:no_such'], { property_id: 1 }, 'NOT_FOUND', 'features.0'],
    [['property_features:photos', 'photos'], { property_id: 1 }, 'INVALID_ARGUMENT', 'features.1'],
    [['property_features:photos'], { user_id: 1 }, 'INVALID_ARGUMENT', 'entities.0.property_id'],
    [['property_features:photos'], { property_id: '1.5' }, 'INVALID_ARGUMENT', 'entities.0.property_id'],
    [['engagement_features:*'], { property_id: 1, date: '2026-02-30' }, 'INVALID_ARGUMENT', 'entities.0.date'],
    [['hotel_guest_features:*'], { guest_id: 'a\nb' }, 'INVALID_ARGUMENT', 'entities.0.guest_id'],
  ])('refuse %j of %j, %s with the path', async (features, entity, code, path) => {
    await expect(
      historicalFeatures(store, [{ entity: entity as EntityRow['entity'], decidedAt: START }], features),
    ).rejects.toMatchObject({ code, fields: [{ path }] });
  });
});

describe('rows of a view', () => {
  const row = (bedrooms: number | null, rating: number | null) => ({
    ...{ key: '1', entity: { property_id: 1 }, eventTime: START },
    values: { bedrooms, rating },
  });
  const append = (source: string, createdAt: number, ...rows: ReturnType<typeof row>[]) =>
    appendPushed(store, VIEW, rows, { source, now: () => createdAt });
  const count = async (source: string): Promise<number> =>
    (
      await store.rows<{ n: number }>(
        `SELECT count() AS n FROM ${featureRowsTable(VIEW)} WHERE source = {source:String}`,
        { source },
      )
    )[0]!.n;

  it('are kept once, however often they are given', async () => {
    expect(await append('again', START, row(2, 4.5))).toEqual({ rows: 1, appended: 1 });
    expect(await append('again', START + HOUR, row(2, 4.5))).toEqual({ rows: 1, appended: 0 });
    expect(await count('again')).toBe(1);
  });

  it('stand beside the version before when they say something new: unknown is not nought', async () => {
    await append('changed', START, row(2, null));
    expect(await append('changed', START + HOUR, row(2, 0))).toMatchObject({ appended: 1 });
    expect(await append('changed', START + 2 * HOUR, row(2, null))).toMatchObject({ appended: 1 });
    expect(await count('changed')).toBe(3);
  });

  it('are stamped when they have been gathered, so that no decision of before has them', async () => {
    let now = START;
    const gathering = {
      ...store,
      // Gathering them takes an hour.
      command: async (...given: Parameters<TestTables['command']>) => {
        await store.command(...given);
        if (given[0].startsWith('CREATE TABLE gathered_rows')) now += HOUR;
      },
    };
    await appendPushed(gathering, VIEW, [row(2, 4)], { source: 'slow', now: () => now });
    const decisions = [decision(1, START), decision(1, START + HOUR - 1), decision(1, START + HOUR)];
    const { eventTimes } = await historicalFeatures(store, decisions, ['property_features:bedrooms'], {
      source: 'slow',
    });
    expect(eventTimes['property_features']).toEqual([null, null, START]);
  });

  it('are worked on in tables that go: those that a crash left after a day, those of others at work not', async () => {
    const seconds = Math.floor(Date.now() / 1_000);
    const id = '0123456789abcdef0123456789abcdef';
    const left = ['gathered', 'pushed', 'entity'].map((rows) => `${rows}_rows_${seconds - 90_000}_${id}`);
    const atWork = `gathered_rows_${seconds - 80_000}_${id}`;
    for (const name of [...left, atWork]) await store.command(`CREATE TABLE ${name} (x UInt8) ENGINE = Memory`);
    await append('tidy', START, row(2, 4.5));
    await historicalFeatures(store, [decision(1, START)], ['property_features:photos'], { source: 'tidy' });
    expect((await store.rows<{ name: string }>("SHOW TABLES LIKE '%\\_rows\\_1%'")).map(({ name }) => name)).toEqual([
      atWork,
    ]);
    await store.command(`DROP TABLE ${atWork}`);
  });

  it('refuse a name that is none of a source', async () => {
    await expect(append('no source', START, row(1, 1))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('take a feature that the view got later', async () => {
    const { photos: _, ...before } = VIEW.features;
    const view = { ...VIEW, name: 'grown_features', features: before };
    await ensureFeatureRows(store, view);
    const grown = { ...VIEW, name: 'grown_features' };
    await ensureFeatureRows(store, grown);
    await appendPushed(store, grown, [{ ...row(1, null), values: { photos: 9 } }], {
      source: 'grown',
      now: () => START,
    });
    expect(await store.rows('SELECT photos FROM feature_rows_grown_features')).toEqual([{ photos: 9 }]);
  });
});

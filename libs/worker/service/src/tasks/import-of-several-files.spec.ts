import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportDatasetRequest } from '@bellwether/contracts';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { artifactServer, type ArtifactServer } from '../../test/support/artifact-server.js';
import { jobContext } from '../../test/support/job-context.js';
import { recordSource } from '../sources/sources-table.js';
import { SourcesService } from '../sources/sources.service.js';
import { importTask } from './import-task.js';

let analytics: AnalyticsStore;
let registry: ArtifactServer;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
});
afterAll(() => analytics.close());
beforeEach(async () => {
  registry = await artifactServer();
});
afterEach(() => registry.close());

const run = (request: Omit<ImportDatasetRequest, 'further_paths'> & { readonly further_paths?: string[] }) =>
  importTask({ further_paths: [], ...request }, jobContext({ analytics, settings: { registryUrl: registry.url } }));
const upload = (path: string, content: string) => registry.files.set(`imports/${path}`, Buffer.from(content));
const rows = (table: string, source: string) =>
  analytics.rows(`SELECT * EXCEPT (source, recorded_at) FROM ${table} WHERE source = {source:String} ORDER BY ALL`, {
    source,
  });
const sources = async () => (await new SourcesService(analytics).list({ limit: 100 })).sources;

const LISTINGS =
  'id,last_scraped,neighbourhood_cleansed,latitude,longitude,property_type,room_type,accommodates,bedrooms,price,' +
  'minimum_nights,maximum_nights,number_of_reviews\n' +
  '1139844543126920712,2024-06-29,Haringrode,51,4,Entire home,Entire home/apt,2,,,1,3,2\n';
const CALENDAR =
  'listing_id,date,available,price\n' +
  '1139844543126920712,2024-06-29,t,99.5\n7,2024-06-29,t,1\n1139844543126920712,2024-06-30,f,99.5\n';
const AIRBNB = { dataset: 'airbnb', artifact_path: 'c.csv', further_paths: ['l.csv'], source: 'antwerp' };

describe('an import of several files', () => {
  beforeEach(() => {
    upload('c.csv', CALENDAR);
    upload('l.csv', LISTINGS);
  });

  it('fills the tables of its importer, and puts refused rows beside the file that they are of', async () => {
    expect(await run(AIRBNB)).toEqual({ read: 4, accepted: 3, rejected: 1 });
    expect(await rows('rentals_calendar', 'antwerp')).toEqual([
      { property_id: 1, night: '2024-06-29', price: 99.5, booked: 0 },
      { property_id: 1, night: '2024-06-30', price: 99.5, booked: 1 },
    ]);
    expect(await rows('rentals_properties', 'antwerp')).toEqual([
      expect.objectContaining({ property_id: 1, bedrooms: null, base_price: null, photos: null, max_guests: 2 }),
    ]);
    expect(registry.files.get('imports/c.csv.rejects.csv')?.toString()).toContain('\n3,listing_id,7,must be one of');
    expect(registry.files.has('imports/l.csv.rejects.csv')).toBe(false);
  });

  it('leaves the same rows when it is done again', async () => {
    const tables = ['rentals_calendar', 'rentals_properties', 'rentals_listings', 'rentals_destinations'];
    const all = () => Promise.all(tables.map((table) => rows(table, 'antwerp')));
    await run(AIRBNB);
    const first = await all();
    await run(AIRBNB);
    expect(await all()).toEqual(first);
  });

  it('leaves every table as it was where one of the files is broken', async () => {
    await run(AIRBNB);
    const before = await rows('rentals_properties', 'antwerp');
    upload('l.csv', LISTINGS.replace('Haringrode', 'Elsewhere'));
    upload('c.csv', 'listing_id,night\n');
    await expect(run(AIRBNB)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^c.csv: the header does not fit: missing column/),
    });
    expect(await rows('rentals_properties', 'antwerp')).toEqual(before);
  });

  it('records how fresh and how large the source is, of its last import', async () => {
    await run(AIRBNB);
    const [source] = await sources();
    expect(source).toEqual({
      source: 'antwerp',
      dataset: 'airbnb',
      rows: { rentals_destinations: 1, rentals_listings: 1, rentals_calendar: 2, rentals_properties: 1 },
      rejected: 1,
      newest_event_at: '2024-06-29T00:00:00Z',
      finished_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    upload('c.csv', CALENDAR.replace('7,2024-06-29,t,1\n', ''));
    await run(AIRBNB);
    expect(await sources()).toEqual([expect.objectContaining({ source: 'antwerp', rejected: 0 })]);
  });
});

describe('an import under a name that another dataset has', () => {
  it('is refused naming it, and changes nothing', async () => {
    upload('c.csv', CALENDAR);
    upload('l.csv', LISTINGS);
    upload('s.csv', 'series_id,observed_on,value\nx,2026-01-30,2\n');
    await run(AIRBNB);
    const before = await sources();
    await expect(run({ dataset: 'generic-series', artifact_path: 's.csv', source: 'antwerp' })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: "the source 'antwerp' is of airbnb: generic-series needs a name of its own",
      fields: [expect.objectContaining({ path: 'source' })],
    });
    expect(await sources()).toEqual(before);
  });

  it('is refused where that is a simulated world', async () => {
    upload('s.csv', 'series_id,observed_on,value\nx,2026-01-30,2\n');
    const world = { source: 'simulated-shop', dataset: 'simulated-shop', rows: {}, rejected: 0 };
    await recordSource(analytics, world, {});
    await expect(
      run({ dataset: 'generic-series', artifact_path: 's.csv', source: 'simulated-shop' }),
    ).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message: expect.stringContaining('is of simulated-shop') });
    await analytics.command("ALTER TABLE sources DROP PARTITION 'simulated-shop'");
  });
});

describe('an import with a mapping', () => {
  const mapping = { columns: { user_id: 'who', item_id: 'what', occurred_at: 'when' }, regressors: {} };

  it('reads the columns that it names', async () => {
    upload('ours.csv', 'who,what,when,shop\nu,i,31.01.2026,north\n');
    const fixed = { interaction_type: 'purchase' };
    await run({
      ...{ dataset: 'generic-interactions', artifact_path: 'ours.csv', source: 'ours' },
      mapping: { ...mapping, fixed, date_format: 'DD.MM.YYYY' },
    });
    expect(await rows('interactions', 'ours')).toEqual([
      expect.objectContaining({
        ...{ user_id: 'u', item_id: 'i', interaction_type: 'purchase', occurred_at: '2026-01-31T00:00:00Z' },
        rating: null,
      }),
    ]);
  });

  it('is refused with the path of what does not fit', async () => {
    upload('ours.csv', 'who,what,when\nu,i,2026-01-31\n');
    const wrong = { ...mapping, fixed: { colour: 'red' } };
    await expect(
      run({ dataset: 'generic-interactions', artifact_path: 'ours.csv', source: 'ours', mapping: wrong }),
    ).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [expect.objectContaining({ path: 'mapping.fixed.colour' })],
    });
  });
});

it('events without a time make no source fresh', async () => {
  upload('pairs.tsv', '0\t7\n');
  await run({ dataset: 'movielens', artifact_path: 'pairs.tsv' });
  const found = (await sources()).find(({ source }) => source === 'movielens')!;
  expect(found).not.toHaveProperty('newest_event_at');
});

it('sources come in pages, by name', async () => {
  for (const source of ['c', 'a', 'b']) {
    upload('s.csv', 'series_id,observed_on,value\nx,1969-12-30,1\nx,2026-01-30,2\n');
    await run({ dataset: 'generic-series', artifact_path: 's.csv', source });
  }
  const service = new SourcesService(analytics);
  const first = await service.list({ limit: 2 });
  expect([first.sources.map(({ source }) => source), first.next]).toEqual([['a', 'antwerp'], 'antwerp']);
  const second = await service.list({ limit: 100, after: first.next! });
  expect([second.sources.slice(0, 2).map(({ source }) => source), second.next]).toEqual([['b', 'c'], undefined]);
  expect(second.sources[0]!.newest_event_at).toBe('2026-01-30T00:00:00Z');
});

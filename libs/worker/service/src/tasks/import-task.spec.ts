import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { artifactServer, type ArtifactServer } from '../../test/support/artifact-server.js';
import { hotelBookingsFile } from '../../test/support/hotel-bookings-file.js';
import { jobContext } from '../../test/support/job-context.js';
import { importTask } from './import-task.js';

let analytics: AnalyticsStore;
let registry: ArtifactServer;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
});
afterAll(() => analytics.close());
beforeEach(async () => {
  await analytics.command('DROP TABLE IF EXISTS bookings');
  registry = await artifactServer();
});
afterEach(() => registry.close());

const GOOD = {};
const PAYLOAD = { dataset: 'hotel-bookings', artifact_path: 'spring.csv', source: 'spring', further_paths: [] };

const context = (signal?: AbortSignal) =>
  jobContext({ analytics, settings: { registryUrl: registry.url }, ...(signal && { signal }) });
const upload = (rows: Parameters<typeof hotelBookingsFile>[0], path = 'spring.csv') =>
  registry.files.set(`imports/${path}`, hotelBookingsFile(rows));
const rejectsFile = () => registry.files.get('imports/spring.csv.rejects.csv')?.toString();
const bookingsOf = async (source: string) =>
  (
    await analytics.rows<{ booking_id: string }>(
      'SELECT booking_id FROM bookings WHERE source = {source:String} ORDER BY booking_id',
      { source },
    )
  ).map(({ booking_id }) => booking_id);
const tables = async () => (await analytics.rows<{ name: string }>('SHOW TABLES')).map(({ name }) => name);

describe('an import', () => {
  it('stores the good rows under their source and counts what was read', async () => {
    upload([GOOD, { adr: '80' }, GOOD]);
    expect(await importTask(PAYLOAD, context())).toEqual({ read: 3, accepted: 3, rejected: 0 });
    expect(await bookingsOf('spring')).toEqual(['HB0000001', 'HB0000002', 'HB0000003']);
    expect(rejectsFile()).toBeUndefined();
  });

  it('reads a gzipped upload in a folder, under the name of the importer where no source is given', async () => {
    registry.files.set('imports/2016/march.csv.gz', gzipSync(hotelBookingsFile([GOOD, GOOD])));
    const counts = await importTask(
      { dataset: 'hotel-bookings', artifact_path: '2016/march.csv.gz', further_paths: [] },
      context(),
    );
    expect(counts).toEqual({ read: 2, accepted: 2, rejected: 0 });
    expect(await bookingsOf('hotel-bookings')).toHaveLength(2);
  });

  it('puts refused rows beside the upload, with line, column, value and the row', async () => {
    upload([GOOD, { adr: '-6.38' }, GOOD, { arrival_date_month: 'Brumaire' }]);
    expect(await importTask(PAYLOAD, context())).toEqual({ read: 4, accepted: 2, rejected: 2 });
    const [header, first, second, ...rest] = rejectsFile()!.trimEnd().split('\n');
    expect(header).toBe('line,column,value,reason,raw');
    expect(first).toMatch(/^3,adr,-6\.38,.*,"City Hotel,.*-6\.38,.*"$/);
    expect(second).toMatch(/^5,arrival_date_month,Brumaire,.*,"City Hotel,.*Brumaire,.*"$/);
    expect(rest).toEqual([]);
  });

  it('keeps the refused rows of every batch under one header', async () => {
    const bad = { adr: '9999' };
    upload([bad, ...Array.from({ length: 6_000 }, () => GOOD), bad]);
    expect(await importTask(PAYLOAD, context())).toEqual({ read: 6_002, accepted: 6_000, rejected: 2 });
    const lines = rejectsFile()!.trimEnd().split('\n');
    expect(lines.map((line) => line.split(',')[0])).toEqual(['line', '2', '6003']);
  });

  it('leaves no refused rows of an earlier import of the same upload', async () => {
    upload([GOOD, { adr: 'dear' }]);
    await importTask(PAYLOAD, context());
    expect(rejectsFile()).toBeDefined();
    upload([GOOD]);
    await importTask(PAYLOAD, context());
    expect(rejectsFile()).toBeUndefined();
  });

  it('takes the place of what its source held, and of nothing else', async () => {
    upload([GOOD, GOOD, GOOD]);
    await importTask(PAYLOAD, context());
    await importTask({ ...PAYLOAD, source: 'autumn' }, context());
    upload([GOOD]);
    await importTask(PAYLOAD, context());
    expect(await bookingsOf('spring')).toEqual(['HB0000001']);
    expect(await bookingsOf('autumn')).toHaveLength(3);
  });

  it('tells of its progress, which never falls and stays below done', async () => {
    upload(Array.from({ length: 12_000 }, () => GOOD));
    const job = context();
    await importTask(PAYLOAD, job);
    const shares = job.reports.map(({ share }) => share);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(0.99);
    expect(job.reports.at(-1)!.message).toMatch(/^\d{1,2},\d{3} rows read$/);
  });
});

describe('an import that fails leaves what its source held', () => {
  beforeEach(async () => {
    upload([GOOD, GOOD]);
    await importTask(PAYLOAD, context());
  });
  afterEach(async () => {
    expect(await bookingsOf('spring')).toEqual(['HB0000001', 'HB0000002']);
    expect((await tables()).filter((name) => name.includes('staging'))).toEqual([]);
  });

  it('when not one row is good, and still says why of each', async () => {
    upload([{ adr: 'dear' }, { adults: '-1' }]);
    await expect(importTask(PAYLOAD, context())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: "none of the 2 rows is good; what 'spring' held before stays",
    });
    const lines = rejectsFile()!.trimEnd().split('\n');
    expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual([
      'line,column,value',
      '2,adr,dear',
      '3,adults,-1',
    ]);
  });

  it('when the refused rows cannot be put beside the upload', async () => {
    upload([GOOD, GOOD, GOOD, { adr: 'dear' }]);
    registry.readOnly.add('imports/spring.csv.rejects.csv');
    await expect(importTask(PAYLOAD, context())).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('when the file holds no row', async () => {
    upload([]);
    await expect(importTask(PAYLOAD, context())).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('when the file is of another kind', async () => {
    registry.files.set('imports/spring.csv', Buffer.from('a,b\n1,2\n'));
    await expect(importTask(PAYLOAD, context())).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('when its gzip ends early, good rows before or not', async () => {
    const whole = gzipSync(
      hotelBookingsFile(Array.from({ length: 20_000 }, (_, i) => ({ lead_time: String(i % 700) }))),
    );
    registry.files.set('imports/spring.csv', whole.subarray(0, whole.length - 20));
    await expect(importTask(PAYLOAD, context())).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('when there is no such upload', async () => {
    const missing = importTask({ ...PAYLOAD, artifact_path: 'no/such.csv' }, context());
    await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND', message: "no uploaded file 'no/such.csv'" });
  });

  it('when there is no such importer', async () => {
    const unknown = importTask({ ...PAYLOAD, dataset: 'toll-bookings' }, context());
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND', message: "no importer 'toll-bookings'" });
  });

  it('when it is cancelled between two batches', async () => {
    upload(Array.from({ length: 12_000 }, () => ({ adr: '70' })));
    const cancelled = new AbortController();
    const job = jobContext({
      analytics,
      settings: { registryUrl: registry.url },
      signal: cancelled.signal,
      onProgress: () => cancelled.abort(new Error('asked to stop')),
    });
    await expect(importTask(PAYLOAD, job)).rejects.toThrow('asked to stop');
    expect(job.reports).toHaveLength(1);
  });

  it('when it is cancelled while the store keeps it waiting', async () => {
    upload(Array.from({ length: 200 }, () => GOOD));
    registry.stalling.add('imports/spring.csv');
    const cancelled = new AbortController();
    const job = jobContext({
      analytics,
      settings: { registryUrl: registry.url },
      signal: cancelled.signal,
      onProgress: () => setTimeout(() => cancelled.abort(new Error('asked to stop')), 20),
    });
    await expect(importTask(PAYLOAD, job)).rejects.toThrow('asked to stop');
  });
});

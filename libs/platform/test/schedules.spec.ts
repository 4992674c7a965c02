import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { jobsSource } from '../src/jobs/index.js';
import { openDataSource } from '../src/relational/index.js';
import { createTestDatabase, dropTestDatabase } from './postgres-server.js';
import { redisSpace } from './redis-server.js';
import { describeSchedulesConformance } from './schedules.conformance.js';

const DATABASE = `bellwether_schedules_${process.pid}`;
const postgresUrl = await createTestDatabase(DATABASE);
afterAll(async () => {
  if (postgresUrl) await dropTestDatabase(DATABASE);
});

const root = await mkdtemp(join(tmpdir(), 'bellwether-schedules-'));
afterAll(() => rm(root, { recursive: true, force: true }));

/** Empties the tables behind a url, and leaves nothing open that another process may want. */
const wiping = (url: string) => async () => {
  const source = await openDataSource(jobsSource(url));
  await source.query('TRUNCATE jobs, schedules');
  await source.destroy();
};

const pgliteUrl = `pglite://${join(root, 'jobs')}`;
describeSchedulesConformance('PGlite', pgliteUrl, wiping(pgliteUrl));
if (postgresUrl) describeSchedulesConformance('PostgreSQL', postgresUrl, wiping(postgresUrl));

const redis = await redisSpace('schedules');
if (redis) {
  describeSchedulesConformance('BullMQ', redis.url, redis.clear);
  afterAll(redis.clear);
}

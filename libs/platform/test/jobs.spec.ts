import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { jobsSource } from '../src/jobs/index.js';
import { openDataSource } from '../src/relational/index.js';
import { describeJobsConformance } from './jobs.conformance.js';
import { createTestDatabase, dropTestDatabase } from './postgres-server.js';
import { redisSpace } from './redis-server.js';

const DATABASE = `bellwether_jobs_${process.pid}`;
const postgresUrl = await createTestDatabase(DATABASE);
afterAll(async () => {
  if (postgresUrl) await dropTestDatabase(DATABASE);
});

const root = await mkdtemp(join(tmpdir(), 'bellwether-jobs-store-'));
afterAll(() => rm(root, { recursive: true, force: true }));

/** Empties the jobs table behind a url, and leaves nothing open that another process may want. */
const wiping = (url: string) => async () => {
  const source = await openDataSource(jobsSource(url));
  await source.query('DELETE FROM jobs');
  await source.destroy();
};

const pgliteUrl = `pglite://${join(root, 'jobs')}`;
describeJobsConformance('PGlite', pgliteUrl, wiping(pgliteUrl));
if (postgresUrl) describeJobsConformance('PostgreSQL', postgresUrl, wiping(postgresUrl));

const redis = await redisSpace('jobs');
if (redis) {
  describeJobsConformance('BullMQ', redis.url, redis.clear);
  afterAll(redis.clear);
}

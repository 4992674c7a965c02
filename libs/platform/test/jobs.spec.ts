import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { describeJobsConformance } from './jobs.conformance.js';
import { createTestDatabase, dropTestDatabase } from './postgres-server.js';

const DATABASE = `bellwether_jobs_${process.pid}`;
const postgresUrl = await createTestDatabase(DATABASE);
afterAll(async () => {
  if (postgresUrl) await dropTestDatabase(DATABASE);
});

const root = await mkdtemp(join(tmpdir(), 'bellwether-jobs-store-'));
afterAll(() => rm(root, { recursive: true, force: true }));

describeJobsConformance('PGlite', `pglite://${join(root, 'jobs')}`);
if (postgresUrl) describeJobsConformance('PostgreSQL', postgresUrl);

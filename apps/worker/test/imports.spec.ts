import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mlflow } from '@bellwether/contracts';
import { ROOT, startApp, type AppProcess } from './support/app-process.js';
import { succeeded, until } from './support/until.js';

let folder: string;
let registry: AppProcess;
let worker: AppProcess;

const startWorker = () =>
  startApp('worker', {
    JOBS_URL: `pglite://${folder}/jobs`,
    ANALYTICS_URL: `chdb://${folder}/analytics`,
    REGISTRY_URL: registry.url,
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-imports-'));
  registry = await startApp('model-registry', {
    DATABASE_URL: 'pglite://memory',
    JOBS_URL: 'pglite://memory',
    ARTIFACTS_URL: `file://${folder}/artifacts`,
    EVENTS_URL: 'memory://',
    MODELS_DIR: join(ROOT, 'models'),
  });
  worker = await startWorker();
}, 120_000);
afterAll(async () => {
  await Promise.all([worker, registry].map((app) => app?.end('SIGKILL')));
  await rm(folder, { recursive: true, force: true });
});

async function upload(name: string, content: string): Promise<void> {
  const url = `${registry.url}${mlflow.ARTIFACTS_PREFIX}/artifacts/imports/${name}`;
  const { status } = await fetch(url, { method: 'PUT', body: content });
  expect(status).toBe(200);
}

const header = 'user;item;day\n';
const line = (n: number) => `u${n % 997};i${n % 89};${String(1 + (n % 28)).padStart(2, '0')}/01/2026\n`;
const many = (rows: number) => header + Array.from({ length: rows }, (_, n) => line(n)).join('');

const request = (artifact_path: string) => ({
  dataset: 'generic-interactions',
  artifact_path,
  source: 'ours',
  mapping: {
    columns: { user_id: 'user', item_id: 'item', occurred_at: 'day' },
    fixed: { interaction_type: 'view' },
    date_format: 'DD/MM/YYYY',
    separator: ';' as const,
  },
});

describe.each(['http', 'grpc'] as const)('over %s', (transport) => {
  it('an import takes a mapping, and its source is listed', async () => {
    await upload('ours.csv', many(500));
    const { job_id } = await worker[transport].importDataset(request('ours.csv'));
    const job = await succeeded(() => worker[transport].getJob({ job_id }));
    expect(job.result).toEqual({ read: 500, accepted: 500, rejected: 0 });
    const { sources } = await worker[transport].listSources({});
    expect(sources).toEqual([
      expect.objectContaining({
        ...{ source: 'ours', dataset: 'generic-interactions', rows: { interactions: 500 }, rejected: 0 },
        newest_event_at: '2026-01-28T00:00:00Z',
      }),
    ]);
  }, 60_000);

  it.each([
    ['a separator that is none', { ...request('ours.csv'), mapping: { separator: 'x' } }, 'mapping.separator'],
    [
      'more files than it takes',
      { ...request('x'), further_paths: Array.from({ length: 32 }, String) },
      'further_paths',
    ],
  ])('%s is refused, naming its path', async (_, wrong, path) => {
    await expect(worker[transport].importDataset(wrong as never)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [expect.objectContaining({ path })],
    });
  });

  it('a list of sources is bounded', async () => {
    await expect(worker[transport].listSources({ limit: 1_001 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

// Over gRPC there is no way to send a field that the message does not know.
it('a mapping with a part that there is not is refused, naming its path', async () => {
  const wrong = { ...request('ours.csv'), mapping: { dates: 'x' } };
  await expect(worker.http.importDataset(wrong as never)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    fields: [expect.objectContaining({ path: 'mapping.dates' })],
  });
});

it('an import whose worker is killed is taken up again, and ends with the rows of one run', async () => {
  const rows = 200_000;
  await upload('many.csv', many(rows));
  const { job_id } = await worker.http.importDataset(request('many.csv'));
  await until(
    () => worker.http.getJob({ job_id }),
    ({ status, progress }) => status === 'running' && progress > 0.1,
    40_000,
  );
  await worker.end('SIGKILL');
  worker = await startWorker();
  const before = await worker.http.listSources({});
  expect(before.sources[0]!.rows).toEqual({ interactions: 500 });
  const job = await until(
    () => worker.http.getJob({ job_id }),
    ({ status }) => status !== 'running' && status !== 'queued',
    120_000,
  );
  expect([job.status, job.result]).toEqual(['succeeded', { read: rows, accepted: rows, rejected: 0 }]);
  const { sources } = await worker.http.listSources({});
  expect(sources[0]!.rows).toEqual({ interactions: rows });
}, 240_000);

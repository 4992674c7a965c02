import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Answer, fakeStack, type FakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { importers } from '@bellwether/datasets';
import { IMPORTER_NAMES } from '../commands/import.js';
import { runCli } from '../run-cli.js';

const FILES = '/api/2.0/mlflow-artifacts/artifacts/imports/';
const CONTENT = 'hotel,lead_time\nCity,1\nCity,minus\n';
const REJECTS = 'line,column,value,reason,raw\n3,lead_time,minus,must be a number,"City,minus"\n';

let folder: string;
let stack: FakeStack;
/** What the stack's artifact store holds, by name below imports/. */
let files: Map<string, Buffer>;
let importRequest: unknown;
/** How import jobs end. */
let ending: Record<string, unknown>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-import-'));
  await writeFile(join(folder, 'ours.csv'), CONTENT);
  files = new Map();
  stack = await fakeStack((what, body) => {
    const [method, path] = what.split(' ') as [string, string];
    const name = path.slice(FILES.length);
    if (path.startsWith(FILES)) return onFile(method, name, body);
    if (what.startsWith(`GET ${FILES.slice(0, -'/imports/'.length)}?`)) return listing();
    if (what === 'GET /api/v1/ml/data/sources?limit=100') return SOURCES;
    if (!/^POST .*\/data\/[a-z-]+\/import$/.test(what)) return undefined;
    importRequest = JSON.parse(body.toString());
    const { rejected = 1 } = (ending['result'] ?? {}) as { readonly rejected?: number };
    const ofRejects = [...files.keys()].filter((upload) => rejected > 0 && !upload.includes('clean'));
    for (const upload of ofRejects) files.set(`${upload}.rejects.csv`, Buffer.from(REJECTS));
    return { job_id: 'job_7', kind: 'import', progress: 1, message: '', created_at: '', ...ending };
  });
});
afterEach(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

const SOURCES = {
  sources: [
    {
      ...{ source: 'boston', dataset: 'airbnb', rows: { rentals_calendar: 1_577_491, rentals_properties: 4_325 } },
      ...{ rejected: 2, newest_event_at: '2024-06-22T00:00:00Z', finished_at: '2026-01-31T20:00:00Z' },
    },
  ],
  next: 'boston',
};

const listing = () => ({
  files: [...files].map(([path, content]) => ({ path, is_dir: false, file_size: content.length })),
});

function onFile(method: string, name: string, body: Buffer): unknown {
  if (method === 'PUT') files.set(name, body);
  if (method === 'DELETE') files.delete(name);
  if (method !== 'GET') return {};
  const content = files.get(name);
  return content && new Answer(200, content, 'application/octet-stream');
}

const importOurs = (...more: string[]) => run('import', 'hotel-bookings', 'ours.csv', ...more);

async function run(...given: string[]) {
  const host = recordedHost({ cwd: folder });
  const args = [...given, '--url', stack.url];
  const exitCode = await runCli(args, host, '0');
  return { exitCode, ...host.written };
}

it('the help names every importer', () => {
  expect([...IMPORTER_NAMES]).toEqual(Object.keys(importers));
});

describe('bellwether import', () => {
  it('sends the file, tells the counts, and leaves no upload behind', async () => {
    ending = { status: 'succeeded', result: { read: 2, accepted: 2, rejected: 0 } };
    const { exitCode, stdout } = await importOurs('--source', 'city', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dataset: 'hotel-bookings',
      source: 'city',
      read: 2,
      accepted: 2,
      rejected: 0,
      job_id: 'job_7',
    });
    const [uploaded] = stack.asked;
    const name = uploaded!.slice(`PUT ${FILES}`.length);
    expect(name).toMatch(/-ours\.csv$/);
    expect(importRequest).toEqual({ artifact_path: name, source: 'city' });
    expect(stack.asked).toContain(`DELETE ${FILES}${name}`);
  });

  it('brings the rejected rows beside the input, and says so', async () => {
    ending = { status: 'succeeded', result: { read: 2, accepted: 1, rejected: 1 } };
    const { stdout } = await importOurs();
    const rejects = join(folder, 'ours.csv.rejects.csv');
    expect(stdout).toContain('2 rows read, 1 accepted, 1 rejected');
    expect(stdout).toContain(rejects);
    expect(await readFile(rejects, 'utf8')).toBe(REJECTS);
    expect(files).toEqual(new Map());
  });

  it('sends several files as one import, and brings the rejects of each beside it', async () => {
    ending = { status: 'succeeded', result: { read: 6, accepted: 4, rejected: 2 } };
    await writeFile(join(folder, 'clean.csv'), CONTENT);
    await writeFile(join(folder, 'third.csv'), CONTENT);
    const { stdout } = await run('import', 'airbnb', 'ours.csv', 'clean.csv', 'third.csv', '--json');
    const request = importRequest as { artifact_path: string; further_paths: string[] };
    const sent = [request.artifact_path, ...request.further_paths].map((path) => path.slice(37));
    expect(sent).toEqual(['ours.csv', 'clean.csv', 'third.csv']);
    const rejects = ['ours', 'third'].map((name) => join(folder, `${name}.csv.rejects.csv`));
    expect(JSON.parse(stdout)).toMatchObject({ dataset: 'airbnb', rejected: 2, rejects_files: rejects });
    for (const file of rejects) expect(await readFile(file, 'utf8')).toBe(REJECTS);
    expect(files).toEqual(new Map());
  });

  it('sends the mapping of a file, and refuses one that is none, naming the path', async () => {
    ending = { status: 'succeeded', result: { read: 2, accepted: 2, rejected: 0 } };
    const mapping = { columns: { order_id: 'Invoice' }, fixed: { currency: 'EUR' }, date_format: 'DD/MM/YYYY' };
    await writeFile(join(folder, 'mapping.json'), JSON.stringify(mapping));
    await run('import', 'generic-transactions', 'ours.csv', '--mapping', 'mapping.json');
    expect(importRequest).toMatchObject({ mapping });
    importRequest = undefined;
    await writeFile(join(folder, 'mapping.json'), JSON.stringify({ columns: { order_id: 7 }, dates: 'x' }));
    const wrong = await run('import', 'generic-transactions', 'ours.csv', '--mapping', 'mapping.json');
    expect(wrong.stderr).toContain('mapping.columns.order_id: ');
    expect(wrong.stderr).toContain('"dates"');
    await writeFile(join(folder, 'mapping.json'), '{');
    const broken = await run('import', 'generic-transactions', 'ours.csv', '--mapping', 'mapping.json');
    expect([broken.exitCode, broken.stderr]).toEqual([wrong.exitCode, expect.stringContaining('is no mapping')]);
    expect(importRequest).toBeUndefined();
  });

  it('takes --rejects of a single file only', async () => {
    const { exitCode, stderr } = await importOurs('ours.csv', '--rejects', 'here.csv');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--rejects needs a single file')]);
  });

  it('of an import that failed brings the rejected rows and leaves no upload: a failed job is never taken up', async () => {
    ending = { status: 'failed', error: 'none of the 2 rows is good' };
    const { exitCode, stdout, stderr } = await importOurs();
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const rejects = join(folder, 'ours.csv.rejects.csv');
    expect(stderr).toMatch(/error: none of the 2 rows is good\nThat was job job_7/);
    expect(stderr).toContain(rejects);
    expect(await readFile(rejects, 'utf8')).toBe(REJECTS);
    expect(files).toEqual(new Map());
  });

  it('of one that somebody cancelled leaves no upload', async () => {
    ending = { status: 'cancelled' };
    await writeFile(join(folder, 'clean.csv'), CONTENT);
    const { exitCode, stderr } = await run('import', 'hotel-bookings', 'clean.csv');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('job job_7 was cancelled')]);
    expect(files).toEqual(new Map());
  });

  it('of one that it lost sight of keeps the upload, which the job may still read', async () => {
    ending = { status: 'running' };
    const { exitCode } = await importOurs();
    expect(exitCode).not.toBe(0);
    expect([...files.values()].map(String)).toContain(CONTENT);
  });
});

describe('bellwether sources', () => {
  it('tells rows, freshness and where the next page begins', async () => {
    const { stdout } = await run('sources');
    expect(stdout).toMatch(
      /boston +airbnb +1,581,816 +2 +2024-06-22T00:00:00Z +2026-01-31T20:00:00Z +rentals_calendar/,
    );
    expect(stdout).toContain('bellwether sources --after boston');
    expect(JSON.parse((await run('sources', '--json')).stdout)).toEqual(SOURCES);
  });
});

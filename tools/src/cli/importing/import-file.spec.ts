import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Answer, fakeStack, type FakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
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
    if (what !== 'POST /api/v1/ml/data/hotel-bookings/import') return undefined;
    importRequest = JSON.parse(body.toString());
    for (const upload of [...files.keys()]) files.set(`${upload}.rejects.csv`, Buffer.from(REJECTS));
    return { job_id: 'job_7', kind: 'import', progress: 1, message: '', created_at: '', ...ending };
  });
});
afterEach(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

function onFile(method: string, name: string, body: Buffer): unknown {
  if (method === 'PUT') files.set(name, body);
  if (method === 'DELETE') files.delete(name);
  if (method !== 'GET') return {};
  const content = files.get(name);
  return content && new Answer(200, content, 'application/octet-stream');
}

async function importOurs(...more: string[]) {
  const host = recordedHost({ cwd: folder });
  const args = ['import', 'hotel-bookings', 'ours.csv', '--url', stack.url, ...more];
  const exitCode = await runCli(args, host, '0');
  return { exitCode, ...host.written };
}

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

  it('keeps the upload of an import that failed, for the job to be taken up again', async () => {
    ending = { status: 'failed', error: 'the header does not fit' };
    const { exitCode, stdout, stderr } = await importOurs();
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/error: the header does not fit\nThat was job job_7/);
    expect([...files.values()].map(String)).toContain(CONTENT);
  });
});

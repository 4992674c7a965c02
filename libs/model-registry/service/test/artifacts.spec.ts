import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { fastify } from 'fastify';
import { registerArtifactProxy } from '../src/artifacts/artifact-proxy.js';
import { LIMIT_BYTES, startRegistry, type TestRegistry } from './support/registry.js';

const PREFIXES = ['/api/2.0/mlflow-artifacts', '/ajax-api/2.0/mlflow-artifacts'];

/** Ways out of a folder: the corpus of the CVEs of MLflow and of other file servers, each as it would be sent. */
const ESCAPES = [
  '../../../../etc/passwd',
  '..%2f..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/etc/passwd',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '%252e%252e%252f%252e%252e%252fetc%252fpasswd',
  '%25252e%25252e%25252fetc%25252fpasswd',
  'a/../../../etc/passwd',
  'a/..%2f..%2f..%2fetc%2fpasswd',
  'a/./b',
  '/etc/passwd',
  '%2fetc%2fpasswd',
  '%252fetc%252fpasswd',
  '....//....//etc/passwd',
  '..%5c..%5cetc%5cpasswd',
  '..%255c..%255cetc',
  'c:%5cwindows%5cwin.ini',
  'note.txt%00.png',
  'note.txt%2500.png',
  '..;/..;/etc/passwd',
  '%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd',
  '..%c0%af..%c0%afetc',
  '%ef%bc%8e%ef%bc%8e/etc',
  '%',
  '%zz',
  '~root/.ssh/id_rsa',
  'a%0d%0aset-cookie:x',
  'file:%2f%2f%2fetc%2fpasswd',
  '%2e',
  '%2e%2e',
];

describe('the artifact proxy', () => {
  let registry: TestRegistry;
  let artifacts: TestRegistry['client']['artifacts'];
  const bytes = (text: string) => new TextEncoder().encode(text);
  const text = (content: Uint8Array) => new TextDecoder().decode(content);

  beforeAll(async () => {
    registry = await startRegistry();
    ({ artifacts } = registry.client);
  }, 60_000);
  afterAll(() => registry?.stop());

  it('takes files of any type and gives them back as downloads', async () => {
    const run = await registry.client.runs.create({});
    const root = run.info.artifact_uri;
    await artifacts.upload(root, 'model/báo cáo #1.txt', bytes('hello'));
    await artifacts.upload(root, 'empty', bytes(''));
    expect(text(await artifacts.download(root, 'model/báo cáo #1.txt'))).toBe('hello');
    expect(await artifacts.download(root, 'empty')).toHaveLength(0);
    expect(await artifacts.listAll(root)).toEqual([
      { path: 'empty', bytes: 0 },
      { path: 'model/báo cáo #1.txt', bytes: 5 },
    ]);
    const path = `/api/2.0/mlflow-artifacts/artifacts/0/${run.info.run_id}/artifacts/page.html`;
    for (const type of ['text/html', 'application/json', undefined]) {
      const sent = await fetch(registry.url + path, {
        method: 'PUT',
        body: '<script>{"not": json',
        ...(type && { headers: { 'content-type': type } }),
      });
      expect([sent.status, await sent.text()]).toEqual([200, '{}']);
    }
    const page = await fetch(registry.url + path);
    expect(await page.text()).toBe('<script>{"not": json');
    expect([
      page.headers.get('content-type'),
      page.headers.get('content-disposition'),
      page.headers.get('x-content-type-options'),
    ]).toEqual(['application/octet-stream', 'attachment; filename=page.html', 'nosniff']);
  });

  it('lists names within a folder, and within a run paths from its root', async () => {
    const run = await registry.client.runs.create({});
    await artifacts.upload(run.info.artifact_uri, 'model/MLmodel', bytes('12345'));
    await artifacts.upload(run.info.artifact_uri, 'a.txt', bytes('1'));
    expect(await artifacts.list(run.info.artifact_uri)).toEqual([
      { path: 'a.txt', is_dir: false, file_size: 1 },
      { path: 'model', is_dir: true },
    ]);
    const ofRun = await registry.call('GET', `artifacts/list?run_id=${run.info.run_id}&path=model`);
    expect(ofRun.json).toEqual({
      root_uri: run.info.artifact_uri,
      files: [{ path: 'model/MLmodel', is_dir: false, file_size: 5 }],
    });
    expect(await artifacts.list('no/such/folder')).toEqual([]);
    const escape = await registry.call('GET', `artifacts/list?run_id=${run.info.run_id}&path=../../..`);
    expect(escape.status).toBe(400);
  });

  it('deletes files and folders, and an absent one without complaint', async () => {
    await artifacts.upload('9/x', 'a/b', bytes('1'));
    await artifacts.delete('9/x');
    await artifacts.delete('9/x');
    await expect(artifacts.download('9/x', 'a/b')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('streams a large file through, and stops one that is too large', async () => {
    const chunk = new Uint8Array(100_000).fill(7);
    async function* chunks(count: number) {
      for (let i = 0; i < count; i += 1) yield chunk;
    }
    await artifacts.upload('9/large', 'fits', chunks(LIMIT_BYTES / chunk.length));
    expect(await artifacts.download('9/large', 'fits')).toHaveLength(LIMIT_BYTES);
    await expect(artifacts.upload('9/large', 'too-large', chunks(LIMIT_BYTES / chunk.length + 1))).rejects.toThrow();
    const whole = await fetch(`${registry.url}/api/2.0/mlflow-artifacts/artifacts/9/large/too-large`, {
      method: 'PUT',
      body: new Uint8Array(LIMIT_BYTES + 1),
    }).then(
      (response) => response.status,
      () => 413,
    );
    expect(whole).toBe(413);
    expect((await artifacts.list('9/large')).map(({ path }) => path)).toEqual(['fits']);
  });

  describe.each(PREFIXES)('under %s', (prefix) => {
    it.each(ESCAPES)('refuses %s, whatever is done with it', async (path) => {
      for (const [verb, body] of [['GET'], ['PUT', 'x'], ['DELETE']] as const) {
        const answer = await registry.raw(verb, `${prefix}/artifacts/${path}`, body);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toContain('root:');
      }
      const listed = await registry.raw('GET', `${prefix}/artifacts?path=${path}`);
      expect([400, 404]).toContain(path === '%' || path === '%zz' ? 400 : listed.status);
    });
  });

  it("reads nothing behind a raw '#' or into another query", async () => {
    const hash = await registry.raw('GET', '/api/2.0/mlflow-artifacts/artifacts/a#/../../etc/passwd');
    expect(hash.status).toBe(400);
    const twice = await registry.raw('GET', '/api/2.0/mlflow-artifacts/artifacts?path=a&path=b');
    expect(twice.status).toBe(400);
  });

  it('answers errors of its own in the words of MLflow', async () => {
    const missing = await registry.call('GET', '/api/2.0/mlflow-artifacts/artifacts/no/such');
    expect([missing.status, missing.json]).toMatchObject([404, { error_code: 'RESOURCE_DOES_NOT_EXIST' }]);
    const parts = await registry.call('POST', '/api/2.0/mlflow-artifacts/mpu/create/a', {});
    expect([parts.status, parts.json]).toEqual([
      501,
      {
        error_code: 'NOT_IMPLEMENTED',
        // Stock clients go on with a whole upload where the message begins so, and fail where it does not.
        message: expect.stringMatching(/^Multipart upload is not supported for the current artifact repository/),
      },
    ]);
    const direct = await registry.call('GET', '/api/2.0/mlflow-artifacts/presigned/a');
    expect([direct.status, direct.json]).toMatchObject([501, { error_code: 'NOT_IMPLEMENTED' }]);
  });

  it('leaves the files of a registered version as they are', async () => {
    const run = await registry.client.runs.create({});
    const { run_id, artifact_uri } = run.info;
    await artifacts.upload(artifact_uri, 'model/weights.bin', bytes('weights'));
    await registry.client.models.create({ name: 'frozen' });
    await registry.client.versions.create({ name: 'frozen', source: `runs:/${run_id}/model`, run_id });
    const refused = { code: 'PERMISSION_DENIED' };
    await expect(artifacts.upload(artifact_uri, 'model/weights.bin', bytes('others'))).rejects.toMatchObject(refused);
    await expect(artifacts.upload(artifact_uri, 'model/more', bytes('x'))).rejects.toMatchObject(refused);
    await expect(artifacts.delete(artifact_uri, 'model/weights.bin')).rejects.toMatchObject(refused);
    await expect(artifacts.delete(artifact_uri)).rejects.toMatchObject(refused);
    // The same upload again is a client's retry.
    await artifacts.upload(artifact_uri, 'model/weights.bin', bytes('weights'));
    await artifacts.upload(artifact_uri, 'model-notes.txt', bytes('beside it'));
    expect(text(await artifacts.download(artifact_uri, 'model/weights.bin'))).toBe('weights');
    await registry.client.versions.delete('frozen', '1');
    await artifacts.delete(artifact_uri);
  });

  it('puts nothing into a version that was registered during the upload', async () => {
    const { run_id, artifact_uri } = (await registry.client.runs.create({})).info;
    await artifacts.upload(artifact_uri, 'model/weights.bin', bytes('weights'));
    await registry.client.models.create({ name: 'overtaken' });
    async function* slow() {
      yield bytes('oth');
      await new Promise((resolve) => setTimeout(resolve, 200));
      await registry.client.versions.create({ name: 'overtaken', source: `runs:/${run_id}/model`, run_id });
      yield bytes('ers');
    }
    const upload = artifacts.upload(artifact_uri, 'model/weights.bin', slow());
    await expect(upload).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(text(await artifacts.download(artifact_uri, 'model/weights.bin'))).toBe('weights');
  });

  it('tells a busy database, to which one may come back, from a body that is too large', async () => {
    const server = fastify();
    const busy = new DomainError('RESOURCE_EXHAUSTED', 'the database is busy', { retryAfterSeconds: 1 });
    registerArtifactProxy(server, registry.store, {
      maxBytes: LIMIT_BYTES,
      isFrozen: () => Promise.reject(busy),
      onUnexpected: () => undefined,
    });
    const answer = await server.inject({
      method: 'PUT',
      url: '/api/2.0/mlflow-artifacts/artifacts/a',
      payload: Buffer.from('x'),
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '1']);
    await server.close();
  });

  it('does not change how the rest of the app reads its bodies', async () => {
    const answer = await fetch(`${registry.url}/api/2.0/mlflow/runs/create`, {
      method: 'POST',
      body: 'plain',
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error_code: 'INVALID_PARAMETER_VALUE' }]);
  });
});

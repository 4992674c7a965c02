import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { openArtifactStore } from '../src/artifacts/index.js';
import { describeArtifactsConformance } from './artifacts.conformance.js';
import { S3Server } from './s3-server/s3-server.js';

const SECRET = 'the secret of the tests';
process.env['AWS_ACCESS_KEY_ID'] = 'tester';
process.env['AWS_SECRET_ACCESS_KEY'] = SECRET;

const server = new S3Server('models', { accessKeyId: 'tester', secretAccessKey: SECRET }, 3);
const endpoint = await server.start();
afterAll(() => server.stop());
let prefixes = 0;
const newUrl = () => `s3://models/tests/${(prefixes += 1)}?endpoint=${endpoint}`;

describeArtifactsConformance('a bucket', (maxBytes) => openArtifactStore(newUrl(), { maxBytes }));

describe('artifacts in a bucket', () => {
  afterEach(() => {
    server.refusals.length = 0;
  });

  it('sends a large content in parts, and leaves none of them behind when its source fails', async () => {
    const store = await openArtifactStore(newUrl());
    async function* chunks(failing: boolean) {
      for (let i = 0; i < 20; i += 1) yield Buffer.alloc(1_000_000, i);
      if (failing) throw new Error('the sender went away');
    }
    expect((await store.put('large', chunks(false))).bytes).toBe(20_000_000);
    const read = await store.read('large');
    expect([read.length, read[0], read[19_999_999]]).toEqual([20_000_000, 0, 19]);
    await expect(store.put('large', chunks(true))).rejects.toThrow('the sender went away');
    expect(server.bucket.uploads.size).toBe(0);
    expect(await store.list('')).toEqual([{ path: 'large', isDirectory: false, bytes: 20_000_000 }]);
  });

  it('lists and deletes what takes many pages, odd names included', async () => {
    const store = await openArtifactStore(newUrl());
    const names = ['a+b', 'a b', ' lead', 'a&b<c>', 'ü', '%41', 'z', 'y', 'x'];
    for (const name of names) await store.put(`many/${name}`, Buffer.from(name));
    expect((await store.list('many')).map(({ path }) => path)).toEqual(names.map((name) => `many/${name}`).sort());
    await store.delete('many');
    expect(await store.list('')).toEqual([]);
  });

  it('ends uploads that were begun a day ago, and no others', async () => {
    const url = newUrl();
    const prefix = `tests/${prefixes}/`;
    const store = await openArtifactStore(url);
    const old = server.bucket.begin(`${prefix}left`, new Date(Date.now() - 86_500_000));
    const young = server.bucket.begin(`${prefix}running`);
    const foreign = server.bucket.begin('elsewhere/left', new Date(0));
    expect(await store.collect()).toEqual({ blobs: 0, uploads: 1, bytes: 0 });
    expect([old, young, foreign].map((id) => server.bucket.uploads.has(id))).toEqual([false, true, true]);
  });

  it.each([
    ['QuotaExceeded', 403, 'RESOURCE_EXHAUSTED'],
    ['XMinioStorageFull', 507, 'RESOURCE_EXHAUSTED'],
    ['AccessDenied', 403, 'PERMISSION_DENIED'],
  ])('says %s (%i) as %s, and keeps what stood there', async (code, status, expected) => {
    const store = await openArtifactStore(newUrl());
    await store.put('a', Buffer.from('kept'));
    // As often as the client may try again.
    for (let i = 0; i < 3; i += 1) server.refusals.push({ method: 'PUT', code, status });
    await expect(store.put('a', Buffer.from('new'))).rejects.toMatchObject({ code: expected });
    expect(Buffer.from(await store.read('a')).toString()).toBe('kept');
  });

  it('tries again what a busy server refused, and gives up as UNAVAILABLE', async () => {
    const store = await openArtifactStore(newUrl());
    server.refusals.push({ method: 'PUT', code: 'SlowDown', status: 503 });
    await store.put('a', Buffer.from('x'));
    for (let i = 0; i < 3; i += 1) server.refusals.push({ method: 'GET', code: 'InternalError', status: 500 });
    await expect(store.get('a')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is checked: wrong secret, absent bucket, nobody there', async () => {
    await (await openArtifactStore(newUrl())).check();
    const absent = await openArtifactStore(`s3://absent/x?endpoint=${endpoint}`);
    await expect(absent.put('a', Buffer.from('x'))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await expect(absent.check()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    const nobody = await openArtifactStore('s3://models/x?endpoint=http://127.0.0.1:1');
    await expect(nobody.check()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(nobody.put('a', Buffer.from('x'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    process.env['AWS_SECRET_ACCESS_KEY'] = 'another';
    try {
      const denied = await openArtifactStore(newUrl());
      await expect(denied.list('')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
      await expect(denied.check()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    } finally {
      process.env['AWS_SECRET_ACCESS_KEY'] = SECRET;
    }
  });

  it.each([
    's3://',
    's3://x',
    's3://UPPER_case',
    's3://key:secret@models',
    's3://models?endpoint=nowhere',
    's3://models?colour=red',
  ])('is not opened by the url %j, and no secret is told', async (url) => {
    await expect(openArtifactStore(url)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.not.stringContaining('key:secret'),
    });
  });
});

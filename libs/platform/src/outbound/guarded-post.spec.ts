import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guardedPost, PUBLIC_HTTPS, type GuardedPost, type Lookup, type OutboundPolicy } from './index.js';

const asked: { url: string; body: string }[] = [];
let answer: (response: ServerResponse) => void;
const server = createServer((request: IncomingMessage, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    asked.push({ url: request.url ?? '', body });
    answer(response);
  });
});
let port: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Lets plain calls to this machine pass, as a test has to. */
const here: OutboundPolicy = { protocols: new Set(['http:']), allows: (address) => address === '127.0.0.1' };
const plain: OutboundPolicy = { ...PUBLIC_HTTPS, protocols: new Set(['http:', 'https:']) };
const lookup =
  (...addresses: string[]): Lookup =>
  (_, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const post = (change: Partial<GuardedPost> = {}) =>
  guardedPost({
    ...{ url: `http://hook.example:${port}/in?x=1`, headers: { 'x-a': 'b' }, body: '{"a":1}', policy: here },
    ...{ timeoutMs: 5_000, maxAnswerBytes: 100, lookup: lookup('127.0.0.1') },
    ...change,
  });

describe('guardedPost', () => {
  it('posts, and reads the beginning of the answer', async () => {
    answer = (response) => response.writeHead(503, { 'retry-after': '7' }).end('x'.repeat(1_000_000));
    expect(await post()).toEqual({ status: 503, body: 'x'.repeat(100), retryAfterSeconds: 7 });
    expect(asked.splice(0)).toEqual([{ url: '/in?x=1', body: '{"a":1}' }]);
  });

  it('follows no redirect', async () => {
    answer = (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
    expect(await post()).toMatchObject({ status: 302 });
    expect(asked.splice(0)).toHaveLength(1);
  });

  it.each([
    'http://127.0.0.1',
    'http://127.1',
    'http://0x7f000001',
    'http://2130706433',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://169.254.169.254',
    'http://[64:ff9b::7f00:1]',
    'http://0',
  ])('calls no address of its own network: %s', async (origin) => {
    const called = guardedPost({
      ...{ url: `${origin}:${port}/`, headers: {}, body: '', policy: plain, timeoutMs: 2_000, maxAnswerBytes: 1 },
    });
    await expect(called).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(asked).toEqual([]);
  });

  it('calls no name that resolves there, not even among others', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], ['2606:4700::1111', '::ffff:127.0.0.1']]) {
      const called = post({ policy: plain, lookup: lookup(...addresses) });
      await expect(called).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining('hook.example'),
      });
    }
    expect(asked).toEqual([]);
  });

  it('judges the name as it resolves for the connection, so that rebinding it afterwards leads nowhere', async () => {
    const answers = [lookup('93.184.216.34'), lookup('127.0.0.1')];
    let looked = 0;
    const rebinding: Lookup = (...call) => answers[Math.min(looked++, 1)]!(...call);
    rebinding('hook.example', { all: true }, () => undefined);
    await expect(post({ policy: plain, lookup: rebinding })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect([looked, asked.length]).toEqual([2, 0]);
  });

  it('sends nothing to a peer that is refused, even where the look-up let it pass', async () => {
    let judged = 0;
    const deceived: OutboundPolicy = { protocols: new Set(['http:']), allows: () => (judged += 1) === 1 };
    await expect(post({ policy: deceived })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect([judged, asked.length]).toEqual([2, 0]);
  });

  it('takes no protocol but those allowed', async () => {
    for (const url of [`http://hook.example:${port}/`, 'file:///etc/passwd', 'ftp://hook.example/']) {
      await expect(post({ url, policy: PUBLIC_HTTPS })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
  });

  it('does not wait beyond its time, for an answer or for the end of one', async () => {
    answer = (response) => void response.writeHead(200).write('x');
    await expect(post({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    answer = () => undefined;
    await expect(post({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    asked.length = 0;
  });

  it('tells of a host that is not there', async () => {
    const none: Lookup = (_, _options, done) => done(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    await expect(post({ lookup: none })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type AppPlugin, type RunningApp } from '../src/bootstrap/index.js';
import { baseConfig, parseConfig } from '../src/config/index.js';

/** A route that changes something, as a page would find it. */
const changing: AppPlugin = () => async (fastify) => {
  fastify.post('/change', { config: { access: 'engineer' } }, async () => ({ changed: true }));
  fastify.get('/look', { config: { access: 'reader' } }, async () => ({ seen: true }));
};

let running: RunningApp;

beforeAll(async () => {
  const env = { PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'silent', CORS_ORIGINS: 'https://console.test' };
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), env);
  running = await startApp({ name: 'test', version: '1', config, modules: [], operations: {}, plugins: [changing] });
});
afterAll(() => running.stop());

function status(method: string, path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(running.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end();
  });
}

describe('what a page makes a browser send', () => {
  it.each([
    'https://evil.test',
    'http://localhost.evil.test',
    'http://127.0.0.1:1',
    // Of a page in a sandbox, or behind a redirect.
    'null',
    '',
    'no origin',
  ])('changes nothing when the page is of %j, though it needs no leave to send it', async (origin) => {
    expect(await status('POST', '/change', { origin })).toBe(403);
    expect(await status('POST', '/change', { origin, 'content-type': 'text/plain' })).toBe(403);
    // What it may not read, it may ask for: browsers keep the answer from it.
    expect(await status('GET', '/look', { origin })).toBe(200);
  });

  it('is let in from pages of our own, of listed origins, and of our own behind a proxy', async () => {
    expect(await status('POST', '/change', { origin: running.url })).toBe(200);
    expect(await status('POST', '/change', { origin: 'https://console.test' })).toBe(200);
    const proxied = { origin: 'https://ml.company.test', 'x-forwarded-host': 'ml.company.test' };
    expect(await status('POST', '/change', proxied)).toBe(200);
  });

  it('goes nowhere under a name that was rebound to this machine, while nobody is asked who calls', async () => {
    for (const host of ['evil.test', 'evil.test:8002', 'localhost.evil.test', '127.0.0.1.evil.test', '10.0.0.1']) {
      expect(await status('GET', '/look', { host })).toBe(403);
      expect(await status('POST', '/change', { host, origin: `http://${host}` })).toBe(403);
    }
    for (const host of ['localhost', 'LOCALHOST:8002', '127.0.0.1:5', '[::1]:5']) {
      expect(await status('GET', '/look', { host })).toBe(200);
    }
  });

  it('is no matter for clients that are no browsers', async () => {
    expect(await status('POST', '/change', {})).toBe(200);
  });
});

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fieldsOf } from './support/route-fields.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

/** As BODY_LIMIT_BYTES is by default. */
const BODY_LIMIT = 1_048_576;
/** However hard a request is, it is refused within this, on a machine that does other work as well. Milliseconds. */
const SOON_MS = 20_000;

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
}, 180_000);
afterAll(() => registry?.stop());

const routesTaking = (...verbs: string[]) =>
  registry.routes
    .filter(({ transport }) => transport === 'http')
    .map(({ route }) => route.split(' ') as [verb: string, path: string])
    .filter(
      ([verb, path]) => verbs.includes(verb) && !path.includes('/ajax-api/') && !path.includes('mlflow-artifacts'),
    )
    .map(([verb, path]) => [verb, path.replace(/:\w+|\*/g, 'x')] as const);

/** One route of each protocol: what reads a body is the same for all of one. */
const oneOfEachProtocol = () =>
  ['/api/2.0/mlflow/', '/v2/', '/api/v1/ml/'].map((prefix) =>
    routesTaking('POST').find(([, path]) => path.startsWith(prefix))!,
  );

async function sent(verb: string, path: string, body: string) {
  const started = performance.now();
  const answer = await registry.call(verb, path, body);
  return { ...answer, ms: performance.now() - started };
}

describe('a body that is sent to wear the registry out', () => {
  it('is refused beyond its limit on every route, before it is read to the end', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(BODY_LIMIT) });
    const wrong: string[] = [];
    for (const [verb, path] of routesTaking('POST', 'PATCH', 'PUT', 'DELETE')) {
      const { status } = await sent(verb, path, large).catch(() => ({ status: 413 }));
      if (status < 400 || status >= 500) wrong.push(`${verb} ${path}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['deeply nested lists', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['deeply nested objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['many fields', `{${Array.from({ length: 90_000 }, (_, i) => `"f${i}":1`).join(',')}}`],
    ['prototypes', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'],
    ['a number of many digits', `{"max_results":${'9'.repeat(500_000)}}`],
    ['half a message', '{"name":"x'],
    ['no UTF-8', '\u0000\ufffe'],
  ])('is refused or read soon by every protocol: %s', async (_, body) => {
    const wrong: string[] = [];
    for (const [verb, path] of oneOfEachProtocol()) {
      const { status, ms } = await sent(verb, path, body);
      if (status >= 500 || ms > SOON_MS) wrong.push(`${verb} ${path}: ${status} after ${Math.round(ms)} ms`);
    }
    expect(wrong).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('in tiny pieces holds up nobody else (CVE-2025-23310)', async () => {
    const { hostname, port } = new URL(registry.url);
    const socket = connect(Number(port), hostname);
    const answered = new Promise<string>((resolve) => socket.setEncoding('utf8').once('data', resolve));
    socket.on('error', () => undefined);
    const head = 'POST /api/2.0/mlflow/experiments/search HTTP/1.1\r\nhost: localhost\r\n';
    socket.write(`${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
    for (const byte of `{"filter":"${'x'.repeat(2_000)}"}`) socket.write(`1\r\n${byte}\r\n`);
    expect((await registry.call('GET', '/livez')).status).toBe(200);
    socket.write('0\r\n\r\n');
    expect(await answered).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  });
});

describe('a filter that is written to wear the database out', () => {
  const filters: readonly (readonly [string, string])[] = [
    ['more comparisons than may be', Array.from({ length: 51 }, (_, i) => `tags.t${i} = 'x'`).join(' AND ')],
    ['longer than may be', `name = '${'x'.repeat(20_001)}'`],
    ['nested without end', `${'('.repeat(9_000)}name = 'x'${')'.repeat(9_000)}`],
    ['a pattern that backtracks', `name LIKE '${'%a'.repeat(4_000)}'`],
    ['quotes without end', `name = ${"'".repeat(19_001)}`],
    ['another statement', `name = 'x'; DROP TABLE run`],
    ['another clause', `name = 'x' OR 1 = 1`],
    ['a call', `pg_sleep(10) = '1'`],
  ];

  it.each(filters)('is refused soon, wherever one is taken: %s', async (_, filter) => {
    const searches = routesTaking('GET', 'POST').filter(([verb, path]) =>
      fieldsOf(`${verb} ${path}`).some(({ name }) => name === 'filter'),
    );
    expect(searches.length).toBeGreaterThanOrEqual(4);
    for (const [verb, path] of searches) {
      const started = performance.now();
      const message = { filter, experiment_ids: ['0'] };
      const answer =
        verb === 'GET'
          ? await registry.call(verb, `${path}?filter=${encodeURIComponent(filter)}`)
          : await registry.call(verb, path, message);
      // A query that is longer than a request's head may be does not come as far as the filter.
      expect([400, 431]).toContain(answer.status);
      expect(performance.now() - started).toBeLessThan(SOON_MS);
    }
  });

  it('is held to ten clauses of order', async () => {
    const order_by = Array.from({ length: 11 }, (_, i) => `tags.t${i}`);
    const answer = await registry.call('POST', 'runs/search', { experiment_ids: ['0'], order_by });
    expect([answer.status, answer.json['message']]).toEqual([400, expect.stringContaining('at most 10 clauses')]);
  });
});

describe('a name that is written in another way (CVE-2024-3099)', () => {
  it('is the same name, or none', async () => {
    const { models } = registry.client;
    await models.create({ name: 'Modèle' });
    // The same letters in another form of Unicode are the same model.
    await expect(models.create({ name: 'Mode\u0300le' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    for (const name of [
      'Mod%C3%A8le',
      'Mod%25C3%25A8le',
      ' Modèle',
      'Modèle ',
      'Modèle\u200b',
      'Modèle\u202e',
      'x/../Modèle',
    ]) {
      await expect(models.create({ name })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    expect((await models.get('Mode\u0300le')).name).toBe('Modèle');
  });
});

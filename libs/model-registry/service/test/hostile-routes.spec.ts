import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostileSamples, hostileTexts, spellings } from './support/hostile-texts.js';
import { fieldsOf, type RouteField } from './support/route-fields.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

const CANARY = 'the canary sings at dawn';
const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

let registry: TestRegistry;
let texts: readonly string[];
let canary: string;
/** What an honest request would carry, by the name of the field: all fields but the one under attack have it. */
let honest: Record<string, unknown>;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  registry = await startRegistry();
  canary = join(registry.folder, 'secret.txt');
  await writeFile(canary, CANARY);
  await mkdir(join(registry.folder, 'evil'));
  await writeFile(join(registry.folder, 'evil', 'model.json'), JSON.stringify({ canary: CANARY }));
  texts = hostileTexts(canary);
  const { run_id, experiment_id } = (await registry.client.runs.create({})).info;
  const page = { max_results: 5, order_by: [], filter: '' };
  const target = { name: 'target', model_name: 'target', version: '1', run_id, run_uuid: run_id, experiment_id };
  const pair = { key: 'k', value: 'v', alias: 'a', stage: 'Staging', archive_existing_versions: false, timestamp: 1 };
  honest = { ...page, ...target, ...pair, source: `runs:/${run_id}/model`, new_name: 'target', metric_key: 'k' };
}, 180_000);

afterAll(async () => {
  agent.destroy();
  await registry?.stop();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Sends a target exactly as it is written. */
function send(method: string, path: string, body?: string): Promise<Answer> {
  const { hostname, port } = new URL(registry.url);
  // Node frames no body of a DELETE by itself, and what is not framed is taken for the next request.
  const headers =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const request = httpRequest({ hostname, port, method, path, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    // A server that hangs up without an answer is a fault of its own, to be told with what it was asked.
    request.on('error', (error) => resolve({ status: 599, text: error.message, headers: {} }));
    request.end(body);
  });
}

/** What is wrong with an answer, whatever was asked: a fault of the server's own, or what lies outside the store. */
function faultOf({ status, text, headers }: Answer): string | undefined {
  // 501 is what the protocol says of uploads in parts; 503 of a model that is not there yet.
  if (status >= 500 && status !== 501 && status !== 503) return `${status} ${text.slice(0, 200)}`;
  if (text.includes(CANARY) || text.includes('root:x:0:0')) return `leaked ${text.slice(0, 200)}`;
  if (/node_modules|\.js:\d+|at \w+ \(/.test(text)) return `told of its insides: ${text.slice(0, 200)}`;
  if (headers['x-content-type-options'] !== 'nosniff') return 'lets browsers guess the type';
  if ('set-cookie' in headers) return 'splits its headers';
  return undefined;
}

const httpRoutes = (): string[] =>
  registry.routes
    .filter(({ transport, route }) => transport === 'http' && VERBS.includes(route.split(' ')[0]!))
    .map(({ route }) => route);

/** Whether a route is another name of one that is tried: the same method answers under both prefixes. */
const isTwin = (route: string): boolean => route.includes('/ajax-api/');

/** The files of the test's folder but those of the store, which legitimate names are put into. */
async function filesOutside(): Promise<string[]> {
  const entries = await readdir(registry.folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(registry.folder, 'artifacts')))
    .sort();
}

describe('hostile texts, on every route that the registry has', () => {
  it('lead nowhere as a part of the path, however often they are encoded', async () => {
    const before = await filesOutside();
    const routes = httpRoutes().filter((route) => /[:*]/.test(route) && !isTwin(route));
    expect(routes.length).toBeGreaterThan(15);
    const faults: string[] = [];
    for (const route of routes) {
      const [method = '', pattern = ''] = route.split(' ');
      for (const spelling of texts.flatMap(spellings)) {
        const target = pattern.replace(/:\w+|\*/g, () => spelling);
        const fault = faultOf(await send(method, target, method === 'GET' ? undefined : '{}'));
        if (fault !== undefined) faults.push(`${method} ${target.slice(0, 200)}: ${fault}`);
      }
    }
    expect(faults).toEqual([]);
    expect(await filesOutside()).toEqual(before);
  }, 300_000);

  it('lead nowhere as a field of the request, one at a time beside honest ones', async () => {
    const before = await filesOutside();
    const faults: string[] = [];
    let fields = 0;
    for (const route of httpRoutes().filter((route) => !isTwin(route))) {
      await registry.client.models.ensure('target');
      for (const field of fieldsOf(route)) {
        for (const text of [...hostileSamples(canary, fields++), '../evil', `${registry.folder}/evil`]) {
          const fault = faultOf(await sendField(route, field, text));
          if (fault !== undefined)
            faults.push(`${route} ${field.name}=${JSON.stringify(text).slice(0, 100)}: ${fault}`);
        }
      }
    }
    expect(faults).toEqual([]);
    // So that every text has had its turn, and more than once.
    expect(fields).toBeGreaterThan(3 * texts.length);
    expect(await filesOutside()).toEqual(before);
    expect([...registry.queue.jobs.values()].map(({ payload }) => JSON.stringify(payload))).not.toContainEqual(
      expect.stringContaining('evil'),
    );
  }, 300_000);

  it('put nothing into the store but plain files below its references', async () => {
    const root = join(registry.folder, 'artifacts');
    expect((await readdir(root)).sort()).toEqual(['blobs', 'refs', 'uploads']);
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => !entry.isFile() && !entry.isDirectory())).toEqual([]);
    expect(await readFile(join(registry.folder, 'secret.txt'), 'utf8')).toBe(CANARY);
  });
});

/** A request whose fields are honest but for one: in the query where the verb has no body. */
function sendField(route: string, { name, shape }: RouteField, text: string): Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ');
  const target = pattern.replace(/:(\w+)|\*/g, (_, parameter: string) => String(honest[parameter] ?? 'x'));
  const value = shape === 'list' ? [text] : shape === 'pairs' ? [{ key: text, value: text }] : text;
  if (method !== 'GET') return send(method, target, JSON.stringify({ ...honest, [name]: value }));
  const query = new URLSearchParams();
  for (const [field, each] of Object.entries({ ...honest, [name]: value })) {
    for (const one of [each].flat()) query.append(field, String(one));
  }
  return send(method, `${target}?${query.toString()}`);
}

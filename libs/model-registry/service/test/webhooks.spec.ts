import { randomBytes } from 'node:crypto';
import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Lookup } from '@bellwether/platform/outbound';
import type { DataSource } from 'typeorm';
import { WebhookDeliveryEntity, WebhookEntity } from '../src/database/webhook.entity.js';
import { DOMAIN } from '../src/domain.js';
import { signatureOf, startReceiver, type Receiver } from './support/receiver.js';
import { startRegistry, type TestRegistry } from './support/registry.js';
import { testDatabases } from './support/databases.js';

const event = (entity: string, action: string) => ({ entity, action });
const VERSION_CREATED = event('MODEL_VERSION', 'CREATED');
const MODEL_CREATED = event('REGISTERED_MODEL', 'CREATED');
const SECRET = 'test-secret-key';
const secretKey = randomBytes(32).toString('base64');

interface Webhook {
  readonly webhook_id: string;
  readonly last_updated_timestamp: number;
}

const databases = await testDatabases('webhooks');

describe.each(databases)('webhooks of a registry on $engine', (database) => {
  let registry: TestRegistry;
  let receiver: Receiver;
  let dataSource: DataSource;
  let models = 0;

  beforeAll(async () => {
    const webhooks = { secretKey, allowHttp: true, allowPrivateAddresses: true };
    registry = await startRegistry({ databaseUrl: database.url, webhooks });
    dataSource = registry.get(getDataSourceToken(DOMAIN));
  }, 180_000);
  afterAll(async () => {
    await registry?.stop();
    await database.drop();
  });
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await dataSource.manager.deleteAll(WebhookEntity);
    receiver.close();
  });

  const call = (verb: string, path: string, body?: unknown) => registry.call(verb, path, body);
  async function create(fields: object): Promise<Webhook> {
    const answer = await call('POST', 'webhooks', { name: 'hook', url: `${receiver.url}/in`, ...fields });
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('webhook_id')]);
    return answer.json['webhook'] as Webhook;
  }
  async function newVersion() {
    const name = `told-${database.engine}-${(models += 1)}`;
    await registry.client.models.create({ name });
    const { run_id } = (await registry.client.runs.create({})).info;
    const tags = [{ key: 'a', value: 'b' }];
    const source = `runs:/${run_id}/model`;
    const { version } = await registry.client.versions.create({ name, source, run_id, tags, description: 'd' });
    return { name, version, source, run_id };
  }
  const deliveries = () => dataSource.manager.find(WebhookDeliveryEntity, { order: { created_at: 'ASC' } });
  async function finished(count: number): Promise<WebhookDeliveryEntity[]> {
    for (let round = 0; round < 600; round += 1) {
      const all = await deliveries();
      if (all.filter(({ status }) => status !== 'waiting').length >= count) return all;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the deliveries did not finish in time');
  }

  describe('kept by their owners (test_client_webhooks.py)', () => {
    it('are made, told without their secret, and found again', async () => {
      const events = [event('MODEL_VERSION_ALIAS', 'CREATED'), VERSION_CREATED];
      const made = await create({ events, secret: SECRET, description: 'mine' });
      expect(made).toEqual({
        ...{ webhook_id: made.webhook_id, name: 'hook', description: 'mine', url: `${receiver.url}/in` },
        ...{ events: [VERSION_CREATED, event('MODEL_VERSION_ALIAS', 'CREATED')], status: 'ACTIVE' },
        creation_timestamp: expect.any(Number),
        last_updated_timestamp: expect.any(Number),
      });
      expect((await call('GET', `webhooks/${made.webhook_id}`)).json).toEqual({ webhook: made });
      const ajax = await call('GET', `/ajax-api/2.0/mlflow/webhooks/${made.webhook_id}`);
      expect(ajax.json).toEqual({ webhook: made });
      const [row] = await dataSource.manager.find(WebhookEntity);
      expect(Buffer.from(row!.sealed_secret!).includes(SECRET)).toBe(false);
    });

    it('are listed in pages', async () => {
      for (let i = 0; i < 5; i += 1) await create({ name: `hook${i}`, events: [MODEL_CREATED] });
      const names: unknown[] = [];
      let token: unknown = '';
      for (let pages = 0; token !== undefined && pages < 5; pages += 1) {
        const page = await call('GET', `webhooks?max_results=2${token ? `&page_token=${String(token)}` : ''}`);
        names.push(...(page.json['webhooks'] as { name: string }[]).map(({ name }) => name));
        token = page.json['next_page_token'];
      }
      expect(names).toHaveLength(5);
      expect(new Set(names).size).toBe(5);
    });

    it('are changed, wholly or in part', async () => {
      const { webhook_id, last_updated_timestamp } = await create({ events: [VERSION_CREATED], description: 'before' });
      const part = await call('PATCH', `webhooks/${webhook_id}`, { name: 'renamed' });
      expect(part.json['webhook']).toMatchObject({ name: 'renamed', description: 'before', events: [VERSION_CREATED] });
      const change = { url: 'https://example.com/new', events: [VERSION_CREATED, MODEL_CREATED], status: 'DISABLED' };
      const whole = (await call('PATCH', `webhooks/${webhook_id}`, { ...change, secret: 'x' })).json[
        'webhook'
      ] as Webhook;
      expect(whole).toMatchObject({ ...change, events: [MODEL_CREATED, VERSION_CREATED] });
      expect(whole.last_updated_timestamp).toBeGreaterThan(last_updated_timestamp);
    });

    it('go with what was owed to them', async () => {
      receiver.answers = [{ status: 500 }];
      const { webhook_id } = await create({ events: [MODEL_CREATED] });
      await newVersion();
      await receiver.has(1);
      expect((await call('DELETE', `webhooks/${webhook_id}`)).json).toEqual({});
      expect(await deliveries()).toEqual([]);
      expect((await call('GET', 'webhooks')).json).toEqual({ webhooks: [] });
    });

    it.each(['GET', 'PATCH', 'DELETE'])('are not found by an id that is none: %s', async (verb) => {
      for (const id of ['nonexistent', '00000000-0000-0000-0000-000000000000']) {
        const answer = await call(verb, `webhooks/${id}`, verb === 'GET' ? undefined : { name: 'x' });
        expect([answer.status, answer.json]).toMatchObject([
          404,
          {
            error_code: 'RESOURCE_DOES_NOT_EXIST',
            message: expect.stringContaining(`Webhook with ID ${id} not found`),
          },
        ]);
      }
    });

    it.each<[string, object, string]>([
      ['no events', { events: [] }, 'Webhook events cannot be empty'],
      ['events of prompts', { events: [event('PROMPT', 'CREATED')] }, "Invalid action 'CREATED' for entity 'PROMPT'"],
      ['an empty address', { url: '   ' }, 'Webhook URL cannot be empty or just whitespace'],
      ['another protocol', { url: 'ftp://example.com' }, 'Invalid webhook URL scheme'],
      ['what is no address', { url: 'http://[invalid' }, 'Invalid webhook URL'],
      ['credentials in it', { url: 'https://a:b@example.com' }, 'credentials'],
      ['a name that is none', { name: 'a/b' }, 'Invalid webhook name'],
      ['an overlong secret', { secret: 'x'.repeat(1_001) }, 'Webhook secret'],
    ])('are refused with %s', async (_, fields, message) => {
      const answer = await call('POST', 'webhooks', {
        name: 'h',
        url: receiver.url,
        events: [MODEL_CREATED],
        ...fields,
      });
      expect([answer.status, answer.json]).toMatchObject([
        400,
        { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) },
      ]);
    });

    it('are no more than a hundred', async () => {
      const { webhook_id } = await create({ events: [MODEL_CREATED], status: 'DISABLED' });
      await dataSource.query(
        `INSERT INTO webhook SELECT gen_random_uuid(), name, description, url, events, NULL, status, creation_timestamp,
           last_updated_timestamp FROM webhook, generate_series(1, 99) WHERE webhook_id = $1`,
        [webhook_id],
      );
      const answer = await call('POST', 'webhooks', { name: 'one-more', url: receiver.url, events: [MODEL_CREATED] });
      expect([answer.status, answer.json['message']]).toEqual([400, 'There may be at most 100 webhooks']);
    });
  });

  describe('told of what happens (test_e2e.py)', () => {
    it('get each event that they asked for, as MLflow tells it', async () => {
      await create({
        events: [
          ...[MODEL_CREATED, VERSION_CREATED, event('MODEL_VERSION_TAG', 'SET'), event('MODEL_VERSION_TAG', 'DELETED')],
          ...[event('MODEL_VERSION_ALIAS', 'CREATED'), event('MODEL_VERSION_ALIAS', 'DELETED')],
        ],
      });
      const { name, version, source, run_id } = await newVersion();
      await registry.client.versions.setTag(name, version, 'k', 'v');
      await registry.client.versions.deleteTag(name, version, 'k');
      await registry.client.versions.deleteTag(name, version, 'never was');
      await registry.client.models.setAlias(name, 'best', version);
      await registry.client.models.setAlias(name, 'best', version);
      await registry.client.models.deleteAlias(name, 'best');
      await receiver.has(6);
      await finished(6);
      const told = receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
      const of = (entity: string, action: string) =>
        told.filter((each) => each['entity'] === entity && each['action'] === action).map((each) => each['data']);
      expect(told).toHaveLength(6);
      expect(of('registered_model', 'created')).toEqual([{ name, tags: {}, description: null }]);
      expect(of('model_version', 'created')).toEqual([
        { name, version, source, run_id, tags: { a: 'b' }, description: 'd' },
      ]);
      expect(of('model_version_tag', 'set')).toEqual([{ name, version, key: 'k', value: 'v' }]);
      expect(of('model_version_tag', 'deleted')).toEqual([{ name, version, key: 'k' }]);
      expect(of('model_version_alias', 'created')).toEqual([{ name, alias: 'best', version }]);
      expect(of('model_version_alias', 'deleted')).toEqual([{ name, alias: 'best' }]);
      expect(Date.parse(String(told[0]!['timestamp']))).toBeGreaterThan(Date.now() - 60_000);
    });

    it('get nothing that they did not ask for, nothing while disabled, and nothing of a change that was refused', async () => {
      await create({ name: 'versions', events: [VERSION_CREATED] });
      await create({ name: 'disabled', events: [MODEL_CREATED], status: 'DISABLED' });
      const { name } = await newVersion();
      await expect(registry.client.models.create({ name })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
      await expect(registry.client.versions.create({ name, source: 'https://elsewhere.example/m' })).rejects.toThrow();
      await receiver.has(1);
      const all = await finished(1);
      expect(all.map(({ event, status, attempts }) => [event, status, attempts])).toEqual([
        ['model_version.created', 'delivered', 1],
      ]);
    });

    it('can tell that it is from here', async () => {
      await create({ events: [MODEL_CREATED], secret: SECRET });
      await create({ name: 'unsigned', events: [MODEL_CREATED], url: `${receiver.url}/unsigned` });
      await newVersion();
      await receiver.has(2);
      const [signed] = receiver.received.filter(({ path }) => path === '/in');
      expect(signed!.headers['x-mlflow-signature']).toBe(signatureOf(signed!, SECRET));
      expect(Number(signed!.headers['x-mlflow-timestamp'])).toBeCloseTo(Date.now() / 1_000, -2);
      expect(signed!.headers['content-type']).toBe('application/json');
      const [unsigned] = receiver.received.filter(({ path }) => path === '/unsigned');
      expect(unsigned!.headers['x-mlflow-signature']).toBeUndefined();
      expect(unsigned!.headers['x-mlflow-delivery-id']).not.toBe(signed!.headers['x-mlflow-delivery-id']);
    });

    it('get it again when they are broken or busy, with the same id, and not sooner than they wish', async () => {
      receiver.answers = [{ status: 500 }, { status: 429, headers: { 'retry-after': '2' } }, { status: 200 }];
      await create({ events: [MODEL_CREATED], secret: SECRET });
      await newVersion();
      const [first, second, third] = await receiver.has(3);
      const [delivery] = await finished(1);
      expect(delivery).toMatchObject({ status: 'delivered', attempts: 3, response_status: 200, error: null });
      for (const each of [first!, second!, third!]) {
        expect(each.body).toBe(first!.body);
        expect(each.headers['x-mlflow-delivery-id']).toBe(delivery!.delivery_id);
        expect(each.headers['x-mlflow-signature']).toBe(signatureOf(each, SECRET));
      }
      expect(second!.at - first!.at).toBeGreaterThanOrEqual(450);
      expect(third!.at - second!.at).toBeGreaterThanOrEqual(1_950);
    });

    it.each([400, 401, 404, 302])('are given up when they answer %d, with the reason on record', async (status) => {
      receiver.answers = [{ status, headers: { location: `${receiver.url}/secret` } }];
      await create({ events: [MODEL_CREATED] });
      await newVersion();
      const [delivery] = await finished(1);
      const error = `the receiver answered ${status}`;
      expect(delivery).toMatchObject({ status: 'dead', attempts: 1, response_status: status, error });
      expect(receiver.received.map(({ path }) => path)).toEqual(['/in']);
    });

    it('are given up after the last try', async () => {
      receiver.answers = [{ status: 503 }];
      await create({ events: [MODEL_CREATED] });
      await newVersion();
      await receiver.has(1);
      // The tries between, at once.
      await dataSource.query(`UPDATE webhook_delivery SET attempts = 5, due_at = 0`);
      const [delivery] = await finished(1);
      expect(delivery).toMatchObject({ status: 'dead', attempts: 6, error: 'the receiver answered 503' });
    });

    it('get what a process had taken that died', async () => {
      await create({ events: [MODEL_CREATED] });
      await dataSource.query(
        `INSERT INTO webhook_delivery (webhook_id, event, body, status, attempts, due_at, created_at)
         SELECT webhook_id, 'registered_model.created', '{"data":"left"}', 'waiting', 1, $1, 0 FROM webhook`,
        [Date.now() - 1],
      );
      expect((await receiver.has(1))[0]!.data).toBe('left');
    });

    it('have no more than a thousand messages waiting', async () => {
      const { webhook_id } = await create({ events: [MODEL_CREATED] });
      await dataSource.query(
        `INSERT INTO webhook_delivery (webhook_id, event, body, status, due_at, created_at)
         SELECT $1, 'registered_model.created', '{}', 'waiting', 9e15::bigint, 0 FROM generate_series(1, 1000)`,
        [webhook_id],
      );
      await newVersion();
      const dead = (await deliveries()).filter(({ status }) => status === 'dead');
      expect(dead.map(({ error }) => error)).toEqual(['too many messages wait for this webhook']);
    });
  });

  describe('that are tested', () => {
    it('get an example of their first event, or of the one that is named', async () => {
      const { webhook_id } = await create({
        events: [event('MODEL_VERSION_TAG', 'SET'), MODEL_CREATED],
        secret: SECRET,
      });
      const first = await call('POST', `webhooks/${webhook_id}/test`, {});
      expect(first.json).toEqual({
        result: { success: true, response_status: 200, response_body: '{"status":"received"}' },
      });
      await call('POST', `webhooks/${webhook_id}/test`, { event: event('MODEL_VERSION_TAG', 'SET') });
      expect(receiver.received.map(({ data }) => data)).toEqual([
        { name: 'example_model', tags: { example_key: 'example_value' }, description: 'An example registered model' },
        { name: 'example_model', version: '1', key: 'example_key', value: 'example_value' },
      ]);
      const [sent] = receiver.received;
      expect(sent!.headers['x-mlflow-signature']).toBe(signatureOf(sent!, SECRET));
    });

    it('tell what the receiver answered, once and up to a bound', async () => {
      receiver.answers = [{ status: 404, body: 'x'.repeat(100_000) }];
      const { webhook_id } = await create({ events: [MODEL_CREATED] });
      const { json } = await call('POST', `webhooks/${webhook_id}/test`, {});
      expect(json).toEqual({
        result: { success: false, response_status: 404, response_body: 'x'.repeat(4_096) },
      });
      expect(receiver.received).toHaveLength(1);
    });
  });
});

describe('webhooks as they are configured by default', () => {
  let registry: TestRegistry;
  let receiver: Receiver;
  const events = [MODEL_CREATED];

  beforeAll(async () => {
    receiver = await startReceiver();
    // Every name is of this machine: what rebinding comes to.
    const lookup: Lookup = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
    registry = await startRegistry({ webhooks: { lookup } });
  }, 180_000);
  afterAll(async () => {
    receiver?.close();
    await registry?.stop();
  });

  const create = (fields: object) => registry.call('POST', 'webhooks', { name: 'hook', events, ...fields });

  it('take no plain HTTP, and no secret that they could not seal', async () => {
    expect((await create({ url: 'http://example.com/' })).json['message']).toContain('Invalid webhook URL scheme');
    const secret = await create({ url: 'https://example.com/', secret: SECRET });
    expect(secret.json['message']).toContain('MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY');
  });

  it.each(['127.0.0.1', '169.254.169.254', '10.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'rebound.example'])(
    'call nobody at %s, in a test or for an event, and say so',
    async (host) => {
      const made = await create({ url: `https://${host}:${new URL(receiver.url).port}/in` });
      const { webhook_id } = made.json['webhook'] as Webhook;
      const { result } = (await registry.call('POST', `webhooks/${webhook_id}/test`, {})).json as {
        result: { success: boolean; error_message: string };
      };
      expect(result).toEqual({ success: false, error_message: expect.stringContaining('no public address') });
      await registry.client.models.create({ name: `model-${host.replaceAll(/[[\]:]/g, '_')}` });
      const dataSource: DataSource = registry.get(getDataSourceToken(DOMAIN));
      let delivery: WebhookDeliveryEntity | null = null;
      for (let round = 0; round < 200 && delivery?.status !== 'dead'; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        delivery = await dataSource.manager.findOneBy(WebhookDeliveryEntity, { webhook_id });
      }
      expect(delivery).toMatchObject({
        status: 'dead',
        attempts: 1,
        error: expect.stringContaining('no public address'),
      });
      expect(receiver.received).toEqual([]);
      await registry.call('DELETE', `webhooks/${webhook_id}`);
    },
  );
});

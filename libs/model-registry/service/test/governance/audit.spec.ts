import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGrpcClient, type AuditEntry } from '@bellwether/contracts';
import type { DataSource } from 'typeorm';
import { modelRegistryOperations } from '../../src/index.js';
import { clientsOf, startGuarded, type GuardedRegistry } from '../support/callers.js';
import { testDatabases } from '../support/databases.js';
import { startRegistry, type TestRegistry } from '../support/registry.js';

const databases = await testDatabases('audit');

describe.each(databases)('the audit log on $engine', (on) => {
  let guarded: GuardedRegistry;
  let registry: TestRegistry;
  let callers: GuardedRegistry['callers'];
  let database: DataSource;
  let engineer: GuardedRegistry['admin'];
  let admin: GuardedRegistry['admin'];

  beforeAll(async () => {
    const webhooks = { secretKey: randomBytes(32).toString('base64url') };
    guarded = await startGuarded(on, { webhooks });
    ({ registry, callers, engineer, admin } = guarded);
    database = registry.dataSource;
  }, 60_000);
  afterAll(() => guarded?.stop());

  const entriesOf = async (model_name: string): Promise<AuditEntry[]> => {
    const { entries } = await admin.operations.listAuditEntries({ model_name, order: 'oldest' });
    return entries;
  };
  const registryCall = async (method: string, path: string, body: object = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${callers.keys.admin}`, 'content-type': 'application/json' };
    const request = { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${registry.url}/api/2.0/mlflow/${path}`, request);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const newVersion = async (name: string) => {
    const { info } = await engineer.mlflow.runs.create({});
    return engineer.mlflow.versions.create({ name, source: `runs:/${info.run_id}/model`, run_id: info.run_id });
  };

  it('has every change with who made it and what was before and after', async () => {
    const { models, versions } = engineer.mlflow;
    await models.create({ name: 'all', description: 'one', tags: [{ key: 'a', value: '1' }] });
    await models.update('all', 'two');
    await models.setTag('all', 'a', '2');
    await models.deleteTag('all', 'a');
    await models.deleteTag('all', 'a');
    await newVersion('all');
    await versions.setTag('all', '1', 'k', 'v');
    await versions.deleteTag('all', '1', 'k');
    await versions.update('all', '1', 'told');
    await versions.transitionStage({ name: 'all', version: '1', stage: 'Staging', archive_existing_versions: false });
    await models.setAlias('all', 'canary', '1');
    await models.setAlias('all', 'canary', '1');
    await models.deleteAlias('all', 'canary');
    await admin.mlflow.versions.delete('all', '1');
    await admin.mlflow.models.delete('all');

    const entries = await entriesOf('all');
    // What changed nothing is not there: a tag deleted twice, an alias set to where it was.
    expect(entries.map(({ action }) => action)).toEqual([
      'model.created',
      'model.described',
      'model.tag-set',
      'model.tag-deleted',
      'version.created',
      'version.tag-set',
      'version.tag-deleted',
      'version.described',
      'version.stage-changed',
      'alias.set',
      'alias.deleted',
      'version.deleted',
      'model.deleted',
    ]);
    expect(entries[2]).toMatchObject({ actor: callers.ids.engineer, role: 'engineer', subject: 'a' });
    expect(entries[2]).toMatchObject({ before: '{"value":"1"}', after: '{"value":"2"}' });
    expect(entries[8]).toMatchObject({ version: '1', before: '{"stage":"None"}', after: '{"stage":"Staging"}' });
    expect(entries.at(-1)).toMatchObject({ actor: callers.ids.admin, role: 'admin' });
    expect(entries.at(-1)!.after).toBeUndefined();
    expect(JSON.parse(entries.at(-1)!.before!)).toMatchObject({ description: 'two', last_version: 1 });
    for (const { request_id } of entries) expect(request_id).not.toBe('');
  });

  it('has who tried a version out, had one trained and listens to changes', async () => {
    const since = new Date().toISOString();
    await engineer.mlflow.models.create({ name: 'tried' });
    for (let i = 0; i < 2; i += 1) await newVersion('tried');
    const { startRollout, endRollout, promoteModel, retrainModel, cancelRetrainJob } = engineer.operations;
    await promoteModel({ model_name: 'tried', version: '1' });
    const challengers = [{ version: '2', share: 0.1 }];
    await startRollout({ model_name: 'tried', mode: 'canary', challengers, reason: 'looks better' });
    await endRollout({ model_name: 'tried', reason: 'is not' });
    const actor = callers.ids.engineer;
    const trials = (await entriesOf('tried')).filter(({ action }) => action.startsWith('rollout.'));
    expect(trials).toMatchObject([
      { action: 'rollout.started', actor, reason: 'looks better' },
      { action: 'rollout.ended', actor, reason: 'is not' },
    ]);
    expect(JSON.parse(trials[0]!.after!)).toMatchObject({ mode: 'canary', challengers: [{ version: 2, share: 0.1 }] });

    const { job_id } = await retrainModel({ model_name: 'churn_predictor' });
    await cancelRetrainJob({ job_id });
    expect(await entriesOf('churn_predictor')).toMatchObject([
      { action: 'training.asked', actor, subject: job_id },
      { action: 'training.cancel-asked', actor, subject: job_id },
    ]);

    const url = 'https://hooks.example.com/1';
    const events = [{ entity: 'MODEL_VERSION', action: 'CREATED' }];
    const hook = await registryCall('POST', 'webhooks', { name: 'w', url, events, secret: 'not for the log' });
    const { webhook_id } = (hook as { webhook: { webhook_id: string } }).webhook;
    await registryCall('PATCH', `webhooks/${webhook_id}`, { description: 'mine' });
    await registryCall('DELETE', `webhooks/${webhook_id}`);
    const { entries } = await admin.operations.listAuditEntries({ from: since, order: 'oldest' });
    const hooks = entries.filter(({ subject }) => subject === webhook_id);
    expect(hooks.map(({ action }) => action)).toEqual(['webhook.created', 'webhook.changed', 'webhook.deleted']);
    expect(JSON.parse(hooks[0]!.after!)).toMatchObject({ url, signed: true });
    expect(JSON.stringify(hooks)).not.toContain('not for the log');
  });

  it('takes a reason and the id of the request from headers, over either transport', async () => {
    const headers = { 'x-bellwether-reason': 'ticket 4711', 'x-request-id': 'request-1' };
    await clientsOf(registry.url, callers.keys.engineer, headers).mlflow.models.create({ name: 'why' });
    await newVersion('why');
    const overGrpc = createGrpcClient({
      address: registry.grpcAddress,
      timeoutMs: 20_000,
      apiKey: callers.keys.engineer,
      headers: () => ({ 'x-request-id': 'request-2' }),
      operations: modelRegistryOperations,
    });
    await overGrpc.promoteModel({ model_name: 'why', version: '1', reason: 'better' });
    overGrpc.close();
    const entries = await entriesOf('why');
    expect(entries[0]).toMatchObject({ reason: 'ticket 4711', request_id: 'request-1' });
    expect(entries.at(-1)).toMatchObject({
      action: 'alias.set',
      subject: 'champion',
      actor: callers.ids.engineer,
      reason: 'better',
      request_id: 'request-2',
    });
    const long = clientsOf(registry.url, callers.keys.engineer, { 'x-bellwether-reason': 'x'.repeat(501) });
    await expect(long.mlflow.models.create({ name: 'long' })).rejects.toThrow(/at most 500 characters, got 501/);
  });

  it('has nothing of a change that failed', async () => {
    await engineer.mlflow.models.create({ name: 'failing' });
    await expect(engineer.mlflow.models.setAlias('failing', 'champion', '9')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(engineer.mlflow.models.create({ name: 'failing' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect((await entriesOf('failing')).map(({ action }) => action)).toEqual(['model.created']);
  });

  it('cannot be altered, emptied or shortened, by the service neither', async () => {
    for (const statement of [
      `UPDATE audit_entry SET actor = 'nobody'`,
      'DELETE FROM audit_entry',
      `DELETE FROM audit_entry WHERE actor = 'nobody'`,
      'TRUNCATE audit_entry',
    ]) {
      await expect(database.query(statement)).rejects.toThrow(/append-only/);
    }
    expect((await entriesOf('failing')).length).toBe(1);
  });

  it('is for admins alone', async () => {
    await expect(engineer.operations.listAuditEntries({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('is read in pages from either end, each entry once', async () => {
    await engineer.mlflow.models.create({ name: 'paged' });
    for (let i = 0; i < 6; i += 1) await engineer.mlflow.models.setTag('paged', 'i', String(i));
    for (const order of ['oldest', 'newest'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await admin.operations.listAuditEntries({ model_name: 'paged', order, cursor, limit: 3 });
        seen.push(...page.entries.map((entry) => entry.after!));
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      const told = seen.filter((after) => after.includes('value')).map((after) => JSON.parse(after).value);
      const expected = ['0', '1', '2', '3', '4', '5'];
      expect(told).toEqual(order === 'oldest' ? expected : [...expected].reverse());
    }
    await expect(admin.operations.listAuditEntries({ cursor: 'x' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('is filtered by who, what and when', async () => {
    const of = async (filter: Parameters<typeof admin.operations.listAuditEntries>[0]) =>
      (await admin.operations.listAuditEntries({ limit: 1_000, ...filter })).entries;
    expect((await of({ action: 'model.deleted' })).map(({ model_name }) => model_name)).toEqual(['all']);
    const byAdmin = await of({ actor: callers.ids.admin, model_name: 'all' });
    expect(byAdmin.map(({ action }) => action)).toEqual(['model.deleted', 'version.deleted']);
    const [newest] = await of({});
    expect(await of({ from: new Date(Date.parse(newest!.at) + 60_000).toISOString() })).toEqual([]);
    expect((await of({ to: newest!.at })).every(({ at }) => at < newest!.at)).toBe(true);
  });
});

describe('on a database with several connections', () => {
  const server = databases.find(({ engine }) => engine === 'PostgreSQL');
  const whereThereIsOne = server === undefined ? it.skip : it;
  if (server === undefined) console.warn('skipped: a transaction that commits late needs a PostgreSQL server');

  whereThereIsOne('an export does not pass over an entry that was numbered earlier and committed later', async () => {
    const { url, drop } = (await testDatabases('audit_order')).find(({ engine }) => engine === 'PostgreSQL')!;
    const registry = await startRegistry({ databaseUrl: url });
    try {
      const slow = registry.dataSource.createQueryRunner();
      await slow.startTransaction();
      await slow.query(`
        INSERT INTO audit_entry (at, actor, role, request_id, action, model_name, reason)
        VALUES (0, 'slow', '', '', 'model.created', 'late', '')`);
      await registry.client.models.create({ name: 'early' });
      const { listAuditEntries } = registry.operations;
      // The later entry waits for the older transaction: an export that showed it would go on behind the other.
      expect((await listAuditEntries({ order: 'oldest' })).entries).toEqual([]);
      await slow.commitTransaction();
      await slow.release();
      const names = (await listAuditEntries({ order: 'oldest' })).entries.map(({ model_name }) => model_name);
      expect(names).toEqual(['late', 'early']);
    } finally {
      await registry.stop();
      await drop();
    }
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createGrpcClient, type ModelPromoted } from '@bellwether/contracts';
import { modelRegistryOperations } from '../src/index.js';
import { RecordingBus } from './support/recording-bus.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

describe('a registry that stops and starts again', () => {
  const running: TestRegistry[] = [];
  const folders: string[] = [];
  afterAll(async () => {
    for (const registry of running) await registry.stop();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it('sends no event again that the bus had taken before it failed', async () => {
    const bus = new RecordingBus();
    bus.refusing = true;
    const registry = await startRegistry({ bus });
    running.push(registry);
    const { run_id } = (await registry.client.runs.create({})).info;
    await registry.client.models.create({ name: 'churn' });
    for (const version of ['1', '2', '3']) {
      await registry.client.versions.create({ name: 'churn', source: `runs:/${run_id}/${version}`, run_id });
      await registry.operations.promoteModel({ model_name: 'churn', version });
    }
    await registry.sendOwedEvents();
    Object.assign(bus, { refusing: false, capacity: 2 });
    await registry.sendOwedEvents();
    bus.capacity = Infinity;
    await registry.sendOwedEvents();
    expect(bus.published.map(({ data }) => (data as ModelPromoted).version)).toEqual(['1', '2', '3']);
  }, 60_000);

  it('sends the events that it owed, and knows all that it had answered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-restart-'));
    folders.push(folder);
    const databaseUrl = `pglite://${join(folder, 'database')}`;
    const away = new RecordingBus();
    away.refusing = true;
    const first = await startRegistry({ databaseUrl, bus: away });
    running.push(first);
    const run_id = (await first.client.runs.create({})).info.run_id;
    await first.client.models.create({ name: 'churn' });
    await first.client.versions.create({ name: 'churn', source: `runs:/${run_id}/model`, run_id });
    // Over gRPC: the same controllers.
    const grpc = createGrpcClient({
      address: first.grpcAddress,
      timeoutMs: 5_000,
      operations: modelRegistryOperations,
    });
    expect(await grpc.promoteModel({ model_name: 'churn', version: '1' })).toMatchObject({ version: '1' });
    await expect(grpc.promoteModel({ model_name: 'churn', version: '2' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    grpc.close();
    await first.stop();
    running.pop();

    const bus = new RecordingBus();
    const second = await startRegistry({ databaseUrl, bus });
    running.push(second);
    for (let i = 0; i < 100 && bus.published.length === 0; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(bus.published.map(({ data }) => (data as ModelPromoted).version)).toEqual(['1']);
    expect((await second.client.models.byAlias('churn', 'champion')).run_id).toBe(run_id);
  }, 60_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGrpcClient } from '@bellwether/contracts';
import { sha256 } from '@bellwether/platform/model-runtime';
import { modelRegistryOperations } from '../../src/index.js';
import { bundleManifest } from '../support/bundle-manifest.js';
import { testDatabases } from '../support/databases.js';
import { startRegistry, type TestRegistry } from '../support/registry.js';

const databases = await testDatabases('lineage');

describe.each(databases)('the lineage of a version on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  const newRun = async (parent?: string) => {
    const tags = parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }];
    return (await registry.client.runs.create({ tags })).info.run_id;
  };
  const register = async (name: string, run_id: string) => {
    await registry.client.models.ensure(name);
    const { version } = await registry.client.versions.create({ name, source: `runs:/${run_id}/model`, run_id });
    return { model_name: name, version };
  };

  it('leads from its bundle to the data and the code, and from its run to the parents, on both transports', async () => {
    const oldest = await newRun();
    const parent = await newRun(oldest);
    const run_id = await newRun(parent);
    const manifest = Buffer.from(JSON.stringify(bundleManifest('whole')));
    await registry.client.artifacts.upload(`0/${run_id}/artifacts`, 'model/bellwether.json', manifest);
    await registry.client.runs.logInputs(run_id, {
      datasets: [
        {
          dataset: { name: 'bookings', digest: 'd1', source_type: 'local', source: '{}' },
          tags: [{ key: 'mlflow.data.context', value: 'training' }],
        },
      ],
      models: [],
    });
    const asked = await register('whole', run_id);
    const lineage = await registry.operations.getVersionLineage(asked);
    const { training, view } = bundleManifest('whole');
    const { code_version, data_fingerprint, rows, seed, range, source } = training;
    expect(lineage).toEqual({
      ...asked,
      ...{ source: `runs:/${run_id}/model`, run_id, parent_run_ids: [parent, oldest], input_model_ids: [] },
      datasets: [{ name: 'bookings', digest: 'd1', source_type: 'local', context: 'training' }],
      bundle: {
        ...{ digest: sha256(manifest), signed: false, code_version, data_fingerprint, rows, seed, view },
        ...{ data_range: range, data_source: source },
        features: [{ name: 'lead', available_at: 'at booking' }],
      },
    });
    const grpc = createGrpcClient({
      ...{ address: registry.grpcAddress, timeoutMs: 20_000, operations: modelRegistryOperations },
    });
    expect(await grpc.getVersionLineage(asked)).toEqual(lineage);
    grpc.close();
  });

  it('names the training that this registry can repeat', async () => {
    const { job_id, mlflow_run_id } = await registry.operations.retrainModel({ model_name: 'churn_predictor' });
    const asked = await register('churn_predictor', mlflow_run_id);
    expect(await registry.operations.getVersionLineage(asked)).toMatchObject({ training_job_id: job_id });
  });

  it('says no more of a model from elsewhere than is known', async () => {
    const run_id = await newRun();
    const asked = await register('elsewhere', run_id);
    const lineage = await registry.operations.getVersionLineage(asked);
    expect(lineage).not.toHaveProperty('bundle');
    expect(lineage).not.toHaveProperty('training_job_id');
    expect(lineage).toMatchObject({ run_id, parent_run_ids: [], datasets: [] });
  });

  it('ends where runs name each other as parents', async () => {
    const first = await newRun();
    const second = await newRun(first);
    await registry.client.runs.setTag(first, 'mlflow.parentRunId', second);
    const asked = await register('circle', second);
    expect((await registry.operations.getVersionLineage(asked)).parent_run_ids).toEqual([first]);
  });

  it('refuses a version that is not there', async () => {
    const unknown = registry.operations.getVersionLineage({ model_name: 'elsewhere', version: '9' });
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

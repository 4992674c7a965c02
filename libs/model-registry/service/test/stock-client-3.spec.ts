import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';
import { ONNX_FILES, ONNX_MODEL, query, replayOn, type Replay } from './support/replay.js';

const databases = await testDatabases('stock3');

/**
 * What the Python client of MLflow 3.x sends, request by request, in its order and with its bodies: enumerations by name,
 * the model's identifier in the path and, where the message has it, in the body too.
 *
 * @see MLflow 3, `mlflow/models/model.py`, `mlflow/tracking/fluent.py`: `_use_logged_model`,
 *   `mlflow/store/tracking/rest_store.py`, `mlflow/tracking/_model_registry/fluent.py`,
 *   `mlflow/store/artifact/models_artifact_repo.py`.
 */
describe.each(databases)('the client of MLflow 3.x on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let client: Replay;

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    client = replayOn(registry);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  async function startRun(experiment_id: string): Promise<string> {
    const { run } = await client.ok('POST', 'runs/create', {
      experiment_id,
      user_id: 'ada',
      start_time: 1_700_000_000_000,
      tags: [{ key: 'mlflow.user', value: 'ada' }],
      run_name: 'bright-crane-317',
    });
    return run.info.run_id as string;
  }

  /** `mlflow.log_input(dataset, context="training")` */
  async function logInput(run_id: string): Promise<void> {
    await client.ok('POST', 'runs/log-inputs', {
      run_id,
      datasets: [
        {
          tags: [{ key: 'mlflow.data.context', value: 'training' }],
          dataset: {
            name: 'bookings',
            digest: '0f1e2d3c',
            source_type: 'local',
            source: '{"uri": "bookings.csv"}',
            schema: '{"mlflow_colspec": [{"type": "double", "name": "adr", "required": true}]}',
            profile: '{"num_rows": 119390, "num_elements": 3820480}',
          },
        },
      ],
    });
  }

  /** `mlflow.onnx.log_model(model, name="model")` up to the end of its `with _use_logged_model`. */
  async function logModel(experiment_id: string, run_id: string, status = 'LOGGED_MODEL_READY') {
    const run_uuid = run_id;
    const before = await client.ok('GET', `runs/get?${query({ run_uuid, run_id })}`);
    const { model } = await client.ok('POST', 'logged-models', {
      experiment_id,
      name: 'model',
      source_run_id: run_id,
      params: before['run'].data.params,
      tags: [
        { key: 'mlflow.user', value: 'ada' },
        { key: 'mlflow.source.name', value: 'train.py' },
        { key: 'mlflow.source.type', value: 'LOCAL' },
      ],
    });
    const { model_id } = model.info as { model_id: string };
    expect(model.info).toMatchObject({
      model_id: expect.stringMatching(/^m-[0-9a-f]{32}$/),
      experiment_id,
      name: 'model',
      source_run_id: run_id,
      status: 'LOGGED_MODEL_PENDING',
      artifact_uri: `mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts`,
    });
    await client.ok('POST', 'runs/outputs', { run_id, models: [{ model_id, step: 0 }] });
    const { run } = await client.ok('GET', `runs/get?${query({ run_uuid, run_id })}`);
    for (const { key } of run.data.metrics as { key: string }[]) {
      const history = await client.ok('GET', `metrics/get-history?${query({ run_uuid, run_id, metric_key: key })}`);
      const linked = history['metrics'].map((metric: object) => ({ ...metric, model_id }));
      await client.ok('POST', 'runs/log-batch', { run_id, metrics: linked });
    }
    const found = await client.ok('GET', `logged-models/${model_id}`);
    const root = found['model'].info.artifact_uri as string;
    for (const [path, content, type] of ONNX_MODEL) await client.put(root, path, content, type);
    const finalized = await client.ok('PATCH', `logged-models/${model_id}`, { model_id, status });
    expect(finalized['model'].info).toMatchObject({ model_id, status });
    return { model_id, root };
  }

  /** `mlflow.register_model("models:/<model_id>", name)` */
  async function register(name: string, model_id: string) {
    await client.refused('POST', 'registered-models/create', { name });
    const { model_version } = await client.ok('POST', 'model-versions/create', {
      name,
      source: `models:/${model_id}`,
      model_id,
    });
    const { version } = model_version as { version: string };
    const polled = await client.ok('GET', `model-versions/get?${query({ name, version })}`);
    expect(polled['model_version']).toMatchObject({ name, version, status: 'READY', model_id });
    const { model } = await client.ok('GET', `logged-models/${model_id}`);
    const versions = model.info.tags.find(({ key }: { key: string }) => key === 'mlflow.modelVersions');
    const value = JSON.stringify([...JSON.parse(versions?.value ?? '[]'), { name, version }]);
    await client.ok('PATCH', `logged-models/${model_id}/tags`, { tags: [{ key: 'mlflow.modelVersions', value }] });
    return { version, run_id: polled['model_version'].run_id as string };
  }

  async function trainedRun(name: string) {
    const { experiment_id } = await client.ok('POST', 'experiments/create', { name });
    const run_id = await startRun(experiment_id);
    await client.ok('POST', 'runs/log-batch', { run_id, params: [{ key: 'max_depth', value: '7' }] });
    await client.ok('POST', 'runs/log-batch', {
      run_id,
      metrics: [{ key: 'auc', value: 0.78, timestamp: 1_700_000_000_500, step: 0 }],
    });
    return { experiment_id: experiment_id as string, run_id };
  }

  it('logs a model with its run, its parameters, its metrics and its dataset, and registers it', async () => {
    const { experiment_id, run_id } = await trainedRun('hotel-ml');
    await logInput(run_id);
    const { model_id } = await logModel(experiment_id, run_id);
    const { version, run_id: run_of_version } = await register('churn_predictor', model_id);
    expect([version, run_of_version]).toEqual(['1', run_id]);
    await client.ok('POST', 'registered-models/alias', { name: 'churn_predictor', alias: 'champion', version });
    await client.ok('POST', 'runs/update', {
      run_uuid: run_id,
      run_id,
      status: 'FINISHED',
      end_time: 1_700_000_009_000,
    });

    const { run } = await client.ok('GET', `runs/get?${query({ run_uuid: run_id, run_id })}`);
    expect(run.outputs).toEqual({ model_outputs: [{ model_id, step: 0 }] });
    expect(run.inputs.dataset_inputs).toMatchObject([
      { dataset: { name: 'bookings', digest: '0f1e2d3c' }, tags: [{ key: 'mlflow.data.context', value: 'training' }] },
    ]);
    expect(run.data.metrics).toEqual([{ key: 'auc', value: 0.78, timestamp: 1_700_000_000_500, step: 0 }]);
    const { model } = await client.ok('GET', `logged-models/${model_id}`);
    expect(model.info.registrations).toEqual([{ name: 'churn_predictor', version: '1' }]);
    expect(model.data).toEqual({
      params: [{ key: 'max_depth', value: '7' }],
      metrics: [{ key: 'auc', value: 0.78, timestamp: 1_700_000_000_500, step: 0, model_id, run_id }],
    });
  });

  it('loads models:/name@alias, models:/name/3, models:/name/stage and models:/<model_id>', async () => {
    const name = 'late_arrival';
    const { experiment_id, run_id } = await trainedRun('loading');
    const models: { model_id: string; root: string }[] = [];
    for (let i = 0; i < 3; i += 1) models.push(await logModel(experiment_id, run_id));
    for (const { model_id } of models) await register(name, model_id);
    await client.ok('POST', 'model-versions/transition-stage', {
      name,
      version: '1',
      stage: 'Production',
      archive_existing_versions: false,
    });
    await client.ok('POST', 'registered-models/alias', { name, alias: 'champion', version: '2' });

    const load = async (version: string) => {
      const found = await client.ok('GET', `model-versions/get-download-uri?${query({ name, version })}`);
      expect(found['artifact_uri']).toBe(models[Number(version) - 1]!.root);
      expect(await client.download(found['artifact_uri'])).toEqual(ONNX_FILES);
    };
    const byAlias = await client.ok('GET', `registered-models/alias?${query({ name, alias: 'champion' })}`);
    expect(byAlias['model_version']).toMatchObject({ version: '2', model_id: models[1]!.model_id });
    await load('2');
    await load('3');
    const inStage = await client.ok('POST', 'registered-models/get-latest-versions', { name, stages: ['Production'] });
    expect(inStage['model_versions']).toMatchObject([{ version: '1' }]);
    await load('1');
    const { model } = await client.ok('GET', `logged-models/${models[0]!.model_id}`);
    expect(await client.download(model.info.artifact_uri)).toEqual(ONNX_FILES);
  });

  it('finds the model of runs:/<run_id>/model by its name and run', async () => {
    const { experiment_id, run_id } = await trainedRun('by run');
    const { model_id, root } = await logModel(experiment_id, run_id);
    // The run's own folder holds nothing: the client then looks among the models.
    const listed = await client.ok('GET', `artifacts/list?${query({ run_uuid: run_id, run_id, path: 'model' })}`);
    expect(listed['files']).toEqual([]);
    const found = await client.ok('POST', 'logged-models/search', {
      experiment_ids: [experiment_id],
      filter: `name = 'model' AND source_run_id = '${run_id}'`,
      max_results: 1,
      order_by: [{ field_name: 'creation_timestamp', ascending: false }],
    });
    expect(found['models']).toMatchObject([{ info: { model_id, artifact_uri: root } }]);
  });

  it('leaves a model whose upload failed as one that cannot be registered', async () => {
    const { experiment_id, run_id } = await trainedRun('broken off');
    const { model_id } = await logModel(experiment_id, run_id, 'LOGGED_MODEL_UPLOAD_FAILED');
    await client.ok('POST', 'registered-models/create', { name: 'broken' });
    const source = `models:/${model_id}`;
    const refused = await client.refused('POST', 'model-versions/create', { name: 'broken', source, model_id });
    expect(refused).toEqual({ status: 400, error_code: 'INVALID_PARAMETER_VALUE' });
  });

  it('sends the parameters beyond a hundred on their own', async () => {
    const { experiment_id, run_id } = await trainedRun('many parameters');
    const params = Array.from({ length: 250 }, (_, i) => ({ key: `p${i}`, value: String(i) }));
    const { model } = await client.ok('POST', 'logged-models', {
      experiment_id,
      name: 'model',
      source_run_id: run_id,
      params: params.slice(0, 100),
    });
    const { model_id } = model.info as { model_id: string };
    for (const at of [100, 200]) {
      await client.ok('POST', `logged-models/${model_id}/params`, { model_id, params: params.slice(at, at + 100) });
    }
    const found = await client.ok('GET', `logged-models/${model_id}`);
    expect(found['model'].data.params).toHaveLength(250);
  });

  it('asks what the server has before it uses it', async () => {
    for (const prefix of ['/api/3.0', '/ajax-api/3.0']) {
      expect(await client.ok('GET', `${prefix}/mlflow/server-info`)).toMatchObject({
        workspaces_enabled: false,
        multipart_uploads_enabled: false,
        multipart_downloads_enabled: false,
      });
    }
    const traces = await client.refused('POST', '/api/3.0/mlflow/traces', { trace: {} });
    expect(traces).toEqual({ status: 404, error_code: 'ENDPOINT_NOT_FOUND' });
    expect((await registry.call('GET', '/version')).text).toMatch(/^3\./);
  });
});

import { describe, expect, it } from '@jest/globals';
import { MlflowClient } from './client.js';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A client whose requests are kept, and answered in turn. */
function answering(...answers: readonly object[]) {
  const sent: Sent[] = [];
  const client = new MlflowClient({
    baseUrl: 'http://registry',
    fetch: async (url, init) => {
      const { pathname, search } = new URL(String(url));
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
      const answer = answers[sent.length] ?? {};
      sent.push({ method: init?.method ?? 'GET', path: pathname + search, body });
      return new Response(JSON.stringify(answer));
    },
  });
  return { client, sent };
}

const BASE = '/api/2.0/mlflow';

/** As an MLflow 3 server writes it: 64-bit integers as numbers or text, what is unset left out. */
const model = {
  info: {
    model_id: 'm-0af90af90af90af90af90af90af90af9',
    experiment_id: '3',
    name: 'model',
    creation_timestamp_ms: '1700000000000',
    last_updated_timestamp_ms: 1700000000001,
    artifact_uri: 'mlflow-artifacts:/3/models/m-0af90af90af90af90af90af90af90af9/artifacts',
    status: 'LOGGED_MODEL_READY',
    creator_id: 7,
  },
  data: { metrics: [{ key: 'auc', value: 'NaN', timestamp: 1, step: 0, model_id: 'm-1', run_id: 'abc' }] },
};

describe('logged models', () => {
  it('are made, read and finalized by requests as MLflow documents them', async () => {
    const { client, sent } = answering({ model }, { model }, { model: { info: model.info } });
    const params = [{ key: 'depth', value: '7' }];
    await client.loggedModels.create({ experiment_id: '3', name: 'model', source_run_id: 'abc', params });
    const read = await client.loggedModels.get(model.info.model_id);
    const finalized = await client.loggedModels.finalize(model.info.model_id, 'LOGGED_MODEL_READY');
    const path = `${BASE}/logged-models/${model.info.model_id}`;
    expect(sent).toEqual([
      {
        method: 'POST',
        path: `${BASE}/logged-models`,
        body: { experiment_id: '3', name: 'model', source_run_id: 'abc', params },
      },
      { method: 'GET', path, body: null },
      // The message's own servers want the identifier in the body too.
      { method: 'PATCH', path, body: { model_id: model.info.model_id, status: 'LOGGED_MODEL_READY' } },
    ]);
    expect(read.info.creation_timestamp_ms).toBe(1700000000000);
    expect(read.data.metrics).toEqual([
      { key: 'auc', value: NaN, timestamp: 1, step: 0, model_id: 'm-1', run_id: 'abc' },
    ]);
    expect(finalized).toMatchObject({ info: { tags: [], registrations: [] }, data: { params: [], metrics: [] } });
  });

  it('put what stands in a path there, encoded, and the rest into query or body', async () => {
    const { client, sent } = answering({}, {}, {}, { root_uri: 'mlflow-artifacts:/x', files: [] }, {});
    await client.loggedModels.setTags('m-1', [{ key: 'a', value: 'b' }]);
    await client.loggedModels.deleteTag('m-1', 'a/b c');
    await client.loggedModels.logParams('m-1', [{ key: 'a', value: 'b' }]);
    await client.loggedModels.listArtifacts('m-1', 'data set');
    await client.loggedModels.delete('m-1');
    expect(sent.map(({ method, path }) => `${method} ${path.slice(BASE.length)}`)).toEqual([
      'PATCH /logged-models/m-1/tags',
      'DELETE /logged-models/m-1/tags/a%2Fb%20c',
      'POST /logged-models/m-1/params',
      'GET /logged-models/m-1/artifacts/directories?artifact_directory_path=data+set',
      'DELETE /logged-models/m-1',
    ]);
  });

  it.each(['', '.', '..'])('are not asked for by %j, which fetch would make another path of', async (modelId) => {
    const { client, sent } = answering();
    await expect(client.loggedModels.delete(modelId)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(sent).toEqual([]);
  });

  it('are found page by page', async () => {
    const { client, sent } = answering({ models: [model], next_page_token: 'more' }, { models: [model] });
    const found = [];
    const order_by = [{ field_name: 'metrics.auc', ascending: false, dataset_name: 'test' }];
    for await (const each of client.loggedModels.searchAll({ experiment_ids: ['3'], order_by })) found.push(each.info);
    expect(found).toHaveLength(2);
    expect(sent[1]!.body).toEqual({ experiment_ids: ['3'], order_by, page_token: 'more' });
  });

  it('are made once: a creation is not repeated', async () => {
    let requests = 0;
    const client = new MlflowClient({
      baseUrl: 'http://registry',
      fetch: async () => {
        requests += 1;
        return new Response('{"error_code": "TEMPORARILY_UNAVAILABLE"}', { status: 503 });
      },
    });
    await expect(client.loggedModels.create({ experiment_id: '0' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(requests).toBe(1);
  });
});

describe('what a run read and made', () => {
  it('is logged and summed up', async () => {
    const dataset = { name: 'bookings', digest: 'd1', source_type: 'local', source: '{}' };
    const { client, sent } = answering({}, {}, { dataset_summaries: [{ experiment_id: '3', name: 'a', digest: 'd' }] });
    await client.runs.logInputs('abc', { datasets: [{ dataset, tags: [] }], models: [{ model_id: 'm-1' }] });
    await client.runs.logOutputs('abc', { models: [{ model_id: 'm-1', step: 3 }] });
    expect(await client.experiments.searchDatasets(['3'])).toEqual([{ experiment_id: '3', name: 'a', digest: 'd' }]);
    expect(sent).toEqual([
      {
        method: 'POST',
        path: `${BASE}/runs/log-inputs`,
        body: { run_id: 'abc', datasets: [{ dataset, tags: [] }], models: [{ model_id: 'm-1' }] },
      },
      {
        method: 'POST',
        path: `${BASE}/runs/outputs`,
        body: { run_id: 'abc', models: [{ model_id: 'm-1', step: 3 }] },
      },
      { method: 'POST', path: `${BASE}/experiments/search-datasets`, body: { experiment_ids: ['3'] } },
    ]);
  });

  it('is read from a run, and is empty of a server that knows nothing of it', async () => {
    const run = {
      info: { run_id: 'a', experiment_id: '0', status: 'FINISHED', artifact_uri: '', lifecycle_stage: 'active' },
      data: {},
    };
    const outputs = { model_outputs: [{ model_id: 'm-1', step: '4' }] };
    const { client } = answering({ run: { ...run, inputs: {}, outputs } }, { run });
    const nothing = { dataset_inputs: [], model_inputs: [] };
    expect(await client.runs.get('a')).toMatchObject({
      inputs: nothing,
      outputs: { model_outputs: [{ model_id: 'm-1', step: 4 }] },
    });
    expect(await client.runs.get('a')).toMatchObject({ inputs: nothing, outputs: { model_outputs: [] } });
  });

  it('is measured by metrics that name a model and its data', async () => {
    const { client, sent } = answering({}, { metrics: [{ key: 'auc', value: 1, timestamp: 1, step: 2, run_id: 'a' }] });
    const metric = { key: 'auc', value: 1, timestamp: 1, model_id: 'm-1', dataset_name: 'd', dataset_digest: '1' };
    await client.runs.logBatch('abc', { metrics: [metric] });
    expect(sent[0]!.body).toEqual({ run_id: 'abc', metrics: [metric] });
    const thinned = await client.runs.thinnedHistory({ run_ids: ['a', 'b'], metric_key: 'auc', max_results: 9 });
    expect(thinned).toMatchObject([{ step: 2, run_id: 'a' }]);
    expect(sent[1]!.path).toBe(
      `${BASE}/metrics/get-history-bulk-interval?run_ids=a&run_ids=b&metric_key=auc&max_results=9`,
    );
  });
});

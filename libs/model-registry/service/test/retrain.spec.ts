import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HandDrivenQueue } from './support/hand-driven-queue.js';
import { startRegistry, type TestRegistry } from './support/registry.js';

async function eventually<Found>(look: () => Found | undefined): Promise<Found> {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come about within five seconds');
}

const RESULT = { model_version: '1', promoted: true, metrics: { auc: 0.8 } };

describe('retraining', () => {
  let registry: TestRegistry;
  let queue: HandDrivenQueue;
  const retrain = (more: object = {}) => registry.operations.retrainModel({ model_name: 'churn_predictor', ...more });
  const view = (job_id: string) => registry.operations.getRetrainJob({ job_id });

  beforeAll(async () => {
    registry = await startRegistry({ maxWaitingTrainings: 3, retrainWaitMs: 2_000 });
    ({ queue } = registry);
  }, 60_000);
  afterAll(() => registry?.stop());

  it('starts a run and gives the queue a job that names it', async () => {
    const range = { start: '2016-01-01', end: '2017-01-01' };
    const answer = await registry.call('POST', '/api/v1/ml/retrain/churn_predictor', {
      hyperparameters: { learning_rate: 0.1 },
      training_data_range: range,
      source: 'hotel-bookings',
      test_share: 0.25,
      cv_folds: 3,
      async: true,
    });
    expect(answer.status).toBe(202);
    const job = answer.json as Awaited<ReturnType<typeof retrain>>;
    expect(job).toMatchObject({
      model_name: 'churn_predictor',
      status: 'queued',
      estimated_duration_minutes: 30,
      progress: 0,
    });
    const run = await registry.client.runs.get(job.mlflow_run_id);
    expect(run.info.status).toBe('RUNNING');
    expect((await registry.client.experiments.get(run.info.experiment_id)).name).toBe('hotel-ml');
    expect(run.data.params).toEqual([
      { key: 'learning_rate', value: '0.1' },
      { key: 'n_estimators', value: '500' },
    ]);
    expect(queue.jobs.get(job.job_id)).toMatchObject({
      kind: 'train',
      payload: {
        model_name: 'churn_predictor',
        run_id: job.mlflow_run_id,
        hyperparameters: { learning_rate: 0.1, n_estimators: 500 },
        training_data_range: range,
        source: 'hotel-bookings',
        test_share: 0.25,
        cv: 3,
      },
    });
    queue.move(job.job_id, { status: 'running', progress: 0.4, message: 'fitting tree 200 of 500' });
    expect(await view(job.job_id)).toMatchObject({
      status: 'running',
      progress: 0.4,
      message: 'fitting tree 200 of 500',
    });
    queue.finish(job.job_id, RESULT, 120_000);
    expect(await view(job.job_id)).toMatchObject({ status: 'succeeded', progress: 1, ...RESULT });
    expect((await registry.client.runs.get(job.mlflow_run_id)).info.status).toBe('FINISHED');
  });

  it('estimates by the trainings before', async () => {
    const job = await retrain();
    expect(job.estimated_duration_minutes).toBe(2);
    queue.finish(job.job_id, RESULT);
  });

  it('marks the run of a job that failed, and tells why', async () => {
    const job = await retrain();
    queue.move(job.job_id, { status: 'failed', error: 'no rows in the range', finished_at: new Date().toISOString() });
    expect(await view(job.job_id)).toMatchObject({ status: 'failed', error: 'no rows in the range' });
    expect((await registry.client.runs.get(job.mlflow_run_id)).info.status).toBe('FAILED');
  });

  it('tells how a training ended that its queue has long forgotten', async () => {
    const { job_id, mlflow_run_id } = await retrain({ async: true });
    queue.finish(job_id, RESULT);
    await view(job_id);
    queue.jobs.delete(job_id);
    expect(await view(job_id)).toMatchObject({ job_id, mlflow_run_id, status: 'succeeded', progress: 1 });
  });

  it('cancels', async () => {
    const job = await retrain();
    expect(await registry.operations.cancelRetrainJob({ job_id: job.job_id })).toMatchObject({ status: 'cancelled' });
    expect((await registry.client.runs.get(job.mlflow_run_id)).info.status).toBe('KILLED');
  });

  it('waits for the end when asked to, and no longer than it may', async () => {
    const known = new Set(queue.jobs.keys());
    const waiting = retrain({ async: false });
    const begun = await eventually(() => [...queue.jobs.keys()].find((id) => !known.has(id)));
    queue.finish(begun, RESULT);
    expect(await waiting).toMatchObject({ status: 'succeeded', ...RESULT });
    const left = await retrain({ async: false });
    expect(left.status).toBe('queued');
    queue.finish(left.job_id, RESULT);
  });

  it('refuses what the model does not know or allow, by field, and leaves no run behind', async () => {
    const runs = async () => (await registry.client.runs.search({ experiment_ids: ['1'] })).runs.length;
    const before = await runs();
    const post = (path: string, body: object) => registry.call('POST', `/api/v1/ml/retrain/${path}`, body);
    for (const [hyperparameters, path] of [
      [{ learning_rate: -1 }, 'hyperparameters.learning_rate'],
      [{ no_such: 1 }, 'hyperparameters.no_such'],
      [{ n_estimators: 1.5 }, 'hyperparameters.n_estimators'],
      [{ learning_rate: 'fast' }, 'hyperparameters.learning_rate'],
    ] as const) {
      const answer = await post('churn_predictor', { hyperparameters });
      expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ path }] }]);
    }
    for (const unknown of ['no_such_model', '..%2f..%2fetc', 'CHURN_PREDICTOR']) {
      expect((await post(unknown, {})).status).toBe(404);
    }
    expect((await post('broken', {})).status).toBe(500);
    expect((await registry.call('GET', '/api/v1/ml/retrain/jobs/no-such-job')).status).toBe(404);
    expect(await runs()).toBe(before);
  });

  it('gives the queue one training of a model at a time, the most urgent first and then the oldest', async () => {
    const first = await retrain();
    const waiting = await retrain();
    const urgent = await retrain({ priority: 0 });
    expect(waiting).toMatchObject({ status: 'queued', message: expect.stringContaining('before it') });
    const given = () => [first, waiting, urgent].map(({ job_id }) => queue.jobs.has(job_id));
    expect(given()).toEqual([true, false, false]);
    queue.finish(first.job_id, RESULT);
    await registry.reconcileTrainings();
    expect(given()).toEqual([true, false, true]);
    queue.move(urgent.job_id, { status: 'failed', error: 'no rows' });
    // Whoever looks at the end makes way for the next.
    await view(urgent.job_id);
    await eventually(() => queue.jobs.get(waiting.job_id));
    queue.finish(waiting.job_id, RESULT);
    await view(waiting.job_id);
  });

  it('lists trainings, newest first, with how each stands', async () => {
    const [under, waits] = [await retrain(), await retrain()];
    const list = (more: object = {}) => registry.operations.listRetrainJobs({ model_name: 'churn_predictor', ...more });
    const { jobs: open } = await list({ status: 'open' });
    expect(open.map(({ job_id }) => job_id)).toEqual([waits.job_id, under.job_id]);
    expect((await list({ status: 'failed' })).jobs.every(({ error }) => error !== undefined)).toBe(true);
    expect((await list({ limit: 1 })).jobs).toHaveLength(1);
    expect((await registry.operations.listRetrainJobs({ model_name: 'nothing' })).jobs).toEqual([]);
    expect(await registry.operations.cancelRetrainJob({ job_id: waits.job_id })).toMatchObject({ status: 'cancelled' });
    expect(queue.jobs.has(waits.job_id)).toBe(false);
    expect((await registry.client.runs.get(waits.mlflow_run_id)).info.status).toBe('KILLED');
    queue.finish(under.job_id, RESULT);
    await view(under.job_id);
  });

  it('tells of a training that the queue cannot be given now that it is accepted, and gives it later', async () => {
    queue.isAway = true;
    const job = await retrain();
    expect(job.status).toBe('queued');
    queue.isAway = false;
    await registry.reconcileTrainings();
    queue.finish(job.job_id, RESULT);
    expect(await view(job.job_id)).toMatchObject({ status: 'succeeded' });
  });

  it('orders a version to be trained again as it was, and refuses one that it did not train', async () => {
    const trained = await retrain({ source: 'hotel-bookings', hyperparameters: { n_estimators: 9 } });
    queue.finish(trained.job_id, RESULT);
    await view(trained.job_id);
    const { client, operations } = registry;
    await client.models.ensure('churn_predictor');
    const { info } = await client.runs.get(trained.mlflow_run_id);
    const source = `${info.artifact_uri}/model`;
    const made = await client.versions.create({ name: 'churn_predictor', source, run_id: info.run_id });
    const again = await operations.reproduceModelVersion({ model_name: 'churn_predictor', version: made.version });
    expect(queue.jobs.get(again.job_id)?.payload).toEqual({
      ...(queue.jobs.get(trained.job_id)!.payload as object),
      run_id: again.mlflow_run_id,
      reproduces: made.version,
    });
    const reproduction = { version: made.version, identical: true, differences: [] };
    queue.finish(again.job_id, { metrics: {}, reproduction });
    expect(await view(again.job_id)).toMatchObject({ status: 'succeeded', reproduction });

    const foreign = await client.versions.create({ name: 'churn_predictor', source });
    const refused = (version: string) =>
      registry.call('POST', `/api/v1/ml/models/churn_predictor/versions/${version}/reproduce`, {});
    expect(await refused(foreign.version)).toMatchObject({ status: 422 });
    expect((await refused('999')).status).toBe(404);
    expect((await refused('x')).status).toBe(400);
  });

  it('refuses more trainings than are worth waiting for', async () => {
    const waiting = [await retrain(), await retrain(), await retrain()];
    const full = await registry.call('POST', '/api/v1/ml/retrain/churn_predictor', {});
    expect([full.status, full.headers.get('retry-after')]).toEqual([429, '30']);
    for (const { job_id } of waiting.reverse()) await registry.operations.cancelRetrainJob({ job_id });
  });
});

describe('retraining after a crash', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  it('gives the queue what never reached it, and ends the runs of jobs that ended unseen', async () => {
    const { operations, queue, client } = registry;
    const failed = await operations.retrainModel({ model_name: 'churn_predictor' });
    const lost = await operations.retrainModel({ model_name: 'churn_predictor' });
    // A worker that died while nobody looked, and what a crash between the turn and the queue leaves.
    queue.move(failed.job_id, { status: 'failed', error: 'the worker died' });
    await registry.reconcileTrainings();
    queue.jobs.delete(lost.job_id);
    await registry.reconcileTrainings();
    expect(queue.jobs.get(lost.job_id)).toMatchObject({ kind: 'train', payload: { run_id: lost.mlflow_run_id } });
    expect((await client.runs.get(failed.mlflow_run_id)).info.status).toBe('FAILED');
    expect((await client.runs.get(lost.mlflow_run_id)).info.status).toBe('RUNNING');
  });
});

describe('a registry that is stopped while a caller waits for a training', () => {
  it('answers with where the training stands, rather than outlast the drain', async () => {
    const registry = await startRegistry({ retrainWaitMs: 60_000 });
    const waiting = registry.operations.retrainModel({ model_name: 'churn_predictor', async: false });
    for (let i = 0; i < 500 && registry.queue.jobs.size === 0; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await registry.stop();
    expect(await waiting).toMatchObject({ status: 'queued' });
  }, 60_000);
});

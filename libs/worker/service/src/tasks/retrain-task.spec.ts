import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { retrainModel, RetrainModelRequest } from '@bellwether/contracts';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import { jobContext } from '../../test/support/job-context.js';
import { listening, type TestServer } from '../../test/support/listening.js';
import { retrainTask } from './retrain-task.js';

let registry: TestServer;
let orders: { readonly url: string; readonly body: unknown }[];
let answer: { readonly status: number; readonly body: object };

const JOB = {
  ...{ job_id: 'train_1', model_name: 'churn_predictor', status: 'queued', progress: 0, message: '' },
  ...{ estimated_duration_minutes: 1, mlflow_run_id: 'run', created_at: '2026-03-01T02:00:00.000Z' },
};

beforeEach(async () => {
  orders = [];
  answer = { status: 202, body: JOB };
  registry = await listening(async (request, response) => {
    orders.push({ url: request.url!, body: JSON.parse((await buffer(request)).toString()) });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
});
afterEach(() => registry.close());

const context = () => jobContext({ analytics: {} as AnalyticsStore, settings: { registryUrl: registry.url } });
const order = (fields: object) => RetrainModelRequest.parse({ model_name: 'churn_predictor', ...fields });

it('orders the training as it was asked for, and never waits for it', async () => {
  const working = context();
  await retrainTask(order({ source: 'our-hotel', test_share: 0.3, async: false }), working);
  expect(orders).toEqual([
    {
      url: retrainModel.path.replace('{model_name}', 'churn_predictor'),
      body: { source: 'our-hotel', test_share: 0.3, hyperparameters: {}, async: true, priority: 5 },
    },
  ]);
  expect(working.reports).toEqual([{ share: 1, message: 'training train_1 of churn_predictor is ordered' }]);
});

it('fails with what the registry says', async () => {
  answer = {
    status: 404,
    body: { type: 'about:blank', title: 'not found', status: 404, code: 'NOT_FOUND', detail: `no model 'x'` },
  };
  await expect(retrainTask(order({ model_name: 'x' }), context())).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from '@jest/globals';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import {
  eventually,
  finished,
  newHome,
  prepareSmallHotel,
  removeHome,
  startStack,
  trained,
  type Stack,
} from './support/stack.js';

const homes: string[] = [];
let stack: Stack | undefined;

afterEach(async () => {
  await stack?.end('SIGKILL');
  stack = undefined;
  for (const home of homes.splice(0)) await removeHome(home);
});

async function home(): Promise<string> {
  const made = await newHome();
  homes.push(made);
  return made;
}

const HEADER =
  'hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_week_number,arrival_date_day_of_month,stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,meal,country,market_segment,distribution_channel,is_repeated_guest,previous_cancellations,previous_bookings_not_canceled,reserved_room_type,assigned_room_type,booking_changes,deposit_type,agent,company,days_in_waiting_list,customer_type,adr,required_car_parking_spaces,total_of_special_requests,reservation_status,reservation_status_date';
const row = (i: number): string =>
  `City Hotel,${i % 3 === 0 ? 1 : 0},${i % 200},2016,July,27,${1 + (i % 28)},1,2,2,0,0,BB,PRT,Online TA,TA/TO,0,0,0,A,A,0,No Deposit,${i % 9},NULL,0,Transient,${60 + (i % 80)},0,${i % 3},${i % 3 === 0 ? 'Canceled' : 'Check-Out'},2016-06-0${1 + (i % 9)}`;
const csv = (rows: number): Uint8Array =>
  gzipSync([HEADER, ...Array.from({ length: rows }, (_, i) => row(i))].join('\n') + '\n');

it('kill −9 during an import: the restart completes it, and no part of it is seen before', async () => {
  const folder = await home();
  stack = await startStack(folder);
  await new MlflowClient({ baseUrl: stack.url }).artifacts.upload('imports', 'bookings.csv.gz', csv(60_000));
  const job = await stack.http.importDataset({
    dataset: 'hotel-bookings',
    artifact_path: 'bookings.csv.gz',
    source: 'crashed',
  });
  await eventually('the import runs', async () => (await stack!.http.getJob({ job_id: job.job_id })).progress > 0.2);
  await stack.end('SIGKILL');
  stack = await startStack(folder);
  const done = await finished(stack, job);
  expect(done).toMatchObject({ status: 'succeeded', result: { read: 60_000, accepted: 60_000, rejected: 0 } });
}, 120_000);

it('kill −9 during a training: the restart completes it, with one version of its run', async () => {
  const folder = await home();
  stack = await startStack(folder);
  await prepareSmallHotel(stack);
  const accepted = await stack.http.retrainModel({
    model_name: 'churn_predictor',
    hyperparameters: { n_estimators: 400 },
  });
  await eventually(
    'the training runs',
    async () => (await stack!.http.getRetrainJob({ job_id: accepted.job_id })).progress > 0.3,
  );
  await stack.end('SIGKILL');
  stack = await startStack(folder);
  const job = await trained(stack, accepted);
  expect(job).toMatchObject({ status: 'succeeded', model_version: '2' });
  const registry = new MlflowClient({ baseUrl: stack.url });
  const { model_versions } = await registry.versions.search({ filter: `run_id='${accepted.mlflow_run_id}'` });
  expect(model_versions).toHaveLength(1);
  expect((await registry.runs.get(accepted.mlflow_run_id)).info.status).toBe('FINISHED');
}, 180_000);

it('kill −9 right after promotions: what was answered holds, history and serving agree', async () => {
  const folder = await home();
  stack = await startStack(folder);
  await prepareSmallHotel(stack);
  const second = await trained(
    stack,
    await stack.http.retrainModel({
      model_name: 'churn_predictor',
      hyperparameters: { n_estimators: 30, learning_rate: 0.1 },
    }),
  );
  const promote = (version: string) =>
    stack!.http.promoteModel({
      model_name: 'churn_predictor',
      version,
      force: true,
      reason: 'a small hotel, for a test',
    });
  for (const version of ['1', second.model_version!, '1']) await promote(version);
  // Several more are under way when the process dies; each is there as a whole or not at all.
  void Promise.allSettled([second.model_version!, '1', second.model_version!].map(promote));
  await stack.end('SIGKILL');
  stack = await startStack(folder);
  const { version } = await stack.http.getModelInfo({ model_name: 'churn_predictor' });
  expect(['1', second.model_version]).toContain(version);
  await eventually('the champion serves', async () => {
    const answer = await stack!.http.predictChurn({ booking_id: 'BOOK001' }).catch(() => undefined);
    return answer?.model_version === version;
  });
}, 180_000);

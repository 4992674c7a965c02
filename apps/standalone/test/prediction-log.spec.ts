import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GetPredictionResponse } from '@bellwether/contracts';
import {
  eventually,
  finished,
  newHome,
  prepareSmallHotel,
  removeHome,
  startStack,
  today,
  type Stack,
} from './support/stack.js';

let stack: Stack;
let home: string;

beforeAll(async () => {
  home = await newHome();
  stack = await startStack(home);
  await prepareSmallHotel(stack);
}, 120_000);

afterAll(async () => {
  await stack?.end('SIGTERM');
  await removeHome(home);
});

/** A prediction as it is logged, once it is and has an outcome where one is awaited. */
async function logged(prediction_id: string, withOutcome = false): Promise<GetPredictionResponse> {
  let found: GetPredictionResponse | undefined;
  await eventually(`${prediction_id} is logged`, async () => {
    found = await stack.http.getPrediction({ prediction_id }).catch(() => undefined);
    return found !== undefined && (!withOutcome || found.outcome !== undefined);
  });
  return found!;
}

describe('a prediction that was answered', () => {
  it('is on record with its input, whichever way it was asked for', async () => {
    for (const client of [stack.http, stack.grpc]) {
      const told = { booking_id: 'BOOK001', features: { room_type: 'suite', total_amount: 7_000_000 } } as const;
      const answer = await client.predictChurn(told);
      const record = await logged(answer.prediction_id);
      expect(record).toMatchObject({
        model: 'churn_predictor',
        version: answer.model_version,
        entity_id: 'BOOK001',
        score: answer.churn_probability,
        label: answer.risk_level,
        predicted_at: answer.predicted_at,
        numeric: { total_amount: 7_000_000 },
        categorical: { room_type: 'suite' },
      });
      expect(record).not.toHaveProperty('outcome');
      expect(await stack.grpc.getPrediction({ prediction_id: answer.prediction_id })).toEqual(record);
    }
  });

  it('is so too of a batch and of the list of bookings at risk', async () => {
    const { predictions } = await stack.http.predictChurnBatch({ booking_ids: ['BOOK001', 'BOOK002'] });
    const { bookings } = await stack.http.listBookingsAtRisk({ limit: 1 });
    for (const { prediction_id, booking_id, churn_probability } of [...predictions, ...bookings]) {
      expect(await logged(prediction_id)).toMatchObject({ entity_id: booking_id, score: churn_probability });
    }
    expect(new Set([...predictions, ...bookings].map(({ prediction_id }) => prediction_id)).size).toBe(3);
  });

  it('has an id of its own each time, also when the answer is the same', async () => {
    const ids = new Set<string>();
    for (let i = 0; i < 20; i++) ids.add((await stack.http.predictChurn({ booking_id: 'BOOK003' })).prediction_id);
    expect(ids.size).toBe(20);
    for (const id of ids) await logged(id);
  });
});

describe('an outcome', () => {
  it('joins its prediction by id, or every earlier one about its entity, over both transports', async () => {
    for (const client of [stack.http, stack.grpc]) {
      const one = await client.predictChurn({ booking_id: 'BOOK004' });
      const other = await client.predictChurn({ booking_id: 'BOOK005' });
      const observed_at = new Date(Date.now() + 1_000).toISOString();
      const matured_at = new Date(Date.now() + 86_400_000).toISOString();
      const outcomes = [
        { prediction_id: one.prediction_id, value: 1, observed_at, matured_at },
        { model: 'churn_predictor', entity_id: 'BOOK005', value: 0, observed_at },
      ];
      expect(await client.recordOutcomes({ outcomes })).toEqual({ accepted: 2 });
      expect((await logged(one.prediction_id, true)).outcome).toEqual({ value: 1, observed_at, matured_at });
      expect((await logged(other.prediction_id, true)).outcome).toEqual({
        value: 0,
        observed_at,
        matured_at: observed_at,
      });
    }
  });

  it('is refused where it names nothing, or too much', async () => {
    for (const client of [stack.http, stack.grpc]) {
      const observed_at = new Date().toISOString();
      const nothing = { outcomes: [{ value: 1, observed_at }] };
      const twice = { outcomes: [{ prediction_id: 'x', model: 'm', value: 1, observed_at }] };
      for (const request of [nothing, twice]) {
        await expect(client.recordOutcomes(request)).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
          fields: [{ path: 'outcomes.0.prediction_id' }],
        });
      }
      await expect(client.recordOutcomes({ outcomes: [] })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(client.getPrediction({ prediction_id: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('is taken from the bookings that have ended, as the model was trained', async () => {
    for (const client of [stack.http, stack.grpc]) {
      const job = await finished(stack, await client.collectOutcomes({ source: 'simulated-hotel', as_of: today() }));
      // Every booking predicted here is open still.
      expect(job).toMatchObject({ status: 'succeeded', result: { churn_predictor: 0, no_show_predictor: 0 } });
    }
  });
});

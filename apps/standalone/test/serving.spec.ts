import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainError } from '@bellwether/errors';
import { newHome, prepareSmallHotel, removeHome, startStack, trainQuickly, type Stack } from './support/stack.js';

let stack: Stack;
let home: string;

beforeAll(async () => {
  home = await newHome();
  stack = await startStack(home, { MODEL_POLL_MS: '60000' });
  await prepareSmallHotel(stack);
  await trainQuickly(stack, 'no_show_predictor');
}, 120_000);

afterAll(async () => {
  await stack?.end('SIGTERM');
  await removeHome(home);
});

const FEATURES = {
  booking_lead_time_days: 30,
  room_type: 'deluxe',
  total_amount: 5_000_000,
  payment_method: 'credit_card',
  booking_source: 'website',
  is_first_booking: false,
  special_requests: 2,
  loyalty_tier: 'gold',
  booking_modifications: 0,
  days_until_checkin: 15,
} as const;

/** What two answers to the same question share: all but their ids, the instant and the time it took. */
const timeless = <Answer extends object>(answer: Answer): unknown =>
  JSON.parse(
    JSON.stringify(answer, (name, value: unknown) =>
      ['prediction_id', 'predicted_at', 'inference_time_ms'].includes(name) ? undefined : value,
    ),
  );

describe('a prediction', () => {
  it('is bit-equal over HTTP, gRPC and in a batch', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `BOOK${String(i + 1).padStart(3, '0')}`);
    const batch = await stack.http.predictChurnBatch({ booking_ids: ids });
    const overGrpc = await stack.grpc.predictChurnBatch({ booking_ids: ids });
    expect(timeless(overGrpc)).toEqual(timeless(batch));
    for (const [i, booking_id] of ids.entries()) {
      const http = await stack.http.predictChurn({ booking_id });
      const grpc = await stack.grpc.predictChurn({ booking_id });
      expect(timeless(grpc)).toEqual(timeless(http));
      expect(Object.is(http.churn_probability, batch.predictions[i]!.churn_probability)).toBe(true);
    }
  });

  it('is explained by factors that add up, for cancellation and no-show, on both transports', async () => {
    for (const client of [stack.http, stack.grpc]) {
      const churn = await client.predictChurn({ booking_id: 'BOOK001', features: FEATURES });
      const noShow = await client.predictNoShow({ booking_id: 'BOOK001', features: FEATURES });
      for (const [answer, probability] of [
        [churn, churn.churn_probability],
        [noShow, noShow.no_show_probability],
      ] as const) {
        const shown = [...answer.risk_factors, ...answer.protective_factors].reduce(
          (sum, f) => sum + f.impact_score,
          0,
        );
        expect(answer.base_probability + shown + answer.other_factors_impact).toBeCloseTo(probability, 9);
        expect(answer.risk_factors.every((f) => f.impact_score > 0)).toBe(true);
        expect(answer.protective_factors.every((f) => f.impact_score < 0)).toBe(true);
      }
    }
  });

  it('tells what is true of the booking as the caller described it', async () => {
    const { risk_factors, protective_factors } = await stack.http.predictChurn({
      booking_id: 'BOOK001',
      features: FEATURES,
    });
    const said = new Map([...risk_factors, ...protective_factors].map((f) => [f.factor, f.description]));
    const truths: Record<string, string> = {
      long_lead_time: 'Booked 30 days before arrival',
      special_requests: 'The guest made 2 special requests',
      loyalty_tier: 'The guest is gold in the loyalty programme',
      arrival_far_off: 'Arrival is in 15 days',
      payment_method: 'Payment is by credit card',
    };
    const checked = Object.keys(truths).filter((factor) => said.has(factor));
    expect(checked.length).toBeGreaterThan(0);
    for (const factor of checked) expect(said.get(factor)).toBe(truths[factor]);
  });

  it('an action is worth what asking again with it applied says', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `BOOK${String(i + 1).padStart(3, '0')}`);
    let checked = 0;
    for (const booking_id of ids) {
      const before = await stack.http.predictChurn({ booking_id });
      const action = before.recommended_actions.find((a) => a.action === 'ask_for_card_guarantee');
      if (action === undefined) continue;
      const after = await stack.http.predictChurn({ booking_id, features: { payment_method: 'credit_card' } });
      expect(action.expected_impact).toBeCloseTo(before.churn_probability - after.churn_probability, 12);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(0);
  });
});

describe.each(['http', 'grpc'] as const)('over %s', (transport) => {
  const client = () => stack[transport];
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: DomainError) => error,
    );

  it('refuses an unknown booking and features that break their rules, naming them', async () => {
    expect(await refusal(client().predictChurn({ booking_id: 'NO-SUCH' }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(client().predictChurnBatch({ booking_ids: ['BOOK001', 'NO-SUCH'] }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    const bad = { booking_id: 'BOOK001', features: { booking_lead_time_days: -5 } };
    for (const call of [client().predictChurn(bad), client().predictNoShow(bad)]) {
      expect(await refusal(call)).toMatchObject({
        code: 'INVALID_ARGUMENT',
        fields: [expect.objectContaining({ path: 'features.booking_lead_time_days' })],
      });
    }
    expect(await refusal(client().listBookingsAtRisk({ days: 0 }))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [{ path: 'days' }],
    });
  });

  it('lists the bookings at risk by expected loss', async () => {
    const { bookings } = await client().listBookingsAtRisk({ days: 30, limit: 10 });
    expect(bookings.length).toBe(10);
    const losses = bookings.map((booking) => booking.expected_loss);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    for (const booking of bookings) {
      const single = await client().predictChurn({ booking_id: booking.booking_id });
      expect(booking.churn_probability).toBe(single.churn_probability);
    }
  });

  it('a version is reproduced byte for byte by a training of its own', async () => {
    const { job_id } = await client().reproduceModelVersion({ model_name: 'churn_predictor', version: '1' });
    let job = await client().getRetrainJob({ job_id });
    while (job.status === 'queued' || job.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 250));
      job = await client().getRetrainJob({ job_id });
    }
    expect(job).toMatchObject({
      status: 'succeeded',
      reproduction: { version: '1', identical: true, differences: [] },
    });
  }, 120_000);

  it('an unknown model, version or job is not found; a wrong hyperparameter is named', async () => {
    expect(await refusal(client().getModelInfo({ model_name: 'no_such' }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(client().promoteModel({ model_name: 'churn_predictor', version: '999' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await refusal(client().getJob({ job_id: 'no-such-job' }))).toMatchObject({ code: 'NOT_FOUND' });
    const wrong = client().retrainModel({ model_name: 'churn_predictor', hyperparameters: { learning_rate: -1 } });
    expect(await refusal(wrong)).toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [expect.objectContaining({ path: 'hyperparameters.learning_rate' })],
    });
  });
});

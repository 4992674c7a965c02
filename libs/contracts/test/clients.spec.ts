import { afterEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import {
  type ClientBehaviour,
  type ClientOf,
  createGrpcClient,
  createHttpClient,
  type operations,
} from '../src/index.js';
import { type Answer, type AnsweringServer, serveGrpc, serveHttp } from './answering-servers.js';

type AnyClient = ClientOf<typeof operations>;

interface Transport {
  readonly serve: (answer: Answer, port?: number) => Promise<AnsweringServer>;
  readonly connect: (port: number, behaviour: Partial<ClientBehaviour>) => AnyClient & { close?: () => void };
}

const TRANSPORTS: Record<'HTTP' | 'gRPC', Transport> = {
  HTTP: {
    serve: serveHttp,
    connect: (port, behaviour) =>
      createHttpClient({ baseUrl: `http://127.0.0.1:${port}/`, apiKey: 'key-1', timeoutMs: 5_000, ...behaviour }),
  },
  gRPC: {
    serve: serveGrpc,
    connect: (port, behaviour) =>
      createGrpcClient({ address: `127.0.0.1:${port}`, apiKey: 'key-1', timeoutMs: 5_000, ...behaviour }),
  },
};

const CHURN = {
  churn_probability: 0,
  prediction_id: 'prediction-1',
  booking_id: 'BOOK001',
  risk_level: 'low' as const,
  confidence: 0.86,
  base_probability: 0.1 + 0.2,
  other_factors_impact: -0.02,
  risk_factors: [],
  protective_factors: [{ factor: 'repeat_guest', impact_score: -0.1, description: 'Khách đã ở 5 lần' }],
  recommended_actions: [
    {
      action: 'remind',
      priority: 'high' as const,
      timing: 'immediate' as const,
      expected_impact: 0,
      details: {},
    },
  ],
  model_version: 'churn_predictor_v1',
  predicted_at: '2025-01-17T10:00:00Z',
  inference_time_ms: 1.25,
};

const opened: { close?: () => unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close?.();
});

async function connected(transport: Transport, answer: Answer, behaviour: Partial<ClientBehaviour> = {}) {
  const server = await transport.serve(answer);
  const client = transport.connect(server.port, behaviour);
  opened.push(server, client);
  return client;
}

const failure = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error: unknown) => error,
  );

describe.each(Object.entries(TRANSPORTS))('a client over %s', (_name, transport) => {
  it('brings back the answer as the server gave it, empty lists, zeros and absent fields included', async () => {
    const client = await connected(transport, () => CHURN);
    expect(await client.predictChurn({ booking_id: 'BOOK001' })).toEqual(CHURN);
  });

  it('brings back maps, and leaves out what the answer leaves out', async () => {
    const info = {
      ...{ model_name: 'm', version: '1', model_type: 'trees', status: 'production' as const, metrics: { auc: 0.78 } },
      ...{ training_date: '2025-01-10T00:00:00Z', training_samples: 5_000_000_000, feature_count: 25 },
    };
    const models = { models: [info, { ...info, metrics: {}, inference_latency_ms: 0 }] };
    expect(await (await connected(transport, () => models)).listModels({})).toEqual(models);
  });

  it('sends a request that the schema accepts as the caller meant it, with its key', async () => {
    const requests: unknown[] = [];
    const client = await connected(transport, (_operation, request, { authorization }) => {
      requests.push(request, authorization);
      return CHURN;
    });
    await client.predictChurn({ booking_id: 'BOOK001', features: { adults: 0, is_first_booking: false } });
    expect(requests).toEqual([
      { booking_id: 'BOOK001', features: { adults: 0, is_first_booking: false } },
      'Bearer key-1',
    ]);
  });

  it('puts fields where the operation has them: path, query and body', async () => {
    const requests: unknown[] = [];
    const client = await connected(transport, ({ method }, request) => {
      requests.push(request);
      return method === 'PromoteModel'
        ? { model_name: 'm', version: '7', promoted_at: '2025-01-10T00:00:00Z' }
        : { bookings: [], model_version: 'v', inference_time_ms: 0 };
    });
    await client.promoteModel({ model_name: 'a/b ü?', version: '7' });
    await client.listBookingsAtRisk({ limit: 7 });
    expect(requests).toEqual([
      { model_name: 'a/b ü?', version: '7' },
      { days: 30, limit: 7 },
    ]);
  });

  it('takes null and absent of a pushed booking for the same', async () => {
    let pushed: unknown;
    const client = await connected(transport, (_operation, request) => {
      pushed = request['bookings'];
      return { bookings: 1, states: 0, pushed_at: '2026-01-01T00:00:00.000Z' };
    });
    const booking = {
      ...{ source: 's', property: 'p', booking_id: 'B', booked_at: '2025-01-01 00:00:00', currency: 'EUR' },
      ...{ arrival_on: '2025-02-01', departure_on: '2025-02-02', weekend_nights: 0, week_nights: 1 },
      ...{ adults: 2, children: 0, babies: 0, average_daily_rate: 80, total_amount: 80, special_requests: 0 },
      ...{ is_repeat_guest: false, previous_stays: 0, previous_cancellations: 0, loyalty_points: 0, agent: null },
    };
    expect(await client.pushBookings({ bookings: [booking] })).toMatchObject({ bookings: 1, states: 0 });
    expect(pushed).toEqual([
      expect.objectContaining({ loyalty_points: 0, agent: null, company: null, guest_id: null }),
    ]);
  });

  it('rejects with the problem that the server answered, its fields and when to try again', async () => {
    const fields = [{ path: 'features.adults', message: 'must be ≤ 100' }];
    const client = await connected(transport, () => {
      throw new DomainError('RESOURCE_EXHAUSTED', 'at most 100 requests a second – later', {
        fields,
        retryAfterSeconds: 3,
      });
    });
    expect(await failure(client.predictChurn({ booking_id: 'B' }))).toMatchObject({
      name: 'DomainError',
      code: 'RESOURCE_EXHAUSTED',
      message: 'at most 100 requests a second – later',
      fields,
      retryAfterSeconds: 3,
    });
  });

  it('leaves the rules of a request to the server, and brings back what it says of each field', async () => {
    const client = await connected(transport, () => CHURN);
    const error = await failure(client.predictChurn({ booking_id: '', features: { cancellation_rate: 2 } }));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', message: 'refused by the server' });
    expect((error as DomainError).fields.map(({ path }) => path)).toEqual(['booking_id', 'features.cancellation_rate']);
  });

  it.each(['INVALID_ARGUMENT', 'NOT_FOUND', 'FAILED_PRECONDITION'] as const)('keeps the code %s', async (code) => {
    const client = await connected(transport, () => {
      throw new DomainError(code, 'no');
    });
    expect(await failure(client.getJob({ job_id: 'j' }))).toMatchObject({ code, fields: [] });
  });

  it('gives up with DEADLINE_EXCEEDED at the deadline of the call, and at its own without one', async () => {
    const never = () => new Promise(() => {});
    const client = await connected(transport, never, { timeoutMs: 80 });
    const started = Date.now();
    expect(await failure(client.getJob({ job_id: 'j' }, { deadlineMs: 40 }))).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    expect(await failure(client.getJob({ job_id: 'j' }))).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it('sends nothing when no time is left, and refuses a deadline that is none', async () => {
    let calls = 0;
    const client = await connected(transport, () => calls++);
    const call = (deadlineMs: number) => failure(client.getJob({ job_id: 'j' }, { deadlineMs }));
    expect(await call(0)).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await call(Infinity)).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(calls).toBe(0);
  });

  it("rejects with the signal's reason when the caller gives up, before the call or during it", async () => {
    const client = await connected(transport, () => new Promise(() => {}));
    const reason = new Error('the guest left');
    const giveUp = new AbortController();
    const call = failure(client.getJob({ job_id: 'j' }, { signal: giveUp.signal }));
    setTimeout(() => giveUp.abort(reason), 30);
    expect(await call).toBe(reason);
    expect(await failure(client.getJob({ job_id: 'j' }, { signal: giveUp.signal }))).toBe(reason);
  });

  it('rejects with UNAVAILABLE while nobody listens, and works again when the server is back', async () => {
    const first = await transport.serve(() => CHURN);
    const client = transport.connect(first.port, {});
    opened.push(client);
    await client.predictChurn({ booking_id: 'B' });
    await first.close();
    expect(await failure(client.predictChurn({ booking_id: 'B' }))).toMatchObject({ code: 'UNAVAILABLE' });

    opened.push(await transport.serve(() => CHURN, first.port));
    const until = Date.now() + 10_000;
    let answer: unknown;
    while (answer === undefined && Date.now() < until) {
      answer = await client
        .predictChurn({ booking_id: 'B' })
        .catch(() => new Promise((later) => setTimeout(later, 50)));
    }
    expect(answer).toEqual(CHURN);
  });

  it('refuses an answer outside the contract, naming the field, unless told not to look', async () => {
    const wrong = { ...CHURN, confidence: 1.5 };
    const careful = await connected(transport, () => wrong);
    const trusting = await connected(transport, () => wrong, { validate: false });
    const error = await failure(careful.predictChurn({ booking_id: 'B' }));
    expect(error).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('confidence') });
    expect(await trusting.predictChurn({ booking_id: 'B' })).toEqual(wrong);
  });
});

describe('the gRPC client', () => {
  it('tells the server the deadline', async () => {
    let deadline: number | undefined;
    const client = await connected(TRANSPORTS.gRPC, (_operation, _request, facts) => {
      deadline = facts.deadline;
      return CHURN;
    });
    const before = Date.now();
    await client.predictChurn({ booking_id: 'B' }, { deadlineMs: 2_000 });
    expect(deadline! - before).toBeGreaterThan(1_000);
    expect(deadline! - before).toBeLessThan(3_000);
  });

  it.each([
    ['a fraction in an integer field', { booking_id: 'B', features: { adults: 2.5 } }, 'features.adults'],
    ['an integer past 32 bits', { booking_id: 'B', features: { adults: 2 ** 32 + 2 } }, 'features.adults'],
    ['a missing required field', {} as { booking_id: string }, 'booking_id'],
  ])('refuses %s, which protobuf would silently change', async (_what, request, path) => {
    let calls = 0;
    const client = await connected(TRANSPORTS.gRPC, () => calls++);
    const error = await failure(client.predictChurn(request));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', fields: [expect.objectContaining({ path })] });
    expect(calls).toBe(0);
  });

  it('knows the operations of one domain when told which', () => {
    const client = createGrpcClient({ address: '127.0.0.1:1', timeoutMs: 1, domain: 'model-registry' });
    opened.push(client);
    expect(Object.keys(client)).toContain('promoteModel');
    expect(Object.keys(client)).not.toContain('predictChurn');
  });
});

describe('the HTTP client', () => {
  const answering = (code: number, body: string, headers: Record<string, string> = {}) =>
    createHttpClient({
      baseUrl: 'http://nowhere',
      timeoutMs: 1_000,
      fetch: () => Promise.resolve(new Response(body, { status: code, headers })),
    });
  const getJob = (client: ReturnType<typeof answering>) => failure(client.getJob({ job_id: 'j' }));

  it.each(['', '.', '..'])("refuses '%s' as a path parameter: the URL would lead elsewhere", async (model_name) => {
    const error = await failure(answering(200, '{}').getModelInfo({ model_name }));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', fields: [{ path: 'model_name' }] });
  });

  it('makes a failure of an answer that is not JSON', async () => {
    expect(await getJob(answering(200, '<html>'))).toMatchObject({ code: 'INTERNAL' });
  });

  it.each([
    [502, '<html>Bad gateway</html>', 'UNAVAILABLE'],
    [504, '', 'DEADLINE_EXCEEDED'],
    [409, '{}', 'ABORTED'],
    [409, '{"type":"/problems/already-exists"}', 'ALREADY_EXISTS'],
    [415, '{}', 'INVALID_ARGUMENT'],
    [500, '{"detail":"a bug","more":1}', 'INTERNAL'],
  ])('reads status %d with body %j as %s', async (code, body, expected) => {
    expect(await getJob(answering(code, body))).toMatchObject({ code: expected });
  });

  it('reads Retry-After in seconds and as a date', async () => {
    expect(await getJob(answering(503, '', { 'retry-after': '7' }))).toMatchObject({ retryAfterSeconds: 7 });
    const date = new Date(Date.now() + 60_000).toUTCString();
    const error = (await getJob(answering(503, '', { 'retry-after': date }))) as DomainError;
    expect(error.retryAfterSeconds).toBeGreaterThan(55);
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(60);
  });
});

import { Logger } from '@nestjs/common';
import { describe, expect, it, jest } from '@jest/globals';
import type { PredictionsLogged } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { EventBus } from '../events/index.js';
import type { LoggedModel } from './prediction-batch.js';
import { PredictionLog, type LoggingOutcome, type PredictionLogOptions } from './prediction-log.js';

const MODEL: LoggedModel = {
  name: 'churn_predictor',
  version: '3',
  features: [
    { name: 'nights', kind: 'numeric' },
    { name: 'room_type', kind: 'categorical', categories: ['standard', 'deluxe'] },
    { name: 'amount', kind: 'numeric' },
  ],
};
const AT = new Date('2026-03-01T08:00:00Z');

const prediction = (row: number[] = [2, 1, NaN]) =>
  ({
    entity_id: 'BOOK001',
    predicted_at: AT,
    score: 0.25,
    request: 'single',
    latency_ms: 0.5,
    row: Float64Array.from(row),
  }) as const;

function logged(options: PredictionLogOptions = {}) {
  const events: PredictionsLogged[] = [];
  const outcomes: Partial<Record<LoggingOutcome, number>> = {};
  let ids = 0;
  const bus = {
    refuses: false as boolean | 'INVALID_ARGUMENT',
    asked: 0,
    publish: async (_type: string, data: unknown) => {
      bus.asked += 1;
      if (bus.refuses !== false) {
        throw new DomainError(bus.refuses === true ? 'UNAVAILABLE' : bus.refuses, 'the broker takes it not');
      }
      events.push(data as PredictionsLogged);
      return {} as never;
    },
  };
  const log = new PredictionLog(bus as Pick<EventBus, 'publish'> & typeof bus, {
    flushMs: 1,
    newId: () => `id-${(ids += 1)}`,
    observe: (outcome, count) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + count),
    ...options,
  });
  return { log, bus, events, outcomes };
}

describe('the log of predictions', () => {
  it('publishes what was predicted under its id: names once, categories in words, what is missing as null', async () => {
    const { log, events } = logged();
    expect(log.add(MODEL, { ...prediction(), label: 'low' })).toBe('id-1');
    await log.flush();
    expect(events).toEqual([
      {
        model: 'churn_predictor',
        version: '3',
        numeric_features: ['nights', 'amount'],
        categorical_features: ['room_type'],
        predictions: [
          {
            prediction_id: 'id-1',
            entity_id: 'BOOK001',
            predicted_at: '2026-03-01T08:00:00.000Z',
            score: 0.25,
            label: 'low',
            request: 'single',
            latency_ms: 0.5,
            sampled_share: 1,
            numeric: [2, null],
            categorical: ['deluxe'],
          },
        ],
      },
    ]);
  });

  it('publishes by itself, soon, and what is many in events that the bus can take', async () => {
    const { log, events, outcomes } = logged();
    for (let i = 0; i < 1_201; i++) log.add(MODEL, prediction());
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(events.map(({ predictions }) => predictions.length)).toEqual([500, 500, 201]);
    expect(outcomes).toEqual({ logged: 1_201 });
    const wide = {
      ...MODEL,
      features: Array.from({ length: 5_000 }, (_, i) => ({ name: `f${i}`, kind: 'numeric' }) as const),
    };
    for (let i = 0; i < 12; i++) log.add(wide, prediction(new Array<number>(5_000).fill(1 / 3)));
    await log.flush();
    expect(events.slice(3).map(({ predictions }) => predictions.length)).toEqual([5, 5, 2]);
    expect(JSON.stringify(events[3]).length).toBeLessThan(1_000_000);
  });

  it('keeps versions apart', async () => {
    const { log, events } = logged();
    log.add(MODEL, prediction());
    log.add({ ...MODEL, version: '4' }, prediction());
    await log.flush();
    expect(events.map(({ version, predictions }) => [version, predictions.length])).toEqual([
      ['3', 1],
      ['4', 1],
    ]);
  });

  it('keeps what the bus refuses, in order, and drops the newest beyond its bound, counted', async () => {
    const { log, bus, events, outcomes } = logged({ maxWaiting: 3 });
    bus.refuses = true;
    for (let i = 0; i < 5; i++) log.add(MODEL, prediction());
    expect(await log.flush()).toBe(false);
    expect(outcomes).toEqual({ dropped: 2 });
    bus.refuses = false;
    expect(await log.flush()).toBe(true);
    expect(events.flatMap(({ predictions }) => predictions.map((one) => one.prediction_id))).toEqual([
      'id-1',
      'id-2',
      'id-3',
    ]);
    expect(outcomes).toEqual({ dropped: 2, logged: 3 });
  });

  it('goes on by itself after a bus that took longer than predictions wait', async () => {
    const { log, bus, events } = logged();
    const { publish } = bus;
    let accept: (() => void) | undefined;
    const accepted = new Promise<void>((resolve) => (accept = resolve));
    bus.publish = (...args) => accepted.then(() => publish(...args));
    const soon = () => new Promise((resolve) => setTimeout(resolve, 30));
    log.add(MODEL, prediction());
    const flushed = log.flush();
    log.add(MODEL, prediction());
    await soon();
    accept!();
    await flushed;
    log.add(MODEL, prediction());
    await soon();
    expect(events.map(({ predictions }) => predictions.length)).toEqual([1, 1, 1]);
  });

  it('asks a bus that refuses again after a pause, not with every prediction', async () => {
    const { log, bus } = logged({ flushMs: 60_000 });
    bus.refuses = true;
    for (let i = 0; i < 5_000; i++) log.add(MODEL, prediction());
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (let i = 0; i < 5_000; i++) log.add(MODEL, prediction());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bus.asked).toBe(1);
  });

  it('drops what is refused for good, counted, and goes on with the rest', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const { log, bus, outcomes } = logged();
    bus.refuses = 'INVALID_ARGUMENT';
    log.add(MODEL, prediction());
    expect(await log.flush()).toBe(true);
    expect(outcomes).toEqual({ dropped: 1 });
  });

  it('counts what is lost when it is closed while the bus refuses', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const { log, bus, outcomes } = logged();
    bus.refuses = true;
    for (let i = 0; i < 3; i++) log.add(MODEL, prediction());
    await log.close();
    expect(outcomes).toEqual({ dropped: 3 });
  });

  it('samples by the first rule that matches, and tells the share', async () => {
    const rules = [
      { model: 'churn_predictor', min_score: 0.6, share: 1 },
      { request: 'batch', share: 0 },
      { model: 'another', share: 0 },
      { share: 0.25 },
    ] as const;
    const { log, events, outcomes } = logged({ rules: [...rules] });
    for (let i = 0; i < 4_000; i++) log.add(MODEL, prediction());
    log.add(MODEL, { ...prediction(), score: 0.7 });
    log.add(MODEL, { ...prediction(), request: 'batch' });
    await log.flush();
    const rows = events.flatMap(({ predictions }) => predictions);
    const drawn = rows.filter(({ sampled_share }) => sampled_share === 0.25).length;
    // Binomial(4,000, 0.25): 27 is a standard deviation.
    expect(Math.abs(drawn - 1_000)).toBeLessThan(110);
    expect(rows.filter(({ sampled_share }) => sampled_share === 1).map(({ score }) => score)).toEqual([0.7]);
    expect(outcomes).toEqual({ logged: drawn + 1, not_sampled: 4_001 - drawn });
  });
});

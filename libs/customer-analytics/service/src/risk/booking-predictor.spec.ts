import { describe, expect, it } from '@jest/globals';
import type { BundleManifest } from '@bellwether/contracts';
import { DEFAULT_RISK_THRESHOLDS } from '@bellwether/customer-analytics-core';
import { OnlineBookings, type BookingRecord } from '@bellwether/feature-engineering';
import { LEAF, type TreeEnsemble } from '@bellwether/model-kernel/trees';
import { HealthRegistry } from '@bellwether/platform/health';
import { createLogger } from '@bellwether/platform/logging';
import { Metrics } from '@bellwether/platform/metrics';
import {
  ModelSubscriber,
  Routing,
  ShadowQueue,
  type ModelSource,
  type RunningRollout,
  type ServedModel,
} from '@bellwether/platform/model-runtime';
import { PredictionLog } from '@bellwether/platform/predictions';
import type { PredictionsLogged } from '@bellwether/contracts';
import type { BookingStore } from '../bookings/booking-store.js';
import { BookingModel } from './booking-model.js';
import { BookingPredictor } from './booking-predictor.js';

const RECORD: BookingRecord = {
  ...{ source: 'test', property: 'Pier', booking_id: 'B1', guest_id: 'G1', booked_at: '2020-01-01 00:00:00' },
  ...{ arrival_on: '2020-02-01', departure_on: '2020-02-03', weekend_nights: 1, week_nights: 1, adults: 2 },
  ...{ children: 0, babies: 0, board: 'BB', room_type: 'A', market_segment: 'Direct', distribution_channel: null },
  ...{ booking_source: 'website', payment_method: null, deposit_type: 'No Deposit', customer_type: 'Transient' },
  ...{ agent: null, company: null, currency: 'EUR', average_daily_rate: 100, total_amount: 200 },
  ...{ special_requests: 0, is_repeat_guest: false, previous_stays: 0, previous_cancellations: 0 },
  ...{ loyalty_tier: null, loyalty_points: null, website_minutes: null, pages_viewed: null },
  ...{ price_comparison_searches: null, price_vs_average: null, discount_pct: null, booking_modifications: null },
};
const AT = new Date('2020-01-15T12:00:00Z');

const MANIFEST: BundleManifest = {
  ...{ format: 'bellwether-bundle/1', model_name: 'm', model_type: 't', task: 'binary', view: 'v', target: 'lost' },
  features: [
    {
      ...{ name: 'adults', kind: 'numeric', unit: 'guests', available_at: 'at booking' },
      reference: { missing: 0, counts: [] },
    },
  ],
  ...{ calibration: { kind: 'identity' }, metrics: {}, protocol: '', files: {} },
  training: {
    ...{ source: 's', range: { start: '2026-01-01', end: '2026-02-01' }, rows: 1, positives: 1 },
    ...{ data_fingerprint: 'f', seed: 1, hyperparameters: {}, code_version: '0' },
  },
};

/** A tree of one leaf: the same margin whatever is asked. */
const leaf = (margin: number): TreeEnsemble => ({
  ...{ objective: 'binary', featureCount: 1, baseScore: 0, treeStarts: Int32Array.of(0, 1) },
  ...{ kind: Uint8Array.of(LEAF), feature: Int32Array.of(0), threshold: Float32Array.of(0) },
  ...{ missingLeft: Uint8Array.of(0), left: Int32Array.of(0), value: Float32Array.of(margin) },
  ...{ gain: Float64Array.of(0), cover: Float64Array.of(1), count: Uint32Array.of(1) },
  ...{ categoryStarts: Int32Array.of(0, 0), categories: new Int32Array(0) },
});

class BrokenModel extends BookingModel {
  override margin(): number {
    throw new TypeError('broken');
  }
}

class SilentModel extends BookingModel {
  override margin(): number {
    return Number.NaN;
  }
}

const MARGIN_OF: Readonly<Record<string, number>> = { 1: -1, 2: 1 };
const served = (version: string, Model = BookingModel): ServedModel<BookingModel> => ({
  ...{ name: 'm', version, model: new Model(MANIFEST, leaf(MARGIN_OF[version]!)) },
});

/** A predictor of one booking, with version 1 in production and what else a rollout brings. */
function predicting(rollout?: Partial<RunningRollout<BookingModel>> & { Model?: typeof BookingModel }) {
  const online = new OnlineBookings();
  online.putBookings([RECORD], 100);
  const metrics = new Metrics();
  const environment = {
    metrics,
    health: new HealthRegistry(),
    logger: createLogger({ level: 'silent', service: 't' }),
  };
  const never = async () => Promise.reject(new Error('not asked'));
  const subscriber = new ModelSubscriber<BookingModel>(
    'm',
    {} as ModelSource,
    never,
    { pollMs: 1_000, firstPollMs: 1_000 },
    environment,
  );
  const { Model = BookingModel, ...changes } = rollout ?? {};
  const running: RunningRollout<BookingModel> = {
    ...{ id: 'r', mode: 'canary', challengers: [{ version: '2', share: 1, served: served('2', Model) }] },
    ...changes,
  };
  subscriber.slot.put(new Routing(served('1'), rollout && running));
  const events: PredictionsLogged[] = [];
  const publish = async (_type: string, data: unknown) => {
    events.push(data as PredictionsLogged);
    return {} as never;
  };
  const log = new PredictionLog({ publish });
  const turns: (() => void)[] = [];
  const predictor = new BookingPredictor({
    ...{ subscriber, metrics, log, clock: () => AT, thresholds: DEFAULT_RISK_THRESHOLDS, cache: null },
    ...{ appVersion: '0', store: { online } as unknown as BookingStore },
    shadows: new ShadowQueue({ later: (work) => turns.push(work) }),
  });
  const logged = async () => {
    await log.flush();
    return events.flatMap(({ version, predictions }) =>
      predictions.map(({ score, policy, propensity, experiment }) => ({
        ...{ version, score, policy, propensity, experiment },
      })),
    );
  };
  const errors = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('bellwether_prediction_errors'));
  const turn = () => turns.splice(0).forEach((work) => work());
  return { predictor, online, logged, errors, turn, metrics };
}

const low = 1 / (1 + Math.E);
const high = expect.closeTo(1 - low);

describe('a predictor of bookings', () => {
  it('answers with the version in production, and draws nothing, without a rollout', async () => {
    const { predictor, logged } = predicting();
    const { probability, parts } = await predictor.answer({ booking_id: 'B1' });
    expect([probability, parts.model_version]).toEqual([expect.closeTo(low), '1']);
    expect(await logged()).toEqual([{ version: '1', score: probability }]);
  });

  it('answers with the version that was drawn, and puts it on record with its propensity', async () => {
    const { predictor, logged } = predicting({});
    const { probability, parts } = await predictor.answer({ booking_id: 'B1' });
    expect([probability, parts.model_version]).toEqual([high, '2']);
    const many = predictor.score(predictor.versions(), 'B1', (chosen, scored) => [chosen.version, scored.probability]);
    expect(many).toEqual(['2', probability]);
    expect(await logged()).toEqual([
      { version: '2', score: probability, policy: 'challenger', propensity: 1, experiment: 'r' },
    ]);
  });

  it.each([BrokenModel, SilentModel])('has the champion answer where %p was drawn, and counts it', async (Model) => {
    const { predictor, logged, errors } = predicting({ Model });
    const { probability, parts } = await predictor.answer({ booking_id: 'B1' });
    expect([probability, parts.model_version]).toEqual([expect.closeTo(low), '1']);
    const many = predictor.score(predictor.versions(), 'B1', ({ version }) => version);
    expect(many).toBe('1');
    expect(await logged()).toEqual([{ version: '1', score: probability, policy: 'champion', experiment: 'r' }]);
    expect(await errors()).toEqual(['bellwether_prediction_errors_total{model="m",version="2"} 2']);
  });

  it('blames no version for a question that is wrong', async () => {
    const { predictor, errors } = predicting({});
    await expect(predictor.answer({ booking_id: 'NO-SUCH' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(() => predictor.score(predictor.versions(), 'NO-SUCH', () => 0)).toThrow('no open booking');
    expect(await errors()).toEqual([]);
  });

  it('has a shadow score a copy after the answer, for the log alone', async () => {
    const { predictor, logged, turn, metrics } = predicting({ mode: 'shadow' });
    const { probability, parts } = await predictor.answer({ booking_id: 'B1' });
    expect([probability, parts.model_version]).toEqual([expect.closeTo(low), '1']);
    expect(await logged()).toEqual([{ version: '1', score: probability }]);
    turn();
    expect((await logged()).slice(1)).toEqual([{ version: '2', score: high, policy: 'shadow', experiment: 'r' }]);
    expect(await metrics.registry.metrics()).toContain(
      'bellwether_shadow_predictions_total{model="m",outcome="scored"} 1',
    );
  });

  it('has no answer hurt by a shadow that fails, or by a booking that is gone when it comes to it', async () => {
    const broken = predicting({ mode: 'shadow', Model: BrokenModel });
    await broken.predictor.answer({ booking_id: 'B1' });
    broken.turn();
    expect(await broken.errors()).toEqual(['bellwether_prediction_errors_total{model="m",version="2"} 1']);
    const late = predicting({ mode: 'shadow' });
    await late.predictor.answer({ booking_id: 'B1' });
    late.online.retire('test', 200);
    late.turn();
    expect(await late.errors()).toEqual([]);
    expect(await late.metrics.registry.metrics()).toContain('outcome="gone"} 1');
  });
});

import type { FeatureOverrides } from '@bellwether/feature-engineering';
import type { Cache } from '@bellwether/platform/cache';
import { exemplar, type Metrics } from '@bellwether/platform/metrics';
import type { ModelSubscriber, ServedModel } from '@bellwether/platform/model-runtime';
import type { LoggedModel, PredictionLog } from '@bellwether/platform/predictions';
import type { Clock } from '@bellwether/platform/bootstrap';
import type { RiskThresholds, RiskLevel } from '@bellwether/customer-analytics-core';
import { riskLevel } from '@bellwether/customer-analytics-core';
import type { ImpactFactor, RecommendedAction } from '@bellwether/contracts';
import type { BookingStore } from '../bookings/booking-store.js';
import type { BookingModel } from './booking-model.js';
import { BookingScorer, type ScoredBooking } from './booking-scorer.js';
import { explainedBooking, type ExplainedBooking } from './explained-booking.js';
import { predictionKey, predictionScope } from './prediction-key.js';

/** The parts of an answer that cancellation and no-show have in common. */
export interface RiskAnswer {
  readonly probability: number;
  readonly parts: {
    readonly prediction_id: string;
    readonly booking_id: string;
    readonly guest_id?: string;
    readonly risk_level: RiskLevel;
    readonly confidence: number;
    readonly base_probability: number;
    readonly other_factors_impact: number;
    readonly risk_factors: ImpactFactor[];
    readonly protective_factors: ImpactFactor[];
    readonly recommended_actions: RecommendedAction[];
    readonly model_version: string;
    readonly predicted_at: string;
    readonly inference_time_ms: number;
  };
}

export interface RiskQuestion {
  readonly booking_id: string;
  readonly guest_id?: string | undefined;
  readonly features?: FeatureOverrides | undefined;
}

interface Collaborators {
  readonly subscriber: ModelSubscriber<BookingModel>;
  readonly store: BookingStore;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly thresholds: RiskThresholds;
  /** Null where none is wanted. */
  readonly cache: Cache | null;
  readonly appVersion: string;
  readonly log: PredictionLog;
}

/** The version in use and what scores with it. */
export interface CurrentModel {
  readonly version: string;
  readonly scorer: BookingScorer;
  /** As the log of predictions knows it. */
  readonly logged: LoggedModel;
}

/** A prediction for the log, whose row is nobody else's. */
interface Answered {
  readonly scored: Pick<ScoredBooking, 'row' | 'record' | 'probability'>;
  readonly at: Date;
  readonly latency_ms: number;
  readonly request: 'single' | 'batch' | 'list';
}

const TOLD_ANEW = new Error('the booking was told anew');

/** Answers for one model of bookings: every question takes the version in use once and stays with it. */
export class BookingPredictor {
  private inUse: (CurrentModel & { readonly served: ServedModel<BookingModel> }) | undefined;

  constructor(private readonly with_: Collaborators) {}

  /** The version in use and its scorer, made anew when the version changes. @throws UNAVAILABLE */
  current(): CurrentModel {
    const served = this.with_.subscriber.slot.current();
    if (this.inUse?.served !== served) {
      const { name, version, model } = served;
      const scorer = new BookingScorer(model, this.with_.store.online);
      this.inUse = { served, version, scorer, logged: { name, version, features: model.features } };
    }
    return this.inUse;
  }

  riskLevel(probability: number): RiskLevel {
    return riskLevel(probability, this.with_.thresholds);
  }

  async answer({ booking_id, guest_id, features }: RiskQuestion): Promise<RiskAnswer> {
    const started = performance.now();
    const now = this.with_.clock();
    const decidedAt = Math.floor(now.getTime() / 1_000);
    const { version, scorer, logged } = this.current();
    // What the log gets: the input last scored, which another request may overwrite in the scorer.
    let row = new Float64Array(0);
    const score = (): ScoredBooking => {
      const scored = scorer.score(booking_id, decidedAt, features);
      row = scored.row.slice();
      return scored;
    };
    const scored = score();
    const { record } = scored;
    const explained = await this.explained(version, scorer, scored, score, decidedAt);
    const guest = guest_id ?? record.guest_id;
    const { probability } = explained;
    const latency_ms = performance.now() - started;
    const answered = { scored: { row, record, probability }, at: now, latency_ms, request: 'single' } as const;
    const answer: RiskAnswer = {
      probability,
      parts: {
        prediction_id: this.log(logged, answered),
        booking_id,
        ...(guest !== null && { guest_id: guest }),
        risk_level: this.riskLevel(probability),
        confidence: scorer.model.confidence(probability),
        base_probability: scorer.model.baseProbability,
        other_factors_impact: explained.otherFactorsImpact,
        risk_factors: explained.riskFactors,
        protective_factors: explained.protectiveFactors,
        recommended_actions: explained.actions,
        model_version: version,
        predicted_at: now.toISOString(),
        inference_time_ms: latency_ms,
      },
    };
    this.measured(version, performance.now() - started, 1);
    return answer;
  }

  /** From the cache where the same inputs were explained before, by this replica or another. */
  private async explained(
    version: string,
    scorer: BookingScorer,
    first: ScoredBooking,
    score: () => ScoredBooking,
    decidedAt: number,
  ): Promise<ExplainedBooking> {
    const { cache, subscriber, appVersion } = this.with_;
    if (cache === null) return explainedBooking(scorer, first, decidedAt);
    const revision = this.revisionOf(first);
    const key = predictionKey(first, revision);
    let made: ExplainedBooking | undefined;
    try {
      const text = await cache.through(predictionScope(subscriber.slot.name, version, appVersion), key, () => {
        // A booking that was told anew while the cache was asked must not be kept under the key of the old one.
        const same = scorer.isLatest(first) && this.revisionOf(first) === revision;
        const scored = same ? first : score();
        if (!same && predictionKey(scored, this.revisionOf(scored)) !== key) throw TOLD_ANEW;
        made = explainedBooking(scorer, scored, decidedAt);
        return JSON.stringify(made);
      });
      return made ?? (JSON.parse(text) as ExplainedBooking);
    } catch (error) {
      if (error === TOLD_ANEW) return explainedBooking(scorer, score(), decidedAt);
      throw error;
    }
  }

  private revisionOf({ record }: ScoredBooking): string {
    return this.with_.store.online.statesRevision(record.source);
  }

  /** Scores one booking of a batch. @throws NOT_FOUND */
  score(scorer: BookingScorer, bookingId: string): ScoredBooking {
    return scorer.score(bookingId, Math.floor(this.with_.clock().getTime() / 1_000));
  }

  /** Hands a prediction to the log. @returns its id */
  log(model: LoggedModel, { scored, at, latency_ms, request }: Answered): string {
    const { row, record, probability } = scored;
    return this.with_.log.add(model, {
      entity_id: record.booking_id,
      predicted_at: at,
      score: probability,
      label: this.riskLevel(probability),
      latency_ms,
      request,
      row,
    });
  }

  /** Counts predictions: of a batch, each row at its share of the time. */
  measured(version: string, milliseconds: number, rows: number): void {
    if (rows === 0) return;
    const each = milliseconds / rows;
    const labels = { model: this.with_.subscriber.slot.name, version };
    const observation = { labels, value: each / 1_000, ...exemplar() };
    for (let row = 0; row < rows; row++) this.with_.metrics.predictions.observe(observation);
    this.with_.subscriber.measured(each);
  }
}

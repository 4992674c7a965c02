import type { FeatureOverrides } from '@bellwether/feature-engineering';
import type { Cache } from '@bellwether/platform/cache';
import { exemplar, type Metrics } from '@bellwether/platform/metrics';
import type { ModelSubscriber, ShadowQueue } from '@bellwether/platform/model-runtime';
import type { PredictionLog } from '@bellwether/platform/predictions';
import type { Clock } from '@bellwether/platform/bootstrap';
import type { RiskThresholds, RiskLevel } from '@bellwether/customer-analytics-core';
import { riskLevel } from '@bellwether/customer-analytics-core';
import type { ImpactFactor, RecommendedAction } from '@bellwether/contracts';
import type { BookingStore } from '../bookings/booking-store.js';
import type { BookingModel } from './booking-model.js';
import type { ScoredBooking } from './booking-scorer.js';
import { explainedBooking, type ExplainedBooking } from './explained-booking.js';
import { predictionKey, predictionScope } from './prediction-key.js';
import { isModelFailure, VersionChoice, type ChosenModel, type VersionsInUse } from './version-choice.js';

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
  /** Where copies for versions in the shadow wait. */
  readonly shadows: ShadowQueue;
}

/** A prediction for the log, whose row is nobody else's. */
interface Answered {
  readonly scored: Pick<ScoredBooking, 'row' | 'record' | 'probability'>;
  readonly at: Date;
  readonly latency_ms: number;
  readonly request: 'single' | 'batch' | 'list';
}

const TOLD_ANEW = new Error('the booking was told anew');

/** Answers for one model of bookings: every question takes the versions in use once and stays with them. */
export class BookingPredictor {
  private readonly choice: VersionChoice;

  constructor(private readonly with_: Collaborators) {
    this.choice = new VersionChoice(with_.subscriber.slot, with_.store.online);
  }

  /** The versions in use now. @throws UNAVAILABLE */
  versions(): VersionsInUse {
    return this.choice.now();
  }

  riskLevel(probability: number): RiskLevel {
    return riskLevel(probability, this.with_.thresholds);
  }

  async answer(question: RiskQuestion): Promise<RiskAnswer> {
    const versions = this.versions();
    const now = this.with_.clock();
    const chosen = versions.of(question.booking_id);
    const answer = await this.answerWith(chosen, question, now).catch((error: unknown) => {
      const other = this.inPlace(versions, chosen, error);
      return this.answerWith(other, question, now).catch((again: unknown) => {
        throw this.counted(other, again);
      });
    });
    this.shadow(versions, question, now, 'single');
    return answer;
  }

  private async answerWith(
    chosen: ChosenModel,
    { booking_id, guest_id, features }: RiskQuestion,
    now: Date,
  ): Promise<RiskAnswer> {
    const started = performance.now();
    const decidedAt = secondsOf(now);
    const { version, scorer } = chosen;
    // What the log gets: the input last scored, which another request may overwrite in the scorer.
    let row = new Float64Array(0);
    const score = (): ScoredBooking => {
      const scored = scorer.score(booking_id, decidedAt, features);
      row = scored.row.slice();
      return scored;
    };
    const scored = score();
    const { record } = scored;
    const explained = await this.explained(chosen, scored, score, decidedAt);
    const guest = guest_id ?? record.guest_id;
    const { probability } = explained;
    const latency_ms = performance.now() - started;
    const answered = { scored: { row, record, probability }, at: now, latency_ms, request: 'single' } as const;
    const answer: RiskAnswer = {
      probability,
      parts: {
        prediction_id: this.log(chosen, answered),
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
    { version, scorer }: ChosenModel,
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

  /**
   * Scores one booking of many with the version that it is for, or with the one in production where that fails.
   *
   * @param use what is made of the score, while it is there.
   * @throws NOT_FOUND
   */
  score<Result>(
    versions: VersionsInUse,
    bookingId: string,
    use: (chosen: ChosenModel, scored: ScoredBooking) => Result,
  ): Result {
    const scoredBy = (chosen: ChosenModel) =>
      use(chosen, chosen.scorer.score(bookingId, secondsOf(this.with_.clock())));
    const chosen = versions.of(bookingId);
    try {
      return scoredBy(chosen);
    } catch (error) {
      const other = this.inPlace(versions, chosen, error);
      try {
        return scoredBy(other);
      } catch (again) {
        throw this.counted(other, again);
      }
    }
  }

  /** Has versions in the shadow score a copy of a question, once nobody waits: for the log alone. */
  shadow(versions: VersionsInUse, question: RiskQuestion, at: Date, request: Answered['request']): void {
    for (const chosen of versions.shadowsOf(question.booking_id)) {
      this.with_.shadows.add(() => this.scoreInShadow(chosen, question, at, request));
    }
  }

  private scoreInShadow(
    chosen: ChosenModel,
    { booking_id, features }: RiskQuestion,
    at: Date,
    request: Answered['request'],
  ): void {
    const started = performance.now();
    try {
      const { row, record, probability } = chosen.scorer.score(booking_id, secondsOf(at), features);
      const latency_ms = performance.now() - started;
      this.log(chosen, { scored: { row: row.slice(), record, probability }, at, latency_ms, request });
      this.with_.subscriber.measured(chosen.version, latency_ms);
      this.countShadow('scored');
    } catch (error) {
      this.counted(chosen, error);
      // What is no failure of the version is a booking that was closed since, most likely.
      this.countShadow(isModelFailure(error) ? 'failed' : 'gone');
    }
  }

  private countShadow(outcome: 'scored' | 'failed' | 'gone'): void {
    const { metrics, subscriber } = this.with_;
    metrics.shadowPredictions.inc({ model: subscriber.slot.name, outcome });
  }

  /** Counts a failure of a version. @returns what answers in its place. @throws the error where nothing does. */
  private inPlace(versions: VersionsInUse, chosen: ChosenModel, error: unknown): ChosenModel {
    const counted = this.counted(chosen, error);
    const other = isModelFailure(error) ? versions.inPlaceOf(chosen) : undefined;
    if (other === undefined) throw counted;
    return other;
  }

  private counted({ version }: ChosenModel, error: unknown): unknown {
    if (isModelFailure(error)) this.with_.subscriber.failed(version);
    return error;
  }

  /** Hands a prediction to the log. @returns its id */
  log({ logged, drawn }: ChosenModel, { scored, at, latency_ms, request }: Answered): string {
    const { row, record, probability } = scored;
    return this.with_.log.add(logged, {
      entity_id: record.booking_id,
      predicted_at: at,
      score: probability,
      label: this.riskLevel(probability),
      latency_ms,
      request,
      ...drawn,
      row,
    });
  }

  /** Counts predictions: of a batch, each row at its share of the time. */
  measured(version: string, milliseconds: number, rows: number): void {
    if (rows === 0) return;
    const each = milliseconds / rows;
    const labels = { model: this.with_.subscriber.slot.name, version };
    const observation = { labels, value: each / 1_000, ...exemplar() };
    for (let row = 0; row < rows; row++) {
      this.with_.metrics.predictions.observe(observation);
      this.with_.subscriber.measured(version, each);
    }
  }
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

import type { FeatureOverrides } from '@bellwether/feature-engineering';
import { exemplar, type Metrics } from '@bellwether/platform/metrics';
import type { ModelSubscriber, ServedModel } from '@bellwether/platform/model-runtime';
import type { Clock } from '@bellwether/platform/bootstrap';
import type { RiskThresholds, RiskLevel } from '@bellwether/customer-analytics-core';
import { riskLevel } from '@bellwether/customer-analytics-core';
import type { ImpactFactor, RecommendedAction } from '@bellwether/contracts';
import type { BookingStore } from '../bookings/booking-store.js';
import type { BookingModel } from './booking-model.js';
import { BookingScorer, type ScoredBooking } from './booking-scorer.js';

/** The parts of an answer that cancellation and no-show have in common. */
export interface RiskAnswer {
  readonly probability: number;
  readonly parts: {
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
}

/** Answers for one model of bookings: every question takes the version in use once and stays with it. */
export class BookingPredictor {
  private scorer: { readonly served: ServedModel<BookingModel>; readonly scorer: BookingScorer } | undefined;

  constructor(private readonly with_: Collaborators) {}

  /** The scorer of the version in use, made anew when the version changes. @throws UNAVAILABLE */
  current(): { readonly version: string; readonly scorer: BookingScorer } {
    const served = this.with_.subscriber.slot.current();
    if (this.scorer?.served !== served) {
      this.scorer = { served, scorer: new BookingScorer(served.model, this.with_.store.online) };
    }
    return { version: served.version, scorer: this.scorer.scorer };
  }

  riskLevel(probability: number): RiskLevel {
    return riskLevel(probability, this.with_.thresholds);
  }

  answer({ booking_id, guest_id, features }: RiskQuestion): RiskAnswer {
    const started = performance.now();
    const now = this.with_.clock();
    const decidedAt = Math.floor(now.getTime() / 1_000);
    const { version, scorer } = this.current();
    const scored = scorer.score(booking_id, decidedAt, features);
    const explanation = scorer.explain(scored);
    const recommended_actions = scorer.actions(scored, decidedAt);
    const guest = guest_id ?? scored.record.guest_id;
    const answer: RiskAnswer = {
      probability: scored.probability,
      parts: {
        booking_id,
        ...(guest !== null && { guest_id: guest }),
        risk_level: this.riskLevel(scored.probability),
        confidence: scorer.model.confidence(scored.probability),
        base_probability: scorer.model.baseProbability,
        other_factors_impact: explanation.otherFactorsImpact,
        risk_factors: explanation.riskFactors,
        protective_factors: explanation.protectiveFactors,
        recommended_actions,
        model_version: version,
        predicted_at: now.toISOString(),
        inference_time_ms: performance.now() - started,
      },
    };
    this.measured(version, performance.now() - started, 1);
    return answer;
  }

  /** Scores one booking of a batch. @throws NOT_FOUND */
  score(scorer: BookingScorer, bookingId: string): ScoredBooking {
    return scorer.score(bookingId, Math.floor(this.with_.clock().getTime() / 1_000));
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

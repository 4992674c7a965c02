import {
  actionPriority,
  describeFactor,
  probabilityPerMargin,
  proposeActions,
  rankActions,
  shownFactors,
  type ActionSubject,
  type ScoredAction,
} from '@bellwether/customer-analytics-core';
import type { ImpactFactor, RecommendedAction } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  resolveOverrides,
  type BookingRecord,
  type FeatureOverrides,
  type OnlineBookings,
} from '@bellwether/feature-engineering';
import type { BookingModel } from './booking-model.js';

/** A booking scored, with what it takes to explain the score. */
export interface ScoredBooking {
  readonly record: BookingRecord;
  readonly probability: number;
  readonly margin: number;
  /** Price of the stay as the caller told it, or as stored. */
  readonly amount: number;
  readonly overrides: FeatureOverrides;
  /** The model's input; valid until the next booking is scored. */
  readonly row: Float64Array;
}

export interface Explanation {
  readonly riskFactors: ImpactFactor[];
  readonly protectiveFactors: ImpactFactor[];
  /** Σ of the impacts of the factors not shown. */
  readonly otherFactorsImpact: number;
}

/**
 * Scores and explains bookings with one model. Its buffers serve one booking after the other: nothing here waits, so
 * no two requests meet in them.
 */
export class BookingScorer {
  private readonly row: Float64Array;
  private readonly changedRow: Float64Array;
  private readonly impacts: Float64Array;
  private readonly columns: ReadonlyMap<string, number>;
  private latest: ScoredBooking | undefined;

  constructor(
    readonly model: BookingModel,
    private readonly online: OnlineBookings,
  ) {
    this.row = new Float64Array(model.width);
    this.changedRow = new Float64Array(model.width);
    this.impacts = new Float64Array(model.width);
    this.columns = new Map(model.features.map(({ name }, column) => [name, column]));
  }

  /** @throws NOT_FOUND for a booking that is not known. */
  score(bookingId: string, decidedAt: number, overrides: FeatureOverrides = {}): ScoredBooking {
    const record = this.online.record(bookingId);
    if (record === undefined) throw new DomainError('NOT_FOUND', `no open booking '${bookingId}'`);
    this.online.vector(bookingId, decidedAt, this.model.encoder, this.row, resolveOverrides(overrides));
    const margin = this.model.margin(this.row);
    if (!Number.isFinite(margin)) throw new DomainError('INTERNAL', `the model gives ${margin} for '${bookingId}'`);
    const told = overrides['total_amount'];
    return (this.latest = {
      record,
      margin,
      probability: this.model.probabilityOf(margin),
      amount: typeof told === 'number' ? told : record.total_amount,
      overrides,
      row: this.row,
    });
  }

  /** Whether its row is still the booking's own: nothing was scored since, and the booking was not told anew. */
  isLatest(scored: ScoredBooking): boolean {
    return scored === this.latest && this.online.record(scored.record.booking_id) === scored.record;
  }

  explain({ margin, probability, row, record }: ScoredBooking): Explanation {
    const { baseMargin, baseProbability, features } = this.model;
    this.model.attributions(row, this.impacts);
    const worth = probabilityPerMargin({ margin, probability, baseMargin, baseProbability });
    for (let j = 0; j < this.impacts.length; j++) this.impacts[j]! *= worth;
    const { features: shown, rest } = shownFactors(this.impacts);
    const factors = shown.map((j): ImpactFactor => {
      const { factor, description } = describeFactor(
        features[j]!.name,
        this.model.valueOf(j, row[j]!),
        record.currency,
      );
      return { factor, impact_score: this.impacts[j]!, description };
    });
    return {
      riskFactors: factors.filter((factor) => factor.impact_score > 0),
      protectiveFactors: factors.filter((factor) => factor.impact_score < 0),
      otherFactorsImpact: rest,
    };
  }

  /** Actions that lower the probability and pay for themselves, found by scoring the booking again with each applied. */
  actions(scored: ScoredBooking, decidedAt: number): RecommendedAction[] {
    const { record, amount, overrides, probability } = scored;
    const subject: ActionSubject = { amount, feature: (name) => this.featureOf(scored.row, name) };
    const candidates = proposeActions(subject);
    const after = candidates.map(({ changes }) => {
      const applied = resolveOverrides(withoutAliases(overrides, changes));
      this.online.vector(record.booking_id, decidedAt, this.model.encoder, this.changedRow, applied);
      return this.model.probability(this.changedRow);
    });
    const daysLeft = subject.feature('days_until_checkin');
    const timing = typeof daysLeft === 'number' && daysLeft <= 14 ? 'immediate' : 'before_arrival';
    return rankActions(candidates, probability, after, amount).map((action) =>
      answered(action, amount, record.currency, timing),
    );
  }

  private featureOf(row: Float64Array, name: string) {
    const column = this.columns.get(name);
    return column === undefined ? undefined : this.model.valueOf(column, row[column]!);
  }
}

/** Names that callers use for features that actions change under another. */
const ALIASES: Readonly<Record<string, string>> = { special_requests_count: 'special_requests' };

/** What the caller told, with the changes of an action in its place. */
function withoutAliases(told: FeatureOverrides, changes: Readonly<Record<string, number | string>>): FeatureOverrides {
  const merged: Record<string, FeatureOverrides[string]> = { ...told };
  for (const [name, value] of Object.entries(changes)) {
    delete merged[ALIASES[name] ?? name];
    merged[name] = value;
  }
  return merged;
}

function answered(
  action: ScoredAction,
  amount: number,
  currency: string,
  timing: RecommendedAction['timing'],
): RecommendedAction {
  const cost = action.costAlways + action.costIfStayed;
  return {
    action: action.action,
    priority: actionPriority(action, amount),
    timing,
    expected_impact: action.impact,
    details: {
      ...(action.discountPercentage !== undefined && { discount_percentage: action.discountPercentage }),
      estimated_cost: cost,
      currency,
    },
  };
}

import type { ImpactFactor, RecommendedAction } from '@bellwether/contracts';
import type { BookingScorer, ScoredBooking } from './booking-scorer.js';

/** What is dear about an answer: the reasons and the actions. All of it follows from the inputs of a prediction key. */
export interface ExplainedBooking {
  readonly probability: number;
  readonly otherFactorsImpact: number;
  readonly riskFactors: ImpactFactor[];
  readonly protectiveFactors: ImpactFactor[];
  readonly actions: RecommendedAction[];
}

export function explainedBooking(scorer: BookingScorer, scored: ScoredBooking, decidedAt: number): ExplainedBooking {
  const { riskFactors, protectiveFactors, otherFactorsImpact } = scorer.explain(scored);
  const { probability } = scored;
  return {
    probability,
    otherFactorsImpact,
    riskFactors,
    protectiveFactors,
    actions: scorer.actions(scored, decidedAt),
  };
}

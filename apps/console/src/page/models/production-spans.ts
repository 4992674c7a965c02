import type { ListPromotionsResponse } from '@bellwether/contracts';

/** How long a version was in production. */
export interface ProductionSpan {
  /** Undefined where none was. */
  readonly version: string | undefined;
  readonly from: Date;
  /** Undefined for the one that is still there. */
  readonly to: Date | undefined;
}

/** Turns the moments of promotions, newest first, into spans, newest first. */
export function productionSpans(promotions: ListPromotionsResponse['promotions']): ProductionSpan[] {
  return promotions.map(({ version, promoted_at }, i) => {
    const next = promotions[i - 1];
    return {
      version,
      from: new Date(promoted_at),
      to: next === undefined ? undefined : new Date(next.promoted_at),
    };
  });
}

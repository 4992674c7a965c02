import { DomainError } from '@bellwether/errors';

export interface AttributionOptions {
  /** Days after which a touch is worth half, > 0. */
  readonly halfLifeDays: number;
  /** Share of the first and of the last touch by position, in [0, 0.5]. */
  readonly endShare: number;
}

/** A week, and 40–20–40, as advertising platforms have them. */
export const DEFAULT_ATTRIBUTION: AttributionOptions = { halfLifeDays: 7, endShare: 0.4 };

export function checkAttribution({ halfLifeDays, endShare }: AttributionOptions): void {
  if (!(halfLifeDays > 0 && halfLifeDays < Infinity)) {
    throw new DomainError('INVALID_ARGUMENT', `halfLifeDays must be positive and finite, got ${halfLifeDays}`);
  }
  if (!(endShare >= 0 && endShare <= 0.5)) {
    throw new DomainError('INVALID_ARGUMENT', `endShare must be in [0, 0.5], got ${endShare}`);
  }
}

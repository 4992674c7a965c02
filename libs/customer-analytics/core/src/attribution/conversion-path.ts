import { DomainError } from '@bellwether/errors';

export interface Touch {
  readonly channel: string;
  /** Days from the touch to the conversion, ≥ 0. */
  readonly daysBefore: number;
}

/** Journeys that saw the same touches. */
export interface ConversionPath {
  /** In the order of time, one or more. */
  readonly touches: readonly Touch[];
  /** Journeys that ended in a conversion, and what they brought, in money. */
  readonly conversions: number;
  readonly value: number;
  /** Journeys that ended without one. */
  readonly lost: number;
}

/** The channels of some paths, sorted. @throws INVALID_ARGUMENT for a path without a touch, or with a figure that is none. */
export function channelsOf(paths: readonly ConversionPath[]): string[] {
  paths.forEach(({ touches, conversions, value, lost }, i) => {
    const figures = [conversions, lost, ...touches.map(({ daysBefore }) => daysBefore)];
    if (touches.length === 0 || !figures.every((x) => x >= 0 && x < Infinity) || !Number.isFinite(value)) {
      throw new DomainError('INVALID_ARGUMENT', `path ${i} must have touches, and counts and days of 0 or more`);
    }
  });
  return [...new Set(paths.flatMap(({ touches }) => touches.map(({ channel }) => channel)))].sort();
}

import { DomainError } from '@bellwether/errors';

export interface FunnelStep {
  readonly step: string;
  /** Sessions that came to it or beyond. */
  readonly sessions: number;
  /** Of those of the first step; 0 where there are none. */
  readonly shareOfFirst: number;
  /** Of this step's sessions, how many went no further; 0 at the last. */
  readonly dropOff: number;
}

/**
 * How many came to each step of a funnel, and where they left. Who came to a later step has been at the earlier ones, recorded or not.
 *
 * @param furthest sessions by the furthest step that they came to, in the order of the steps.
 * @throws INVALID_ARGUMENT for no steps, or a count below 0.
 */
export function funnelDropOff(furthest: readonly (readonly [step: string, sessions: number])[]): FunnelStep[] {
  if (furthest.length === 0 || furthest.some(([, sessions]) => !(sessions >= 0))) {
    throw new DomainError('INVALID_ARGUMENT', 'a funnel must have a step or more, with counts of 0 or more');
  }
  const reached = furthest.map((_, i) => furthest.slice(i).reduce((sum, [, sessions]) => sum + sessions, 0));
  return furthest.map(([step, ended], i) => ({
    step,
    sessions: reached[i]!,
    shareOfFirst: reached[0]! > 0 ? reached[i]! / reached[0]! : 0,
    dropOff: i < furthest.length - 1 && reached[i]! > 0 ? ended / reached[i]! : 0,
  }));
}

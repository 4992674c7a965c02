import { LONGEST_LEAD } from './hotel-history.js';

/** The leads that are back-tested; what lies between two of them is on the line between. */
export const TESTED_LEADS: readonly number[] = [1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, LONGEST_LEAD];

/** A value by tested lead, at any lead ≥ 1: that of the longest beyond it. @param values shape of {@link TESTED_LEADS}. */
export function atLead(values: ArrayLike<number>, lead: number): number {
  const next = TESTED_LEADS.findIndex((tested) => tested >= lead);
  if (next === -1) return values[TESTED_LEADS.length - 1]!;
  if (next === 0 || TESTED_LEADS[next] === lead) return values[next]!;
  const [before, after] = [TESTED_LEADS[next - 1]!, TESTED_LEADS[next]!];
  const share = (lead - before) / (after - before);
  return (1 - share) * values[next - 1]! + share * values[next]!;
}

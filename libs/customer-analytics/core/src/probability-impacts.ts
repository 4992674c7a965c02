/** A scored row: margins in log-odds, probabilities after calibration. */
export interface ScoredMargin {
  readonly margin: number;
  readonly probability: number;
  /** Margin of the model before anything is known of the row, and the probability at it. */
  readonly baseMargin: number;
  readonly baseProbability: number;
}

/**
 * What one unit of margin is worth in probability between the base and the row: (p − p₀) / (m − m₀), and p₀ (1 − p₀), the
 * slope of the logistic function, where the two margins meet. Attributions φ on the margin that sum to m − m₀ thus become
 * impacts on the probability that sum to p − p₀.
 *
 * @returns in probability per unit of margin, ≥ 0.
 */
export function probabilityPerMargin({ margin, probability, baseMargin, baseProbability }: ScoredMargin): number {
  const distance = margin - baseMargin;
  // Nearer than this, the quotient would be made of rounding errors.
  if (Math.abs(distance) < 1e-9) return baseProbability * (1 - baseProbability);
  return (probability - baseProbability) / distance;
}

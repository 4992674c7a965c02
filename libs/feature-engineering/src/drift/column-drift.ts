import {
  binnedCounts,
  chiSquareTest,
  homogeneityTest,
  jensenShannonDistance,
  kolmogorovSmirnov,
  momentsOf,
  populationStability,
  proportionTest,
  quantileOfDistribution,
  wassersteinDistance,
  type EmpiricalDistribution,
} from '@bellwether/model-kernel/two-sample';
import { distinctOf, missingShareOf, presentOf, type ColumnSummary } from './column-summary.js';

/** How drift is told: by a test, whose score is a p-value, or by a distance. */
export type DriftMethod = 'ks' | 'chi_square' | 'z' | 'wasserstein' | 'jensen_shannon' | 'kind';

export interface ColumnDrift {
  readonly method: DriftMethod;
  /** p-value of a test, below the threshold where there is drift; or a distance, at or above it. */
  readonly score: number;
  readonly threshold: number;
  /** How often chance alone makes samples of these sizes differ as much; null where it was not worked out. */
  readonly p_value: number | null;
  readonly drifted: boolean;
  /** Population stability index over the reference's deciles or its categories; null where one side has no values. */
  readonly psi: number | null;
  readonly missing_share: { readonly reference: number; readonly current: number };
}

/**
 * Evidently's rules: up to 1,000 reference values tests at a confidence of 0.95, beyond distances of at least 0.1; a
 * numeric column with no more than five values is taken for a categorical one. But a distance counts only where chance
 * does not explain it: few rows, or many categories, are far from any reference by themselves.
 *
 * @see Evidently 0.1.50 and later, «Data drift algorithm».
 */
const RULES = { small: 1_000, fewValues: 5, confidence: 0.05, distance: 0.1, chance: 0.001 } as const;
/** What a p-value has to be below, and what is tested. */
export interface DriftLevels {
  /** Of a test, and of chance beside a distance. */
  readonly test: number;
  readonly chance: number;
  /**
   * Evidently takes counts of the reference for known shares, and an empty side for drift; where a level is to be kept,
   * both are samples.
   */
  readonly reference: 'known' | 'sample';
}
const LEVELS: DriftLevels = { test: RULES.confidence, chance: RULES.chance, reference: 'known' };

/** Least standard deviation that a distance is measured in, as there. */
const LEAST_DEVIATION = 0.001;

/**
 * Whether a column is spread as it was.
 *
 * @param reference as it was. @param current as it is now.
 * @param levels Evidently's where left out; smaller ones where many columns are looked at.
 */
export function columnDrift(
  reference: ColumnSummary,
  current: ColumnSummary,
  levels: DriftLevels = LEVELS,
): ColumnDrift {
  const missing_share = { reference: missingShareOf(reference), current: missingShareOf(current) };
  const [before, now] = [presentOf(reference), presentOf(current)];
  // Nothing against something is another kind of column; nothing against nothing is the same.
  if (reference.kind !== current.kind || before === 0 || now === 0) {
    const drifted = reference.kind !== current.kind || (before !== now && isMoreThanChance(reference, current, levels));
    return { method: 'kind', score: drifted ? 1 : 0, threshold: 1, p_value: null, drifted, psi: null, missing_share };
  }
  return {
    ...told(reference, current, before <= RULES.small, levels),
    psi: stabilityOf(reference, current),
    missing_share,
  };
}

/** Whether one side is emptier than chance would have it. */
function isMoreThanChance(reference: ColumnSummary, current: ColumnSummary, { chance, reference: taken }: DriftLevels) {
  if (taken === 'known') return true;
  const side = (column: ColumnSummary) => ({
    successes: presentOf(column),
    trials: presentOf(column) + column.missing,
  });
  const [before, now] = [side(reference), side(current)];
  return before.trials === 0 || now.trials === 0 || proportionTest(before, now).pValue < chance;
}

type Told = Pick<ColumnDrift, 'method' | 'score' | 'threshold' | 'p_value' | 'drifted'>;

function told(
  reference: ColumnSummary,
  current: ColumnSummary,
  small: boolean,
  { test, chance, reference: taken }: DriftLevels,
): Told {
  if (reference.kind === 'numeric' && current.kind === 'numeric' && distinctOf(reference) > RULES.fewValues) {
    const [a, b] = [reference.distribution!, current.distribution!];
    if (small) return byTest('ks', kolmogorovSmirnov(a, b).pValue, test);
    const { deviation } = momentsOf(a);
    const distance = wassersteinDistance(a, b) / Math.max(deviation, LEAST_DEVIATION);
    return byDistance('wasserstein', distance, () => kolmogorovSmirnov(a, b).pValue, chance);
  }
  const counts = alignedCounts(reference, current);
  if (!small)
    return byDistance(
      'jensen_shannon',
      jensenShannonDistance(...counts),
      () => homogeneityTest(...counts).pValue,
      chance,
    );
  // Of one value in both nothing can have moved.
  if (counts[0].length < 2) return byTest('chi_square', 1, test);
  if (distinctOf(reference) <= 2 && counts[0].length === 2) return byTest('z', proportionsOf(...counts), test);
  const independent = taken === 'known' ? chiSquareTest : homogeneityTest;
  return byTest('chi_square', independent(...counts).pValue, test);
}

const byTest = (method: DriftMethod, pValue: number, level: number): Told => ({
  ...{ method, score: pValue, threshold: level, p_value: pValue },
  drifted: pValue < level,
});

function byDistance(method: DriftMethod, distance: number, test: () => number, level: number): Told {
  const isFar = distance >= RULES.distance;
  const p_value = isFar ? test() : null;
  const drifted = p_value !== null && p_value < level;
  return { method, score: distance, threshold: RULES.distance, p_value, drifted };
}

function proportionsOf(reference: readonly number[], current: readonly number[]): number {
  const side = ([successes = 0, failures = 0]: readonly number[]) => ({ successes, trials: successes + failures });
  return proportionTest(side(reference), side(current)).pValue;
}

/** Counts of both over the values that either has, in one order. */
function alignedCounts(reference: ColumnSummary, current: ColumnSummary): [number[], number[]] {
  const [before, now] = [countsOf(reference), countsOf(current)];
  const values = [...new Set([...before.keys(), ...now.keys()])];
  return [values.map((value) => before.get(value) ?? 0), values.map((value) => now.get(value) ?? 0)];
}

function countsOf(column: ColumnSummary): ReadonlyMap<string | number, number> {
  if (column.kind === 'categorical') return column.counts;
  const { values, counts } = column.distribution!;
  return new Map([...values].map((value, i) => [value, counts[i]!]));
}

function stabilityOf(reference: ColumnSummary, current: ColumnSummary): number {
  if (reference.kind === 'numeric' && current.kind === 'numeric' && distinctOf(reference) > RULES.fewValues) {
    const edges = decilesOf(reference.distribution!);
    return populationStability(
      binnedCounts(reference.distribution!, edges),
      binnedCounts(current.distribution!, edges),
    );
  }
  return populationStability(...alignedCounts(reference, current));
}

function decilesOf(distribution: EmpiricalDistribution): number[] {
  const tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => quantileOfDistribution(distribution, tenth / 10));
  return [...new Set(tenths)];
}

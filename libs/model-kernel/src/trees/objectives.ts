import { portableExp, portableLog } from '../numerics/index.js';
import type { TreeObjective } from './ensemble.js';
import type { ValidationMetric } from './options.js';
import { probabilityOfMargin } from './probability-of-margin.js';
import type { Workspace } from './workspace.js';

/** A loss that trees can be grown against. Its gradients are kernels of their own: they exist in both engines. */
export interface Objective {
  /** What labels must be, to follow “must be”. */
  readonly labelRule: string;
  takesLabel(y: number): boolean;
  /** The margin of a mean label, which is the constant of least loss. */
  marginOfMean(mean: number): number;
  /** What a margin predicts, in the unit of the labels. */
  predictionOf(margin: number): number;
  /** What early stopping may watch, its default first. */
  readonly metrics: readonly ValidationMetric[];
  /** Writes g and h of every row at its present score. */
  writeGradients(space: Workspace, variancePower: number): void;
}

/** Every objective by name: one row each, and one gradient kernel. */
export const OBJECTIVES: Readonly<Record<TreeObjective, Objective>> = {
  binary: {
    labelRule: '0 or 1',
    takesLabel: (y) => y === 0 || y === 1,
    marginOfMean: (share) => portableLog(share / (1 - share)),
    predictionOf: probabilityOfMargin,
    metrics: ['logloss', 'auc'],
    writeGradients: ({ kernels, at, n }) =>
      kernels.logisticGradients(at.scores, at.labels, at.weights, n, at.gradients),
  },
  squared: {
    labelRule: 'finite',
    takesLabel: Number.isFinite,
    marginOfMean: (mean) => mean,
    predictionOf: (margin) => margin,
    metrics: ['rmse'],
    writeGradients: ({ kernels, at, n }) => kernels.squaredGradients(at.scores, at.labels, at.weights, n, at.gradients),
  },
  tweedie: {
    labelRule: 'finite and not negative',
    takesLabel: (y) => y >= 0 && y < Infinity,
    marginOfMean: portableLog,
    predictionOf: portableExp,
    metrics: ['deviance'],
    writeGradients: ({ kernels, at, n }, variancePower) =>
      kernels.tweedieGradients(at.scores, at.labels, at.weights, n, variancePower, at.gradients),
  },
};

export function isTreeObjective(value: unknown): value is TreeObjective {
  return typeof value === 'string' && Object.hasOwn(OBJECTIVES, value);
}

/**
 * Tweedie loss of a margin s = ln μ, the negative log-likelihood less what does not depend on s:
 * −y e^{(1−p) s} / (1−p) + e^{(2−p) s} / (2−p). Its gradient is −y e^{(1−p) s} + e^{(2−p) s}.
 *
 * @param variancePower p in (1, 2): Var y ∝ μ^p. Near 1 is Poisson, near 2 gamma; between them zeros have a probability of
 *   their own and the rest is continuous.
 * @see Jørgensen (1987), Exponential dispersion models, JRSS B 49(2); Zhou, Qian & Yang (2022), Tweedie gradient boosting for
 *   extremely unbalanced zero-inflated data, Communications in Statistics 51(12).
 */
export function tweedieLoss(margin: number, label: number, variancePower: number): number {
  const [one, two] = [1 - variancePower, 2 - variancePower];
  return (-label * portableExp(one * margin)) / one + portableExp(two * margin) / two;
}

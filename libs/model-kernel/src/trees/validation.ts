import { portableExp, portableLog } from '../numerics/index.js';
import type { TreeDataset } from './dataset.js';
import { leafOf, type TreeEnsemble } from './ensemble.js';
import { tweedieLoss } from './objectives.js';
import type { EarlyStopping, ValidationMetric } from './options.js';

/** −ln p of the observed label, p the logistic of the margin; stable for margins of any size. */
function logLoss(margin: number, label: number): number {
  const z = label === 1 ? -margin : margin;
  return z > 0 ? z + portableLog(1 + portableExp(-z)) : portableLog(1 + portableExp(z));
}

/** The loss of a row by metric; rmse is the root of its mean. */
const LOSSES: Readonly<Record<Exclude<ValidationMetric, 'auc'>, typeof tweedieLoss>> = {
  logloss: logLoss,
  rmse: (margin, label) => (margin - label) ** 2,
  deviance: tweedieLoss,
};

/** Weighted area under the ROC curve; ties count half. */
function weightedAuc(margins: Float64Array, labels: ArrayLike<number>, weights: Float64Array): number {
  const order = Uint32Array.from(margins, (_, i) => i).sort((a, b) => margins[a]! - margins[b]!);
  let below = 0;
  let area = 0;
  let positives = 0;
  for (let i = 0; i < order.length;) {
    const margin = margins[order[i]!]!;
    let tiedPositive = 0;
    let tiedNegative = 0;
    for (; i < order.length && margins[order[i]!] === margin; i++) {
      const row = order[i]!;
      if (labels[row] === 1) tiedPositive += weights[row]!;
      else tiedNegative += weights[row]!;
    }
    area += tiedPositive * (below + tiedNegative / 2);
    below += tiedNegative;
    positives += tiedPositive;
  }
  return area / (positives * below);
}

/** Follows a growing ensemble on validation rows and says when to stop. */
export class ValidationTracker {
  /** Number of trees at the best value so far. */
  bestTrees = 0;
  private bestValue = NaN;
  private readonly margins: Float64Array;
  private readonly weights: Float64Array;
  private readonly data: TreeDataset;
  private readonly metric: ValidationMetric;
  private readonly rounds: number;

  constructor(
    { validation, metric, rounds }: Required<EarlyStopping>,
    baseScore: number,
    private readonly variancePower: number,
  ) {
    this.data = validation;
    this.metric = metric;
    this.rounds = rounds;
    this.margins = new Float64Array(validation.rows).fill(baseScore);
    this.weights = Float64Array.from({ length: validation.rows }, (_, i) => validation.weights?.[i] ?? 1);
  }

  /**
   * Adds a tree.
   *
   * @param tree a one-tree ensemble, the `trees`-th of the fit counting from 1.
   * @returns the metric after it, and whether the best value is too long ago.
   */
  add(tree: TreeEnsemble, trees: number): { readonly value: number; readonly stop: boolean } {
    const { rows, features, matrix } = this.data;
    for (let i = 0; i < rows; i++) this.margins[i]! += tree.value[leafOf(tree, 0, matrix, i * features)]!;
    const value = this.evaluate();
    const better = this.metric === 'auc' ? value > this.bestValue : value < this.bestValue;
    if (Number.isNaN(this.bestValue) || better) {
      this.bestValue = value;
      this.bestTrees = trees;
    }
    return { value, stop: trees - this.bestTrees >= this.rounds };
  }

  private evaluate(): number {
    const { labels, rows } = this.data;
    const lossOf = LOSSES[this.metric === 'auc' ? 'logloss' : this.metric];
    if (this.metric === 'auc') return weightedAuc(this.margins, labels, this.weights);
    let total = 0;
    let loss = 0;
    for (let i = 0; i < rows; i++) {
      const w = this.weights[i]!;
      total += w;
      loss += w * lossOf(this.margins[i]!, labels[i]!, this.variancePower);
    }
    return this.metric === 'rmse' ? Math.sqrt(loss / total) : loss / total;
  }
}

import { DomainError } from '@bellwether/errors';
import { aggregate, checkNodes, type Hierarchy } from './hierarchy.js';
import type { HierarchyTree } from './tree.js';

/**
 * Top-down by average historical proportions: p_j = mean_t (y_{j,t}/y_t) of the bottom series; the total's forecast is shared out by
 * them. They add up to 1.
 *
 * @param history bottom values by time, shape (T, m); each time's total above 0.
 * @throws INVALID_ARGUMENT without a time, or for one whose total is not above 0.
 * @see Gross & Sohl (1990), Disaggregation methods to expedite product line forecasting, Journal of Forecasting 9(3).
 */
export function averageProportions(history: readonly ArrayLike<number>[]): number[] {
  if (history.length === 0) throw new DomainError('INVALID_ARGUMENT', 'history must hold at least one time, got none');
  const proportions = new Array<number>(history[0]!.length).fill(0);
  history.forEach((values, t) => {
    let total = 0;
    for (let j = 0; j < proportions.length; j++) total += values[j] ?? NaN;
    if (!(total > 0))
      throw new DomainError('INVALID_ARGUMENT', `the total of history[${t}] must be above 0, got ${total}`);
    for (let j = 0; j < proportions.length; j++) proportions[j]! += values[j]! / total / history.length;
  });
  return proportions;
}

/** Every node from the forecast of the total and the proportions of {@link averageProportions}, shape (n,). */
export function topDown(hierarchy: Hierarchy, total: number, proportions: readonly number[]): Float64Array {
  return aggregate(
    hierarchy,
    proportions.map((proportion) => proportion * total),
  );
}

/**
 * Top-down by forecast proportions: from the total down, a node's forecast is shared among its children as their own base forecasts
 * are to each other; equally where those add up to 0.
 *
 * @param base forecasts of all nodes, shape (n,), ≥ 0 below the total.
 * @returns every node, shape (n,).
 * @throws INVALID_ARGUMENT for a forecast that is not finite, or negative below the total.
 * @see Athanasopoulos, Ahmed & Hyndman (2009), Hierarchical forecasts for Australian domestic tourism, International Journal of
 *   Forecasting 25(1).
 */
export function topDownForecastProportions(
  hierarchy: Hierarchy,
  { root, children }: HierarchyTree,
  base: ArrayLike<number>,
): Float64Array {
  checkNodes(hierarchy, base, 'base');
  const aggregates = hierarchy.names.length - hierarchy.bottom;
  const bottom = new Float64Array(hierarchy.bottom);
  const share = (node: number, amount: number): void => {
    if (node >= aggregates) bottom[node - aggregates] = amount;
    const siblings = children[node]!;
    let sum = 0;
    for (const child of siblings) {
      if (base[child]! < 0) {
        throw new DomainError(
          'INVALID_ARGUMENT',
          `base of ${hierarchy.names[child]} must be ≥ 0 to be a share, got ${base[child]}`,
        );
      }
      sum += base[child]!;
    }
    for (const child of siblings) share(child, sum > 0 ? (amount * base[child]!) / sum : amount / siblings.length);
  };
  share(root, base[root]!);
  return aggregate(hierarchy, bottom);
}

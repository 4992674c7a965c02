import { DomainError } from '@bellwether/errors';
import { aggregate, type Hierarchy } from './hierarchy.js';
import type { HierarchyTree } from './tree.js';

/**
 * Whole numbers that add up, from coherent forecasts that do: the total is rounded to the nearest, and each node's whole number is shared
 * among its children by the largest remainders. Every node ends within one of its forecast, at its floor or its ceiling, because a
 * whole number between the floor and the ceiling of a sum lies between the sums of the parts' floors and ceilings.
 *
 * @param coherent forecasts of all nodes, shape (n,), as `reconcile` gives them.
 * @returns shape (n,), whole.
 * @throws INVALID_ARGUMENT when a node is not the sum of its children to 1e-6 of its size.
 * @see Balinski & Young (2001), Fair Representation, 2nd ed., on Hamilton's method.
 */
export function roundCoherently(
  hierarchy: Hierarchy,
  { root, children }: HierarchyTree,
  coherent: ArrayLike<number>,
): Float64Array {
  const aggregates = hierarchy.names.length - hierarchy.bottom;
  const bottom = new Float64Array(hierarchy.bottom);
  const share = (node: number, whole: number): void => {
    if (node >= aggregates) {
      bottom[node - aggregates] = whole;
      return;
    }
    const parts = children[node]!.map((child) => ({
      child,
      floor: settledFloor(coherent[child]!),
      value: coherent[child]!,
    }));
    const sum = parts.reduce((total, { value }) => total + value, 0);
    if (!(Math.abs(sum - coherent[node]!) <= 1e-6 * (1 + Math.abs(sum)))) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `${hierarchy.names[node]} must be the sum of its parts ${sum}, got ${coherent[node]}`,
      );
    }
    let left = whole - parts.reduce((total, { floor }) => total + floor, 0);
    const byRemainder = parts.toSorted((a, b) => b.value - b.floor - (a.value - a.floor) || a.child - b.child);
    for (const { child, floor } of byRemainder) {
      const more = left > 0 ? 1 : 0;
      left -= more;
      share(child, floor + more);
    }
  };
  share(root, Math.round(coherent[root]!));
  return aggregate(hierarchy, bottom);
}

/** The floor of a number that was whole before additions moved it by an ulp. */
function settledFloor(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= 1e-9 * (1 + Math.abs(value)) ? nearest : Math.floor(value);
}

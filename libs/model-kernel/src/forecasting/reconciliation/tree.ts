import { DomainError } from '@bellwether/errors';
import type { Hierarchy } from './hierarchy.js';

/** Children of each node, for hierarchies that nest: numbers of nodes, shape (n,) of lists; bottom series have none. */
export interface HierarchyTree {
  readonly root: number;
  readonly children: readonly (readonly number[])[];
}

/**
 * The tree of a hierarchy whose nodes nest: a node's parent is the smallest node that holds all of it and comes before it.
 *
 * @throws INVALID_ARGUMENT when nodes cross, as levels by region and by purpose do, or none holds all.
 */
export function treeOf({ members, names, bottom }: Hierarchy): HierarchyTree {
  const order = members.map((_, i) => i).sort((a, b) => members[b]!.length - members[a]!.length || a - b);
  const root = order[0]!;
  if (members[root]!.length !== bottom) {
    throw new DomainError('INVALID_ARGUMENT', 'a hierarchy must have a total to be a tree');
  }
  const children = members.map((): number[] => []);
  // The smallest node placed so far around each bottom series.
  const innermost = new Int32Array(bottom).fill(root);
  for (const node of order.slice(1)) {
    const parent = innermost[members[node]![0]!]!;
    if (members[node]!.some((j) => innermost[j] !== parent)) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `the hierarchy must nest to be a tree, ${names[node]} lies across others`,
      );
    }
    children[parent]!.push(node);
    for (const j of members[node]!) innermost[j] = node;
  }
  return { root, children };
}

import { DomainError } from '@bellwether/errors';

/**
 * Series that add up: the summing matrix S by its rows, each the bottom series that a node sums. Aggregates come first, the bottom
 * series last, in their own order. Plain data.
 */
export interface Hierarchy {
  /** n names, for instance `state=Victoria,purpose=Business`; the whole is `total`. */
  readonly names: readonly string[];
  /** m: how many series are at the bottom. */
  readonly bottom: number;
  /** For each of the n nodes the bottom series in it, numbers in 0 … m − 1, ascending. */
  readonly members: readonly (readonly number[])[];
  /** Which level of those asked for each node is of; the bottom series are one level more. */
  readonly level: readonly number[];
}

/**
 * The hierarchy of bottom series that carry labels, with a node for each combination of labels that a level names: the level `[]` is
 * the total, `['state', 'purpose']` a node for every state and purpose that occur together. Levels may nest or cross.
 *
 * @param series labels of each bottom series. @param levels label names of each aggregate level, the bottom left out.
 * @throws INVALID_ARGUMENT without a series, for a label that a series does not have, or when two bottom series have the same labels.
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §11.1–11.2.
 */
export function hierarchyOf(
  series: readonly Readonly<Record<string, string>>[],
  levels: readonly (readonly string[])[],
): Hierarchy {
  if (series.length === 0) throw new DomainError('INVALID_ARGUMENT', 'series must hold at least one, got none');
  const names: string[] = [];
  const members: number[][] = [];
  const level: number[] = [];
  levels.forEach((labels, at) => {
    const nodes = new Map<string, number[]>();
    series.forEach((own, j) => {
      const name = nameOf(own, labels, j);
      nodes.set(name, [...(nodes.get(name) ?? []), j]);
    });
    for (const [name, of] of nodes) {
      names.push(name);
      members.push(of);
      level.push(at);
    }
  });
  const bottomNames = series.map((own, j) => nameOf(own, Object.keys(own), j));
  const twice = bottomNames.find((name, j) => bottomNames.indexOf(name) !== j);
  if (twice !== undefined) throw new DomainError('INVALID_ARGUMENT', `two bottom series are both ${twice}`);
  return {
    names: [...names, ...bottomNames],
    bottom: series.length,
    members: [...members, ...series.map((_, j) => [j])],
    level: [...level, ...series.map(() => levels.length)],
  };
}

function nameOf(own: Readonly<Record<string, string>>, labels: readonly string[], j: number): string {
  const parts = labels.map((label) => {
    const value = own[label];
    if (value === undefined) throw new DomainError('INVALID_ARGUMENT', `series[${j}] must have the label ${label}`);
    return `${label}=${value}`;
  });
  return parts.length === 0 ? 'total' : parts.join(',');
}

/**
 * S b: every node from the bottom series. All coherent answers come through here, so that a node is its parts to the last bit.
 *
 * @param bottom shape (m,). @returns shape (n,).
 * @throws INVALID_ARGUMENT when there are not m of them.
 */
export function aggregate({ members, bottom: m }: Hierarchy, bottom: ArrayLike<number>): Float64Array {
  if (bottom.length !== m) {
    throw new DomainError('INVALID_ARGUMENT', `bottom must hold the ${m} bottom series, got ${bottom.length}`);
  }
  return Float64Array.from(members, (of) => {
    let sum = 0;
    for (const j of of) sum += bottom[j]!;
    return sum;
  });
}

/** @throws INVALID_ARGUMENT unless there is a finite value for each node. */
export function checkNodes({ names }: Hierarchy, values: ArrayLike<number>, what: string): void {
  if (values.length !== names.length) {
    throw new DomainError('INVALID_ARGUMENT', `${what} must hold the ${names.length} nodes, got ${values.length}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw new DomainError('INVALID_ARGUMENT', `${what}[${i}] (${names[i]}) must be finite, got ${values[i]}`);
    }
  }
}

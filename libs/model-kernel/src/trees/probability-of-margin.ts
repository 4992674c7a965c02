import { portableExp } from '../numerics/index.js';

/** Probability of a positive label at a margin: 1 / (1 + e^−margin), the same on every machine. */
export function probabilityOfMargin(margin: number): number {
  if (margin >= 0) return 1 / (1 + portableExp(-margin));
  const e = portableExp(margin);
  return e / (1 + e);
}

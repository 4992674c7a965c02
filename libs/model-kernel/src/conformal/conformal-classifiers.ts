import { adaptiveSets, type AdaptiveSetsConformal } from './adaptive-sets.js';
import type { ConformalClassifier } from './conformal-classifier.js';
import { leastAmbiguous, type LeastAmbiguousConformal } from './least-ambiguous.js';
import { mondrian, type MondrianConformal } from './mondrian.js';

interface ParamsByKind {
  'least-ambiguous': LeastAmbiguousConformal;
  'adaptive-sets': AdaptiveSetsConformal;
  mondrian: MondrianConformal;
}

export type ConformalClassifierKind = keyof ParamsByKind;

/** Every conformal classifier by name; the conformance suite walks this table. */
export const conformalClassifiers: {
  readonly [K in ConformalClassifierKind]: ConformalClassifier<ParamsByKind[K]>;
} = {
  'least-ambiguous': leastAmbiguous,
  'adaptive-sets': adaptiveSets,
  mondrian,
};

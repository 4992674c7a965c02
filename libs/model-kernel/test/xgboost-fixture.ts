import { readFileSync } from 'node:fs';
import type { TreeEnsemble } from '../src/trees/index.js';

/** What tools/fixtures/xgboost_trees.py writes; null is NaN. */
interface XgboostFixture {
  readonly fits: readonly {
    readonly objective: 'binary' | 'squared';
    readonly rounds: number;
    readonly features: number;
    readonly matrix: readonly (number | null)[];
    readonly labels: readonly number[];
    readonly weights: readonly number[];
    readonly margins: readonly number[];
  }[];
  readonly explanation: Record<
    'treeStarts' | 'kind' | 'feature' | 'threshold' | 'missingLeft' | 'left' | 'value' | 'cover' | 'margins',
    readonly number[]
  > & {
    readonly features: number;
    readonly matrix: readonly (number | null)[];
    /** Row-major (rows, features + 1): attributions, then the base. */
    readonly contributions: readonly number[];
  };
}

export const xgboostFixture = JSON.parse(
  readFileSync(new URL('fixtures/xgboost-trees.json', import.meta.url), 'utf8'),
) as XgboostFixture;

/** Row-major matrix with NaN for null. */
export function matrixOf(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? NaN);
}

/** The XGBoost model behind the attributions, as an ensemble. */
export function xgboostEnsemble(): TreeEnsemble {
  const e = xgboostFixture.explanation;
  const nodes = e.kind.length;
  return {
    ...{ objective: 'binary', featureCount: e.features, baseScore: 0 },
    treeStarts: Int32Array.from(e.treeStarts),
    kind: Uint8Array.from(e.kind),
    feature: Int32Array.from(e.feature),
    threshold: Float32Array.from(e.threshold),
    missingLeft: Uint8Array.from(e.missingLeft),
    left: Int32Array.from(e.left),
    value: Float32Array.from(e.value),
    gain: new Float64Array(nodes),
    cover: Float64Array.from(e.cover),
    count: new Uint32Array(nodes),
    categoryStarts: new Int32Array(nodes + 1),
    categories: new Int32Array(0),
  };
}

import type { TreeEnsemble } from './ensemble.js';

/** An ensemble in arrays of numbers: it survives JSON to the bit. Fields are those of {@link TreeEnsemble}. */
export type PlainTrees = {
  readonly [Field in keyof TreeEnsemble]: TreeEnsemble[Field] extends ArrayBufferView
    ? readonly number[]
    : TreeEnsemble[Field];
};

export function toPlainTrees(ensemble: TreeEnsemble): PlainTrees {
  const { objective, featureCount, featureNames, baseScore, ...arrays } = ensemble;
  return {
    ...{ objective, featureCount, baseScore },
    ...(featureNames && { featureNames }),
    treeStarts: [...arrays.treeStarts],
    kind: [...arrays.kind],
    feature: [...arrays.feature],
    threshold: [...arrays.threshold],
    missingLeft: [...arrays.missingLeft],
    left: [...arrays.left],
    value: [...arrays.value],
    gain: [...arrays.gain],
    cover: [...arrays.cover],
    count: [...arrays.count],
    categoryStarts: [...arrays.categoryStarts],
    categories: [...arrays.categories],
  };
}

export function fromPlainTrees(plain: PlainTrees): TreeEnsemble {
  return {
    ...plain,
    treeStarts: Int32Array.from(plain.treeStarts),
    kind: Uint8Array.from(plain.kind),
    feature: Int32Array.from(plain.feature),
    threshold: Float32Array.from(plain.threshold),
    missingLeft: Uint8Array.from(plain.missingLeft),
    left: Int32Array.from(plain.left),
    value: Float32Array.from(plain.value),
    gain: Float64Array.from(plain.gain),
    cover: Float64Array.from(plain.cover),
    count: Uint32Array.from(plain.count),
    categoryStarts: Int32Array.from(plain.categoryStarts),
    categories: Int32Array.from(plain.categories),
  };
}

/** The most frequent categories of a feature, one bin each; the rest share one bin that no split sends left. */
export interface CategoryBins {
  /** Code of each bin, most frequent first. */
  readonly codes: Int32Array;
  /** Bin by code. */
  readonly binOf: ReadonlyMap<number, number>;
  /** Whether rarer categories exist: they take the bin codes.length. */
  readonly hasRest: boolean;
}

/** With a bin for the rest and one for missing values, 256 in all. */
const MAX_CATEGORIES = 254;

/**
 * @param column integer codes; NaN is skipped.
 */
export function findCategories(column: Float32Array): CategoryBins {
  const counts = new Map<number, number>();
  for (const code of column) if (!Number.isNaN(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  const ordered = [...counts].sort(([codeA, a], [codeB, b]) => b - a || codeA - codeB);
  const codes = Int32Array.from(ordered.slice(0, MAX_CATEGORIES), ([code]) => code);
  return {
    codes,
    binOf: new Map(Array.from(codes, (code, bin) => [code, bin])),
    hasRest: ordered.length > MAX_CATEGORIES,
  };
}

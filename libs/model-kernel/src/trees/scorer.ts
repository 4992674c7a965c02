import { DomainError } from '@bellwether/errors';
import { compileWasm, createWasmMemory, hasWasmSimd, instantiateWasm } from '../numerics/web-assembly.js';
import { findMalformedNode, type TreeEnsemble } from './ensemble.js';
import { flattenTrees, type FlatTrees } from './flat-trees.js';
import { predictMargin, predictMargins } from './predict.js';
import { RowEncoder } from './row-encoder.js';
import { SCORING_WASM } from './scoring.wasm.js';

/** A compiled ensemble. Its margins equal predictMargin's bit for bit, in batches and one by one. */
export interface TreeScorer {
  /** Number of values of a row. */
  readonly featureCount: number;
  /**
   * @param row shape (F,).
   * @throws INVALID_ARGUMENT when the row does not hold F values.
   */
  margin(row: Float64Array | Float32Array): number;
  /**
   * @param matrix row-major n × F.
   * @param n number of rows.
   * @param out receives the margins, shape (n,) or longer; a fresh array by default.
   * @returns `out`.
   * @throws INVALID_ARGUMENT when the matrix does not hold n × F values or `out` is too short.
   */
  margins(matrix: Float64Array | Float32Array, n: number, out?: Float64Array): Float64Array;
}

interface ScoringExports {
  scoreRow(
    withSets: boolean,
    base: number,
    walks: number,
    end: number,
    slots: number,
    trees: number,
    row: number,
  ): number;
  scoreRows(
    withSets: boolean,
    base: number,
    trees: number,
    end: number,
    rows: number,
    stride: number,
    n: number,
    out: number,
  ): void;
}

/** Rows scored at a time: with 30 features they stay in the second-level cache. */
const BLOCK_ROWS = 256;

let scoringModule: object | undefined;

function checkRow(row: ArrayLike<number>, featureCount: number): void {
  if (row.length !== featureCount) {
    throw new DomainError('INVALID_ARGUMENT', `row must hold ${featureCount} values, got ${row.length}`);
  }
}

function checkMatrix(matrix: ArrayLike<number>, n: number, featureCount: number, out: Float64Array): void {
  if (matrix.length !== n * featureCount) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `matrix must hold n × features = ${n * featureCount} values, got ${matrix.length}`,
    );
  }
  if (out.length < n) throw new DomainError('INVALID_ARGUMENT', `out must hold ${n} values, got ${out.length}`);
}

class WasmScorer implements TreeScorer {
  private readonly exports: ScoringExports;
  private readonly flat: FlatTrees;
  private readonly encoder: RowEncoder;
  private readonly results: Float64Array;

  constructor(
    readonly featureCount: number,
    private readonly base: number,
    ensemble: TreeEnsemble,
  ) {
    this.flat = flattenTrees(ensemble, BLOCK_ROWS);
    const memory = createWasmMemory(this.flat.bytes);
    this.flat.write(memory.buffer);
    scoringModule ??= compileWasm(SCORING_WASM);
    this.exports = instantiateWasm<ScoringExports>(scoringModule, memory);
    this.encoder = new RowEncoder(memory.buffer, this.flat.rowLayout);
    this.results = new Float64Array(memory.buffer, this.flat.results, BLOCK_ROWS);
  }

  margin(row: Float64Array | Float32Array): number {
    checkRow(row, this.featureCount);
    this.encoder.write(row, 0, 0);
    return this.scoreEncoded(0);
  }

  /** Margin of the row in the given place of the block. */
  private scoreEncoded(place: number): number {
    const { flat } = this;
    return this.exports.scoreRow(
      ...([flat.withSets, this.base, flat.walks, flat.walksEnd, flat.slots, flat.trees] as const),
      flat.rowLayout.start + place * flat.rowLayout.stride,
    );
  }

  margins(matrix: Float64Array | Float32Array, n: number, out = new Float64Array(n)): Float64Array {
    const { flat, featureCount } = this;
    checkMatrix(matrix, n, featureCount, out);
    for (let from = 0; from < n; from += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, n - from);
      for (let i = 0; i < rows; i++) this.encoder.write(matrix, (from + i) * featureCount, i);
      const eights = rows & ~7;
      this.exports.scoreRows(
        ...([
          flat.withSets,
          this.base,
          flat.roots,
          flat.rootsEnd,
          flat.rowLayout.start,
          flat.rowLayout.stride,
        ] as const),
        ...([eights, flat.results] as const),
      );
      for (let i = 0; i < eights; i++) out[from + i] = this.results[i]!;
      for (let i = eights; i < rows; i++) out[from + i] = this.scoreEncoded(i);
    }
    return out;
  }
}

/** Where there is no WebAssembly SIMD: the reference itself. */
class ReferenceScorer implements TreeScorer {
  readonly featureCount: number;

  constructor(private readonly ensemble: TreeEnsemble) {
    this.featureCount = ensemble.featureCount;
  }

  margin(row: Float64Array | Float32Array): number {
    checkRow(row, this.featureCount);
    return predictMargin(this.ensemble, row);
  }

  margins(matrix: Float64Array | Float32Array, n: number, out = new Float64Array(n)): Float64Array {
    checkMatrix(matrix, n, this.featureCount, out);
    out.set(predictMargins(this.ensemble, matrix, n));
    return out;
  }
}

/**
 * Compiles an ensemble for serving: flattened nodes in a memory of their own, evaluated without branches.
 *
 * @returns a scorer that allocates nothing per row.
 * @throws INVALID_ARGUMENT when a node of the ensemble points outside its tree.
 */
export function compileTrees(ensemble: TreeEnsemble): TreeScorer {
  const astray = findMalformedNode(ensemble);
  if (astray >= 0) {
    throw new DomainError('INVALID_ARGUMENT', `ensemble must hold well-formed trees, node ${astray} leads astray`);
  }
  return hasWasmSimd
    ? new WasmScorer(ensemble.featureCount, ensemble.baseScore, ensemble)
    : new ReferenceScorer(ensemble);
}

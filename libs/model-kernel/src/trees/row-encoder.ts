import type { CategoryIndex, RowLayout } from './flat-trees.js';

/** Codes up to this find their index in an array instead of a map. */
const DENSE_CODES = 65_536;

/** Finds the table index of a category without allocating. */
class CategoryLookup {
  private readonly dense: Uint16Array;

  constructor(readonly index: CategoryIndex) {
    const codes = [...index.indexOf.keys()];
    const largest = codes.length === 0 ? -1 : codes[codes.length - 1]!;
    this.dense = new Uint16Array(Math.min(DENSE_CODES, largest + 1)).fill(index.unseen);
    for (const [code, at] of index.indexOf) if (code < this.dense.length) this.dense[code] = at;
  }

  find(value: number): number {
    if (Number.isNaN(value)) return this.index.missing;
    const x = Math.fround(value);
    // A fraction or a negative number reads undefined from a typed array, or is no key of the map.
    return this.dense[x] ?? this.index.indexOf.get(x) ?? this.index.unseen;
  }
}

/** Writes rows into memory in the form that assembly/scoring.ts reads. */
export class RowEncoder {
  private readonly f32: Float32Array;
  private readonly u32: Uint32Array;
  private readonly lookups: readonly CategoryLookup[];

  constructor(
    buffer: ArrayBuffer,
    private readonly layout: RowLayout,
  ) {
    this.f32 = new Float32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.lookups = layout.categorical.map((index) => new CategoryLookup(index));
  }

  /**
   * @param values matrix; the row starts at `offset`.
   * @param place index of the row in the block.
   */
  write(values: ArrayLike<number>, offset: number, place: number): void {
    const { featureCount, start, stride } = this.layout;
    const { f32 } = this;
    const at = (start + place * stride) >> 2;
    for (let f = 0; f < featureCount; f++) {
      const value = values[offset + f]!;
      f32[at + f] = value;
      f32[at + featureCount + f] = Number.isNaN(value) ? Infinity : value;
    }
    for (let k = 0; k < this.lookups.length; k++) {
      const lookup = this.lookups[k]!;
      const { feature } = lookup.index;
      this.u32[at + 2 * featureCount + feature] = lookup.find(values[offset + feature]!);
    }
  }
}

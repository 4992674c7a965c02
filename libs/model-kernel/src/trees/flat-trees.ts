import { CATEGORIES, LEAF, treeCount, type TreeEnsemble } from './ensemble.js';

/** Where the rows of a block lie, and how categories become table indices. */
export interface RowLayout {
  readonly featureCount: number;
  /** Byte offset of the first row, and from one to the next. */
  readonly start: number;
  readonly stride: number;
  /** Features tested by sets. */
  readonly categorical: readonly CategoryIndex[];
}

/** Categories of one feature that some set holds, in the order of table indices; unseen and missing follow them. */
export interface CategoryIndex {
  readonly feature: number;
  readonly indexOf: ReadonlyMap<number, number>;
  readonly unseen: number;
  readonly missing: number;
}

/** An ensemble laid out for assembly/scoring.ts; all numbers but `trees` are byte offsets. */
export interface FlatTrees {
  readonly trees: number;
  readonly withSets: boolean;
  readonly nodes: number;
  readonly walks: number;
  readonly walksEnd: number;
  readonly slots: number;
  readonly roots: number;
  readonly rootsEnd: number;
  readonly results: number;
  readonly rowLayout: RowLayout;
  readonly bytes: number;
  /** Fills the memory. */
  write(buffer: ArrayBuffer): void;
}

/** Trees walked at once. */
const LANES = 8;

/** Most splits between a tree's root and a leaf. */
function depthOf(ensemble: TreeEnsemble, tree: number): number {
  const start = ensemble.treeStarts[tree]!;
  const end = ensemble.treeStarts[tree + 1]!;
  const depths = new Uint32Array(end - start);
  let deepest = 0;
  for (let node = start; node < end; node++) {
    if (ensemble.kind[node] === LEAF) continue;
    const left = ensemble.left[node]! - start;
    depths[left] = depths[left + 1] = depths[node - start]! + 1;
    deepest = Math.max(deepest, depths[left]!);
  }
  return deepest;
}

function categoriesOf(ensemble: TreeEnsemble, node: number): Int32Array {
  return ensemble.categories.subarray(ensemble.categoryStarts[node]!, ensemble.categoryStarts[node + 1]!);
}

function indexCategories(ensemble: TreeEnsemble): CategoryIndex[] {
  const seen = new Map<number, Set<number>>();
  ensemble.kind.forEach((kind, node) => {
    if (kind !== CATEGORIES) return;
    const feature = ensemble.feature[node]!;
    const codes = seen.get(feature) ?? new Set();
    for (const code of categoriesOf(ensemble, node)) codes.add(code);
    seen.set(feature, codes);
  });
  return [...seen].map(([feature, codes]) => {
    const ordered = [...codes].sort((a, b) => a - b);
    return {
      feature,
      indexOf: new Map(ordered.map((code, index) => [code, index])),
      unseen: ordered.length,
      missing: ordered.length + 1,
    };
  });
}

/** Tables of bytes by category index, 1 for right, each distinct one once; the first is all zeros. */
class CategoryTables {
  readonly offsets = new Map<number, number>();
  private readonly known = new Map<string, number>();
  private readonly tables: Uint8Array[] = [];
  private size = 0;

  constructor(ensemble: TreeEnsemble, indices: readonly CategoryIndex[]) {
    const byFeature = new Map(indices.map((index) => [index.feature, index]));
    this.add(new Uint8Array(Math.max(1, ...indices.map(({ missing }) => missing + 1))));
    ensemble.kind.forEach((kind, node) => {
      if (kind !== CATEGORIES) return;
      const { indexOf, missing } = byFeature.get(ensemble.feature[node]!)!;
      const table = new Uint8Array(missing + 1).fill(1);
      for (const code of categoriesOf(ensemble, node)) table[indexOf.get(code)!] = 0;
      table[missing] = 1 - ensemble.missingLeft[node]!;
      this.offsets.set(node, this.add(table));
    });
  }

  private add(table: Uint8Array): number {
    const key = table.join('');
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const offset = this.size;
    this.known.set(key, offset);
    this.tables.push(table);
    this.size += table.length;
    return offset;
  }

  get bytes(): number {
    return this.size;
  }

  write(buffer: ArrayBuffer, at: number): void {
    const target = new Uint8Array(buffer, at, this.size);
    let offset = 0;
    for (const table of this.tables) {
      target.set(table, offset);
      offset += table.length;
    }
  }
}

/**
 * Plans the layout of an ensemble in memory.
 *
 * @param blockRows room for so many rows.
 */
export function flattenTrees(ensemble: TreeEnsemble, blockRows: number): FlatTrees {
  const trees = treeCount(ensemble);
  const { featureCount } = ensemble;
  const nodes = ensemble.kind.length;
  const categorical = indexCategories(ensemble);
  const withSets = categorical.length > 0;
  const nodeBytes = withSets ? 32 : 16;
  const tables = new CategoryTables(ensemble, categorical);
  const walkCount = Math.ceil(trees / LANES) * LANES;

  let next = 64;
  const take = (bytes: number): number => {
    const at = next;
    next += Math.ceil(bytes / 64) * 64;
    return at;
  };
  // One leaf more than the ensemble has: it fills the last eight of the walks.
  const nodesAt = take((nodes + 1) * nodeBytes);
  const walks = take(walkCount * 12);
  const roots = take(trees * 8);
  const slots = take((trees + 1) * 4);
  const tablesAt = take(tables.bytes);
  const stride = featureCount * 4 * (withSets ? 3 : 2);
  const start = take(blockRows * stride);
  const results = take(blockRows * 8);

  const write = (buffer: ArrayBuffer): void => {
    const u32 = new Uint32Array(buffer);
    const f32 = new Float32Array(buffer);
    const addressOf = (node: number): number => nodesAt + node * nodeBytes;
    for (let node = 0; node <= nodes; node++) {
      const at = addressOf(node) >> 2;
      const kind = ensemble.kind[node] ?? LEAF;
      const feature = ensemble.feature[node] ?? 0;
      u32[at] = (ensemble.missingLeft[node] === 1 ? feature : featureCount + feature) * 4;
      f32[at + 1] = kind === LEAF || kind === CATEGORIES ? Infinity : ensemble.threshold[node]!;
      u32[at + 2] = addressOf(kind === LEAF ? node : ensemble.left[node]!);
      f32[at + 3] = ensemble.value[node] ?? 0;
      if (!withSets) continue;
      u32[at + 4] = tablesAt + (kind === CATEGORIES ? tables.offsets.get(node)! : 0);
      u32[at + 5] = (2 * featureCount + feature) * 4;
    }
    tables.write(buffer, tablesAt);

    const depths = Uint32Array.from({ length: trees }, (_, tree) => depthOf(ensemble, tree));
    for (let tree = 0; tree < trees; tree++) {
      u32[(roots >> 2) + 2 * tree] = addressOf(ensemble.treeStarts[tree]!);
      u32[(roots >> 2) + 2 * tree + 1] = depths[tree]!;
    }
    // Padding first: the last walk of each eight is then its deepest.
    const byDepth = Array.from(depths, (_, tree) => tree).sort((a, b) => depths[a]! - depths[b]! || a - b);
    const padding = walkCount - trees;
    for (let walk = 0; walk < walkCount; walk++) {
      const at = (walks >> 2) + 3 * walk;
      const tree = walk < padding ? undefined : byDepth[walk - padding]!;
      u32[at] = addressOf(tree === undefined ? nodes : ensemble.treeStarts[tree]!);
      u32[at + 1] = slots + 4 * (tree ?? trees);
      u32[at + 2] = tree === undefined ? 0 : depths[tree]!;
    }
  };

  return {
    ...{
      trees,
      withSets,
      nodes: nodesAt,
      walks,
      walksEnd: walks + walkCount * 12,
      slots,
      roots,
      rootsEnd: roots + trees * 8,
      results,
    },
    rowLayout: { featureCount, start, stride, categorical },
    bytes: next + 64,
    write,
  };
}

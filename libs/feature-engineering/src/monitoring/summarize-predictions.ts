import {
  empiricalDistribution,
  mergeSketches,
  sketchOf,
  type DistributionSketch,
} from '@bellwether/model-kernel/two-sample';
import type { TableReader } from '../analytics-tables.js';
import type { CategoricalSummary, ColumnSummary, DatasetSummary } from '../drift/column-summary.js';
import type { Query } from './predictions-sql.js';

interface NamedFeature {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
}

/** Entities of one shard: so many rows at most are in memory. */
const ENTITIES_A_SHARD = 50_000;
/** Values of a sketch: a shard of fewer rows than this is kept as it is. */
const SKETCH_VALUES = 1_000;

/**
 * How the features of predictions are spread. Read a shard at a time, by the hash of the entity; the sketches of the shards
 * are merged, and would be as well if other machines had made them.
 *
 * @param entities how many there are. @param shardEntities how many are in memory at a time.
 */
export async function summarizePredictions(
  store: TableReader,
  predictions: Query,
  features: readonly NamedFeature[],
  entities: number,
  shardEntities = ENTITIES_A_SHARD,
): Promise<DatasetSummary> {
  const shards = Math.max(1, Math.ceil(entities / shardEntities));
  let whole: DatasetSummary | undefined;
  for (let shard = 0; shard < shards; shard++) {
    const part = await summarizeShard(store, predictions, features, shard, shards);
    whole = whole === undefined ? part : mergedSummary(whole, part);
  }
  return whole!;
}

async function summarizeShard(
  store: TableReader,
  { sql, params }: Query,
  features: readonly NamedFeature[],
  shard: number,
  shards: number,
): Promise<DatasetSummary> {
  const from = `FROM (${sql}) WHERE cityHash64(entity_id) % {shards:UInt32} = {shard:UInt32}`;
  const bound = { ...params, shard, shards };
  const numeric = features.filter(({ kind }) => kind === 'numeric');
  const summary: Record<string, ColumnSummary> = {};
  if (numeric.length > 0) {
    const columns = numeric.map(({ name }) => `if(mapContains(numeric, ${text(name)}), numeric[${text(name)}], NULL)`);
    const matrix = await store.matrix(`SELECT ${columns.join(', ')} ${from}`, bound);
    numeric.forEach(({ name }, column) => (summary[name] = numericSummary(matrix, column, numeric.length)));
  }
  for (const { name } of features.filter(({ kind }) => kind === 'categorical')) {
    const counts = await store.rows<{ known: number; value: string; n: number }>(
      `SELECT mapContains(categorical, ${text(name)}) AS known, categorical[${text(name)}] AS value, count() AS n ${from}
       GROUP BY known, value ORDER BY value`,
      bound,
    );
    summary[name] = categoricalSummary(counts);
  }
  return summary;
}

function numericSummary(matrix: Float64Array, column: number, width: number): ColumnSummary {
  const rows = matrix.length / width;
  const known = Float64Array.from({ length: rows }, (_, row) => matrix[row * width + column]!).filter(Number.isFinite);
  const distribution = known.length === 0 ? null : sketchOf(empiricalDistribution(known), SKETCH_VALUES);
  return { kind: 'numeric', distribution, missing: rows - known.length };
}

function categoricalSummary(counted: readonly { known: number; value: string; n: number }[]): CategoricalSummary {
  const present = counted.filter(({ known }) => known === 1);
  const missing = counted.filter(({ known }) => known === 0).reduce((sum, { n }) => sum + n, 0);
  return { kind: 'categorical', counts: new Map(present.map(({ value, n }) => [value, n])), missing };
}

function mergedSummary(a: DatasetSummary, b: DatasetSummary): DatasetSummary {
  return Object.fromEntries(Object.keys(a).map((name) => [name, mergedColumn(a[name]!, b[name]!)]));
}

/** One column of two shards. */
export function mergedColumn(a: ColumnSummary, b: ColumnSummary): ColumnSummary {
  const missing = a.missing + b.missing;
  if (a.kind === 'categorical' && b.kind === 'categorical') {
    const counts = new Map(a.counts);
    for (const [value, n] of b.counts) counts.set(value, (counts.get(value) ?? 0) + n);
    return { kind: 'categorical', counts, missing };
  }
  const [left, right] = [a, b].map((side) => (side.kind === 'numeric' ? side.distribution : null)) as [
    DistributionSketch | null,
    DistributionSketch | null,
  ];
  const distribution = left && right ? mergeSketches(left, right, SKETCH_VALUES) : (left ?? right);
  return { kind: 'numeric', distribution, missing };
}

/** A literal of ClickHouse; names of features are the model's own, and may hold anything. */
const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

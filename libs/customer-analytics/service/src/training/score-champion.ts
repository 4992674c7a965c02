import { DomainError } from '@bellwether/errors';
import {
  BOOKING_FEATURES,
  labelsOf,
  type BookingFeatureName,
  type EncodedColumn,
  type RowSet,
  textOfSeconds,
  type TrainingTable,
} from '@bellwether/feature-engineering';
import { decodeTreeEnsemble } from '@bellwether/model-kernel/onnx';
import { openBundle, type Bundle, type ModelSource } from '@bellwether/platform/model-runtime';
import { evaluateRows } from './evaluate-rows.js';
import { predictRows } from './fit-booking-model.js';
import type { ModelConfig } from './model-config.js';

/** The model in production on the rows that the new one is measured on. */
export type ChampionScore =
  | { readonly kind: 'none' }
  | { readonly kind: 'scored'; readonly version: string; readonly metrics: Readonly<Record<string, number>> }
  | { readonly kind: 'incomparable'; readonly version: string; readonly reason: string };

/**
 * Scores the champion, if there is one, on test rows: from its own bundle, with its own columns and dictionaries. A champion
 * that trained on some of them is incomparable: it knows their outcomes.
 */
export async function scoreChampion(
  source: ModelSource,
  { name, profit }: Pick<ModelConfig, 'name' | 'profit'>,
  table: TrainingTable,
  rows: RowSet,
): Promise<ChampionScore> {
  const champion = await source.champion(name);
  if (champion === undefined) return { kind: 'none' };
  const { version } = champion;
  try {
    const bundle = openBundle(await source.download(champion), champion.manifestDigest);
    requireUnseen(bundle, table, rows);
    const probabilities = predictRows(table, modelOf(bundle, table), rows);
    return { kind: 'scored', version, metrics: evaluateRows(labelsOf(table, rows), probabilities, profit) };
  } catch (error) {
    // A bundle of another make is a reason to hold, not to fail; a registry that is away is a reason to try again.
    const isIncomparable =
      error instanceof DomainError && (error.code === 'FAILED_PRECONDITION' || error.code === 'INVALID_ARGUMENT');
    if (!isIncomparable) throw error;
    return { kind: 'incomparable', version, reason: error.message };
  }
}

/** @throws FAILED_PRECONDITION when the bundle was trained on the same source beyond the first of the rows' decisions. */
function requireUnseen({ manifest: { training } }: Bundle, table: TrainingTable, rows: RowSet): void {
  if (training.source !== table.source || rows.length === 0) return;
  const first = rows.reduce((earliest, row) => Math.min(earliest, table.decidedAt[row]!), Infinity);
  const from = textOfSeconds(first).slice(0, 10);
  if (training.range.end <= from) return;
  throw new DomainError(
    'FAILED_PRECONDITION',
    `it was trained on what was known by ${training.range.end}, and the test rows begin on ${from}`,
  );
}

function modelOf({ manifest, files }: Bundle, table: TrainingTable): Parameters<typeof predictRows>[1] {
  if (manifest.view !== table.view.name) {
    throw new DomainError('FAILED_PRECONDITION', `its view is ${manifest.view}, not ${table.view.name}`);
  }
  const onnx = files.get('model.onnx');
  if (onnx === undefined) throw new DomainError('FAILED_PRECONDITION', 'it has no model.onnx');
  const columns = manifest.features.map((feature): EncodedColumn => {
    if (!Object.hasOwn(BOOKING_FEATURES, feature.name) || !table.columns.includes(feature.name as BookingFeatureName)) {
      throw new DomainError('FAILED_PRECONDITION', `it takes a feature ${feature.name}, which is not one here`);
    }
    const { kind, unit, available_at, categories } = feature;
    return { name: feature.name as BookingFeatureName, kind, unit, available_at, ...(categories && { categories }) };
  });
  return { columns, ensemble: decodeTreeEnsemble(onnx), calibration: manifest.calibration };
}

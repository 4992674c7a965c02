import type { GateEvidence, GateRule } from '@bellwether/contracts';
import { encodeRows, textOfSeconds, type RowSet, type TrainingTable } from '@bellwether/feature-engineering';
import { calibrate } from '@bellwether/model-kernel/calibration';
import { compileTrees } from '@bellwether/model-kernel/trees';
import { finiteFigures, type BundleFiles } from '@bellwether/platform/training';
import type { FittedModel } from './fit-booking-model.js';
import type { ChampionScore } from './score-champion.js';
import { sliceFigures } from './slice-figures.js';
import type { TimeSplit } from './time-split.js';

/** Predictions that are timed, one row each. */
const TIMED = 200;

export interface Measured {
  readonly table: TrainingTable;
  readonly split: TimeSplit;
  readonly model: FittedModel;
  /** Of the test rows, shape (rows,). */
  readonly probabilities: Float64Array;
  readonly metrics: Readonly<Record<string, number>>;
  readonly champion: ChampionScore;
  readonly bundle: BundleFiles;
}

/** All that the gate of a model judges a version by: beside its metrics what its rules ask for, and the champion's. */
export function gateEvidence(measured: Measured, rules: readonly GateRule[]): GateEvidence {
  const { table, split, probabilities, metrics, champion, bundle } = measured;
  const columns = new Set(rules.flatMap(({ by }) => by ?? []));
  return {
    rows: {
      source: table.source,
      count: split.test.length,
      from: textOfSeconds(split.cutoff).replace(' ', 'T').replace(/Z?$/, 'Z'),
      data_fingerprint: table.fingerprint,
    },
    figures: finiteFigures({
      ...metrics,
      bundle_bytes: [...bundle.files.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0),
      prediction_ms: predictionMs(measured),
    }),
    slices: [...columns].flatMap((by) =>
      sliceFigures(table, split.test, probabilities, by).map((slice) => ({
        ...slice,
        figures: finiteFigures(slice.figures),
      })),
    ),
    ...(champion.kind !== 'none' && { champion: championEvidence(champion) }),
  };
}

function championEvidence(champion: Exclude<ChampionScore, { kind: 'none' }>): NonNullable<GateEvidence['champion']> {
  const { version } = champion;
  if (champion.kind === 'incomparable') return { version, figures: {}, reason: champion.reason };
  return { version, figures: finiteFigures(champion.metrics) };
}

/**
 * Median time of one prediction by itself, encoding included, on the machine that trained; in milliseconds. A median,
 * since other work of that machine makes some of them long.
 */
function predictionMs({ table, model, split }: Measured): number {
  const trees = compileTrees(model.ensemble);
  const times = Array.from({ length: Math.min(TIMED, split.test.length) }, (_, i) => {
    const row: RowSet = split.test.subarray(i, i + 1);
    const start = performance.now();
    const [margin] = trees.margins(encodeRows(table, model.columns, row), 1);
    calibrate(model.calibration, margin!);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}

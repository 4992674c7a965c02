import {
  allRows,
  assembleTrainingTable,
  bookingCancellation,
  columnsAtDecision,
  everyColumn,
  encodeRows,
  fitColumns,
  labelsOf,
  rowsWhere,
  SECONDS_PER_DAY,
  textOfSeconds,
  type AnalyticsTables,
  type FeatureView,
  type RowSet,
  type TrainingTable,
} from '@bellwether/feature-engineering';
import { rocAuc } from '@bellwether/model-kernel/metrics';
import { createRng } from '@bellwether/model-kernel/numerics';
import { compileTrees } from '@bellwether/model-kernel/trees';
import { fitTreesOn } from './fit-trees-on.js';
import type { Hyperparameters } from './model-config.js';
import { cutoffForShare, splitAt } from './time-split.js';

/** What one way of splitting and choosing columns would claim. */
export interface LeakRung {
  readonly rung: string;
  readonly n_train: number;
  readonly n: number;
  readonly auc: number;
  readonly protocol: string;
}

export interface LeakReportOptions {
  readonly hyperparameters: Hyperparameters;
  /** Seconds since 1970; the midnight after which about a fifth of the bookings were made when absent. */
  readonly cutoff?: number;
  readonly onProgress?: (share: number, message: string) => void;
}

/** Trees of each rung: the same for all, so that they differ in data alone. */
const TREES = 200;
const TEST_SHARE = 0.2;

interface Rung {
  readonly name: string;
  readonly protocol: string;
  readonly view: FeatureView;
  readonly deduplicate: boolean;
  readonly parts: (table: TrainingTable, cutoff: number, seed: number) => { training: RowSet; test: RowSet };
}

const LADDER: readonly Rung[] = [
  {
    name: 'random split, every column',
    protocol: 'a random fifth of the bookings held out; every column of a booking but its status',
    view: everyColumn,
    deduplicate: false,
    parts: randomParts,
  },
  {
    name: 'random split, columns known at booking',
    protocol: 'a random fifth of the bookings held out; columns known at booking',
    view: columnsAtDecision,
    deduplicate: false,
    parts: randomParts,
  },
  {
    name: 'split by arrival',
    protocol: 'trained on arrivals before the cut-off, tested on arrivals from it on; columns known at booking',
    view: columnsAtDecision,
    deduplicate: false,
    parts: arrivalParts,
  },
  {
    name: 'split by booking, matured labels',
    protocol: 'trained on outcomes known at the cut-off, tested on bookings made from it on; columns known at booking',
    view: columnsAtDecision,
    deduplicate: false,
    parts: bookingParts,
  },
  {
    name: 'split by booking, matured labels, no copies',
    protocol: 'as above, copies of a booking removed',
    view: columnsAtDecision,
    deduplicate: true,
    parts: bookingParts,
  },
  {
    name: 'the same with histories',
    protocol: 'as above, with histories of agents, companies and segments as of booking: the view that models train on',
    view: bookingCancellation,
    deduplicate: true,
    parts: bookingParts,
  },
];

/**
 * What each leak would pretend: the same trees on the same source, from a random split with every column down to a split by
 * time with what was known. Each rung takes one leak away; only the last two are what a hotel would see.
 */
export async function leakReport(
  store: AnalyticsTables,
  source: string,
  { hyperparameters, cutoff: given, onProgress }: LeakReportOptions,
): Promise<readonly LeakRung[]> {
  const rungs: LeakRung[] = [];
  for (const [i, { name, protocol, view, deduplicate, parts }] of LADDER.entries()) {
    onProgress?.(i / LADDER.length, name);
    const table = await assembleTrainingTable(store, view, {
      source,
      landmarks: false,
      deduplicate,
      allowLeaks: everyColumn.features,
    });
    const cutoff = given ?? cutoffForShare(table, TEST_SHARE);
    const { training, test } = parts(table, cutoff, hyperparameters.seed);
    const columns = fitColumns(table, training, hyperparameters.min_category_rows);
    const ensemble = fitTreesOn(table, columns, training, {
      // Rows of a random split have no age.
      hyperparameters: { ...hyperparameters, half_life_days: 0 },
      trees: TREES,
      asOf: cutoff,
    });
    const margins = compileTrees(ensemble).margins(encodeRows(table, columns, test), test.length);
    rungs.push({
      rung: name,
      n_train: training.length,
      n: test.length,
      auc: rocAuc(labelsOf(table, test), margins),
      protocol: `${protocol}. Source ${source}, cut-off ${textOfSeconds(cutoff).slice(0, 10)}, ${TREES} trees, seed ${hyperparameters.seed}.`,
    });
  }
  onProgress?.(1, 'done');
  return rungs;
}

function randomParts(table: TrainingTable, _cutoff: number, seed: number): { training: RowSet; test: RowSet } {
  const order = createRng(seed).fork('leak-report').shuffle(allRows(table));
  const held = Math.floor(table.rows * TEST_SHARE);
  return { training: order.slice(held).sort(), test: order.slice(0, held).sort() };
}

function arrivalParts(table: TrainingTable, cutoff: number): { training: RowSet; test: RowSet } {
  // A label matures at the midnight after its arrival.
  const arrivesBefore = (row: number): boolean => table.maturedAt[row]! - SECONDS_PER_DAY < cutoff;
  const all = allRows(table);
  return { training: rowsWhere(all, arrivesBefore), test: rowsWhere(all, (row) => !arrivesBefore(row)) };
}

function bookingParts(table: TrainingTable, cutoff: number): { training: RowSet; test: RowSet } {
  return splitAt(table, cutoff);
}

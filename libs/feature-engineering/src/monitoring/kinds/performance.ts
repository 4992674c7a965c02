import {
  bootstrapInterval,
  calibrationTest,
  estimatedRocAucOf,
  expectedCalibrationError,
  mape,
  meanCalibrationTest,
  rocAuc,
  rocAucVariance,
} from '@bellwether/model-kernel/metrics';
import { binomialTail, createRng, normalTail } from '@bellwether/model-kernel/numerics';
import type { TableReader } from '../../analytics-tables.js';
import {
  insufficient,
  single,
  type Evaluate,
  type Finding,
  type MonitorDefinition,
  type TimeWindow,
} from '../monitor.js';
import { maturedIn, predictionsIn, versionInUse } from '../predictions-sql.js';

/** How far the AUC may fall below the registered one before it matters. */
const AUC_TOLERANCE = 0.02;
/** An estimate without labels is off by as much as the probabilities are. */
const ESTIMATE_TOLERANCE = 0.05;
/** Limits of the specification. */
const MAPE_PERCENT = 25;
const HIT_RATE = 0.8;
const CALIBRATION_ERROR = 0.05;
/** Rows that are measured at most; which of more is by the hash of their id. */
const MOST_ROWS = 100_000;
const RESAMPLES = 100;

/** Rows of each outcome without which an AUC has no error that could be trusted. */
const LEAST_OF_AN_OUTCOME = 20;

interface Measured {
  readonly version: string;
  readonly scores: Float64Array;
  readonly outcomes: Float64Array;
}

/** What matured of the version in use; undefined where none answered. */
async function matured(
  store: TableReader,
  { model }: MonitorDefinition,
  window: TimeWindow,
  outcomes: 'binary' | 'any',
): Promise<Measured | undefined> {
  const version = await inUse(store, model, window);
  if (version === undefined) return undefined;
  const { sql, params } = maturedIn(window, model, version);
  // An outcome that is neither 0 nor 1 is somebody's mistake, which must not blind the monitor to all others.
  const wanted = outcomes === 'binary' ? 'WHERE value IN (0, 1)' : '';
  const matrix = await store.matrix(`SELECT score, value FROM (${sql}) ${wanted} LIMIT ${MOST_ROWS}`, params);
  const half = (offset: number) => Float64Array.from({ length: matrix.length / 2 }, (_, i) => matrix[2 * i + offset]!);
  return { version, scores: half(0), outcomes: half(1) };
}

async function inUse(store: TableReader, model: string, window: TimeWindow): Promise<string | undefined> {
  const { sql, params } = versionInUse(window, model);
  const [found] = await store.rows<{ version: string }>(sql, params);
  return found?.version;
}

/** What came of predictions, against what the version in use was registered with, or a limit. */
export const performanceMonitor: Evaluate = async (definition, window, context) => {
  const isAuc = (definition.metric ?? 'auc') === 'auc';
  const measured = await matured(context.store, definition, window, isAuc ? 'binary' : 'any');
  const rows = measured?.scores.length ?? 0;
  if (measured === undefined || rows < definition.min_rows) return tooFew(definition, rows);
  if (definition.metric === 'mape') return relativeError(definition, measured);
  if (definition.metric === 'hit_rate') return hitRate(definition, measured);
  const { outcomes, scores, version } = measured;
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (Math.min(positives, rows - positives) < LEAST_OF_AN_OUTCOME) {
    return insufficient(rows, `fewer than ${LEAST_OF_AN_OUTCOME} outcomes of one kind`);
  }
  const threshold = await aucThreshold(definition, context, version, AUC_TOLERANCE);
  if (threshold === undefined) return insufficient(rows, `no AUC is registered with version ${version}`);
  const value = rocAuc(outcomes, scores);
  // 0 where all positives score above all negatives, or below.
  const error = Math.sqrt(rocAucVariance(outcomes, scores));
  const pValue = error > 0 ? normalTail((threshold - value) / error) : Number(value >= threshold);
  return below({ definition, measure: 'auc', value, threshold, rows, pValue });
};

const tooFew = ({ min_rows }: MonitorDefinition, rows: number) =>
  insufficient(rows, `fewer than ${min_rows} outcomes of the version in use matured`);

/** The limit given, or what the version was registered with less a tolerance. */
async function aucThreshold(
  { model, threshold }: MonitorDefinition,
  { referenceOf }: Parameters<Evaluate>[2],
  version: string,
  tolerance: number,
): Promise<number | undefined> {
  if (threshold !== undefined) return threshold;
  const registered = (await referenceOf(model, version))?.metrics['auc'];
  return registered === undefined ? undefined : registered - tolerance;
}

interface Shortfall {
  readonly definition: MonitorDefinition;
  readonly measure: string;
  readonly value: number;
  readonly threshold: number;
  readonly rows: number;
  /** Of a value this low where the threshold were met. */
  readonly pValue: number;
}

function below({ definition, measure, value, threshold, rows, pValue }: Shortfall) {
  const isBelow = value < threshold && pValue < definition.false_alarm_rate;
  const status: Finding['status'] = isBelow ? 'alert' : 'ok';
  const finding: Finding = { subject: definition.model, measure, value, threshold, p_value: pValue, status };
  return single(finding, rows, `${measure} ${value.toFixed(3)} over ${rows} matured, limit ${threshold.toFixed(3)}`);
}

function hitRate(definition: MonitorDefinition, { outcomes }: Measured) {
  const threshold = definition.threshold ?? HIT_RATE;
  const hits = outcomes.reduce((sum, outcome) => sum + (outcome > 0 ? 1 : 0), 0);
  const rows = outcomes.length;
  const pValue = binomialTail(hits, rows, threshold);
  return below({ definition, measure: 'hit_rate', value: hits / rows, threshold, rows, pValue });
}

function relativeError(definition: MonitorDefinition, { scores, outcomes }: Measured) {
  const threshold = definition.threshold ?? MAPE_PERCENT;
  const used = outcomes.map((_, i) => i).filter((i) => outcomes[i] !== 0);
  const rows = used.length;
  if (rows < definition.min_rows)
    return insufficient(rows, 'too few outcomes are not 0, of which no error is relative');
  const [y, predicted] = [used.map((i) => outcomes[i]!), used.map((i) => scores[i]!)];
  const value = 100 * mape(y, predicted);
  const errors = used.map((i) => Math.abs((100 * (scores[i]! - outcomes[i]!)) / outcomes[i]!));
  const deviation = Math.sqrt(errors.reduce((sum, e) => sum + (e - value) ** 2, 0) / (rows - 1));
  const pValue = deviation > 0 ? normalTail(((value - threshold) / deviation) * Math.sqrt(rows)) : 0;
  const status: Finding['status'] = value > threshold && pValue < definition.false_alarm_rate ? 'alert' : 'ok';
  const finding: Finding = { subject: definition.model, measure: 'mape', value, threshold, p_value: pValue, status };
  return single(finding, rows, `MAPE ${value.toFixed(1)} % over ${rows} matured, limit ${threshold} %`);
}

/** The AUC to be expected of the predictions of the version in use, before any label (CBPE). */
export const estimatedPerformance: Evaluate = async (definition, window, context) => {
  const version = await inUse(context.store, definition.model, window);
  if (version === undefined) return insufficient(0, 'nothing was predicted');
  const { sql, params } = predictionsIn(window, definition.model, version);
  const probabilities = await context.store.matrix(`SELECT score FROM (${sql}) LIMIT ${MOST_ROWS}`, params);
  const rows = probabilities.length;
  if (rows < definition.min_rows) return insufficient(rows, `fewer than ${definition.min_rows} were predicted about`);
  const threshold = await aucThreshold(definition, context, version, ESTIMATE_TOLERANCE);
  if (threshold === undefined) return insufficient(rows, `no AUC is registered with version ${version}`);
  const { estimate, standardError } = bootstrapInterval(estimatedRocAucOf(probabilities), rows, createRng(rows), {
    resamples: RESAMPLES,
  });
  const pValue = standardError > 0 ? normalTail((threshold - estimate) / standardError) : Number(estimate >= threshold);
  return below({ definition, measure: 'estimated_auc', value: estimate, threshold, rows, pValue });
};

/** Whether outcomes are as frequent as the probabilities said, in all and where they are bold or shy. */
export const calibrationMonitor: Evaluate = async (definition, window, { store }) => {
  const measured = await matured(store, definition, window, 'binary');
  const rows = measured?.scores.length ?? 0;
  if (measured === undefined || rows < definition.min_rows) return tooFew(definition, rows);
  const { outcomes, scores } = measured;
  const value = expectedCalibrationError(outcomes, scores);
  const tests = [meanCalibrationTest(outcomes, scores), calibrationTest(outcomes, scores)];
  // Two tests share the rate.
  const p_value = Math.min(1, tests.length * Math.min(...tests.map(({ pValue }) => pValue)));
  const threshold = definition.threshold ?? CALIBRATION_ERROR;
  const status: Finding['status'] = value > threshold && p_value < definition.false_alarm_rate ? 'alert' : 'ok';
  return single(
    { subject: definition.model, measure: 'calibration_error', value, threshold, p_value, status },
    rows,
    `calibration error ${value.toFixed(3)} over ${rows} matured, limit ${threshold}`,
  );
};

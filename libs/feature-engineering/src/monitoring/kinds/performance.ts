import {
  bootstrapInterval,
  calibrationTest,
  estimatedRocAuc,
  expectedCalibrationError,
  mape,
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
import { maturedIn, predictionsIn, versionsIn } from '../predictions-sql.js';

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

interface Measured {
  readonly scores: Float64Array;
  readonly outcomes: Float64Array;
}

async function matured(store: TableReader, { model }: MonitorDefinition, window: TimeWindow): Promise<Measured> {
  const { sql, params } = maturedIn(window, model);
  const matrix = await store.matrix(`SELECT score, value FROM (${sql}) LIMIT ${MOST_ROWS}`, params);
  const half = (offset: number) => Float64Array.from({ length: matrix.length / 2 }, (_, i) => matrix[2 * i + offset]!);
  return { scores: half(0), outcomes: half(1) };
}

/** What came of predictions, against what the version in use was registered with, or a limit. */
export const performanceMonitor: Evaluate = async (definition, window, context) => {
  const measured = await matured(context.store, definition, window);
  const rows = measured.scores.length;
  if (rows < definition.min_rows) return insufficient(rows, `fewer than ${definition.min_rows} outcomes matured`);
  if (definition.metric === 'mape') return relativeError(definition, measured);
  if (definition.metric === 'hit_rate') return hitRate(definition, measured);
  if (new Set(measured.outcomes).size < 2) return insufficient(rows, 'every outcome is the same');
  const registered = definition.threshold === undefined ? await registeredAuc(definition, context) : undefined;
  const threshold = definition.threshold ?? (registered === undefined ? undefined : registered - AUC_TOLERANCE);
  if (threshold === undefined) return insufficient(rows, 'no AUC is registered, and no threshold is given');
  const value = rocAuc(measured.outcomes, measured.scores);
  const error = Math.sqrt(rocAucVariance(measured.outcomes, measured.scores));
  return below({
    definition,
    measure: 'auc',
    value,
    threshold,
    rows,
    pValue: error > 0 ? normalTail((threshold - value) / error) : 0,
  });
};

async function registeredAuc(
  { model }: MonitorDefinition,
  { store, referenceOf }: Parameters<Evaluate>[2],
): Promise<number | undefined> {
  const ever = versionsIn({ from: new Date(0), to: new Date(8.64e15 / 2) }, model);
  const [latest] = await store.rows<{ version: string }>(ever.sql, ever.params);
  const reference = latest && (await referenceOf(model, latest.version));
  return reference?.metrics['auc'];
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

/** The AUC to be expected of the predictions in a window, before any label (CBPE). */
export const estimatedPerformance: Evaluate = async (definition, window, context) => {
  const { sql, params } = predictionsIn(window, definition.model);
  const probabilities = await context.store.matrix(`SELECT score FROM (${sql}) LIMIT ${MOST_ROWS}`, params);
  const rows = probabilities.length;
  if (rows < definition.min_rows) return insufficient(rows, `fewer than ${definition.min_rows} were predicted about`);
  const registered = definition.threshold === undefined ? await registeredAuc(definition, context) : undefined;
  const threshold = definition.threshold ?? (registered === undefined ? undefined : registered - ESTIMATE_TOLERANCE);
  if (threshold === undefined) return insufficient(rows, 'no AUC is registered, and no threshold is given');
  const { estimate, standardError } = bootstrapInterval(
    (weights) => estimatedRocAuc(probabilities, weights),
    rows,
    createRng(rows),
    { resamples: RESAMPLES },
  );
  const pValue = standardError > 0 ? normalTail((threshold - estimate) / standardError) : 0;
  return below({ definition, measure: 'estimated_auc', value: estimate, threshold, rows, pValue });
};

/** Whether outcomes are as frequent as the probabilities said. */
export const calibrationMonitor: Evaluate = async (definition, window, { store }) => {
  const { scores, outcomes } = await matured(store, definition, window);
  const rows = scores.length;
  if (rows < definition.min_rows) return insufficient(rows, `fewer than ${definition.min_rows} outcomes matured`);
  const value = expectedCalibrationError(outcomes, scores);
  const { pValue } = calibrationTest(outcomes, scores);
  const threshold = definition.threshold ?? CALIBRATION_ERROR;
  const status: Finding['status'] = value > threshold && pValue < definition.false_alarm_rate ? 'alert' : 'ok';
  const finding: Finding = {
    subject: definition.model,
    measure: 'calibration_error',
    value,
    threshold,
    p_value: pValue,
    status,
  };
  return single(finding, rows, `calibration error ${value.toFixed(3)} over ${rows} matured, limit ${threshold}`);
};

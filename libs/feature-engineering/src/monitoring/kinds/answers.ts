import { binomialTail } from '@bellwether/model-kernel/numerics';
import { before, insufficient, single, type Evaluate, type Finding } from '../monitor.js';
import { maturedIn, predictionsIn, versionInUse } from '../predictions-sql.js';

/** Limits of the specification: milliseconds, and the share of entities that keep their segment. */
const LATENCY_MS = 200;
const STABLE_SHARE = 0.7;
/** Share of answers that may be slower than the limit: it is that of the 95th percentile. */
const SLOW_SHARE = 0.05;
/** How far coverage may fall below what was promised before it matters. */
const COVERAGE_TOLERANCE = 0.02;

/** Whether intervals hold as many outcomes as they promise. */
export const intervalCoverage: Evaluate = async (definition, window, { store }) => {
  const last = versionInUse(window, definition.model);
  const [inUse] = await store.rows<{ version: string }>(last.sql, last.params);
  if (inUse === undefined) return insufficient(0, 'nothing was predicted');
  const { sql, params } = maturedIn(window, definition.model, inUse.version);
  const [counted] = await store.rows<{ rows: number; inside: number; promised: number | null }>(
    `SELECT count() AS rows, countIf(value >= lower AND value <= upper) AS inside, avg(coverage) AS promised
     FROM (${sql}) WHERE lower IS NOT NULL`,
    params,
  );
  const { rows, inside, promised } = counted!;
  if (rows < definition.min_rows || promised === null) {
    return insufficient(rows, `fewer than ${definition.min_rows} outcomes of intervals matured`);
  }
  const value = inside / rows;
  const threshold = definition.threshold ?? promised - COVERAGE_TOLERANCE;
  const p_value = promised < 1 ? binomialTail(inside, rows, promised) : Number(inside === rows);
  const status: Finding['status'] = value < threshold && p_value < definition.false_alarm_rate ? 'alert' : 'ok';
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return single(
    { subject: definition.model, measure: 'coverage', value, threshold, p_value, status },
    rows,
    `intervals held ${percent(value)} of ${rows} outcomes, promised ${percent(promised)}`,
  );
};

/** Whether those who were put into a segment in the window before are still in it. */
export const segmentStability: Evaluate = async (definition, window, { store }) => {
  const now = predictionsIn(window, definition.model);
  const then = predictionsIn(before(window), definition.model);
  const labels = async ({ sql, params }: typeof now) => {
    const rows = await store.rows<{ entity_id: string; label: string }>(
      `SELECT entity_id, label FROM (${sql}) WHERE label != '' LIMIT 1000000`,
      params,
    );
    return new Map(rows.map(({ entity_id, label }) => [entity_id, label]));
  };
  const [present, past] = [await labels(now), await labels(then)];
  const both = [...present].filter(([entity]) => past.has(entity));
  const rows = both.length;
  if (rows < definition.min_rows) return insufficient(rows, `fewer than ${definition.min_rows} are in both windows`);
  const stable = both.filter(([entity, label]) => past.get(entity) === label).length;
  const value = stable / rows;
  const threshold = definition.threshold ?? STABLE_SHARE;
  const p_value = binomialTail(stable, rows, threshold);
  const status: Finding['status'] = value < threshold && p_value < definition.false_alarm_rate ? 'alert' : 'ok';
  return single(
    { subject: definition.model, measure: 'same_label', value, threshold, p_value, status },
    rows,
    `${(100 * value).toFixed(1)} % of ${rows} kept their label, limit ${100 * threshold} %`,
  );
};

/** The 95th percentile of the time that answers took in the model. */
export const latencyMonitor: Evaluate = async (definition, window, { store }) => {
  const threshold = definition.threshold ?? LATENCY_MS;
  const { sql, params } = predictionsIn(window, definition.model);
  const [counted] = await store.rows<{ rows: number; p95: number; fast: number }>(
    `SELECT count() AS rows, quantileExact(0.95)(latency_ms) AS p95,
       countIf(latency_ms <= {threshold:Float64}) AS fast FROM (${sql})`,
    { ...params, threshold },
  );
  const { rows, p95, fast } = counted!;
  if (rows < definition.min_rows) return insufficient(rows, `fewer than ${definition.min_rows} predictions`);
  const p_value = binomialTail(fast, rows, 1 - SLOW_SHARE);
  const status: Finding['status'] = p95 > threshold && p_value < definition.false_alarm_rate ? 'alert' : 'ok';
  return single(
    { subject: definition.model, measure: 'latency_p95_ms', value: p95, threshold, p_value, status },
    rows,
    `95 % of ${rows} answers within ${p95.toFixed(2)} ms, limit ${threshold} ms`,
  );
};

import type { TableReader } from '../../analytics-tables.js';
import { proportionTest } from '@bellwether/model-kernel/two-sample';
import { columnDrift, type DriftLevels } from '../../drift/column-drift.js';
import { summaryOfReference } from '../../drift/column-reference.js';
import { missingShareOf, presentOf, type ColumnSummary } from '../../drift/column-summary.js';
import {
  before,
  insufficient,
  type Evaluate,
  type Finding,
  type ModelReference,
  type MonitorDefinition,
  type MonitorResult,
  type TimeWindow,
} from '../monitor.js';
import { predictionsIn, versionInUse } from '../predictions-sql.js';
import { mergedColumn, summarizePredictions } from '../summarize-predictions.js';

/** A change of the share of missing values that matters. */
const MISSING_CHANGE = 0.05;
/** Windows before the present one that scores are compared with. */
const WINDOWS_BEFORE = 4;

/** Each of the features that a version was asked with, against its training rows; and whether more values are missing. */
export const featureDrift: Evaluate = async (definition, window, { store, referenceOf }) => {
  const last = versionInUse(window, definition.model);
  const [inUse] = await store.rows<{ version: string; entities: number }>(last.sql, last.params);
  if (inUse === undefined || inUse.entities < definition.min_rows) {
    return insufficient(inUse?.entities ?? 0, `fewer than ${definition.min_rows} were predicted about`);
  }
  const { version, entities } = inUse;
  const reference = await referenceOf(definition.model, version);
  if (reference === undefined) return insufficient(entities, `nothing is known of version ${version}`);
  const strangers =
    definition.features?.filter((name) => !reference.features.some((known) => known.name === name)) ?? [];
  if (strangers.length > 0) return insufficient(entities, `version ${version} has no ${strangers.join(', ')}`);
  const features = reference.features.filter(({ name }) => definition.features?.includes(name) ?? true);
  const predictions = predictionsIn(window, definition.model, version);
  const current = await summarizePredictions(store, predictions, features, entities);
  // Two looks at each feature share the rate, and no p-value beyond Evidently's own counts.
  const level = definition.false_alarm_rate / Math.max(1, 2 * features.length);
  const levels: DriftLevels = { test: Math.min(0.05, level), chance: Math.min(0.001, level), reference: 'sample' };
  const findings = features.flatMap((feature) => findingsOf(feature, current[feature.name]!, levels));
  return told(findings, entities, `of ${features.length} features of version ${version}`);
};

function findingsOf(
  { name, categories, reference }: ModelReference['features'][number],
  current: ColumnSummary,
  levels: DriftLevels,
): Finding[] {
  const known = summaryOfReference(reference, categories);
  const { method, score, threshold, p_value, drifted } = columnDrift(known, current, levels);
  const finding: Finding = {
    ...{ subject: name, measure: method, value: score, threshold },
    ...(p_value !== null && { p_value }),
    status: drifted ? 'alert' : 'ok',
  };
  return [finding, ...missingFinding(name, known, current, levels.chance)];
}

/** Only where more, or fewer, are missing. */
function missingFinding(name: string, reference: ColumnSummary, current: ColumnSummary, level: number): Finding[] {
  const value = missingShareOf(current);
  const change = Math.abs(value - missingShareOf(reference));
  if (change < MISSING_CHANGE) return [];
  const side = (column: ColumnSummary) => ({
    successes: column.missing,
    trials: column.missing + presentOf(column),
  });
  const { pValue } = proportionTest(side(reference), side(current));
  if (!(pValue < level)) return [];
  const threshold = missingShareOf(reference) + MISSING_CHANGE;
  return [{ subject: name, measure: 'missing', value, threshold, p_value: pValue, status: 'alert' }];
}

/**
 * The scores of a model against those of the windows before. In each window an entity counts once: over all of them
 * together those that are asked about for long would count less, and a world that stands still would seem to move.
 */
export const predictionDrift: Evaluate = async (definition, window, { store }) => {
  const now = await scoresIn(store, definition, window);
  let then: ColumnSummary = { kind: 'numeric', distribution: null, missing: 0 };
  for (let ago = 1; ago <= WINDOWS_BEFORE; ago++) {
    then = mergedColumn(then, await scoresIn(store, definition, before(window, ago)));
  }
  const rows = presentOf(now);
  if (rows < definition.min_rows || presentOf(then) < definition.min_rows) {
    return insufficient(rows, `fewer than ${definition.min_rows} predictions in the window, or in those before`);
  }
  const level = definition.false_alarm_rate;
  const levels: DriftLevels = { test: Math.min(0.05, level), chance: Math.min(0.001, level), reference: 'sample' };
  const drift = columnDrift(then, now, levels);
  const finding: Finding = {
    ...{ subject: 'score', measure: drift.method, value: drift.score, threshold: drift.threshold },
    ...(drift.p_value !== null && { p_value: drift.p_value }),
    status: drift.drifted ? 'alert' : 'ok',
  };
  return told([finding], rows, 'scores, against the windows before');
};

async function scoresIn(store: TableReader, { model }: MonitorDefinition, window: TimeWindow): Promise<ColumnSummary> {
  const { sql, params } = predictionsIn(window, model);
  // A score is read as a feature of that name.
  const asFeature = { sql: `SELECT entity_id, map('score', score) AS numeric FROM (${sql})`, params };
  const [counted] = await store.rows<{ n: number }>(`SELECT count() AS n FROM (${sql})`, params);
  const summary = await summarizePredictions(store, asFeature, [{ name: 'score', kind: 'numeric' }], counted!.n);
  return summary['score']!;
}

function told(findings: readonly Finding[], rows: number, what: string): MonitorResult {
  const alerts = findings.filter(({ status }) => status === 'alert');
  const subjects = [...new Set(alerts.map(({ subject }) => subject))];
  const status = subjects.length > 0 ? 'alert' : 'ok';
  const summary = subjects.length === 0 ? `none drifted ${what}` : `drifted: ${subjects.join(', ')} (${what})`;
  return { status, value: subjects.length, threshold: 1, rows, summary, findings };
}

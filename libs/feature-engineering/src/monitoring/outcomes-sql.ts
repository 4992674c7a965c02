/**
 * Predictions with what came of them: the columns of `predictions`, and value, observed_at, matured_at, which are those
 * of the outcome told by the prediction's id and observed no sooner than it was made, else of the one told of its entity
 * and observed later; NULL where there is none. Only outcomes that can be about one of the predictions are read.
 *
 * @param where condition over `predictions`.
 */
export function withOutcomesSql(where: string): string {
  const chosen = `SELECT * FROM predictions FINAL WHERE ${where}`;
  // No name twice in the join: the engine would put its table before it, and readers would not find it.
  const told = (by: string, condition: string) => `
    SELECT model AS ${by}_model, entity_id AS ${by}_entity, prediction_id AS ${by}_prediction,
      value AS ${by}_value, observed_at AS ${by}_observed_at, matured_at AS ${by}_matured_at, true AS ${by}_told
    FROM outcomes FINAL WHERE ${condition}`;
  const byId = told('id', `prediction_id != '' AND prediction_id IN (SELECT prediction_id FROM (${chosen}))`);
  const byEntity = told(
    'about',
    `prediction_id = '' AND (model, entity_id) IN (SELECT model, entity_id FROM (${chosen}))`,
  );
  const first = (column: string) =>
    `multiIf(id_told AND id_observed_at >= predicted_at, id_${column},
      about_told AND about_observed_at > predicted_at, about_${column}, NULL) AS ${column}`;
  return `
    SELECT ${PREDICTION_COLUMNS}, ${['value', 'observed_at', 'matured_at'].map(first).join(', ')}
    FROM (${chosen}) AS p
    LEFT JOIN (${byId}) AS i ON id_prediction = prediction_id
    LEFT JOIN (${byEntity}) AS e ON about_model = model AND about_entity = entity_id`;
}

const PREDICTION_COLUMNS = `model, version, prediction_id, entity_id, predicted_at, score, lower, upper, coverage, label,
  request, latency_ms, sampled_share, policy, propensity, experiment, numeric, categorical`;

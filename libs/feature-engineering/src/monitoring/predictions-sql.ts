import type { QueryParams } from '../analytics-tables.js';
import { withOutcomesSql } from './outcomes-sql.js';
import type { TimeWindow } from './monitor.js';

/** A query and the values that it is bound to. */
export interface Query {
  readonly sql: string;
  readonly params: QueryParams;
}

const within = (column: string) =>
  `${column} > fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND ${column} <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;
const bounds = ({ from, to }: TimeWindow) => ({ from: from.getTime(), to: to.getTime() });

/**
 * Of what was asked about several times one prediction counts: that whose id has the smallest hash, which depends on
 * nothing that is measured.
 */
const ONE_AN_ENTITY = 'ORDER BY cityHash64(prediction_id) LIMIT 1 BY entity_id';

/** A list is of those that stand out, so that what is in it says nothing of all; a shadow answered nobody. */
const ASKED_ABOUT = "request != 'list' AND policy != 'shadow'";

/** The predictions of a model in a window, one an entity. @param version of it alone, where given. */
export function predictionsIn(window: TimeWindow, model: string, version?: string): Query {
  const ofVersion = version === undefined ? '' : 'AND version = {version:String}';
  return {
    sql: `SELECT * FROM predictions FINAL
      WHERE model = {model:String} ${ofVersion} AND ${ASKED_ABOUT} AND ${within('predicted_at')} ${ONE_AN_ENTITY}`,
    params: { model, ...(version !== undefined && { version }), ...bounds(window) },
  };
}

/** The predictions of a version whose outcome matured in a window, with it (`value`), one an entity. */
export function maturedIn(window: TimeWindow, model: string, version: string): Query {
  return {
    // Those that an outcome of the window can be about, before anything is joined.
    sql: `SELECT * FROM (${withOutcomesSql(`model = {model:String} AND version = {version:String} AND ${ASKED_ABOUT} AND (
        prediction_id IN (SELECT prediction_id FROM outcomes FINAL WHERE ${within('matured_at')})
        OR entity_id IN (SELECT entity_id FROM outcomes FINAL WHERE model = {model:String} AND ${within('matured_at')}))`)})
      WHERE value IS NOT NULL AND ${within('matured_at')} ${ONE_AN_ENTITY}`,
    params: { model, version, ...bounds(window) },
  };
}

/**
 * The version that answered last in a window, and about how many: what is watched is what is in use, against what it was
 * itself registered with. While a rollout runs that is its champion, not a version on trial that answers some.
 */
export function versionInUse(window: TimeWindow, model: string): Query {
  return {
    sql: `SELECT version, uniqExact(entity_id) AS entities FROM predictions FINAL
      WHERE model = {model:String} AND ${ASKED_ABOUT} AND ${within('predicted_at')}
      GROUP BY version ORDER BY argMax(policy, predicted_at) = 'challenger', max(predicted_at) DESC LIMIT 1`,
    params: { model, ...bounds(window) },
  };
}

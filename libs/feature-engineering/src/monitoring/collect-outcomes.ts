import type { AnalyticsTables } from '../analytics-tables.js';
import { AFTER_ARRIVAL } from '../bookings/available-at.js';
import type { FeatureView } from '../views/feature-view.js';

/**
 * Takes the outcomes of predictions about bookings from the bookings of a source: the label of the view that the model
 * was trained on, mature when it was for training (the day after arrival, whatever happened before).
 *
 * @param asOf seconds since 1970; what matures later is not taken.
 * @returns how many bookings had one.
 */
export async function collectOutcomes(
  store: AnalyticsTables,
  { model, view, source, asOf }: { model: string; view: FeatureView; source: string; asOf: number },
): Promise<number> {
  const { positiveSql, populationSql } = view.target;
  const ended = `source = {source:String} AND status != 'open' AND ${populationSql} AND ${AFTER_ARRIVAL.sql} <= {asOf:Int64}
    AND booking_id IN (SELECT entity_id FROM predictions WHERE model = {model:String})`;
  const params = { source, model, asOf };
  const [counted] = await store.rows<{ n: number }>(`SELECT count() AS n FROM bookings WHERE ${ended}`, params);
  await store.command(
    `INSERT INTO outcomes (model, entity_id, prediction_id, value, observed_at, matured_at, received_at)
     SELECT {model:String}, booking_id, '', ${positiveSql},
       toDateTime64(toDateTime(${AFTER_ARRIVAL.sql}, 'UTC'), 3, 'UTC') AS at, at, now64(3, 'UTC')
     FROM bookings WHERE ${ended}`,
    params,
  );
  return counted!.n;
}

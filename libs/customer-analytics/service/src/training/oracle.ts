import { rowsWhere, type AnalyticsTables, type RowSet, type TrainingTable } from '@bellwether/feature-engineering';
import { rocAuc } from '@bellwether/model-kernel/metrics';

/**
 * What the true probabilities of simulated bookings score on test rows, beside what the model scores on the same: no model
 * can do better than the first but by luck. The truth is known from the moment of booking, so landmarks are left out.
 *
 * @param rows test rows. @param probabilities of the model, shape (rows,).
 * @returns nothing for a source without truth.
 */
export async function oracleMetrics(
  store: AnalyticsTables,
  table: TrainingTable,
  rows: RowSet,
  probabilities: Float64Array,
): Promise<Readonly<Record<string, number>>> {
  const {
    booking_id: ids,
    cancel,
    no_show: noShow,
  } = await store.columns<{
    booking_id: readonly string[];
    cancel: readonly number[];
    no_show: readonly number[];
  }>(
    `SELECT booking_id, cancel_probability AS cancel, no_show_probability AS no_show
     FROM booking_truth WHERE source = {source:String}`,
    { source: table.source },
  );
  if (ids === undefined || ids.length === 0) return {};
  const asksNoShow = table.view.name === 'booking_no_show';
  const truth = new Map(
    ids.map((id, i) => [id, asksNoShow ? noShow[i]! : 1 - (1 - cancel[i]!) * (1 - noShow[i]!)] as const),
  );
  const model = new Map(Array.from(rows, (row, i) => [row, probabilities[i]!] as const));
  const judged = rowsWhere(rows, (row) => table.isLandmark[row] === 0 && truth.has(table.bookingIds[row]!));
  const labels = Float64Array.from(judged, (row) => table.labels[row]!);
  if (!(labels.includes(0) && labels.includes(1))) return {};
  return {
    oracle_auc: rocAuc(
      labels,
      Float64Array.from(judged, (row) => truth.get(table.bookingIds[row]!)!),
    ),
    auc_at_booking: rocAuc(
      labels,
      Float64Array.from(judged, (row) => model.get(row)!),
    ),
  };
}

import { DomainError } from '@bellwether/errors';
import type { AnalyticsTables } from '../analytics-tables.js';
import type { AvailableAt } from '../bookings/available-at.js';
import { textOfSeconds } from '../calendar/days.js';
import { decisionsSql, type DecisionOptions } from '../decisions/decisions-sql.js';
import { availabilityOf } from '../features/available-at.js';
import { BOOKING_FEATURES, type BookingFeatureName } from '../features/booking-features.js';
import type { FeatureView } from '../views/feature-view.js';

/** A feature that some row could not have had at its decision, with the first such row by booking id. */
export interface Leak {
  readonly feature: BookingFeatureName;
  /** How many decisions it leaks into. */
  readonly rows: number;
  readonly booking_id: string;
  /** Instants, `YYYY-MM-DD HH:MM:SS` UTC. */
  readonly decided_at: string;
  readonly available_at: string;
}

/** The features of a view that become known after the decision of some row of the source, with a row that shows it. */
export async function findLeaks(
  store: AnalyticsTables,
  view: FeatureView,
  options: DecisionOptions,
): Promise<readonly Leak[]> {
  const availabilities = [...new Set(view.features.flatMap((name) => availabilityOf(BOOKING_FEATURES[name])))];
  const found = new Map<AvailableAt, Omit<Leak, 'feature'>>();
  if (availabilities.length === 0) return [];
  const checks = availabilities.map((at, i) => {
    const late = `(${at.sql}) > decided_at`;
    return `countIf(${late}) AS rows_${i}, argMinIf((booking_id, toInt64(decided_at), toInt64(${at.sql})), booking_id, ${late}) AS row_${i}`;
  });
  const [counted] = await store.rows<Record<string, number | [string, number, number]>>(
    `SELECT ${checks.join(', ')} FROM (${decisionsSql(view, options)})`,
    { source: options.source },
  );
  availabilities.forEach((at, i) => {
    const rows = Number(counted?.[`rows_${i}`] ?? 0);
    if (rows === 0) return;
    const [bookingId, decidedAt, availableAt] = counted![`row_${i}`] as [string, number, number];
    found.set(at, {
      rows,
      booking_id: bookingId,
      decided_at: textOfSeconds(decidedAt),
      available_at: textOfSeconds(availableAt),
    });
  });
  return view.features.flatMap((feature) =>
    availabilityOf(BOOKING_FEATURES[feature])
      .filter((at) => found.has(at))
      .slice(0, 1)
      .map((at) => ({ feature, ...found.get(at)! })),
  );
}

/**
 * Refuses a view that would train on the future.
 *
 * @param allowed features that may leak: for the leak report alone.
 * @throws FAILED_PRECONDITION naming each feature that is not available at the decision, with a row that shows it.
 */
export async function assertAvailable(
  store: AnalyticsTables,
  view: FeatureView,
  options: DecisionOptions,
  allowed: readonly BookingFeatureName[] = [],
): Promise<void> {
  const leaks = (await findLeaks(store, view, options)).filter(({ feature }) => !allowed.includes(feature));
  if (leaks.length === 0) return;
  const shown = leaks.map(
    (leak) =>
      `${leak.feature} is not available at the decision in ${leak.rows} rows: booking ${leak.booking_id} is decided at ` +
      `${leak.decided_at}, the value is known from ${leak.available_at}`,
  );
  throw new DomainError('FAILED_PRECONDITION', `view ${view.name}: ${shown.join('; ')}`, {
    fields: leaks.map(({ feature }) => ({ path: feature, message: 'is not available at the decision' })),
  });
}

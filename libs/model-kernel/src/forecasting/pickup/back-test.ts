import type { BookingCurves } from './booking-curves.js';
import type { PickupMethod } from './method.js';

export interface PickupBackTest {
  /** The target days, columns of the curves. */
  readonly days: readonly number[];
  readonly actual: readonly number[];
  readonly forecast: readonly number[];
}

/**
 * A method by rolling origin: each day from … to is forecast as it stood h days before, with a fit of its own.
 *
 * @param from, to columns, from ≥ h.
 */
export function backTestPickup(
  method: PickupMethod,
  curves: BookingCurves,
  { from, to, h }: { readonly from: number; readonly to: number; readonly h: number },
): PickupBackTest {
  const days: number[] = [];
  const forecast: number[] = [];
  for (let day = from; day <= to; day++) {
    const fit = method.fit(curves, { asOf: day - h, h });
    days.push(day);
    forecast.push(method.forecast(fit, curves.onBooks[h * curves.days + day]!));
  }
  return { days, forecast, actual: days.map((day) => curves.final[day]!) };
}

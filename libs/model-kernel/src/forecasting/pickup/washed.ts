import { weighted, type PickupWindow } from './additive.js';
import { checkOrigin } from './booking-curves.js';
import type { PickupMethod } from './method.js';
import { recencyMean, sameWeekdays } from './same-weekdays.js';

export interface WashedFit {
  /** The share of what is on the books that stays. */
  readonly survival: number;
  /** Room-nights booked from now on that stay. */
  readonly arriving: number;
}

/**
 * Gross pickup net of the wash: ŷ = survival · on the books + what is still to be booked and stays, both from the last same
 * weekdays; survival = Σ kept/Σ on the books, and the rest of the final is what came later. Where a cancellation model gives
 * each booking its own probability, its expected survival takes the place of this one.
 *
 * @see Talluri & van Ryzin (2004), The Theory and Practice of Revenue Management, §9.4, on cancellations and net bookings.
 */
export function washedPickup({ weeks, halfLife }: PickupWindow): PickupMethod<WashedFit> {
  return {
    title: `Gross pickup net of the wash, ${weeks} same weekdays${weighted(halfLife)}`,
    fit: (curves, origin) => {
      checkOrigin(curves, origin);
      const { asOf, h } = origin;
      const days = sameWeekdays(asOf + h, asOf, weeks);
      const row = h * curves.days;
      const start = recencyMean(days, (day) => curves.onBooks[row + day]!, halfLife);
      const kept = recencyMean(days, (day) => curves.kept[row + day]!, halfLife);
      const final = recencyMean(days, (day) => curves.final[day]!, halfLife);
      return { survival: start > 0 ? kept / start : 1, arriving: final - kept };
    },
    forecast: ({ survival, arriving }, onBooks) => survival * onBooks + arriving,
  };
}

import { leadSteps, reached, weighted, type PickupWindow } from './additive.js';
import { checkOrigin } from './booking-curves.js';
import type { PickupMethod } from './method.js';
import { recencyMean, sameWeekdays } from './same-weekdays.js';

export interface MultiplicativeFit {
  /** Occupancy for each room-night on the books. */
  readonly ratio: number;
}

/**
 * Classical multiplicative pickup: ŷ = on the books · Σ final/Σ on the books over the last same weekdays. The ratio of sums, not
 * the mean of ratios, as a day with almost nothing on the books has a ratio of any size. Without anything on the books in all
 * of them the ratio is 1.
 *
 * @see Weatherford & Kimes (2003), A comparison of forecasting methods for hotel revenue management, International Journal of
 *   Forecasting 19(3).
 */
export function multiplicativePickup({ weeks, halfLife }: PickupWindow): PickupMethod<MultiplicativeFit> {
  return {
    title: `Multiplicative pickup, ${weeks} same weekdays${weighted(halfLife)} (Weatherford & Kimes 2003)`,
    fit: (curves, origin) => {
      checkOrigin(curves, origin);
      const { asOf, h } = origin;
      const days = sameWeekdays(asOf + h, asOf, weeks);
      const row = h * curves.days;
      const start = recencyMean(days, (day) => curves.onBooks[row + day]!, halfLife);
      return { ratio: start > 0 ? recencyMean(days, (day) => curves.final[day]!, halfLife) / start : 1 };
    },
    forecast: ({ ratio }, onBooks) => onBooks * ratio,
  };
}

/** Advanced multiplicative pickup: the ratios of each week of lead, from the newest days that have reached it, multiplied. */
export function advancedMultiplicativePickup({ weeks, halfLife }: PickupWindow): PickupMethod<MultiplicativeFit> {
  return {
    title: `Advanced multiplicative pickup, ${weeks} same weekdays${weighted(halfLife)} (Weatherford & Kimes 2003)`,
    fit: (curves, origin) => {
      checkOrigin(curves, origin);
      const { asOf, h } = origin;
      let ratio = 1;
      for (const { from, to } of leadSteps(h)) {
        const days = sameWeekdays(asOf + h, asOf + to, weeks);
        const start = recencyMean(days, (day) => curves.onBooks[from * curves.days + day]!, halfLife);
        if (start > 0) ratio *= recencyMean(days, (day) => reached(curves, to, day), halfLife) / start;
      }
      return { ratio };
    },
    forecast: ({ ratio }, onBooks) => onBooks * ratio,
  };
}

import { checkOrigin } from './booking-curves.js';
import type { PickupMethod } from './method.js';
import { recencyMean, sameWeekdays } from './same-weekdays.js';

/** How much of the past a method looks at. */
export interface PickupWindow {
  /** How many of the last days of the same weekday. */
  readonly weeks: number;
  /** After how many of them a day counts half; Infinity when absent: all alike. */
  readonly halfLife?: number;
}

export interface AdditiveFit {
  /** Room-nights that come net of cancellations, on average. */
  readonly pickup: number;
}

/**
 * Classical additive pickup: ŷ = on the books + mean over the last same weekdays of (final − on the books at that lead).
 *
 * @see Weatherford & Kimes (2003), A comparison of forecasting methods for hotel revenue management, International Journal of
 *   Forecasting 19(3).
 */
export function additivePickup({ weeks, halfLife }: PickupWindow): PickupMethod<AdditiveFit> {
  return {
    title: `Additive pickup, ${weeks} same weekdays${weighted(halfLife)} (Weatherford & Kimes 2003)`,
    fit: (curves, origin) => {
      checkOrigin(curves, origin);
      const { asOf, h } = origin;
      const days = sameWeekdays(asOf + h, asOf, weeks);
      const row = h * curves.days;
      return { pickup: recencyMean(days, (day) => curves.final[day]! - curves.onBooks[row + day]!, halfLife) };
    },
    forecast: ({ pickup }, onBooks) => Math.max(0, onBooks + pickup),
  };
}

/**
 * Advanced additive pickup: the same taken week of lead by week of lead, each from the newest days that have reached it, so
 * that the days still to come tell of the long leads what they already know.
 *
 * @see Weatherford & Kimes (2003), «advanced pickup».
 */
export function advancedAdditivePickup({ weeks, halfLife }: PickupWindow): PickupMethod<AdditiveFit> {
  return {
    title: `Advanced additive pickup, ${weeks} same weekdays${weighted(halfLife)} (Weatherford & Kimes 2003)`,
    fit: (curves, origin) => {
      checkOrigin(curves, origin);
      const { asOf, h } = origin;
      let pickup = 0;
      for (const { from, to } of leadSteps(h)) {
        const days = sameWeekdays(asOf + h, asOf + to, weeks);
        pickup += recencyMean(
          days,
          (day) => reached(curves, to, day) - curves.onBooks[from * curves.days + day]!,
          halfLife,
        );
      }
      return { pickup };
    },
    forecast: ({ pickup }, onBooks) => Math.max(0, onBooks + pickup),
  };
}

/** Leads from h down a week at a time; the last step ends at 0, which stands for the occupancy itself. */
export function leadSteps(h: number): { readonly from: number; readonly to: number }[] {
  const steps: { from: number; to: number }[] = [];
  for (let from = h; from > 0;) {
    const to = Math.max(0, from - 7);
    steps.push({ from, to });
    from = to;
  }
  return steps;
}

/** What a day had come to at a lead: its occupancy at 0. */
export function reached(
  curves: { onBooks: Float64Array; final: Float64Array; days: number },
  lead: number,
  day: number,
): number {
  return lead === 0 ? curves.final[day]! : curves.onBooks[lead * curves.days + day]!;
}

export function weighted(halfLife: number | undefined): string {
  return halfLife === undefined || halfLife === Infinity ? '' : `, half-life ${halfLife}`;
}

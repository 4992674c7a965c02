import { logistic, logit } from '../../numerics/logistic.js';
import { checkOrigin, type BookingCurves } from './booking-curves.js';
import { remaining, seenCapacity } from './capacity.js';
import type { PickupMethod } from './method.js';
import { sameWeekdays } from './same-weekdays.js';

export interface RemainingShareFit {
  /** Rooms, see {@link seenCapacity}. */
  readonly capacity: number;
  /** Net pickup for each room that was still free. */
  readonly share: number;
}

/** 52 weeks: the same weekday a year ago. */
const YEAR = 364;
/** A share is kept inside these before its odds are taken. */
const [LEAST, MOST] = [0.03, 0.95];
const FEWEST_DAYS_A_YEAR_AGO = 14;

/**
 * Pickup as a share of the rooms that were still free, moved with the season by its odds: a house with forty rooms left cannot
 * pick up what it does with two hundred left, and February fills otherwise than December.
 *
 * s = Σ (final − on the books)/Σ (capacity − on the books) over days; the forecast is on the books + s · free with
 * logit s = logit s(last same weekdays) + logit s(the days around the target's a year ago)
 *           − logit s(the days a year before the recent weeks).
 * Without fourteen days of that last year the first term stands alone.
 *
 * @param options `weeks` of recent days; `around`: days on each side of the day a year ago.
 */
export function remainingShare({
  weeks,
  around,
}: {
  readonly weeks: number;
  readonly around: number;
}): PickupMethod<RemainingShareFit> {
  return {
    title: `Share of the free rooms, ${weeks} weeks, moved by last year's season ±${around} days`,
    fit: (curves, origin) => {
      checkOrigin(curves, origin);
      const { asOf, h } = origin;
      const capacity = seenCapacity(curves, asOf);
      const share = (days: readonly number[]): number => pickedShare(curves, h, days, capacity);
      const recent = share(sameWeekdays(asOf + h, asOf, weeks));
      const target = asOf + h - YEAR;
      // The latest of the days around the target are a year old less a few: never after asOf, as around < 364 − h.
      const season = days(target - around, Math.min(asOf, target + around));
      const recentYearAgo = days(asOf - 7 * weeks + 1 - YEAR, asOf - YEAR);
      if (recentYearAgo.length < FEWEST_DAYS_A_YEAR_AGO || season.length === 0) return { capacity, share: recent };
      const moved = odds(recent) + odds(share(season)) - odds(share(recentYearAgo));
      return { capacity, share: logistic(moved) };
    },
    forecast: ({ capacity, share }, onBooks) => Math.max(0, onBooks + share * remaining(capacity, onBooks)),
  };
}

function pickedShare(
  { onBooks, final, days }: BookingCurves,
  h: number,
  of: readonly number[],
  capacity: number,
): number {
  let picked = 0;
  let free = 0;
  for (const day of of) {
    const start = onBooks[h * days + day]!;
    picked += final[day]! - start;
    free += remaining(capacity, start);
  }
  return picked / free;
}

/** The whole days from … to, without those before the first. */
function days(from: number, to: number): number[] {
  const first = Math.max(0, from);
  return Array.from({ length: Math.max(0, to - first + 1) }, (_, k) => first + k);
}

const odds = (share: number): number => logit(Math.min(MOST, Math.max(LEAST, share)));

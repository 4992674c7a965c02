import type { Rng } from '@bellwether/model-kernel/numerics';
import type { BookingSource } from '../bookings/booking.js';

/** The sources at which a guest is seen browsing before the booking: the hotel's own pages, and those at an agency. */
export const BROWSING_SOURCES = ['website', 'ota'] as const;
export type BrowsingSource = (typeof BROWSING_SOURCES)[number];

/** What those who ask for a room leave of themselves on the pages. */
export const BROWSING = {
  /** Minutes: gamma. */
  minutesShape: 2.2,
  minutesScale: 6,
  /** Mean number of price comparisons: Poisson. */
  comparisons: { website: 1.5, ota: 3 } as Readonly<Record<BrowsingSource, number>>,
  /** Pages: 3 and Poisson with this mean a minute. */
  pagesAMinute: 0.5,
} as const;

/** Where a guest who books this way leaves traces on the pages. */
export function browses(source: BookingSource): source is BrowsingSource {
  return source === 'website' || source === 'ota';
}

/** Minutes in steps of a tenth. */
export function drawMinutes(rng: Rng, scale: number): number {
  return Math.round(10 * rng.gamma(BROWSING.minutesShape, scale)) / 10;
}

export function drawPages(rng: Rng, minutes: number): number {
  return 3 + rng.poisson(BROWSING.pagesAMinute * minutes);
}

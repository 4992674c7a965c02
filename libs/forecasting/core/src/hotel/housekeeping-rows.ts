import { planCleaning, type CleaningPlan, type HousekeepingNorms } from './housekeeping.js';
import type { HotelOutlook } from './outlook.js';

/** The rooms to be done on a day, and the work that they are. */
export interface HousekeepingRow {
  readonly day: number;
  readonly arrivals: number;
  readonly checkouts: number;
  readonly stayovers: number;
  readonly plan: CleaningPlan;
}

/**
 * Arrivals, departures and stayovers of the days with indices from … to, such that occupied(d) = stayovers(d) + arrivals(d) and
 * occupied(d) = occupied(d − 1) − checkouts(d) + arrivals(d), by room type and so for the house.
 */
export function housekeepingRows(
  { asOf, types }: HotelOutlook,
  norms: HousekeepingNorms,
  { from, to }: { readonly from: number; readonly to: number },
): HousekeepingRow[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const k = from + i;
    const rooms = types.map(({ name, before, occupied, arrivals }) => {
      const yesterday = k === 0 ? before : occupied[k - 1]!;
      const stayovers = occupied[k]! - arrivals[k]!;
      return { roomType: name, arrivals: arrivals[k]!, stayovers, checkouts: yesterday - stayovers };
    });
    const sum = (of: 'arrivals' | 'checkouts' | 'stayovers') => rooms.reduce((total, room) => total + room[of], 0);
    return {
      day: asOf + 1 + k,
      arrivals: sum('arrivals'),
      checkouts: sum('checkouts'),
      stayovers: sum('stayovers'),
      plan: planCleaning(rooms, norms),
    };
  });
}

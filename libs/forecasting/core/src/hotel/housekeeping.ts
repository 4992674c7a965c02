/** How a house is cleaned. */
export interface HousekeepingNorms {
  /** Minutes for a room by its type: after a departure, and while its guests stay. */
  readonly minutes: Readonly<Record<string, { readonly checkout: number; readonly stayover: number }>>;
  /** Shares of the departures by the hour before which guests have left, `0` … `23`; they add up to 1. */
  readonly checkOutHours: Readonly<Record<string, number>>;
  /** The hours in which rooms are done whose guests stay: from … to, evenly. */
  readonly stayoverHours: { readonly from: number; readonly to: number };
  readonly shifts: readonly Shift[];
}

export interface Shift {
  readonly name: string;
  /** Whole hours of the day, from < to ≤ 24. */
  readonly from: number;
  readonly to: number;
  /** Minutes of a shift in which an attendant cleans. */
  readonly productiveMinutes: number;
}

/** The rooms of one type to be done on a day. */
export interface RoomsToClean {
  readonly roomType: string;
  readonly arrivals: number;
  readonly checkouts: number;
  readonly stayovers: number;
}

export interface CleaningPlan {
  readonly minutes: number;
  readonly byType: readonly (RoomsToClean & { readonly checkoutMinutes: number; readonly stayoverMinutes: number })[];
  readonly staff: readonly (Shift & { readonly attendants: number })[];
  /** The fewest hours in a row that hold half of the work or more; from … to. */
  readonly peak: { readonly from: number; readonly to: number } | undefined;
}

const HOURS = 24;
const PEAK_SHARE = 0.5;

/**
 * The work of a day: minutes by room type, when in the day they come up, and who is needed. A room that is left can be done from the
 * hour after on; rooms whose guests stay are spread over their hours. Each shift does what comes up in its hours; what comes up
 * outside all shifts is done by the first that follows, or else the last.
 */
export function planCleaning(rooms: readonly RoomsToClean[], norms: HousekeepingNorms): CleaningPlan {
  const byType = rooms.map((of) => {
    const { checkout, stayover } = norms.minutes[of.roomType] ?? { checkout: 0, stayover: 0 };
    return { ...of, checkoutMinutes: of.checkouts * checkout, stayoverMinutes: of.stayovers * stayover };
  });
  const checkout = byType.reduce((sum, { checkoutMinutes }) => sum + checkoutMinutes, 0);
  const stayover = byType.reduce((sum, { stayoverMinutes }) => sum + stayoverMinutes, 0);
  const hours = minutesByHour(checkout, stayover, norms);
  return { minutes: checkout + stayover, byType, staff: staffOf(hours, norms.shifts), peak: peakOf(hours) };
}

/** Minutes that come up in each hour, shape (24,). */
function minutesByHour(checkout: number, stayover: number, norms: HousekeepingNorms): Float64Array {
  const hours = new Float64Array(HOURS);
  for (const [hour, share] of Object.entries(norms.checkOutHours)) {
    hours[Math.min(HOURS - 1, Number(hour))]! += share * checkout;
  }
  const { from, to } = norms.stayoverHours;
  for (let hour = from; hour < to; hour++) hours[hour]! += stayover / (to - from);
  return hours;
}

function staffOf(hours: Float64Array, shifts: readonly Shift[]): CleaningPlan['staff'] {
  const work = shifts.map(() => 0);
  hours.forEach((minutes, hour) => {
    const covering = shifts.findIndex(({ from, to }) => hour >= from && hour < to);
    const following = shifts.findIndex(({ from }) => from > hour);
    const doing = covering !== -1 ? covering : following !== -1 ? following : shifts.length - 1;
    work[doing]! += minutes;
  });
  // A hair of rounding is no attendant.
  return shifts.map((shift, s) => ({
    ...shift,
    attendants: Math.max(0, Math.ceil(work[s]! / shift.productiveMinutes - 1e-9)),
  }));
}

function peakOf(hours: Float64Array): CleaningPlan['peak'] {
  const total = hours.reduce((sum, minutes) => sum + minutes, 0);
  if (total === 0) return undefined;
  for (let length = 1; length <= HOURS; length++) {
    let best = { from: 0, sum: -1 };
    for (let from = 0; from + length <= HOURS; from++) {
      const sum = hours.subarray(from, from + length).reduce((all, minutes) => all + minutes, 0);
      if (sum > best.sum) best = { from, sum };
    }
    if (best.sum >= PEAK_SHARE * total - 1e-9) return { from: best.from, to: best.from + length };
  }
  return undefined;
}

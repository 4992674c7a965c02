import { DomainError } from '@bellwether/errors';

/** How far apart the values of a series are: an hour, a day, a week or a calendar month. */
export type Frequency = 'H' | 'D' | 'W' | 'M';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The seasonal period of a frequency where nobody names one: hours of a day, days of a week, weeks or months of a year. */
export const USUAL_SEASON: Readonly<Record<Frequency, number>> = { H: 24, D: 7, W: 52, M: 12 };

const STEP_MS = { H: HOUR_MS, D: DAY_MS, W: 7 * DAY_MS } as const;

/** Days from one step to the next; of months their mean. */
export function daysPerStep(frequency: Frequency): number {
  return frequency === 'M' ? 365.25 / 12 : STEP_MS[frequency] / DAY_MS;
}

/** A series on its grid. */
export interface Grid {
  readonly frequency: Frequency;
  /** Instant of step 0, milliseconds UTC. */
  readonly origin: number;
}

/**
 * The step of an instant on a grid, 0 at its origin.
 *
 * @throws INVALID_ARGUMENT for an instant between two steps.
 */
export function stepOn({ frequency, origin }: Grid, instant: number): number {
  if (frequency === 'M') return monthOf(instant) - monthOf(origin);
  const step = (instant - origin) / STEP_MS[frequency];
  if (Number.isInteger(step)) return step;
  const [at, from] = [instant, origin].map((ms) => new Date(ms).toISOString());
  throw new DomainError('INVALID_ARGUMENT', `${at} is between two steps of frequency ${frequency} from ${from} on`);
}

/** The instant of a step on a grid. Months keep the day of the origin; a last day of a month stays a last day. */
export function instantOn({ frequency, origin }: Grid, step: number): number {
  if (frequency !== 'M') return origin + step * STEP_MS[frequency];
  const month = monthOf(origin) + step;
  const day = new Date(origin).getUTCDate();
  const isLast = day === daysOf(monthOf(origin));
  const shown = isLast ? daysOf(month) : Math.min(day, daysOf(month));
  return Date.UTC(Math.floor(month / 12), month % 12, shown) + timeOfDay(origin);
}

/** Milliseconds since midnight UTC; the remainder of an instant before 1970 is negative. */
const timeOfDay = (instant: number): number => ((instant % DAY_MS) + DAY_MS) % DAY_MS;

/** Months since the year 0. */
function monthOf(instant: number): number {
  const date = new Date(instant);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

function daysOf(month: number): number {
  return new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
}

/**
 * The frequency of instants: their smallest gap, where it is an hour, a day, a week or a month. Missing dates widen gaps and
 * never narrow them.
 *
 * @param instants milliseconds UTC, ascending.
 * @throws INVALID_ARGUMENT where the gap is another, or there is none.
 */
export function inferFrequency(instants: readonly number[]): Frequency {
  let smallest = Infinity;
  for (let i = 1; i < instants.length; i++) {
    const gap = instants[i]! - instants[i - 1]!;
    // A repeated instant is refused by name where series are put on their grid.
    if (gap > 0) smallest = Math.min(smallest, gap);
  }
  const found = frequencyOfGap(smallest);
  if (found !== undefined) return found;
  throw new DomainError(
    'INVALID_ARGUMENT',
    'the dates are not an hour, a day, a week or a month apart; name the frequency',
  );
}

function frequencyOfGap(ms: number): Frequency | undefined {
  if (ms === HOUR_MS) return 'H';
  if (ms === DAY_MS) return 'D';
  if (ms === 7 * DAY_MS) return 'W';
  return ms >= 28 * DAY_MS && ms <= 31 * DAY_MS ? 'M' : undefined;
}

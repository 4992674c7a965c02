import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { civilDate, weekday, type Day } from '../calendar/day.js';
import { vietnameseHolidays } from './holidays.js';
import { inspectionBefore } from './inspection.js';
import { localEvents, type LocalEvent } from './local-events.js';
import { seasonOf, yearlyCurve, type Season } from './seasons.js';

/** A day of the simulated town, with what is known ahead and what is not. */
export interface CalendarDay {
  readonly day: Day;
  /** 0 = Sunday. */
  readonly weekday: number;
  readonly season: Season;
  readonly holiday: string | null;
  /** A holiday, or the eve of one: when people travel. */
  readonly festive: boolean;
  /** The yearly safety inspection: every stay ends by this morning. */
  readonly inspection: boolean;
  readonly event: LocalEvent | null;
  /** 0 (storm) … 1 (fine): what is usual on such a day, and what came. */
  readonly climate: number;
  readonly weather: number;
  /** Tourism in the region, about 1; slow waves of some years. */
  readonly tourism: number;
  /** What nobody explains: a factor on the day's demand, mean about 1. */
  readonly shock: number;
}

/** The days from `first` to `last`, both included. */
export interface CalendarDays {
  readonly first: Day;
  readonly days: readonly CalendarDay[];
}

const CLIMATE = [0.65, 0.7, 0.8, 0.85, 0.85, 0.8, 0.8, 0.75, 0.55, 0.4, 0.4, 0.55];
const WEATHER_DEVIATION = 0.12;
const SHOCK_DEVIATION = 0.03;
/** Tourism rises for 900 days and falls for 900, between these. */
const TOURISM_HALF_PERIOD = 900;
const TOURISM_RANGE = [0.95, 1.07] as const;

/**
 * The calendar of a stretch of days. Each day is a function of the seed and its date alone.
 *
 * @param rng forked by day and year.
 */
export function buildCalendar(rng: Rng, first: Day, last: Day): CalendarDays {
  const [firstYear, lastYear] = [civilDate(first).year, civilDate(last + 1).year];
  const holidays = vietnameseHolidays(firstYear, lastYear);
  const events = localEvents(rng.fork('events'), firstYear, lastYear);
  const streams = rng.fork('days');
  const days: CalendarDay[] = [];
  for (let day = first; day <= last; day++) {
    const stream = streams.fork(day);
    const climate = yearlyCurve(CLIMATE, day);
    days.push({
      day,
      weekday: weekday(day),
      season: seasonOf(civilDate(day).month),
      holiday: holidays.get(day) ?? null,
      festive: holidays.has(day) || holidays.has(day + 1),
      inspection: inspectionBefore(day) === day,
      event: events.get(day) ?? null,
      climate,
      weather: Math.min(1, Math.max(0, climate + stream.normal(0, WEATHER_DEVIATION))),
      tourism: tourismOn(day),
      shock: portableExp(stream.normal(0, SHOCK_DEVIATION)),
    });
  }
  return { first, days };
}

/** The calendar's day. */
export function calendarDay(calendar: CalendarDays, day: Day): CalendarDay {
  return calendar.days[day - calendar.first]!;
}

/** A triangle wave over the days since 1970. */
function tourismOn(day: Day): number {
  const phase = ((day % (2 * TOURISM_HALF_PERIOD)) + 2 * TOURISM_HALF_PERIOD) % (2 * TOURISM_HALF_PERIOD);
  const height = 1 - Math.abs(phase / TOURISM_HALF_PERIOD - 1);
  return TOURISM_RANGE[0] + height * (TOURISM_RANGE[1] - TOURISM_RANGE[0]);
}

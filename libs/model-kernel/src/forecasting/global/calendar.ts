import type { Panel } from './panel.js';

/** What the calendar says of each step, by the name of the feature; a day's own where a step is a day. */
export type Calendar = Readonly<Record<CalendarFeature, Float32Array>>;

export const CALENDAR_FEATURES = [
  'day_of_week',
  'day_of_month',
  'week_of_year',
  'month',
  'quarter',
  'is_weekend',
  'is_month_start',
  'is_month_end',
  'holidays',
] as const;
export type CalendarFeature = (typeof CALENDAR_FEATURES)[number];

const DAY_MS = 86_400_000;

/**
 * The calendar of a grid. `holidays` counts those from a step to before the next: 0 or 1 of a day, more of a week. Days of the week
 * count from Monday, 0; weeks of the year from the day of the year, 0–52.
 */
export function calendarOf({ days, holidays = [] }: Pick<Panel, 'days' | 'holidays'>): Calendar {
  const table = Object.fromEntries(CALENDAR_FEATURES.map((name) => [name, new Float32Array(days.length)]));
  const sorted = Float64Array.from(new Set(holidays)).sort();
  for (let step = 0; step < days.length; step++) {
    const day = days[step]!;
    // The last step is as long as the one before it.
    const next = days[step + 1] ?? day + (step > 0 ? day - days[step - 1]! : 1);
    const facts = factsOf(day);
    for (const name of CALENDAR_FEATURES) if (name !== 'holidays') table[name]![step] = facts[name];
    table['holidays']![step] = countBelow(sorted, next) - countBelow(sorted, day);
  }
  return table as Calendar;
}

function factsOf(day: number): Record<Exclude<CalendarFeature, 'holidays'>, number> {
  const date = new Date(Math.floor(day) * DAY_MS);
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const weekday = (date.getUTCDay() + 6) % 7;
  return {
    day_of_week: weekday,
    day_of_month: dayOfMonth,
    week_of_year: Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7),
    month,
    quarter: Math.floor(month / 3),
    is_weekend: weekday >= 5 ? 1 : 0,
    is_month_start: dayOfMonth === 1 ? 1 : 0,
    is_month_end: new Date(Date.UTC(year, month, dayOfMonth + 1)).getUTCDate() === 1 ? 1 : 0,
  };
}

/** How many of the ascending values are below x. */
function countBelow(values: Float64Array, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { weekdayOf, dateOfEpochDay } from '@bellwether/forecasting-core';

const WEEKDAYS = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'] as const;
const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const WEEK = 7;
const HALF = 8 * WEEK;
/** Weeks whose weekdays are compared, and the fewest units that let them be. */
const COMPARED = 12 * WEEK;
const FEWEST = 20;

/** What insights are of. */
export interface InsightFacts {
  /** The last values of the series, oldest first, and the day of the last one. */
  readonly kept: readonly number[];
  readonly lastDay: number;
  /** What is counted: `bookings`, `units`. */
  readonly unit: string;
  readonly firstDay: number;
  readonly mean: readonly number[];
}

/** Sentences that are true of a series and its forecast; every number in them can be counted again. */
export function insightsOf(facts: InsightFacts): string[] {
  return [...weekdayInsight(facts), ...trendInsight(facts), bestDayInsight(facts)];
}

function weekdayInsight({ kept, lastDay, unit }: InsightFacts): string[] {
  const last = kept.slice(-COMPARED);
  const first = lastDay - last.length + 1;
  const sum = total(last);
  if (last.length < COMPARED || sum < FEWEST) {
    return [`${count(sum)} ${unit} in the last ${last.length} days: too few to tell weekdays apart by themselves.`];
  }
  const means = WEEKDAYS.map((_, weekday) => total(last.filter((_value, t) => weekdayOf(first + t) === weekday)) / 12);
  const best = means.indexOf(Math.max(...means));
  const usual = sum / last.length;
  const more = Math.round(100 * (means[best]! / usual - 1));
  return [
    `${WEEKDAYS[best]} were the strongest weekday of the last 12 weeks: ${count(means[best]!)} ${unit} each, ${more} % above the mean day of ${count(usual)}.`,
  ];
}

function trendInsight({ kept, lastDay, unit }: InsightFacts): string[] {
  if (kept.length < 2 * HALF) return [];
  const [before, since] = [total(kept.slice(-2 * HALF, -HALF)), total(kept.slice(-HALF))];
  const change = before === 0 ? '' : `, ${signed(Math.round(100 * (since / before - 1)))} %`;
  return [
    `${count(since)} ${unit} in the 8 weeks up to ${dateOfEpochDay(lastDay)}, ${count(before)} in the 8 before${change}.`,
  ];
}

function bestDayInsight({ firstDay, mean, unit }: InsightFacts): string {
  const best = mean.indexOf(Math.max(...mean));
  const day = firstDay + best;
  const name = DAY_NAMES[weekdayOf(day)];
  return `The forecast is highest on ${name}, ${dateOfEpochDay(day)}: ${count(mean[best]!)} ${unit}; ${count(total(mean))} in all over ${mean.length} days.`;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const count = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

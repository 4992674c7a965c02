import {
  fitAdditive,
  forecastAdditive,
  type AdditiveFit,
  type HolidayOption,
} from '@bellwether/model-kernel/forecasting';

/** What is known of days besides the house: holidays, and the score of local events by day, 0 where there is none. */
export interface HotelCalendar {
  readonly holidays: readonly HolidayOption[];
  readonly events: Readonly<Record<number, number>>;
}

export interface LongRangeSettings {
  /** Scale of the Laplace prior of a bend. */
  readonly changepointPriorScale: number;
  /** Fourier order of the season of 30.5 days. */
  readonly monthlyOrder: number;
}

/** A fit, and which of the regressors it has. */
export interface LongRangeFit {
  readonly additive: AdditiveFit;
  readonly usesEvents: boolean;
}

/**
 * The long-range model of one room type: Prophet's additive model on occupied rooms with multiplicative weekly, yearly and
 * monthly seasons, public holidays with the day before and after, and the score of local events.
 *
 * @param occupied rooms by day, shape (n,), from `firstDay` on.
 */
export function fitLongRange(
  occupied: Float64Array,
  firstDay: number,
  { holidays, events }: HotelCalendar,
  { changepointPriorScale, monthlyOrder }: LongRangeSettings,
): LongRangeFit {
  const days = Float64Array.from(occupied, (_, k) => firstDay + k);
  const scores = Float64Array.from(days, (day) => events[day] ?? 0);
  const usesEvents = scores.some((score) => score !== 0);
  const last = firstDay + occupied.length - 1;
  // A holiday that never fell into the history has no effect to learn.
  const seen = holidays.filter(({ dates }) => dates.some((date) => date >= firstDay && date <= last));
  const additive = fitAdditive(
    { days, y: occupied, ...(usesEvents && { regressors: { local_events_score: scores } }) },
    {
      changepointPriorScale,
      seasonalityMode: 'multiplicative',
      seasons: [{ name: 'monthly', periodDays: 30.5, order: monthlyOrder }],
      holidays: seen,
      ...(usesEvents && { regressors: [{ name: 'local_events_score' }] }),
    },
  );
  return { additive, usesEvents };
}

/** Expected occupied rooms of days, within 0 … rooms. */
export function forecastLongRange(
  { additive, usesEvents }: LongRangeFit,
  days: Float64Array,
  { events }: Pick<HotelCalendar, 'events'>,
  rooms: number,
): Float64Array {
  const regressors = { local_events_score: Float64Array.from(days, (day) => events[day] ?? 0) };
  const { mean } = forecastAdditive(additive, { days, ...(usesEvents && { regressors }) }, { coverages: [] });
  return mean.map((value) => Math.min(rooms, Math.max(0, value)));
}

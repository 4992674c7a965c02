import type { AdditiveOptions, HolidayOption, TermMode } from './options.js';

export interface Holiday extends Required<HolidayOption> {
  readonly mode: TermMode;
}

/** The holidays of a model with nothing left to choose. */
export function resolveHolidays(options: AdditiveOptions): Holiday[] {
  const mode = options.holidayMode ?? options.seasonalityMode ?? 'additive';
  const priorScale = options.holidayPriorScale ?? 10;
  return (options.holidays ?? []).map((holiday) => ({
    lowerWindow: 0,
    upperWindow: 0,
    priorScale,
    mode,
    ...holiday,
    dates: holiday.dates.map(Math.floor),
  }));
}

/** One column for each day of the window: the eve of a feast has an effect of its own. */
export function holidayWidth({ lowerWindow, upperWindow }: Holiday): number {
  return upperWindow - lowerWindow + 1;
}

/** From a day to the columns that are 1 on it, for a holiday whose first column is `offset`. */
export function addHolidayColumns(holiday: Holiday, offset: number, columnsOfDay: Map<number, number[]>): void {
  for (const date of new Set(holiday.dates)) {
    for (let shift = holiday.lowerWindow; shift <= holiday.upperWindow; shift++) {
      const columns = columnsOfDay.get(date + shift);
      const column = offset + shift - holiday.lowerWindow;
      if (columns) columns.push(column);
      else columnsOfDay.set(date + shift, [column]);
    }
  }
}

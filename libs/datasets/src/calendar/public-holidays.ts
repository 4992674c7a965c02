import { DomainError } from '@bellwether/errors';
import { dayFrom, weekday, type Day } from './day.js';
import { easterSunday } from './easter.js';
import { vietnameseDay } from './vietnamese-calendar.js';

/** A holiday by its English name, and the days on which it fell or falls, in order. */
export interface PublicHoliday {
  readonly name: string;
  readonly dates: readonly Day[];
}

interface HolidayRule {
  readonly name: string;
  readonly day: (year: number) => Day;
  /** The first year that has it. */
  readonly since?: number;
}

const fixed = (month: number, dayOfMonth: number) => (year: number) => dayFrom(year, month, dayOfMonth)!;
const byEaster = (days: number) => (year: number) => easterSunday(year) + days;

/** The first Monday from a day of a month on. */
function mondayFrom(year: number, month: number, dayOfMonth: number): Day {
  const day = dayFrom(year, month, dayOfMonth)!;
  return day + ((8 - weekday(day)) % 7);
}

/** Bank holidays that were moved by proclamation: to the end of the war in Europe, and to jubilees. */
const MOVED: Readonly<Record<'earlyMay' | 'spring', Readonly<Record<number, Day>>>> = {
  earlyMay: { 1995: dayFrom(1995, 5, 8)!, 2020: dayFrom(2020, 5, 8)! },
  spring: {
    1977: dayFrom(1977, 6, 6)!,
    2002: dayFrom(2002, 6, 4)!,
    2012: dayFrom(2012, 6, 4)!,
    2022: dayFrom(2022, 6, 2)!,
  },
};

/** Countries by ISO 3166-1 alpha-2. Another country is another line. */
const HOLIDAYS = {
  /** Labour Code of Vietnam (2019), article 112. */
  VN: [
    { name: "New Year's Day", day: fixed(1, 1) },
    { name: 'Tết', day: (year) => vietnameseDay(year, 1, 1) },
    { name: "Hùng Kings' Day", day: (year) => vietnameseDay(year, 3, 10), since: 2007 },
    { name: 'Reunification Day', day: fixed(4, 30) },
    { name: 'Labour Day', day: fixed(5, 1) },
    { name: 'National Day', day: fixed(9, 2) },
  ],
  /** Laws 662/1949, 6802/1980 and 14759/2023 of Brazil; Carnival and Corpus Christi, which most of the country takes off. */
  BR: [
    { name: "New Year's Day", day: fixed(1, 1) },
    { name: 'Carnival', day: byEaster(-47) },
    { name: 'Good Friday', day: byEaster(-2) },
    { name: "Tiradentes' Day", day: fixed(4, 21) },
    { name: 'Labour Day', day: fixed(5, 1) },
    { name: 'Corpus Christi', day: byEaster(60) },
    { name: 'Independence Day', day: fixed(9, 7) },
    { name: 'Our Lady of Aparecida', day: fixed(10, 12), since: 1980 },
    { name: "All Souls' Day", day: fixed(11, 2) },
    { name: 'Republic Day', day: fixed(11, 15) },
    { name: 'Black Awareness Day', day: fixed(11, 20), since: 2024 },
    { name: 'Christmas Day', day: fixed(12, 25) },
  ],
  /** Banking and Financial Dealings Act 1971, for England; days that fell on a weekend are not moved. */
  GB: [
    { name: "New Year's Day", day: fixed(1, 1), since: 1974 },
    { name: 'Good Friday', day: byEaster(-2) },
    { name: 'Easter Monday', day: byEaster(1) },
    { name: 'Early May bank holiday', day: (year) => MOVED.earlyMay[year] ?? mondayFrom(year, 5, 1), since: 1978 },
    { name: 'Spring bank holiday', day: (year) => MOVED.spring[year] ?? mondayFrom(year, 5, 25), since: 1971 },
    { name: 'Summer bank holiday', day: (year) => mondayFrom(year, 8, 25), since: 1971 },
    { name: 'Christmas Day', day: fixed(12, 25) },
    { name: 'Boxing Day', day: fixed(12, 26) },
  ],
} as const satisfies Record<string, readonly HolidayRule[]>;

export type HolidayCountry = keyof typeof HOLIDAYS;

/** The countries whose holidays are known. */
export const HOLIDAY_COUNTRIES = Object.keys(HOLIDAYS) as HolidayCountry[];

/**
 * Holidays of a country over some years, as the additive model takes them. Each has its one main day a year: Tết its first,
 * Carnival its Tuesday. What lies around it, days off or travel, is the window of the model.
 *
 * @param country ISO 3166-1 alpha-2. @param firstYear the first calendar year wanted, from 1900. @param lastYear the last, to 2100.
 * @throws INVALID_ARGUMENT for a country that is not known, or years that are not whole, in order and in 1900–2100.
 */
export function publicHolidays(country: string, firstYear: number, lastYear: number): PublicHoliday[] {
  if (!isKnown(country)) {
    throw new DomainError('INVALID_ARGUMENT', `country must be one of ${HOLIDAY_COUNTRIES.join(', ')}, got ${country}`);
  }
  const whole = Number.isInteger(firstYear) && Number.isInteger(lastYear);
  if (!whole || firstYear < 1900 || firstYear > lastYear || lastYear > 2100) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `years must be whole, in order and in 1900–2100, got ${firstYear}–${lastYear}`,
    );
  }
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i);
  return HOLIDAYS[country].map(({ name, day, since = 0 }: HolidayRule) => ({
    name,
    dates: years.filter((year) => year >= since).map(day),
  }));
}

function isKnown(country: string): country is HolidayCountry {
  return Object.hasOwn(HOLIDAYS, country);
}

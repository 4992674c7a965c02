import { describe, expect, it } from '@jest/globals';
import Holidays from 'date-holidays';
import { isoDate } from './day.js';
import { publicHolidays } from './public-holidays.js';

function datesOf(country: string, name: string, firstYear: number, lastYear: number): string[] {
  const holiday = publicHolidays(country, firstYear, lastYear).find((one) => one.name === name);
  return holiday!.dates.map(isoDate);
}

/** The same by date-holidays, which has another theory of the moon. Slow: a few years are compared here. */
function oracle(country: string, name: string, firstYear: number, lastYear: number): string[] {
  const calendar = new Holidays(country, { types: ['public', 'optional', 'observance'] });
  return Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i).flatMap((year) =>
    calendar
      .getHolidays(year, 'en')
      .filter((holiday) => holiday.name === name)
      .map((holiday) => holiday.date.slice(0, 10)),
  );
}

describe('holidays of Vietnam', () => {
  it('have Tết by the lunar calendar at UTC+7: a day before the Chinese New Year in 2007', () => {
    // The first days of 2021–2026 are those that were celebrated; 2007 and 2030 differ from China by new moons near midnight.
    expect(datesOf('VN', 'Tết', 2021, 2026)).toEqual([
      '2021-02-12',
      '2022-02-01',
      '2023-01-22',
      '2024-02-10',
      '2025-01-29',
      '2026-02-17',
    ]);
    expect([...datesOf('VN', 'Tết', 2007, 2007), ...datesOf('VN', 'Tết', 2030, 2030)]).toEqual([
      '2007-02-17',
      '2030-02-02',
    ]);
  });

  it('agree with date-holidays from 2014 to 2020, with leap months 9, 6 and 4', () => {
    expect(datesOf('VN', 'Tết', 2014, 2020)).toEqual(oracle('VN', 'Vietnamese New Year', 2014, 2020));
    expect(datesOf('VN', "Hùng Kings' Day", 2014, 2020)).toEqual(oracle('VN', 'Hung Kings Commemorations', 2014, 2020));
  });

  it('have the tenth of the third month after a leap month, in 2023', () => {
    expect(datesOf('VN', "Hùng Kings' Day", 2023, 2023)).toEqual(['2023-04-29']);
  });
});

describe('holidays of Brazil', () => {
  it('agree with date-holidays from 2000 to 2040', () => {
    for (const name of ['Good Friday', "Tiradentes' Day", 'Independence Day', 'Republic Day', 'Christmas Day']) {
      expect(datesOf('BR', name, 2000, 2040)).toEqual(oracle('BR', name, 2000, 2040));
    }
  });

  it('have Carnival on the Tuesday before Ash Wednesday, and Black Awareness Day since it is a law', () => {
    expect(datesOf('BR', 'Carnival', 2024, 2026)).toEqual(['2024-02-13', '2025-03-04', '2026-02-17']);
    expect(datesOf('BR', 'Black Awareness Day', 2022, 2025)).toEqual(['2024-11-20', '2025-11-20']);
  });
});

describe('holidays of Great Britain', () => {
  it('agree with date-holidays from 2013 to 2019', () => {
    for (const name of ['Good Friday', 'Easter Monday', 'Early May bank holiday', 'Spring bank holiday']) {
      expect(datesOf('GB', name, 2013, 2019)).toEqual(oracle('GB', name, 2013, 2019));
    }
  });

  it('have those that were moved to jubilees and a victory, of which date-holidays knows some', () => {
    expect([2002, 2012, 2022].flatMap((year) => datesOf('GB', 'Spring bank holiday', year, year))).toEqual([
      '2002-06-04',
      '2012-06-04',
      '2022-06-02',
    ]);
    expect([1995, 2020].flatMap((year) => datesOf('GB', 'Early May bank holiday', year, year))).toEqual([
      '1995-05-08',
      '2020-05-08',
    ]);
  });

  it('have their Mondays of 2011', () => {
    expect(
      ['Easter Monday', 'Early May bank holiday', 'Spring bank holiday', 'Summer bank holiday'].flatMap((name) =>
        datesOf('GB', name, 2011, 2011),
      ),
    ).toEqual(['2011-04-25', '2011-05-02', '2011-05-30', '2011-08-29']);
  });
});

it('refuses countries and years that are not known', () => {
  expect(() => publicHolidays('XX', 2024, 2024)).toThrow('country must be one of VN, BR, GB, got XX');
  expect(() => publicHolidays('BR', 2025, 2024)).toThrow('in order and in 1900–2100, got 2025–2024');
  expect(() => publicHolidays('BR', 2000.5, 2024)).toThrow('years must be whole');
});

import { describe, expect, it } from '@jest/globals';
import { dateFormat } from './date-format.js';

describe('a format of dates', () => {
  it.each([
    ['DD/MM/YYYY', '9/12/2011', '2011-12-09'],
    ['DD/MM/YYYY HH:mm', '09/12/2011 8:26', '2011-12-09T08:26:00'],
    ['YYYYMMDD HH.mm.ss', '20111209 08.26.05', '2011-12-09T08:26:05'],
    ['MM-DD-YYYY', '12-09-2011', '2011-12-09'],
  ])('%s reads %s as %s', (format, text, iso) => {
    expect(dateFormat(format)(text)).toBe(iso);
  });

  it('takes what stands between its parts as it is', () => {
    expect(dateFormat('DD.MM.YYYY')('09x12x2011')).toBeNull();
    expect(dateFormat('DD.MM.YYYY')('09.12.2011 ')).toBeNull();
  });

  it.each(['DD/MM', 'YYYY-MM', 'DD/MM/YYYY DD', ''])('%j is none', (format) => {
    expect(() => dateFormat(format)).toThrow('date_format must have YYYY, MM and DD');
  });
});

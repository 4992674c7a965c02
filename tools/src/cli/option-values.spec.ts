import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  readAnother,
  readCount,
  readDay,
  readJsonObject,
  readNames,
  readSetting,
  readShare,
  readUrl,
} from './option-values.js';

describe('option values', () => {
  it.each(['-1', '1.5', '', ' ', '1e3', '0x10', '11', 'ten'])('refuses %p as a count in 0–10', (text) => {
    expect(() => readCount(0, 10)(text)).toThrow('whole number in 0–10');
  });

  it('takes both ends of a count’s range', () => {
    expect(['0', '10'].map(readCount(0, 10))).toEqual([0, 10]);
  });

  it.each(['0', '1', '-0.1', 'x', ''])('refuses %p as a share', (text) => {
    expect(() => readShare(text)).toThrow('between 0 and 1');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '31.01.2026', '2026-01-31T00:00', ''])(
    'refuses %p as a day',
    (text) => {
      expect(() => readDay(text)).toThrow('YYYY-MM-DD');
    },
  );

  it('takes every day of the calendar', () => {
    const day = fc
      .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(fc.property(day, (text) => expect(readDay(text)).toBe(text)));
  });

  it('gathers what may be repeated', () => {
    expect(readAnother('b', readAnother('a'))).toEqual(['a', 'b']);
    expect(readNames('b, c', readNames('a'))).toEqual(['a', 'b', 'c']);
    expect(readSetting('n_estimators=300', readSetting('learning_rate=5e-2'))).toEqual({
      learning_rate: 0.05,
      n_estimators: 300,
    });
  });

  it.each(['learning_rate', 'learning_rate=', '=1', 'learning_rate=fast', 'a b=1', 'x=NaN', 'x=Infinity'])(
    'refuses the setting %p',
    (text) => {
      expect(() => readSetting(text)).toThrow('NAME=NUMBER');
    },
  );

  it('refuses names with an empty one among them', () => {
    expect(() => readNames('a,,b')).toThrow('separated by commas');
  });

  it('takes a JSON object, and no other JSON', () => {
    expect(readJsonObject('{"a":1}')).toEqual({ a: 1 });
    for (const text of ['[1]', 'null', '1', '"a"']) expect(() => readJsonObject(text)).toThrow('JSON object');
    expect(() => readJsonObject('{a:1}')).toThrow('quotes of your shell');
  });

  it('takes http and https addresses, without the slash at the end', () => {
    expect(readUrl('https://ml.internal/base/')).toBe('https://ml.internal/base');
    for (const text of ['ftp://x', 'localhost:8002', 'x']) expect(() => readUrl(text)).toThrow('http');
  });
});

import { describe, expect, it } from '@jest/globals';
import { formatBytes, formatCount, formatDuration, formatFigure, formatNumber, plural } from './format.js';

describe('figures for people', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [95_000, '1 min 35 s'],
  ])('writes %d ms as %s', (milliseconds, written) => {
    expect(formatDuration(milliseconds)).toBe(written);
  });

  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.0 KiB'],
    [1_572_864, '1.5 MiB'],
    [2.5 * 2 ** 30, '2.5 GiB'],
    [512 * 2 ** 20, '512 MiB'],
  ])('writes %d bytes as %s', (bytes, written) => {
    expect(formatBytes(bytes)).toBe(written);
  });

  it('groups thousands, and counts one thing as one', () => {
    expect(formatCount(91_531)).toBe('91,531');
    expect(plural(1, 'row')).toBe('1 row');
    expect(plural(0, 'row')).toBe('0 rows');
  });

  it('shows a missing figure as a dash, never as a number', () => {
    expect([undefined, null, NaN].map((value) => formatFigure(value))).toEqual(['–', '–', '–']);
    expect(formatFigure(0.78449)).toBe('0.784');
  });

  it('keeps four significant digits of a number that is not whole', () => {
    expect([3, 0.123456, 12_345.6, Infinity].map(formatNumber)).toEqual(['3', '0.1235', '12,346', 'Infinity']);
  });
});

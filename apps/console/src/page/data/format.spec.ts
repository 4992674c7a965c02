import { describe, expect, it } from '@jest/globals';
import { ago, duration, hours, instant, measure, milliseconds, percent, span, words } from './format.js';

it.each([
  [0, '0'],
  [0.78123, '0.7812'],
  [-0.5, '−0.5'],
  [183_220, '183,220'],
  [12_345.678, '12,346'],
  [0.00012, '1.20e−4'],
  [-3e-7, '−3.00e−7'],
  [2.5e12, '2.50e+12'],
  [NaN, 'NaN'],
  [Infinity, '∞'],
  [-Infinity, '−∞'],
])('the measure %p is %p', (value, text) => {
  expect(measure(value)).toBe(text);
});

it.each([
  [0, '0 s'],
  [400, '< 1 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000 * 26, '1 d 2 h'],
  [86_400_000 + 30_000, '1 d'],
])('%p ms last %p', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

describe('times', () => {
  const now = new Date('2026-11-27T12:00:00Z');
  it.each([
    ['2026-11-27T11:59:50Z', 'just now'],
    ['2026-11-27T11:57:00Z', '3 min ago'],
    ['2026-11-25T10:00:00Z', '2 d ago'],
    ['2026-11-27T12:10:00Z', 'in 10 min'],
  ])('%s is %s', (at, text) => {
    expect(ago(new Date(at), now)).toBe(text);
  });

  it('are told in UTC', () => {
    expect(instant(new Date('2026-01-02T23:04:00+01:00'))).toBe('02 Jan 2026, 22:04');
  });
});

it('a span names the day of its end where that is another', () => {
  const from = new Date('2026-01-02T22:04:00Z');
  expect(span(from, new Date('2026-01-02T23:00:00Z'))).toBe('02 Jan 2026, 22:04 to 23:00');
  expect(span(from, new Date('2026-01-03T01:00:00Z'))).toBe('02 Jan 2026, 22:04 to 03 Jan 2026, 01:00');
});

it.each([
  ['auc_roc', 'auc roc'],
  ['GradientBoostedTrees', 'gradient boosted trees'],
  ['ONNX', 'ONNX'],
  ['best_f1_score', 'best f1 score'],
])('%s reads %s', (name, text) => {
  expect(words(name)).toBe(text);
});

it('units stand beside their numbers', () => {
  expect([milliseconds(0.4567), milliseconds(12_000), percent(0.425), hours(24), hours(168), hours(0.5)]).toEqual([
    '0.4567 ms',
    '12 s',
    '43 %',
    '24 h',
    '7 d',
    '0.5 h',
  ]);
});

import { describe, expect, it } from '@jest/globals';
import { arrangeSeries, fillGaps, type LongRow } from './arrange-series.js';

const row = (id: string, date: string, value: number | null): LongRow => ({ id, instant: Date.parse(date), value });

describe('series of a table', () => {
  it('are sorted, each on a grid of its own from its first value to its last', () => {
    const series = arrangeSeries([
      row('b', '2024-01-03', 3),
      row('a', '2024-01-02', 5),
      row('b', '2024-01-01', 1),
      row('b', '2024-01-06', null),
      row('a', '2024-01-03', 6),
      row('b', '2024-01-04', 4),
      row('empty', '2024-01-01', null),
    ]);
    expect(series.map(({ id, y, gaps }) => ({ id, y: [...y], gaps }))).toEqual([
      { id: 'b', y: [1, NaN, 3, 4], gaps: 1 },
      { id: 'a', y: [5, 6], gaps: 0 },
    ]);
    expect(series[0]!.grid).toEqual({ frequency: 'D', origin: Date.parse('2024-01-01') });
  });

  it('have one value at a time', () => {
    const twice = [row('a', '2024-01-01', 1), row('a', '2024-01-02', 2), row('a', '2024-01-02', 2)];
    expect(() => arrangeSeries(twice, 'D')).toThrow("series 'a' has two values at 2024-01-02T00:00:00.000Z");
    // Two days of one month, where months are meant.
    expect(() => arrangeSeries(twice, 'M')).toThrow(/two values/);
  });
});

describe('gaps', () => {
  const [series] = arrangeSeries(
    [row('a', '2024-01-01', 2), row('a', '2024-01-04', 8), row('a', '2024-01-05', 9)],
    'D',
  );
  it('are filled by the line between their neighbours, by zero, or not at all', () => {
    expect([...fillGaps(series!, 'interpolate')]).toEqual([2, 4, 6, 8, 9]);
    expect([...fillGaps(series!, 'zero')]).toEqual([2, 0, 0, 8, 9]);
    expect(() => fillGaps(series!, 'refuse')).toThrow("series 'a' has no value at 2 of its steps");
  });
});

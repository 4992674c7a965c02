import { measure } from '../data/format.js';

/** Place on the axis, an instant in milliseconds where that is of time, and value. */
export type Point = readonly [x: number, y: number];

/** One line of a chart. */
export interface Series {
  readonly name: string;
  /** In order of x. */
  readonly points: readonly Point[];
}

/** What a chart shows, in words: for who does not see it. */
export function describeSeries(series: readonly Series[]): string {
  return series.map(describe).join('; ');
}

function describe({ name, points }: Series): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return `${name}: no points`;
  const values = points.map(([, y]) => y);
  const [low, high] = values.reduce(([a, b], y) => [Math.min(a, y), Math.max(b, y)], [Infinity, -Infinity]);
  if (points.length === 1) return `${name}: one point, ${measure(last[1])}`;
  return `${name}: ${points.length} points from ${measure(first[1])} to ${measure(last[1])}, between ${measure(low)} and ${measure(high)}`;
}

/** At most so many points, evenly taken, the first and the last among them. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]!);
}

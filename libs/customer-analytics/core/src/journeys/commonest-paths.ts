import type { ConversionPath } from '../attribution/index.js';

export interface CommonPath {
  readonly channels: readonly string[];
  readonly journeys: number;
  readonly conversions: number;
  /** Money. */
  readonly value: number;
}

/** Paths by the channels that they saw one after the other, repetitions as one, the most travelled first. */
export function commonestPaths(paths: readonly ConversionPath[], limit: number): CommonPath[] {
  const found = new Map<string, { channels: string[]; journeys: number; conversions: number; value: number }>();
  for (const { touches, conversions, value, lost } of paths) {
    const channels = touches.map(({ channel }) => channel).filter((channel, i, all) => channel !== all[i - 1]);
    const key = JSON.stringify(channels);
    const path = found.get(key) ?? { channels, journeys: 0, conversions: 0, value: 0 };
    path.journeys += conversions + lost;
    path.conversions += conversions;
    path.value += value;
    found.set(key, path);
  }
  return [...found.values()].sort((a, b) => b.journeys - a.journeys || compare(a.channels, b.channels)).slice(0, limit);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join('\n'), b.join('\n')];
  return left < right ? -1 : left > right ? 1 : 0;
}

import type { Rng } from '@bellwether/model-kernel/numerics';
import { dayFrom, type Day } from '../calendar/day.js';

/** What draws people to town; the score is its pull, in (0, 1]. */
export interface LocalEvent {
  readonly name: string;
  readonly score: number;
}

const NAMES = [
  'Tech Conference',
  'Fireworks Festival',
  'Marathon',
  'Food Fair',
  'Lantern Night',
  'Medical Congress',
  'Regatta',
  'Music Festival',
  'Trade Expo',
  'Film Week',
] as const;
const EVENTS_A_YEAR = 16;

/**
 * The town's events of some years: sixteen a year, one to four days each. Where two meet, the stronger one counts.
 *
 * @param rng forked by year, so that a year's events do not depend on which years are asked for.
 */
export function localEvents(rng: Rng, firstYear: number, lastYear: number): Map<Day, LocalEvent> {
  const events = new Map<Day, LocalEvent>();
  for (let year = firstYear; year <= lastYear; year++) {
    const stream = rng.fork(year);
    for (let i = 0; i < EVENTS_A_YEAR; i++) {
      const event = { name: NAMES[stream.int(NAMES.length)]!, score: 0.3 + 0.1 * stream.int(8) };
      const first = dayFrom(year, 1, 1)! + stream.int(360);
      const length = 1 + stream.int(4);
      for (let day = first; day < first + length; day++) {
        if (event.score > (events.get(day)?.score ?? 0)) events.set(day, event);
      }
    }
  }
  return events;
}

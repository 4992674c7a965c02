import type { AdditiveOptions, SeasonChoice, SeasonOption, TermMode } from './options.js';

/** A season with nothing left to choose. */
export interface Season extends Required<SeasonOption> {
  readonly mode: TermMode;
}

interface UsualSeason {
  readonly name: 'yearly' | 'weekly' | 'daily';
  readonly periodDays: number;
  readonly order: number;
  /** Whether `auto` takes it, by the length of the history and its shortest step, in days. */
  readonly shows: (spanDays: number, stepDays: number) => boolean;
}

/** Orders and conditions as in Prophet: two full periods, and steps shorter than the period. */
const USUAL: readonly UsualSeason[] = [
  { name: 'yearly', periodDays: 365.25, order: 10, shows: (span) => span >= 730 },
  { name: 'weekly', periodDays: 7, order: 3, shows: (span, step) => span >= 14 && step < 7 },
  { name: 'daily', periodDays: 1, order: 4, shows: (span, step) => span >= 2 && step < 1 },
];

/**
 * The seasons of a model: the usual ones that are wanted or show in the data, then those of the caller's own.
 *
 * @param days history, ascending.
 */
export function chooseSeasons(options: AdditiveOptions, days: Float64Array): Season[] {
  const { seasonalityMode: mode = 'additive', seasonalityPriorScale: priorScale = 10 } = options;
  const span = days[days.length - 1]! - days[0]!;
  const step = shortestStep(days);
  const usual = USUAL.flatMap(({ name, periodDays, order: usualOrder, shows }) => {
    const order = orderOf(options[name] ?? 'auto', usualOrder, shows(span, step));
    return order > 0 ? [{ name, periodDays, order }] : [];
  });
  return [...usual, ...(options.seasons ?? [])].map((season) => ({ priorScale, mode, ...season }));
}

function orderOf(choice: SeasonChoice, usual: number, shows: boolean): number {
  if (typeof choice === 'number') return choice;
  return choice === true || (choice === 'auto' && shows) ? usual : 0;
}

function shortestStep(days: Float64Array): number {
  let step = Infinity;
  for (let i = 1; i < days.length; i++) {
    const width = days[i]! - days[i - 1]!;
    if (width > 0) step = Math.min(step, width);
  }
  return step;
}

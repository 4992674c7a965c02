import { portableExp, portableLog, type Rng } from '@bellwether/model-kernel/numerics';

/** What a booking's chance of being cancelled depends on, once its days are known. */
export interface CancellationHazard {
  /** μ: the booking's own factor on the hazard of every day. */
  readonly level: number;
  /** ν: the chance a day that the booking is modified, while it has fewer than MAX_MODIFICATIONS. */
  readonly modifying: number;
  /** Whole days from booking to arrival. */
  readonly leadDays: number;
}

/** What becomes of a booking if nobody stops it; days count from the booking, 1 … leadDays. */
export interface CancellationPath {
  readonly cancelDay: number | null;
  /** Days of the modifications before that, ascending. */
  readonly modificationDays: readonly number[];
}

export const MAX_MODIFICATIONS = 3;
/** Each modification raises the hazard of the days after it: plans that move are plans that fall through. */
const MODIFIED = 1.42;

const BASE_RATE = 0.01;
/** Regret in the first days, and plans made definite in the last week. */
const EARLY_RATE = 0.07;
const EARLY_DAYS = 3;
const LATE_RATE = 0.045;
const LATE_DAYS = 7;

/** Phases of a booking's life that differ in rate: bit 0 early, bit 1 late. */
function phaseOf(day: number, leadDays: number): number {
  return (day <= EARLY_DAYS ? 1 : 0) + (day > leadDays - LATE_DAYS ? 2 : 0);
}
const RATE_OF_PHASE = [BASE_RATE, BASE_RATE + EARLY_RATE, BASE_RATE + LATE_RATE, BASE_RATE + EARLY_RATE + LATE_RATE];

/**
 * Draws the life of a booking. On day u = 1 … lead it is cancelled with probability 1 − exp(−μ g(u) 1.42^n), where
 * g is the rate of the day's phase and n the number of modifications before u; if it is not, it is modified with
 * probability ν.
 */
export function drawCancellationPath(rng: Rng, hazard: CancellationHazard): CancellationPath {
  const { level, modifying, leadDays } = hazard;
  // Cancelled on the first day whose cumulative hazard exceeds a unit exponential: one draw instead of one a day.
  let left = rng.exponential();
  const modificationDays: number[] = [];
  let factor = level;
  let nextModification = daysToModification(rng, modifying);
  for (let day = 1; day <= leadDays; day++) {
    left -= factor * RATE_OF_PHASE[phaseOf(day, leadDays)]!;
    if (left <= 0) return { cancelDay: day, modificationDays };
    if (day !== nextModification) continue;
    modificationDays.push(day);
    factor *= MODIFIED;
    const more = modificationDays.length < MAX_MODIFICATIONS;
    nextModification = more ? day + daysToModification(rng, modifying) : Infinity;
  }
  return { cancelDay: null, modificationDays };
}

/** Geometric on 1, 2, …: the first success of daily trials, by one draw. */
function daysToModification(rng: Rng, chance: number): number {
  return chance > 0 ? 1 + Math.floor(rng.exponential() / -portableLog(1 - chance)) : Infinity;
}

/**
 * The probability that a booking still alive after day `since` is cancelled by its arrival, over everything that may
 * still happen to it: P = 1 − Σ_n S_n(lead), with S_n(u) the probability of being alive after day u with n modifications.
 *
 * @param since days already passed; 0 at booking.
 * @param modifications made up to then, 0 … MAX_MODIFICATIONS.
 */
export function cancelProbability(hazard: CancellationHazard, since = 0, modifications = 0): number {
  const { level, modifying, leadDays } = hazard;
  const survival = survivalTable(level);
  const alive = new Float64Array(MAX_MODIFICATIONS + 1);
  alive[modifications] = 1;
  for (let day = since + 1; day <= leadDays; day++) {
    const row = phaseOf(day, leadDays) * (MAX_MODIFICATIONS + 1);
    let arriving = 0;
    for (let n = modifications; n <= MAX_MODIFICATIONS; n++) {
      const surviving = alive[n]! * survival[row + n]!;
      const leaving = n < MAX_MODIFICATIONS ? surviving * modifying : 0;
      alive[n] = surviving - leaving + arriving;
      arriving = leaving;
    }
  }
  return 1 - (alive[0]! + alive[1]! + alive[2]! + alive[3]!);
}

/** exp(−μ g 1.42^n) by phase and n, row by row. */
function survivalTable(level: number): Float64Array {
  const table = new Float64Array(RATE_OF_PHASE.length * (MAX_MODIFICATIONS + 1));
  RATE_OF_PHASE.forEach((rate, phase) => {
    let factor = level;
    for (let n = 0; n <= MAX_MODIFICATIONS; n++) {
      table[phase * (MAX_MODIFICATIONS + 1) + n] = portableExp(-factor * rate);
      factor *= MODIFIED;
    }
  });
  return table;
}

import type { Rng } from '@bellwether/model-kernel/numerics';
import { isoDate, type Day } from '../calendar/day.js';
import { weightedChoice } from '../drawing/weighted-choice.js';

export interface UserRow {
  /** 1 and on. */
  readonly user_id: number;
  /** `YYYY-MM-DD`. */
  readonly joined_on: string;
  readonly country: string;
  readonly user_type: 'leisure' | 'business';
}

export interface User {
  readonly row: UserRow;
  readonly joined: Day;
  /** Searches a day while it is a user. */
  readonly searchRate: number;
  /** Probability of being gone for good after a search. */
  readonly churnHazard: number;
  /** What it adds to the log-odds of booking, beyond what is seen. */
  readonly eagerness: number;
}

const RATE = { shape: 1.4, scale: 0.02 };
const CHURN = { a: 1, b: 19 };
const EAGERNESS_SPREAD = 0.5;
const FOUNDING_SHARE = 0.35;
const drawCountry = weightedChoice({ DE: 0.28, GB: 0.24, FR: 0.18, NL: 0.12, SE: 0.08, US: 0.1 });
const drawType = weightedChoice({ leisure: 0.82, business: 0.18 });

/** Each depends on the seed and its number alone. */
export function buildUsers(rng: Rng, count: number, start: Day, asOf: Day): User[] {
  return Array.from({ length: count }, (_, index) => {
    const own = rng.fork(index);
    const joined = own.next() < FOUNDING_SHARE ? start : start + own.int(asOf - start);
    return {
      row: {
        user_id: index + 1,
        joined_on: isoDate(joined),
        country: drawCountry(own),
        user_type: drawType(own),
      },
      joined,
      searchRate: own.gamma(RATE.shape, RATE.scale),
      churnHazard: own.beta(CHURN.a, CHURN.b),
      eagerness: own.normal(0, EAGERNESS_SPREAD),
    };
  });
}

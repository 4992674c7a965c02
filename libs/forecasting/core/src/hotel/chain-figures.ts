import { mape, rmse } from '@bellwether/model-kernel/metrics';
import { blended, blendWeights, errorsOf, type OriginRun, type RunErrors } from './back-test.js';
import { withError } from './free-rooms.js';
import { TESTED_LEADS } from './leads.js';
import { pathBounds } from './path-bounds.js';
import type { RoomType } from './stay.js';

/** Coverage that the intervals of answers state. */
export const STATED_COVERAGE = 0.95;

/** What a back-test came to. */
export interface ChainBackTest {
  /** Weight of pickup by tested lead, from all origins. */
  readonly weights: readonly number[];
  /** By room type and origin, each with the weights of the other half of the origins. */
  readonly errors: readonly (readonly RunErrors[])[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Days ahead to which the figures without a lead in their name look. */
const NEAR = 30;

/**
 * Weights, errors and figures of a back-test. Each half of the origins is judged by weights of the other half; bounds of an origin are
 * made of the errors of the others.
 *
 * @param runs by room type, then origin.
 * @param lastYear occupied rooms of the whole house 364 days before each target, by origin and tested lead.
 */
export function judgeChain(
  types: readonly RoomType[],
  runs: readonly (readonly OriginRun[])[],
  lastYear: readonly (readonly number[])[],
): ChainBackTest {
  const half = (parity: number) => runs.map((ofType) => ofType.filter((_, k) => k % 2 === parity));
  const byOther = [blendWeights(half(1)), blendWeights(half(0))];
  const errors = runs.map((ofType, t) => ofType.map((run, k) => errorsOf(run, byOther[k % 2]!, types[t]!)));
  const days = runs[0]!.map((_, k) => TESTED_LEADS.map((_, g) => houseDay(types, runs, byOther[k % 2]!, k, g)));
  return {
    weights: Array.from(blendWeights(runs)),
    errors,
    figures: figuresOf(types, days, errors, lastYear),
  };
}

/** The whole house on one target day of one origin. */
interface HouseDay {
  readonly actual: number;
  readonly expected: number;
  readonly byType: readonly number[];
  readonly revenue: number;
  readonly expectedRevenue: number;
}

function houseDay(
  types: readonly RoomType[],
  runs: readonly (readonly OriginRun[])[],
  weights: ArrayLike<number>,
  k: number,
  g: number,
): HouseDay {
  const parts = types.map((_, t) => {
    const run = runs[t]![k]!;
    const { rooms, rate } = blended(run, weights);
    const actual = run.actual[g]!;
    return {
      actual,
      expected: rooms[g]!,
      revenue: actual > 0 ? actual * run.actualRate[g]! : 0,
      expectedRevenue: rooms[g]! * rate[g]!,
    };
  });
  const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    actual: sum(({ actual }) => actual),
    expected: sum(({ expected }) => expected),
    byType: parts.map(({ expected }) => expected),
    revenue: sum(({ revenue }) => revenue),
    expectedRevenue: sum(({ expectedRevenue }) => expectedRevenue),
  };
}

function figuresOf(
  types: readonly RoomType[],
  days: readonly (readonly HouseDay[])[],
  errors: readonly (readonly RunErrors[])[],
  lastYear: readonly (readonly number[])[],
): Record<string, number> {
  const rooms = types.reduce((sum, type) => sum + type.rooms, 0);
  const near = TESTED_LEADS.flatMap((lead, g) => (lead <= NEAR ? [g] : []));
  const at = (...leads: number[]) => days.flatMap((ofOrigin) => leads.map((g) => ofOrigin[g]!));
  const percent = (of: readonly HouseDay[]) => percentOf(of.map(({ actual, expected }) => [actual, expected]));
  const money = (of: readonly HouseDay[]) => percentOf(of.map((day) => [day.revenue, day.expectedRevenue]));
  const lead = (h: number) => TESTED_LEADS.indexOf(h);
  return {
    mape: percent(at(...near)),
    rmse: rmse(
      at(...near).map(({ actual }) => actual / rooms),
      at(...near).map(({ expected }) => expected / rooms),
    ),
    mape_7: percent(at(lead(7))),
    mape_30: percent(at(lead(30))),
    mape_90: percent(at(lead(90))),
    mape_30_last_year: percentOf(days.map((ofOrigin, k) => [ofOrigin[lead(30)]!.actual, lastYear[k]![lead(30)]!])),
    revenue_mape_30: money(at(lead(30))),
    revenue_mape_90: money(at(lead(90))),
    coverage: coverageOf(types, days, errors),
    origins: days.length,
    test_rows: days.length * TESTED_LEADS.length,
  };
}

/** In percent; days on which nothing came, or for which nothing was said, are left out. NaN where that is all. */
function percentOf(pairs: readonly (readonly [actual: number, expected: number])[]): number {
  const counted = pairs.filter(([actual, expected]) => actual > 0 && Number.isFinite(expected));
  if (counted.length === 0) return NaN;
  return (
    100 *
    mape(
      counted.map(([actual]) => actual),
      counted.map(([, expected]) => expected),
    )
  );
}

/** Share of the target days within the bounds that the errors of all other origins give the whole house. */
function coverageOf(
  types: readonly RoomType[],
  days: readonly (readonly HouseDay[])[],
  errors: readonly (readonly RunErrors[])[],
): number {
  let [within, all] = [0, 0];
  days.forEach((ofOrigin, k) =>
    ofOrigin.forEach(({ actual, byType }, g) => {
      const others = days.flatMap((_, other) =>
        other === k
          ? []
          : [types.reduce((sum, { rooms }, t) => sum + withError(byType[t]!, errors[t]![other]!.rooms[g]!, rooms), 0)],
      );
      const { lower, upper } = pathBounds(others, STATED_COVERAGE);
      // As answered, in whole rooms.
      if (actual >= Math.floor(lower) && actual <= Math.ceil(upper)) within += 1;
      all += 1;
    }),
  );
  return within / all;
}

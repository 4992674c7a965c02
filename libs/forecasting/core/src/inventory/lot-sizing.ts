import { DomainError } from '@bellwether/errors';
import { checkPositive } from './check-positive.js';

export interface LotSizingOptions {
  /** K > 0, money an order. */
  readonly fixedCost: number;
  /** h > 0, money a unit that is kept from one period into the next. */
  readonly holding: number;
  /** Known demand by period, in units, each ≥ 0; met in time. */
  readonly demand: readonly number[];
}

/** How much to order at the start of each period, and what all of it costs. */
export interface LotSizes {
  readonly orders: readonly number[];
  readonly cost: number;
}

/**
 * Wagner & Whitin: some best plan orders only when nothing is left, and then for whole periods. So the cost from period t on
 * is θ_t = min_{s>t} K + h Σ_{t≤i<s} (i − t) d_i + θ_s, with θ_{T+1} = 0; no order is placed for periods without demand.
 *
 * @throws INVALID_ARGUMENT for costs that are not above 0 or a demand that is not ≥ 0.
 * @see Wagner & Whitin (1958), Dynamic version of the economic lot size model, Management Science 5(1);
 *   Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., ch. 3.
 */
export function lotSizes({ fixedCost, holding, demand }: LotSizingOptions): LotSizes {
  checkPositive({ fixedCost, holding });
  const bad = demand.findIndex((units) => !(units >= 0 && units < Infinity));
  if (bad >= 0) throw new DomainError('INVALID_ARGUMENT', `demand[${bad}] must be ≥ 0, got ${demand[bad]}`);
  const periods = demand.length;
  const costFrom = new Float64Array(periods + 1);
  const nextOrder = new Int32Array(periods);
  for (let t = periods - 1; t >= 0; t--) {
    if (demand[t] === 0) {
      costFrom[t] = costFrom[t + 1]!;
      nextOrder[t] = t + 1;
      continue;
    }
    let kept = 0;
    costFrom[t] = Infinity;
    for (let next = t + 1; next <= periods; next++) {
      kept += holding * (next - 1 - t) * demand[next - 1]!;
      const cost = fixedCost + kept + costFrom[next]!;
      if (cost >= costFrom[t]!) continue;
      costFrom[t] = cost;
      nextOrder[t] = next;
    }
  }
  const orders = new Array<number>(periods).fill(0);
  for (let t = 0; t < periods; t = nextOrder[t]!) {
    for (let i = t; i < nextOrder[t]!; i++) orders[t]! += demand[i]!;
  }
  return { orders, cost: costFrom[0]! };
}

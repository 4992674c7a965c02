import { DomainError } from '@bellwether/errors';

/**
 * What a buy-till-you-die model needs to know of customers, a column each, shape (n,). All times are from the customer's first
 * purchase, in one unit of the caller's choice (weeks, say); of a discrete model in opportunities to buy.
 */
export interface PurchaseHistories {
  /** x: repeat purchases, the first one left out; integers ≥ 0. */
  readonly frequency: ArrayLike<number>;
  /** t_x: time of the last purchase; 0 where x = 0, else in (0, T]. */
  readonly recency: ArrayLike<number>;
  /** T: time observed, ≥ 0; of a discrete model an integer n. */
  readonly age: ArrayLike<number>;
  /** How many customers each row stands for, > 0; 1 when absent. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Columns of what is known of each customer and does not change: covariates by name, each of shape (n,), finite. They are best of a
 * size about 1: the search takes steps of that size in their coefficients.
 */
export type Covariates = Readonly<Record<string, ArrayLike<number>>>;

/**
 * @param discrete whether times are numbers of opportunities.
 * @throws INVALID_ARGUMENT naming the column, the row, the rule and the value.
 */
export function checkHistories({ frequency, recency, age, weights }: PurchaseHistories, discrete: boolean): void {
  const n = frequency.length;
  for (const [name, column] of Object.entries({ recency, age, weights: weights ?? frequency })) {
    if (column.length !== n) throw invalid(`${name} must be as long as frequency, ${n} rows, got ${column.length}`);
  }
  for (let i = 0; i < n; i++) {
    const x = frequency[i]!;
    const tx = recency[i]!;
    const T = age[i]!;
    if (!(Number.isInteger(x) && x >= 0)) throw invalid(`frequency[${i}] must be an integer ≥ 0, got ${x}`);
    if (!(T >= 0 && T < Infinity)) throw invalid(`age[${i}] must be finite and ≥ 0, got ${T}`);
    if (!(x === 0 ? tx === 0 : tx > 0 && tx <= T)) {
      throw invalid(`recency[${i}] must be 0 without repeat purchases, else in (0, age], got ${tx} of ${T} for ${x}`);
    }
    if (discrete && !(Number.isInteger(T) && Number.isInteger(tx) && x <= tx)) {
      throw invalid(`age[${i}] and recency[${i}] must be integers with frequency ≤ recency, got ${T}, ${tx} and ${x}`);
    }
    const weight = weights?.[i] ?? 1;
    if (!(weight > 0 && weight < Infinity)) throw invalid(`weights[${i}] must be positive and finite, got ${weight}`);
  }
}

/** @throws INVALID_ARGUMENT where a covariate has another length than n, or a value that is not finite. */
export function checkCovariates(covariates: Covariates, n: number): void {
  for (const [name, column] of Object.entries(covariates)) {
    if (column.length !== n) throw invalid(`covariate '${name}' must have ${n} rows, got ${column.length}`);
    for (let i = 0; i < n; i++) {
      if (!Number.isFinite(column[i]!)) throw invalid(`covariate '${name}'[${i}] must be finite, got ${column[i]}`);
    }
  }
}

const invalid = (message: string): DomainError => new DomainError('INVALID_ARGUMENT', message);

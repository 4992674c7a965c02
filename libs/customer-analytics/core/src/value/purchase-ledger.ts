import { DomainError } from '@bellwether/errors';

/** One purchase of anyone's table. */
export interface PurchaseRow {
  readonly customer: string;
  /** Days since 1970-01-01, an integer. */
  readonly day: number;
  /** In money, ≥ 0. */
  readonly value: number;
}

/**
 * Purchases by customer and day: what a customer buys on one day is one purchase, as the models of repeat purchases count. Those of
 * customer c are `days` and `values` from `offsets[c]` to `offsets[c + 1]`, oldest first.
 */
export interface PurchaseLedger {
  /** In the order in which they first come in the table. */
  readonly customers: readonly string[];
  /** Shape (customers + 1,). */
  readonly offsets: Int32Array;
  /** Shape (purchases,). */
  readonly days: Int32Array;
  /** Shape (purchases,), in money. */
  readonly values: Float64Array;
}

/** @throws INVALID_ARGUMENT naming the row (from 1), the rule and the value. */
export function buildLedger(rows: readonly PurchaseRow[]): PurchaseLedger {
  const known = new Map<string, Map<number, number>>();
  rows.forEach(({ customer, day, value }, i) => {
    if (!Number.isInteger(day)) throw invalid(`row ${i + 1}: day must be an integer, got ${day}`);
    if (!(value >= 0 && value < Infinity)) throw invalid(`row ${i + 1}: value must be finite and ≥ 0, got ${value}`);
    let byDay = known.get(customer);
    if (byDay === undefined) known.set(customer, (byDay = new Map()));
    byDay.set(day, (byDay.get(day) ?? 0) + value);
  });
  const offsets = new Int32Array(known.size + 1);
  let customer = 0;
  for (const byDay of known.values()) offsets[customer + 1] = offsets[customer++]! + byDay.size;
  const days = new Int32Array(offsets[known.size]!);
  const values = new Float64Array(days.length);
  let at = 0;
  for (const byDay of known.values()) {
    for (const [day, value] of [...byDay].sort(([a], [b]) => a - b)) {
      days[at] = day;
      values[at++] = value;
    }
  }
  return { customers: [...known.keys()], offsets, days, values };
}

const invalid = (message: string): DomainError => new DomainError('INVALID_ARGUMENT', message);

import { requireDay, type Day } from '../calendar/day.js';
import { requireWhole } from '../drawing/require-whole.js';

export interface SimulatedShopOptions {
  /** Integer in 0 … 2⁵³ − 1. */
  readonly seed: number;
  /** The day that counts as today, `YYYY-MM-DD`: what happened before it is known. */
  readonly asOf: string;
  /** Days of history before it, 30–3,650; default 730. */
  readonly days?: number;
  /** 1–10,000,000; default 2,000. */
  readonly customers?: number;
  /** 8–100,000; default 400. */
  readonly products?: number;
}

export interface ShopSettings {
  readonly seed: number;
  readonly asOf: Day;
  /** First day of the history. */
  readonly start: Day;
  readonly customers: number;
  readonly products: number;
}

/** @throws INVALID_ARGUMENT when an option is outside its range. */
export function shopSettings({ seed, asOf, ...sizes }: SimulatedShopOptions): ShopSettings {
  const { days = 730, customers = 2_000, products = 400 } = sizes;
  requireWhole('days', days, 30, 3_650);
  requireWhole('customers', customers, 1, 10_000_000);
  requireWhole('products', products, 8, 100_000);
  requireWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  const today = requireDay('asOf', asOf);
  return { seed, asOf: today, start: today - days, customers, products };
}

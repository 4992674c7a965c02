import type { GrocerCategory } from './categories.js';

/** A product that was looked at on a day, and whether it was bought. */
export interface GrocerEventRow {
  readonly product_id: string;
  readonly category: GrocerCategory;
  readonly base_price: number;
  readonly discounted_price: number;
  /** 0–50, in steps of 5. */
  readonly discount_pct: number;
  readonly days_to_expiry: number;
  readonly inventory_level: number;
  /** Local time of the shop, `YYYY-MM-DDTHH:MM:SS`. */
  readonly timestamp: string;
  /** 0 = Monday. */
  readonly day_of_week: number;
  /** 1–12. */
  readonly month: number;
  readonly is_weekend: 0 | 1;
  readonly is_summer: 0 | 1;
  readonly is_winter: 0 | 1;
  readonly is_holiday_season: 0 | 1;
  readonly season_multiplier: number;
  readonly sold: 0 | 1;
  /** 0–10. */
  readonly units_sold: number;
  readonly revenue: number;
}

/** What made an event, in the same order; for judging models, not for training them. */
export interface GrocerTruthRow {
  /** Number of the event, from 0. */
  readonly event: number;
  readonly purchase_probability: number;
  /** The same with no discount: the difference is the discount's true effect. */
  readonly undiscounted_probability: number;
  /** Mean of the units beyond the first that a buyer would take. */
  readonly mean_more_units: number;
}

import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { isoDate, type Day } from '../calendar/day.js';
import { cents, type ShopProduct } from './products.js';
import type { ShopPriceRow } from './tables.js';

export interface WeekPrice {
  readonly price: number;
  readonly promotionPct: number;
}

/** Of the logarithm of a week's price, by chance alone: the experiment that identifies elasticity. */
const EXPERIMENT_SPREAD = 0.06;
const PROMOTION_SHARE = 0.15;
const PROMOTIONS = [10, 20, 30];
const WEEK = 7;

/** Monday of the week of a day. 1970-01-01 was a Thursday. */
export const weekOf = (day: Day): Day => day - ((((day + 3) % WEEK) + WEEK) % WEEK);

/** The prices of a week, of every product; each depends on the seed, the product and the week alone. */
export function pricesOfWeek(rng: Rng, products: readonly ShopProduct[], week: Day): WeekPrice[] {
  const ofWeek = rng.fork(week);
  return products.map(({ row }) => {
    const listed = row.base_price * portableExp(ofWeek.normal(0, EXPERIMENT_SPREAD));
    const promotionPct = ofWeek.next() < PROMOTION_SHARE ? PROMOTIONS[ofWeek.int(PROMOTIONS.length)]! : 0;
    return { price: cents(listed * (1 - promotionPct / 100)), promotionPct };
  });
}

export function priceRows(products: readonly ShopProduct[], prices: readonly WeekPrice[], week: Day): ShopPriceRow[] {
  const valid_from = isoDate(week);
  return products.map(({ row }, i) => ({
    product_id: row.product_id,
    valid_from,
    price: prices[i]!.price,
    promotion_pct: prices[i]!.promotionPct,
  }));
}

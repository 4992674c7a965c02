import { GROCER_CATEGORIES, type GrocerCategory } from './categories.js';
import type { GrocerEventRow } from './rows.js';

export interface GrocerTotals {
  readonly events: number;
  readonly sold_share: number;
  readonly units: number;
  readonly revenue: number;
  readonly mean_discount_pct: number;
  readonly mean_base_price: number;
  /** Share of the events of a category that ended in a purchase. */
  readonly conversion: Readonly<Record<GrocerCategory, number>>;
}

/** Sums over events as they come. */
export class GrocerCounter {
  private events = 0;
  private sold = 0;
  private units = 0;
  private revenueCents = 0;
  private discount = 0;
  private baseCents = 0;
  private readonly byCategory = new Map<GrocerCategory, { events: number; sold: number }>(
    GROCER_CATEGORIES.map((category) => [category, { events: 0, sold: 0 }]),
  );

  add(rows: readonly GrocerEventRow[]): void {
    for (const row of rows) {
      this.events += 1;
      this.sold += row.sold;
      this.units += row.units_sold;
      // In cents, so that the sum is exact.
      this.revenueCents += Math.round(row.revenue * 100);
      this.discount += row.discount_pct;
      this.baseCents += Math.round(row.base_price * 100);
      const ofCategory = this.byCategory.get(row.category)!;
      ofCategory.events += 1;
      ofCategory.sold += row.sold;
    }
  }

  /** Shares and means of nothing are 0. */
  totals(): GrocerTotals {
    const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
    const conversion = [...this.byCategory].map(([category, { events, sold }]) => [category, share(sold, events)]);
    return {
      events: this.events,
      sold_share: share(this.sold, this.events),
      units: this.units,
      revenue: this.revenueCents / 100,
      mean_discount_pct: share(this.discount, this.events),
      mean_base_price: share(this.baseCents / 100, this.events),
      conversion: Object.fromEntries(conversion) as Record<GrocerCategory, number>,
    };
  }
}

import { isoDate, type Day } from '../calendar/day.js';
import type { ShopProduct } from './products.js';
import type { StockRow } from './tables.js';

/** Days of expected demand that are ordered at once, and that are kept in reserve. */
const COVER_DAYS = 40;
const RESERVE_DAYS = 10;
/** How fast the expected demand follows what was sold. */
const MEMORY = 0.05;
const FIRST_STOCK = 60;

interface Line {
  stock: number;
  onOrder: number;
  arrives: Day;
  expected: number;
  soldToday: number;
  lostToday: number;
}

/** Stock that is sold, runs low, is ordered and arrives. */
export class Warehouse {
  private readonly lines: Line[];

  constructor(private readonly products: readonly ShopProduct[]) {
    this.lines = products.map(() => ({
      ...{ stock: FIRST_STOCK, onOrder: 0, arrives: 0 },
      ...{ expected: 0.5, soldToday: 0, lostToday: 0 },
    }));
  }

  /** @returns how many there were of those wanted. */
  take(product: ShopProduct, wanted: number): number {
    const line = this.lines[product.index]!;
    const taken = Math.min(line.stock, wanted);
    line.stock -= taken;
    line.soldToday += taken;
    line.lostToday += wanted - taken;
    return taken;
  }

  /** What the day leaves, after which deliveries come in and orders go out. */
  closeDay(day: Day): StockRow[] {
    const text = isoDate(day);
    return this.lines.map((line, i) => {
      const { product_id, lead_time_days } = this.products[i]!.row;
      const row = { product_id, day: text, stock: line.stock, on_order: line.onOrder, lost_sales: line.lostToday };
      this.reorder(line, day, lead_time_days);
      return row;
    });
  }

  private reorder(line: Line, day: Day, leadTimeDays: number): void {
    line.expected += MEMORY * (line.soldToday + line.lostToday - line.expected);
    line.soldToday = line.lostToday = 0;
    if (line.onOrder > 0 && day >= line.arrives) {
      line.stock += line.onOrder;
      line.onOrder = 0;
    }
    if (line.onOrder === 0 && line.stock < line.expected * (leadTimeDays + RESERVE_DAYS)) {
      line.onOrder = Math.max(10, Math.round(line.expected * COVER_DAYS));
      line.arrives = day + leadTimeDays;
    }
  }
}

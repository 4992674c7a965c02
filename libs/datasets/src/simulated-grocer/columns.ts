import type { ColumnsOf } from '../columns/column-type.js';
import type { GrocerEventRow, GrocerTruthRow } from './rows.js';

/** What the columns of the simulated grocer hold. */
export const GROCER_COLUMNS = {
  events: {
    product_id: 'text',
    category: 'text',
    base_price: 'number',
    discounted_price: 'number',
    discount_pct: 'whole',
    days_to_expiry: 'whole',
    inventory_level: 'whole',
    timestamp: 'local_instant',
    day_of_week: 'whole',
    month: 'whole',
    is_weekend: 'whole',
    is_summer: 'whole',
    is_winter: 'whole',
    is_holiday_season: 'whole',
    season_multiplier: 'number',
    sold: 'whole',
    units_sold: 'whole',
    revenue: 'number',
  },
  truth: {
    event: 'whole',
    purchase_probability: 'number',
    undiscounted_probability: 'number',
    mean_more_units: 'number',
  },
} as const satisfies ColumnsOf<{ events: GrocerEventRow; truth: GrocerTruthRow }>;

import { INTERACTIONS_TABLE, type Interaction } from '../records/interaction.js';
import type { ColumnTypes } from '../tables/column-type.js';
import { columnsByTable, type TableLayouts } from '../tables/table-layout.js';
import type { InteractionRow, ShopBatch, ShopRows, ShopTable } from './tables.js';

/** Under which the analytics store keeps the simulated shop. */
export const SHOP_SOURCE = 'simulated-shop';

/** The rows as they are stored: interactions are those of every source. */
export interface StoredShopRows extends Omit<ShopRows, 'interactions'> {
  readonly interactions: Interaction;
}

/** Where each table of the shop is kept, in the order in which readers may see them: what happened, last. */
export const SHOP_TABLES = {
  products: {
    name: 'shop_products',
    columns: {
      product_id: 'text',
      product_name: 'text',
      description: 'text',
      category: 'label',
      brand: 'label',
      tags: 'text',
      base_price: 'number',
      unit_cost: 'number',
      lead_time_days: 'uint16',
      image_url: 'text',
    },
    order: ['product_id'],
  },
  customers: {
    name: 'shop_customers',
    columns: {
      customer_id: 'text',
      joined_on: 'day',
      tier: 'label',
      country: 'label',
    },
    order: ['customer_id'],
  },
  prices: {
    name: 'shop_prices',
    columns: { product_id: 'text', valid_from: 'day', price: 'number', promotion_pct: 'whole' },
    order: ['product_id', 'valid_from'],
  },
  touches: {
    name: 'shop_touches',
    columns: {
      customer_id: 'text',
      touched_on: 'day',
      channel: 'label',
      cost: 'number',
    },
    order: ['customer_id', 'touched_on', 'channel'],
  },
  stock: {
    name: 'shop_stock',
    columns: { product_id: 'text', day: 'day', stock: 'uint32', on_order: 'uint32', lost_sales: 'uint32' },
    order: ['product_id', 'day'],
  },
  truth_customers: {
    name: 'shop_truth_customers',
    columns: {
      customer_id: 'text',
      visit_rate: 'number',
      churn_hazard: 'number',
      churned_on: 'day?',
      tastes: 'numbers',
    },
    order: ['customer_id'],
  },
  truth_products: {
    name: 'shop_truth_products',
    columns: { product_id: 'text', popularity: 'number', elasticity: 'number', traits: 'numbers' },
    order: ['product_id'],
  },
  truth_views: {
    name: 'shop_truth_views',
    columns: {
      customer_id: 'text',
      product_id: 'text',
      timestamp: 'instant',
      purchase_probability: 'number',
    },
    order: ['customer_id', 'timestamp'],
  },
  truth_channels: {
    name: 'shop_truth_channels',
    columns: {
      channel: 'label',
      effect: 'number',
      incremental_visits: 'number',
      cost: 'number',
    },
    order: ['channel'],
  },
  interactions: INTERACTIONS_TABLE,
} as const satisfies TableLayouts<StoredShopRows>;

const INTERACTION_COLUMNS = {
  customer_id: 'text',
  product_id: 'text',
  interaction_type: 'label',
  timestamp: 'instant',
  session_id: 'text',
  price: 'number',
  quantity: 'uint16',
} as const satisfies ColumnTypes<InteractionRow>;

/** What the columns of each table hold, interactions being the shop's own. */
export const SHOP_COLUMNS = { ...columnsByTable(SHOP_TABLES), interactions: INTERACTION_COLUMNS };

/** Rows of one table, as they are stored. */
export interface StoredShopBatch {
  readonly table: ShopTable;
  readonly rows: readonly object[];
}

/** The batches of the shop as they are stored. */
export function* storedShop(batches: Iterable<ShopBatch>): Generator<StoredShopBatch, void, undefined> {
  for (const batch of batches) {
    yield batch.table === 'interactions' ? { table: batch.table, rows: batch.rows.map(interaction) } : batch;
  }
}

function interaction(row: InteractionRow): Interaction {
  return {
    user_id: row.customer_id,
    item_id: row.product_id,
    interaction_type: row.interaction_type,
    occurred_at: row.timestamp,
    session_id: row.session_id,
    price: row.price,
    quantity: row.interaction_type === 'purchase' ? row.quantity : null,
    rating: null,
  };
}

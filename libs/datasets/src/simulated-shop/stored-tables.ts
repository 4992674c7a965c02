import { INTERACTIONS_TABLE, type Interaction } from '../records/interaction.js';
import type { TableLayouts } from '../tables/table-layout.js';
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
      product_id: 'String',
      product_name: 'String',
      description: 'String',
      category: 'LowCardinality(String)',
      brand: 'LowCardinality(String)',
      tags: 'String',
      base_price: 'Float64',
      unit_cost: 'Float64',
      lead_time_days: 'UInt16',
      image_url: 'String',
    },
    order: ['product_id'],
  },
  customers: {
    name: 'shop_customers',
    columns: {
      customer_id: 'String',
      joined_on: 'Date32',
      tier: 'LowCardinality(String)',
      country: 'LowCardinality(String)',
    },
    order: ['customer_id'],
  },
  prices: {
    name: 'shop_prices',
    columns: { product_id: 'String', valid_from: 'Date32', price: 'Float64', promotion_pct: 'Float64' },
    order: ['product_id', 'valid_from'],
  },
  touches: {
    name: 'shop_touches',
    columns: {
      customer_id: 'String',
      touched_on: 'Date32',
      channel: 'LowCardinality(String)',
      cost: 'Float64',
    },
    order: ['customer_id', 'touched_on', 'channel'],
  },
  stock: {
    name: 'shop_stock',
    columns: { product_id: 'String', day: 'Date32', stock: 'UInt32', on_order: 'UInt32', lost_sales: 'UInt32' },
    order: ['product_id', 'day'],
  },
  truth_customers: {
    name: 'shop_truth_customers',
    columns: {
      customer_id: 'String',
      visit_rate: 'Float64',
      churn_hazard: 'Float64',
      churned_on: 'Nullable(Date32)',
      tastes: 'Array(Float64)',
    },
    order: ['customer_id'],
  },
  truth_products: {
    name: 'shop_truth_products',
    columns: { product_id: 'String', popularity: 'Float64', elasticity: 'Float64', traits: 'Array(Float64)' },
    order: ['product_id'],
  },
  truth_views: {
    name: 'shop_truth_views',
    columns: {
      customer_id: 'String',
      product_id: 'String',
      timestamp: "DateTime('UTC')",
      purchase_probability: 'Float64',
    },
    order: ['customer_id', 'timestamp'],
  },
  truth_channels: {
    name: 'shop_truth_channels',
    columns: {
      channel: 'LowCardinality(String)',
      effect: 'Float64',
      incremental_visits: 'Float64',
      cost: 'Float64',
    },
    order: ['channel'],
  },
  interactions: INTERACTIONS_TABLE,
} as const satisfies TableLayouts<StoredShopRows>;

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

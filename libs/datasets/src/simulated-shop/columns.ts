import type { ColumnsOf } from '../columns/column-type.js';
import type { ShopRows } from './tables.js';

/** What the columns of the simulated shop hold. */
export const SHOP_COLUMNS = {
  products: {
    product_id: 'text',
    product_name: 'text',
    description: 'text',
    category: 'text',
    brand: 'text',
    tags: 'text',
    base_price: 'number',
    unit_cost: 'number',
    lead_time_days: 'whole',
    image_url: 'text',
  },
  customers: {
    customer_id: 'text',
    joined_on: 'day',
    tier: 'text',
    country: 'text',
  },
  truth_products: {
    product_id: 'text',
    popularity: 'number',
    elasticity: 'number',
    traits: 'text',
  },
  prices: {
    product_id: 'text',
    valid_from: 'day',
    price: 'number',
    promotion_pct: 'whole',
  },
  touches: {
    customer_id: 'text',
    touched_on: 'day',
    channel: 'text',
    cost: 'number',
  },
  interactions: {
    customer_id: 'text',
    product_id: 'text',
    interaction_type: 'text',
    timestamp: 'instant',
    session_id: 'text',
    price: 'number',
    quantity: 'whole',
  },
  truth_views: {
    customer_id: 'text',
    product_id: 'text',
    timestamp: 'instant',
    purchase_probability: 'number',
  },
  stock: {
    product_id: 'text',
    day: 'day',
    stock: 'whole',
    on_order: 'whole',
    lost_sales: 'whole',
  },
  truth_customers: {
    customer_id: 'text',
    visit_rate: 'number',
    churn_hazard: 'number',
    churned_on: 'day',
    tastes: 'text',
  },
  truth_channels: {
    channel: 'text',
    effect: 'number',
    incremental_visits: 'number',
    cost: 'number',
  },
} as const satisfies ColumnsOf<ShopRows>;

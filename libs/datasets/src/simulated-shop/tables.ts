import type { BatchOf } from '../tables/batch-of.js';
import type { Channel } from './channels.js';
import type { ShopCategory } from './categories.js';

export interface ShopProductRow {
  readonly product_id: string;
  readonly product_name: string;
  readonly description: string;
  readonly category: ShopCategory;
  readonly brand: string;
  readonly tags: string;
  readonly base_price: number;
  readonly unit_cost: number;
  readonly lead_time_days: number;
  readonly image_url: string;
}

export interface ShopCustomerRow {
  readonly customer_id: string;
  /** `YYYY-MM-DD`. */
  readonly joined_on: string;
  readonly tier: 'budget' | 'regular' | 'premium';
  readonly country: string;
}

export const INTERACTIONS = ['view', 'click', 'cart', 'purchase'] as const;
export type InteractionType = (typeof INTERACTIONS)[number];

export interface InteractionRow {
  readonly customer_id: string;
  readonly product_id: string;
  readonly interaction_type: InteractionType;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly timestamp: string;
  readonly session_id: string;
  readonly price: number;
  /** Of a purchase; 0 otherwise. */
  readonly quantity: number;
}

/** A price, from the first day of its week. */
export interface ShopPriceRow {
  readonly product_id: string;
  readonly valid_from: string;
  readonly price: number;
  /** 0 where there is no promotion. */
  readonly promotion_pct: number;
}

/** An advertisement that a customer saw. */
export interface TouchRow {
  readonly customer_id: string;
  readonly touched_on: string;
  readonly channel: Channel;
  readonly cost: number;
}

/** At the end of a day. */
export interface StockRow {
  readonly product_id: string;
  readonly day: string;
  readonly stock: number;
  readonly on_order: number;
  /** What was wanted and not there. */
  readonly lost_sales: number;
}

export interface ShopCustomerTruthRow {
  readonly customer_id: string;
  /** Visits a day while it is a customer, before season and advertisements. */
  readonly visit_rate: number;
  /** Probability of being gone for good after a visit. */
  readonly churn_hazard: number;
  /** The day of its last visit where it is gone, else null. */
  readonly churned_on: string | null;
  /** Tastes, one for each latent dimension of a product. */
  readonly tastes: readonly number[];
}

export interface ShopProductTruthRow {
  readonly product_id: string;
  readonly popularity: number;
  readonly elasticity: number;
  readonly traits: readonly number[];
}

/** Of each view, in the order of the views. */
export interface ViewTruthRow {
  readonly customer_id: string;
  readonly product_id: string;
  readonly timestamp: string;
  readonly purchase_probability: number;
}

export interface ChannelTruthRow {
  readonly channel: Channel;
  /** What one touch adds to the logarithm of that day's visits. */
  readonly effect: number;
  /** Visits that there would not have been without the channel, expected. */
  readonly incremental_visits: number;
  readonly cost: number;
}

/** The rows of each table, by name. */
export interface ShopRows {
  readonly products: ShopProductRow;
  readonly customers: ShopCustomerRow;
  readonly interactions: InteractionRow;
  readonly prices: ShopPriceRow;
  readonly touches: TouchRow;
  readonly stock: StockRow;
  readonly truth_customers: ShopCustomerTruthRow;
  readonly truth_products: ShopProductTruthRow;
  readonly truth_views: ViewTruthRow;
  readonly truth_channels: ChannelTruthRow;
}
export type ShopTable = keyof ShopRows;

/** Rows of one table, as they come. */
export type ShopBatch = BatchOf<ShopRows>;

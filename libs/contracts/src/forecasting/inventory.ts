import { z } from 'zod';
import { Identifier, Instant, IsoDate, Money, Probability } from '../fields.js';
import { operation } from '../operation.js';

const units = z.int().min(0).max(1_000_000_000);

export const OptimizeInventoryRequest = z.strictObject({
  product_ids: z.array(Identifier).min(1).max(500),
  lead_time_days: z.int().min(1).max(180).default(14),
  /** Probability of no stock-out over the lead time. */
  service_level: z.number().gt(0).lt(1).default(0.95),
});
export type OptimizeInventoryRequest = z.output<typeof OptimizeInventoryRequest>;

export const InventoryRecommendation = z.strictObject({
  product_id: z.string(),
  /** Units on hand. */
  current_inventory: units,
  /** Units ordered that have not come. */
  on_order: units,
  /** Mean over the lead time, in units a day. */
  forecasted_daily_demand: z.number(),
  /** Units beyond the expected demand of the lead time: the quantile of its error at the service level. */
  safety_stock: z.number(),
  /** Expected demand of the lead time + safety_stock. */
  reorder_point: z.number(),
  /** √(2 · annual demand · order cost/annual holding cost of a unit). */
  economic_order_quantity: z.number(),
  /** current_inventory/forecasted_daily_demand. */
  days_of_inventory: z.number(),
  action: z.enum(['order_now', 'order_soon', 'hold', 'overstock']),
  /** Units to order to come to the reorder point and one order quantity; 0 where nothing is to be ordered. */
  recommended_order: units,
  /** Probability that the demand of the lead time exceeds the stock kept: the reorder point. */
  stockout_risk: Probability,
  /** Probability that it exceeds what is on hand and on order now. */
  current_stockout_risk: Probability,
});
export type InventoryRecommendation = z.output<typeof InventoryRecommendation>;

export const OptimizeInventoryResponse = z.strictObject({
  recommendations: z.array(InventoryRecommendation),
  model_version: z.string(),
  generated_at: Instant,
});
export type OptimizeInventoryResponse = z.output<typeof OptimizeInventoryResponse>;

export const optimizeInventory = operation({
  domain: 'forecasting',
  service: 'InventoryService',
  method: 'OptimizeInventory',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/inventory/optimize',
  access: 'reader',
  summary: 'When and how much of each product to order',
  request: OptimizeInventoryRequest,
  response: OptimizeInventoryResponse,
});

/** Stock of a product and what keeping and ordering it costs. */
export const StockLevel = z.strictObject({
  product_id: Identifier,
  counted_on: IsoDate,
  on_hand: units,
  on_order: units.default(0),
  /** Money for one unit. */
  unit_cost: Money.min(0),
  /** Money for one order, whatever its size. */
  order_cost: Money.gt(0),
  /** Cost of keeping a unit for a year, as a share of its cost. */
  annual_holding_rate: z.number().gt(0).max(10),
});
export type StockLevel = z.output<typeof StockLevel>;

export const PushStockRequest = z.strictObject({ stock: z.array(StockLevel).min(1).max(5_000) });
export type PushStockRequest = z.output<typeof PushStockRequest>;
export const PushStockResponse = z.strictObject({ stored: z.int(), pushed_at: Instant });
export type PushStockResponse = z.output<typeof PushStockResponse>;

export const pushStock = operation({
  domain: 'forecasting',
  service: 'InventoryService',
  method: 'PushStock',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/inventory/stock',
  status: 202,
  access: 'service',
  summary: 'Tells the service of stock levels',
  request: PushStockRequest,
  response: PushStockResponse,
});

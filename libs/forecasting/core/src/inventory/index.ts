export {
  demandQuantile,
  discreteDemand,
  empiricalDemand,
  meanDemand,
  poissonDemand,
  type DiscreteDemand,
} from './discrete-demand.js';
export {
  economicOrderQuantity,
  orderQuantityWithBackorders,
  productionQuantity,
  type OrderQuantity,
  type OrderQuantityOptions,
} from './economic-order-quantity.js';
export { holdingPenaltyCost, type UnitCosts } from './holding-penalty-cost.js';
export { leadTimeDemand, leadTimeErrorDeviation, type LeadTimeCase } from './lead-time-demand.js';
export { lotSizes, type LotSizes, type LotSizingOptions } from './lot-sizing.js';
export { newsvendorDiscrete, newsvendorNormal, newsvendorOfSample, type NewsvendorOrder } from './newsvendor.js';
export { orderUpTo, type OrderUpToOptions, type OrderUpToPolicy } from './order-up-to.js';
export {
  allUnitsDiscount,
  incrementalDiscount,
  type DiscountedQuantity,
  type DiscountOptions,
} from './quantity-discounts.js';
export { reorderQuantity, type ReorderQuantityOptions, type ReorderQuantityPolicy } from './reorder-quantity.js';
export { safetyStock, type SafetyStock } from './safety-stock.js';
export {
  stockPolicy,
  type LeadTimeForecast,
  type StockAction,
  type StockPolicy,
  type StockPosition,
} from './stock-policy.js';

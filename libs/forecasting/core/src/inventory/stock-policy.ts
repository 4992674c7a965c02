import { normalTail } from '@bellwether/model-kernel/numerics';
import { DomainError } from '@bellwether/errors';
import { economicOrderQuantity } from './economic-order-quantity.js';
import { safetyStock } from './safety-stock.js';

export interface StockPosition {
  /** Units there, and units ordered that have not come. */
  readonly onHand: number;
  readonly onOrder: number;
  /** Money for a unit, ≥ 0, and for an order, > 0. */
  readonly unitCost: number;
  readonly orderCost: number;
  /** Cost of keeping a unit for a year over its cost, > 0. */
  readonly annualHoldingRate: number;
}

export interface LeadTimeForecast {
  readonly leadTimeDays: number;
  /** Mean over the lead time, units a day. */
  readonly dailyDemand: number;
  /** Deviation of the error of the lead time's whole demand, units. */
  readonly deviation: number;
}

export type StockAction = 'order_now' | 'order_soon' | 'hold' | 'overstock';

export interface StockPolicy {
  readonly dailyDemand: number;
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly orderQuantity: number;
  readonly daysOfInventory: number;
  readonly action: StockAction;
  readonly recommendedOrder: number;
  readonly stockoutRisk: number;
  readonly currentStockoutRisk: number;
}

/** Quantities are told in whole parts of a unit of this size: sums and differences of them are exact in binary. */
const GRID = 2 ** -20;
/** What will be below its reorder point within so many days is to be ordered soon. */
const SOON_DAYS = 7;
/** Days of demand beyond the most that the policy ever keeps, from which on there is too much. */
const TOO_MUCH_DAYS = 30;
const DAYS_A_YEAR = 365;
/** Something that costs nothing still takes room. */
const LEAST_UNIT_COST = 0.01;
/** Days that stock lasts are told up to here. */
const MOST_DAYS = 1_000_000;

/**
 * The (r, Q) policy of a product: reorder at the expected demand of the lead time and a safety stock, as many as the economic order quantity.
 * The parts are rounded before they are added, so that r − safety stock is daily demand times lead time to the last bit.
 *
 * @param serviceLevel the share of order cycles without a stock-out, in (0, 1); below a half the safety stock is 0.
 * @throws INVALID_ARGUMENT for a service level outside (0, 1), or demand or deviation below 0.
 * @see Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., §4.3.4 (EOQB and safety stock approximations of (r, Q)).
 */
export function stockPolicy(
  position: StockPosition,
  { leadTimeDays, dailyDemand, deviation }: LeadTimeForecast,
  serviceLevel: number,
): StockPolicy {
  if (!(dailyDemand >= 0 && deviation >= 0)) {
    throw new DomainError('INVALID_ARGUMENT', `demand and its deviation must be ≥ 0, got ${dailyDemand}, ${deviation}`);
  }
  const daily = onGrid(dailyDemand);
  const expected = daily * leadTimeDays;
  const cushion = safetyStock([{ probability: 1, mean: expected, deviation }], serviceLevel).safetyStock;
  const safety = onGrid(Math.max(0, cushion));
  const reorderPoint = expected + safety;
  const orderQuantity = quantityOf(position, daily);
  const available = position.onHand + position.onOrder;
  const action = actionOf(available, reorderPoint, orderQuantity, daily);
  const risk = (level: number): number => {
    if (deviation === 0) return level >= expected ? 0 : 1;
    return normalTail((level - expected) / deviation);
  };
  return {
    dailyDemand: daily,
    safetyStock: safety,
    reorderPoint,
    orderQuantity,
    daysOfInventory: daily === 0 ? MOST_DAYS : Math.min(MOST_DAYS, position.onHand / daily),
    action,
    recommendedOrder: action === 'order_now' ? Math.max(1, Math.ceil(reorderPoint + orderQuantity - available)) : 0,
    stockoutRisk: risk(reorderPoint),
    currentStockoutRisk: risk(available),
  };
}

function quantityOf({ unitCost, orderCost, annualHoldingRate }: StockPosition, daily: number): number {
  if (daily === 0) return 0;
  const holding = annualHoldingRate * Math.max(unitCost, LEAST_UNIT_COST);
  return economicOrderQuantity({ fixedCost: orderCost, holding, demandRate: daily * DAYS_A_YEAR }).quantity;
}

function actionOf(available: number, reorderPoint: number, orderQuantity: number, daily: number): StockAction {
  if (available <= reorderPoint) return 'order_now';
  if (available <= reorderPoint + SOON_DAYS * daily) return 'order_soon';
  return available > reorderPoint + orderQuantity + TOO_MUCH_DAYS * daily ? 'overstock' : 'hold';
}

const onGrid = (value: number): number => Math.round(value / GRID) * GRID;

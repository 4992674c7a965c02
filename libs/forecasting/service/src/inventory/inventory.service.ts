import { Injectable } from '@nestjs/common';
import type {
  InventoryRecommendation,
  OptimizeInventoryRequest,
  OptimizeInventoryResponse,
  PushStockRequest,
  PushStockResponse,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { stockPolicy } from '@bellwether/forecasting-core';
import { EventLoopTurns, type Caller } from '@bellwether/platform/callers';
import { daysSkipped, sumFromTomorrow } from '../series/daily-series-model.js';
import { SeriesModelsInUse, type InUse } from '../series/series-models-in-use.js';
import type { StockLevelEntity } from './stock-level.entity.js';
import { StockRepository } from './stock-repository.js';

const MODEL = 'demand_predictor';
/** Products that are computed before others have their turn. */
const A_TURN = 20;

@Injectable()
export class InventoryService {
  constructor(
    private readonly models: SeriesModelsInUse,
    private readonly stock: StockRepository,
    private readonly turns: EventLoopTurns,
  ) {}

  /** @throws INVALID_ARGUMENT for a product that is told twice. */
  async push({ stock }: PushStockRequest): Promise<PushStockResponse> {
    refuseRepeats(
      stock.map(({ product_id }) => product_id),
      (i) => `stock.${i}.product_id`,
    );
    const pushedAt = await this.stock.save(stock);
    return { stored: stock.length, pushed_at: pushedAt.toISOString() };
  }

  /**
   * @throws NOT_FOUND naming `product_ids.N` for a product without a forecast or without stock; INVALID_ARGUMENT for one that is asked for
   *   twice; UNAVAILABLE while no model is loaded.
   */
  async optimize(request: OptimizeInventoryRequest, { signal }: Caller): Promise<OptimizeInventoryResponse> {
    const { product_ids: ids } = request;
    refuseRepeats(ids, (i) => `product_ids.${i}`);
    // One version for all of a request, so that its products can be compared.
    const inUse = this.models.take(MODEL, 'products');
    const levels = await this.stock.of(ids);
    const unknown = ids.flatMap((id, i) => {
      const why = inUse.model.find({ kind: 'product', id }) === undefined ? 'no forecast' : 'no stock level';
      return why === 'no stock level' && levels.has(id)
        ? []
        : [{ path: `product_ids.${i}`, message: `${why} is known of '${id}'` }];
    });
    if (unknown.length > 0) {
      const detail = unknown.map(({ path, message }) => `${path}: ${message}`).join('; ');
      throw new DomainError('NOT_FOUND', detail, { fields: unknown });
    }
    return this.models.counted(
      MODEL,
      inUse,
      async () => {
        const recommendations: InventoryRecommendation[] = [];
        for (const [i, id] of ids.entries()) {
          if (i % A_TURN === 0 && i > 0) await this.turns.next(signal);
          recommendations.push(recommend(levels.get(id)!, inUse, request));
        }
        return { recommendations, model_version: inUse.version, generated_at: inUse.at.toISOString() };
      },
      ids.length,
    );
  }
}

function recommend(
  level: StockLevelEntity,
  { model, today }: InUse,
  { lead_time_days: leadTimeDays, service_level }: OptimizeInventoryRequest,
): InventoryRecommendation {
  const entity = { kind: 'product', id: level.product_id };
  const { kind, series } = model.require(entity);
  const { mean } = model.forecast(entity, today, leadTimeDays);
  const policy = stockPolicy(
    {
      onHand: level.on_hand,
      onOrder: level.on_order,
      unitCost: level.unit_cost,
      orderCost: level.order_cost,
      annualHoldingRate: level.annual_holding_rate,
    },
    {
      leadTimeDays,
      dailyDemand: mean.reduce((sum, value) => sum + value, 0) / leadTimeDays,
      deviation: series.noise * sumFromTomorrow(kind, daysSkipped(kind, today), leadTimeDays).deviation,
    },
    service_level,
  );
  return {
    product_id: level.product_id,
    current_inventory: level.on_hand,
    on_order: level.on_order,
    forecasted_daily_demand: policy.dailyDemand,
    safety_stock: policy.safetyStock,
    reorder_point: policy.reorderPoint,
    economic_order_quantity: policy.orderQuantity,
    days_of_inventory: policy.daysOfInventory,
    action: policy.action,
    recommended_order: policy.recommendedOrder,
    stockout_risk: policy.stockoutRisk,
    current_stockout_risk: policy.currentStockoutRisk,
  };
}

function refuseRepeats(ids: readonly string[], pathOf: (i: number) => string): void {
  const seen = new Set<string>();
  const fields = ids.flatMap((id, i) => {
    const again = seen.has(id);
    seen.add(id);
    return again ? [{ path: pathOf(i), message: `must not come twice, got '${id}' again` }] : [];
  });
  if (fields.length === 0) return;
  const detail = fields.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', detail, { fields });
}

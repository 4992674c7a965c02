import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { StockLevel } from '@bellwether/contracts';
import { DOMAIN } from '@bellwether/forecasting-core';
import { inTransaction } from '@bellwether/platform/relational';
import { In, type DataSource } from 'typeorm';
import { StockLevelEntity } from './stock-level.entity.js';

/** Stock levels as they lie in the domain's database. */
@Injectable()
export class StockRepository {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /**
   * Writes all or nothing. A count of an earlier day than the one that is there changes nothing, so that a push that comes late does no harm.
   *
   * @returns when they count as pushed, by the database's clock.
   */
  async save(stock: readonly StockLevel[]): Promise<Date> {
    return inTransaction(this.dataSource, async (manager) => {
      const [{ now }] = await manager.query<[{ now: Date }]>(
        `SELECT date_trunc('milliseconds', clock_timestamp()) AS now`,
      );
      await manager.query(
        `INSERT INTO stock_level (product_id, counted_on, on_hand, on_order, unit_cost, order_cost, annual_holding_rate, pushed_at)
         SELECT product_id, counted_on, on_hand, on_order, unit_cost, order_cost, annual_holding_rate, $2::timestamptz
         FROM jsonb_to_recordset($1::jsonb) AS told (product_id text, counted_on date, on_hand integer, on_order integer,
           unit_cost double precision, order_cost double precision, annual_holding_rate double precision)
         ORDER BY product_id
         ON CONFLICT (product_id) DO UPDATE SET counted_on = excluded.counted_on, on_hand = excluded.on_hand,
           on_order = excluded.on_order, unit_cost = excluded.unit_cost, order_cost = excluded.order_cost,
           annual_holding_rate = excluded.annual_holding_rate, pushed_at = excluded.pushed_at
         WHERE excluded.counted_on >= stock_level.counted_on`,
        [JSON.stringify(stock), now],
      );
      return now;
    });
  }

  /** What is known of some products, by id. */
  async of(productIds: readonly string[]): Promise<ReadonlyMap<string, StockLevelEntity>> {
    const found = await this.dataSource.manager.find(StockLevelEntity, { where: { product_id: In([...productIds]) } });
    return new Map(found.map((level) => [level.product_id, level]));
  }
}

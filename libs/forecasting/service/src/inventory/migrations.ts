import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStockLevels1764115200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stock_level (
        product_id text PRIMARY KEY,
        counted_on date NOT NULL,
        on_hand integer NOT NULL CHECK (on_hand >= 0),
        on_order integer NOT NULL CHECK (on_order >= 0),
        unit_cost double precision NOT NULL,
        order_cost double precision NOT NULL,
        annual_holding_rate double precision NOT NULL,
        pushed_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stock_level');
  }
}

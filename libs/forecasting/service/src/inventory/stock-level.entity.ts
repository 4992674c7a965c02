import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Stock of a product as it was last told. */
@Entity({ name: 'stock_level' })
export class StockLevelEntity {
  @PrimaryColumn({ type: 'text' })
  product_id!: string;

  /** `YYYY-MM-DD`. */
  @Column({ type: 'date' })
  counted_on!: string;

  @Column({ type: 'integer' })
  on_hand!: number;

  @Column({ type: 'integer' })
  on_order!: number;

  @Column({ type: 'double precision' })
  unit_cost!: number;

  @Column({ type: 'double precision' })
  order_cost!: number;

  @Column({ type: 'double precision' })
  annual_holding_rate!: number;

  @Column({ type: 'timestamptz' })
  pushed_at!: Date;
}

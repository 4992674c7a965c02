import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The matured history of an agent, company, guest … as counts and sums. */
@Entity({ name: 'entity_state' })
export class EntityStateEntity {
  @PrimaryColumn({ type: 'text' })
  source!: string;

  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  as_of!: string;

  @Column({ type: 'jsonb' })
  values!: Record<string, number>;

  @Column({ type: 'timestamptz' })
  pushed_at!: Date;
}

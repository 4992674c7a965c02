import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

@Entity({ name: 'registered_model' })
export class RegisteredModelEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'bigint', transformer: int8 })
  creation_timestamp!: number;

  @Column({ type: 'bigint', transformer: int8 })
  last_updated_timestamp!: number;

  @Column({ type: 'text' })
  description!: string;

  /** Number of the newest version ever made; numbers are not used again when a version is deleted. */
  @Column({ type: 'int' })
  last_version!: number;
}

@Entity({ name: 'registered_model_tag' })
export class RegisteredModelTagEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  value!: string;
}

@Entity({ name: 'registered_model_alias' })
export class RegisteredModelAliasEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'text' })
  alias!: string;

  @Column({ type: 'int' })
  version!: number;
}

/** Which version an alias named from when on: the record of what was in production. Rows are only ever added. */
@Entity({ name: 'alias_history' })
export class AliasHistoryEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  alias!: string;

  /** null when the alias was taken away. */
  @Column({ type: 'int', nullable: true })
  version!: number | null;

  /** A way back to the version before, rather than a promotion. */
  @Column({ type: 'boolean' })
  rollback!: boolean;

  /** Put into production although its gate did not let it. */
  @Column({ type: 'boolean' })
  forced!: boolean;

  /** Principal; '' before that was recorded. */
  @Column({ type: 'text' })
  changed_by!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'bigint', transformer: int8 })
  changed_at!: number;
}

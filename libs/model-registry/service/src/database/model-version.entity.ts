import type { Stage } from '@bellwether/model-registry-core';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

@Entity({ name: 'model_version' })
export class ModelVersionEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Column({ type: 'bigint', transformer: int8 })
  creation_timestamp!: number;

  @Column({ type: 'bigint', transformer: int8 })
  last_updated_timestamp!: number;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  current_stage!: Stage;

  /** As the client gave it. */
  @Column({ type: 'text' })
  source!: string;

  /** Where that is in the artifact store, found out once, at creation. */
  @Column({ type: 'text' })
  storage_path!: string;

  @Column({ type: 'text' })
  run_id!: string;

  @Column({ type: 'text' })
  run_link!: string;

  /** The logged model that it was registered from; '' for none. */
  @Column({ type: 'text' })
  model_id!: string;

  /** SHA-256 of the ONNX file that was inspected (or first served, of older versions); one that differs is refused. */
  @Column({ type: 'text', nullable: true })
  onnx_sha256!: string | null;
}

@Entity({ name: 'model_version_tag' })
export class ModelVersionTagEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'int' })
  version!: number;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  value!: string;
}

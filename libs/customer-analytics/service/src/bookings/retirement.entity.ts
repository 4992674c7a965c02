import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was pushed of a source before an instant is open no longer: how a replica learns that another forgot it. */
@Entity({ name: 'retirement' })
export class RetirementEntity {
  @PrimaryColumn({ type: 'text' })
  source!: string;

  @Column({ type: 'timestamptz' })
  pushed_before!: Date;
}

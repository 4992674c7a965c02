import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { OpenBooking } from '@bellwether/contracts';

/** An open booking as the booking engine last told it: what the online features are computed from. */
@Entity({ name: 'open_booking' })
export class OpenBookingEntity {
  @PrimaryColumn({ type: 'text' })
  booking_id!: string;

  @Index()
  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'date' })
  arrival_on!: string;

  @Column({ type: 'jsonb' })
  booking!: OpenBooking;

  @Column({ type: 'timestamptz' })
  pushed_at!: Date;
}

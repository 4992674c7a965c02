import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { EntityState, OpenBooking } from '@bellwether/contracts';
import { inTransaction } from '@bellwether/platform/relational';
import { LessThan, MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { DOMAIN } from '../domain.js';
import { EntityStateEntity } from './entity-state.entity.js';
import { OpenBookingEntity } from './open-booking.entity.js';

export interface PushedRows {
  readonly bookings: OpenBooking[];
  readonly states: EntityState[];
  /** Instant of the newest row. */
  readonly newest: Date;
}

/** The open bookings and entity states as they lie in the domain's database. */
@Injectable()
export class BookingRepository {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** Writes all or nothing; a row told again replaces the earlier one. */
  async save(bookings: readonly OpenBooking[], states: readonly EntityState[], pushedAt: Date): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      await this.saveBookings(manager, bookings, pushedAt);
      await this.saveStates(manager, states, pushedAt);
    });
  }

  /** Forgets what was pushed of a source before an instant. */
  async retire(source: string, pushedBefore: Date): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      await manager.delete(OpenBookingEntity, { source, pushed_at: LessThan(pushedBefore) });
      await manager.delete(EntityStateEntity, { source, pushed_at: LessThan(pushedBefore) });
    });
  }

  /** What was pushed after an instant, by this replica or another. */
  async pushedSince(instant: Date): Promise<PushedRows> {
    const pushed_at = MoreThan(instant);
    const bookings = await this.dataSource.manager.find(OpenBookingEntity, { where: { pushed_at } });
    const states = await this.dataSource.manager.find(EntityStateEntity, { where: { pushed_at } });
    const newest = [...bookings, ...states].reduce(
      (latest, row) => (row.pushed_at > latest ? row.pushed_at : latest),
      instant,
    );
    return {
      bookings: bookings.map((row) => row.booking),
      states: states.map(({ pushed_at: _, ...state }) => state),
      newest,
    };
  }

  private async saveBookings(manager: EntityManager, bookings: readonly OpenBooking[], pushed_at: Date): Promise<void> {
    if (bookings.length === 0) return;
    const rows = bookings.map((booking) => ({
      booking_id: booking.booking_id,
      source: booking.source,
      arrival_on: booking.arrival_on,
      booking,
      pushed_at,
    }));
    await manager.upsert(OpenBookingEntity, rows as never, ['booking_id']);
  }

  private async saveStates(manager: EntityManager, states: readonly EntityState[], pushed_at: Date): Promise<void> {
    if (states.length === 0) return;
    const rows = states.map((state) => ({ ...state, pushed_at }));
    await manager.upsert(EntityStateEntity, rows as never, ['source', 'entity', 'key']);
  }
}

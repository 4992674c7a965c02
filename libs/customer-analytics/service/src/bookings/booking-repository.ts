import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { EntityState, OpenBooking } from '@bellwether/contracts';
import { inTransaction } from '@bellwether/platform/relational';
import { LessThan, MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { DOMAIN } from '../domain.js';
import { EntityStateEntity } from './entity-state.entity.js';
import { OpenBookingEntity } from './open-booking.entity.js';
import { RetirementEntity } from './retirement.entity.js';

/** What still stands of one push. */
export interface Push {
  readonly pushedAt: Date;
  readonly bookings: OpenBooking[];
  readonly states: EntityState[];
}

export interface Retirement {
  readonly source: string;
  readonly pushedBefore: Date;
}

/** The open bookings and entity states as they lie in the domain's database. */
@Injectable()
export class BookingRepository {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /**
   * Writes all or nothing; a row told again replaces the earlier one.
   *
   * @returns when they count as pushed, by the database's clock, the only one that all replicas share.
   */
  async save(bookings: readonly OpenBooking[], states: readonly EntityState[]): Promise<Date> {
    return inTransaction(this.dataSource, async (manager) => {
      const pushedAt = await this.now(manager);
      await this.saveBookings(manager, bookings, pushedAt);
      await this.saveStates(manager, states, pushedAt);
      return pushedAt;
    });
  }

  /** Forgets what was pushed of a source before an instant, and writes that down for the other replicas. */
  async retire(source: string, pushedBefore: Date): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      await manager.delete(OpenBookingEntity, { source, pushed_at: LessThan(pushedBefore) });
      await manager.delete(EntityStateEntity, { source, pushed_at: LessThan(pushedBefore) });
      await manager.query(
        `INSERT INTO retirement (source, pushed_before) VALUES ($1, $2) ON CONFLICT (source)
         DO UPDATE SET pushed_before = GREATEST(retirement.pushed_before, excluded.pushed_before)`,
        [source, pushedBefore],
      );
    });
  }

  /** The newest retirement of each source. */
  async retirements(): Promise<Retirement[]> {
    const found = await this.dataSource.manager.find(RetirementEntity);
    return found.map(({ source, pushed_before }) => ({ source, pushedBefore: pushed_before }));
  }

  /** What was pushed after an instant, by this replica or another, the oldest push first. */
  async pushedSince(instant: Date): Promise<Push[]> {
    const pushed_at = MoreThan(instant);
    const bookings = await this.dataSource.manager.find(OpenBookingEntity, { where: { pushed_at } });
    const states = await this.dataSource.manager.find(EntityStateEntity, { where: { pushed_at } });
    const pushes = new Map<number, Push>();
    const pushOf = (pushedAt: Date): Push => {
      const push = pushes.get(pushedAt.getTime()) ?? { pushedAt, bookings: [], states: [] };
      pushes.set(pushedAt.getTime(), push);
      return push;
    };
    for (const row of bookings) pushOf(row.pushed_at).bookings.push(row.booking);
    for (const { pushed_at: pushedAt, ...state } of states) pushOf(pushedAt).states.push(state);
    return [...pushes.values()].sort((a, b) => a.pushedAt.getTime() - b.pushedAt.getTime());
  }

  /** In whole milliseconds, as it is handed out and compared. */
  private async now(manager: EntityManager): Promise<Date> {
    const sql = `SELECT date_trunc('milliseconds', clock_timestamp()) AS now`;
    const [{ now }] = await manager.query<[{ now: Date }]>(sql);
    return now;
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

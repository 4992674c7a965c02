import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PushReservationsRequest, Reservation } from '@bellwether/contracts';
import { DOMAIN } from '@bellwether/forecasting-core';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';

/** A push that stands in the database; its number grows with time, but for pushes under way at once. */
export interface ReservationPush {
  readonly pushId: string;
  readonly source: string;
  readonly pushedAt: Date;
}

/** How far the books of a source go. */
export interface BooksState {
  readonly source: string;
  /** Complete up to the beginning of this day, where somebody said so. */
  readonly completeTo: string | null;
  /** When a push came last that named no day: it was live. */
  readonly liveAt: Date | null;
  /** Reservations of pushes up to this one are to be forgotten. */
  readonly retiredPush: string;
}

export interface StoredReservation extends Reservation {
  readonly source: string;
  readonly push_id: string;
}

const COLUMNS = [
  ...['booking_id', 'booked_on', 'arrival_on', 'departure_on', 'room_type', 'given_room_type'],
  ...['segment', 'channel', 'nightly_rate', 'status', 'status_on'],
];

/** Days are text, as they were told. */
const SELECTED = `source, push_id, booking_id, booked_on::text, arrival_on::text, departure_on::text, room_type,
  given_room_type, segment, channel, nightly_rate, status, status_on::text`;

/** How long pushes are remembered, for replicas that have not looked. */
const PUSHES_KEPT = `interval '1 day'`;

/** The reservations as they lie in the domain's database. */
@Injectable()
export class ReservationRepository {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** Writes all or nothing; a reservation told again replaces the earlier one. */
  async save({ source, reservations, as_of, retire_before }: PushReservationsRequest): Promise<ReservationPush> {
    return inTransaction(this.dataSource, async (manager) => {
      const push = await newPush(manager, source);
      if (reservations.length > 0) await upsert(manager, push, reservations);
      await tellBooks(manager, push, as_of);
      if (retire_before !== undefined) await retire(manager, source, retire_before);
      return push;
    });
  }

  async pushesSince(instant: Date): Promise<ReservationPush[]> {
    const rows = await this.dataSource.query<{ push_id: string; source: string; pushed_at: Date }[]>(
      'SELECT push_id, source, pushed_at FROM reservation_push WHERE pushed_at > $1 ORDER BY push_id',
      [instant],
    );
    return rows.map((row) => ({ pushId: String(row.push_id), source: row.source, pushedAt: row.pushed_at }));
  }

  async ofPushes(pushIds: readonly string[]): Promise<StoredReservation[]> {
    return this.dataSource.query(`SELECT ${SELECTED} FROM reservation WHERE push_id = ANY($1::bigint[])`, [pushIds]);
  }

  /** A page of all reservations, in the order of source and booking. @param after the last of the page before. */
  async page(
    after: Pick<StoredReservation, 'source' | 'booking_id'> | undefined,
    size: number,
  ): Promise<StoredReservation[]> {
    return this.dataSource.query(
      `SELECT ${SELECTED} FROM reservation WHERE (source, booking_id) > ($1, $2) ORDER BY source, booking_id LIMIT $3`,
      [after?.source ?? '', after?.booking_id ?? '', size],
    );
  }

  async books(): Promise<BooksState[]> {
    const rows = await this.dataSource.query<
      { source: string; complete_to: string | null; live_at: Date | null; retired_push: string }[]
    >('SELECT source, complete_to::text, live_at, retired_push FROM reservation_books');
    return rows.map((row) => ({
      source: row.source,
      completeTo: row.complete_to,
      liveAt: row.live_at,
      retiredPush: String(row.retired_push),
    }));
  }
}

async function newPush(manager: EntityManager, source: string): Promise<ReservationPush> {
  await manager.query(`DELETE FROM reservation_push WHERE pushed_at < now() - ${PUSHES_KEPT}`);
  const [row] = await manager.query<[{ push_id: string; pushed_at: Date }]>(
    `INSERT INTO reservation_push (source, pushed_at) VALUES ($1, date_trunc('milliseconds', clock_timestamp()))
     RETURNING push_id, pushed_at`,
    [source],
  );
  return { pushId: String(row.push_id), source, pushedAt: row.pushed_at };
}

/** One statement and one parameter, however many rows. */
async function upsert(
  manager: EntityManager,
  { pushId, source }: ReservationPush,
  reservations: readonly Reservation[],
): Promise<void> {
  const types = COLUMNS.map(
    (name) => `${name} ${name.endsWith('_on') ? 'date' : name === 'nightly_rate' ? 'float8' : 'text'}`,
  );
  await manager.query(
    `INSERT INTO reservation (source, push_id, ${COLUMNS.join(', ')})
     SELECT $1, $2::bigint, ${COLUMNS.join(', ')} FROM jsonb_to_recordset($3::jsonb) AS told (${types.join(', ')})
     ON CONFLICT (source, booking_id) DO UPDATE SET push_id = excluded.push_id,
     ${COLUMNS.slice(1)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
    [
      source,
      pushId,
      JSON.stringify(
        reservations.map((told) => ({ ...told, given_room_type: told.given_room_type ?? told.room_type })),
      ),
    ],
  );
}

async function tellBooks(manager: EntityManager, push: ReservationPush, asOf: string | undefined): Promise<void> {
  await manager.query(
    `INSERT INTO reservation_books (source, complete_to, live_at) VALUES ($1, $2::date, $3::timestamptz)
     ON CONFLICT (source) DO UPDATE SET
       complete_to = COALESCE(excluded.complete_to, reservation_books.complete_to),
       live_at = COALESCE(excluded.live_at, reservation_books.live_at)`,
    [push.source, asOf ?? null, asOf === undefined ? push.pushedAt : null],
  );
}

/** Forgets what was pushed of a source before an instant, and writes that down for the other replicas. */
async function retire(manager: EntityManager, source: string, before: string): Promise<void> {
  const [{ last }] = await manager.query<[{ last: string | null }]>(
    'SELECT max(push_id) AS last FROM reservation_push WHERE source = $1 AND pushed_at < $2',
    [source, before],
  );
  if (last === null) return;
  await manager.query('DELETE FROM reservation WHERE source = $1 AND push_id <= $2::bigint', [source, last]);
  await manager.query(
    'UPDATE reservation_books SET retired_push = GREATEST(retired_push, $2::bigint) WHERE source = $1',
    [source, last],
  );
}

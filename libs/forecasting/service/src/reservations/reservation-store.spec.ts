import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pushReservations, type PushReservationsRequest } from '@bellwether/contracts';
import { DOMAIN } from '@bellwether/forecasting-core';
import { createLogger } from '@bellwether/platform/logging';
import { openDataSource } from '@bellwether/platform/relational';
import { ifInstalled, ownPostgres, type OwnServer } from '@bellwether/platform/testing';
import type { DataSource } from 'typeorm';
import type { BooksRequest } from './books-messages.js';
import { CreateReservations1764288000000 } from './migrations.js';
import { ReservationRepository } from './reservation-repository.js';
import { ReservationStore } from './reservation-store.js';

const SOURCE = 'hotel';
const reservation = (booking_id: string, more: object = {}) => ({
  ...{ booking_id, booked_on: '2026-01-01', arrival_on: '2026-02-01', departure_on: '2026-02-03' },
  ...{ room_type: 'suite', nightly_rate: 120.5, status: 'open', ...more },
});
const pushOf = (more: object): PushReservationsRequest =>
  pushReservations.request.parse({ source: SOURCE, reservations: [], ...more });

/** What the memory of a replica holds: what the thread would, without its mathematics. */
class BooksInMemory {
  readonly held = new Map<string, { push: bigint; status: string }>();
  start = (): void => this.held.clear();
  close = (): Promise<void> => Promise.resolve();
  ask(request: BooksRequest): Promise<undefined> {
    if (request.kind === 'put') {
      for (const {
        push,
        reservation: { booking_id, status },
      } of request.reservations) {
        this.held.set(booking_id, { push: BigInt(push), status });
      }
    }
    if (request.kind === 'retire') {
      for (const [id, { push }] of this.held) if (push <= BigInt(request.push)) this.held.delete(id);
    }
    return Promise.resolve(undefined);
  }
}

/** @param open null where the server is not installed, which was printed. */
function conformance(open: () => Promise<DataSource | null>): void {
  let dataSource: DataSource;
  let isThere = false;
  const on = (name: string, test: () => Promise<void>) => it(name, async () => (isThere ? test() : undefined));
  const opened: ReservationStore[] = [];
  const replica = async () => {
    const books = new BooksInMemory();
    const logger = createLogger({ level: 'silent', service: 'test' });
    let lost = (): void => undefined;
    const store = new ReservationStore(new ReservationRepository(dataSource), logger, (onLost) => {
      lost = onLost;
      return books;
    });
    await store.onModuleInit();
    opened.push(store);
    return {
      store,
      held: () => [...books.held.keys()].sort(),
      statusOf: (id: string) => books.held.get(id)?.status,
      lose: () => lost(),
    };
  };

  beforeAll(async () => {
    const found = await open();
    isThere = found !== null;
    if (found !== null) dataSource = found;
  });
  beforeEach(async () => {
    if (isThere) await dataSource.query('TRUNCATE reservation, reservation_push, reservation_books');
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.onApplicationShutdown();
  });
  afterAll(async () => {
    if (isThere) await dataSource.destroy();
  });

  on('has what was told after a restart, days and money as they were told', async () => {
    const first = await replica();
    await first.store.push(pushOf({ as_of: '2026-01-05', reservations: [reservation('A'), reservation('B')] }));
    const again = await replica();
    expect(again.held()).toEqual(['A', 'B']);
    expect(again.store.stateOf(SOURCE)).toMatchObject({ completeTo: '2026-01-05', liveAt: null });
    const [row] = await new ReservationRepository(dataSource).page(undefined, 1);
    expect(row).toMatchObject({ ...reservation('A'), given_room_type: 'suite', segment: 'unknown', status_on: null });
  });

  on('reads more than a page of them', async () => {
    const first = await replica();
    const ids = Array.from({ length: 5_100 }, (_, k) => `B${String(k).padStart(5, '0')}`);
    for (let from = 0; from < ids.length; from += 1_700) {
      await first.store.push(pushOf({ reservations: ids.slice(from, from + 1_700).map((id) => reservation(id)) }));
    }
    expect((await replica()).held()).toEqual(ids);
  });

  on('learns what another was told, and what it was told to forget', async () => {
    const [one, other] = [await replica(), await replica()];
    await one.store.push(pushOf({ reservations: [reservation('A'), reservation('B')] }));
    await other.store.refresh();
    expect(other.held()).toEqual(['A', 'B']);
    const revision = other.store.revisionOf(SOURCE);
    await other.store.refresh();
    expect(other.store.revisionOf(SOURCE)).toBe(revision);

    const { pushed_at } = await one.store.push(pushOf({ reservations: [reservation('B', { status: 'cancelled' })] }));
    await one.store.push(pushOf({ retire_before: pushed_at }));
    await other.store.refresh();
    for (const each of [one, other]) {
      expect(each.held()).toEqual(['B']);
      expect(each.statusOf('B')).toBe('cancelled');
      expect(each.store.revisionOf(SOURCE)).toBeGreaterThan(revision - 1);
    }
  });

  on('keeps the day that was named, and when it was last told without one', async () => {
    const { store } = await replica();
    expect(store.stateOf(SOURCE)).toBeUndefined();
    await store.push(pushOf({ as_of: '2026-01-05' }));
    const { pushed_at } = await store.push(pushOf({ reservations: [reservation('A')] }));
    expect(store.stateOf(SOURCE)).toMatchObject({ completeTo: '2026-01-05', liveAt: new Date(pushed_at) });
  });

  on('writes all or nothing', async () => {
    const { store, held } = await replica();
    const broken = pushOf({
      reservations: [reservation('A'), { ...reservation('B'), departure_on: '2026-02-30' }].slice(0, 1),
    });
    const told = {
      ...broken,
      reservations: [...broken.reservations, { ...broken.reservations[0]!, booking_id: 'B', booked_on: 'no day' }],
    };
    await expect(store.push(told)).rejects.toThrow();
    expect(held()).toEqual([]);
    expect(await new ReservationRepository(dataSource).page(undefined, 10)).toEqual([]);
  });

  on('fills a memory that was lost', async () => {
    const { store, held, lose } = await replica();
    await store.push(pushOf({ reservations: [reservation('A')] }));
    lose();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(held()).toEqual(['A']);
  });
}

const domain = { domain: DOMAIN, entities: [], migrations: [CreateReservations1764288000000] };

describe('the reservations of two replicas, embedded', () => {
  conformance(() => openDataSource({ ...domain, url: 'pglite://memory' }));
});

describe('the reservations of two replicas, on PostgreSQL', () => {
  let server: OwnServer | null;
  beforeAll(async () => {
    server = await ifInstalled('PostgreSQL', ownPostgres);
  });
  afterAll(() => server?.remove());

  conformance(async () => server && openWhenUp({ ...domain, url: server.url }));
});

/** A server that was just started refuses for a moment. */
async function openWhenUp(options: Parameters<typeof openDataSource>[0]): Promise<DataSource> {
  for (let tries = 0; ; tries++) {
    try {
      return await openDataSource(options);
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

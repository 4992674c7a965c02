import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pushBookings } from '@bellwether/contracts';
import { createLogger } from '@bellwether/platform/logging';
import { openDataSource } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { DOMAIN } from '../domain.js';
import { BookingRepository } from './booking-repository.js';
import { BookingStore } from './booking-store.js';
import { EntityStateEntity } from './entity-state.entity.js';
import { CreateBookings1763683200000, CreateRetirements1763769600000 } from './migrations.js';
import { OpenBookingEntity } from './open-booking.entity.js';
import { RetirementEntity } from './retirement.entity.js';

const states = (...keys: string[]) =>
  pushBookings.request.parse({
    states: keys.map((key) => ({ source: 'hotel', entity: 'agent', key, as_of: '2026-01-01', values: { n: 1 } })),
  });
const retire = (pushed_before: Date) =>
  pushBookings.request.parse({ retire: { source: 'hotel', pushed_before: pushed_before.toISOString() } });

/** Two pushes within a millisecond count as pushed at once. */
const later = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the booking stores of two replicas', () => {
  let dataSource: DataSource;
  const opened: BookingStore[] = [];
  const replica = async () => {
    const store = new BookingStore(
      new BookingRepository(dataSource),
      createLogger({ level: 'silent', service: 'test' }),
    );
    await store.onModuleInit();
    opened.push(store);
    return store;
  };

  beforeEach(async () => {
    dataSource = await openDataSource({
      domain: DOMAIN,
      url: 'pglite://memory',
      entities: [OpenBookingEntity, EntityStateEntity, RetirementEntity],
      migrations: [CreateBookings1763683200000, CreateRetirements1763769600000],
    });
  }, 60_000);
  afterEach(async () => {
    for (const store of opened.splice(0)) store.onApplicationShutdown();
    await dataSource?.destroy();
  });

  it('both know what one was told, and forget what one was told to forget', async () => {
    const [told, other] = [await replica(), await replica()];
    await told.push(states('A', 'B'));
    await other.refresh();
    expect(other.online.stateCount).toBe(2);
    await later();
    const { pushed_at } = await told.push(states('B'));
    await told.push(retire(new Date(pushed_at)));
    await other.refresh();
    expect([told.online.stateCount, other.online.stateCount]).toEqual([1, 1]);
  }, 60_000);

  it('forget by the instant of each push, whatever else was read along with it', async () => {
    const told = await replica();
    await told.push(states('A'));
    await later();
    const { pushed_at } = await told.push(states('B'));
    const late = await replica();
    await late.push(retire(new Date(pushed_at)));
    expect(late.online.stateCount).toBe(1);
  }, 60_000);
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HotelOutlook } from '@bellwether/forecasting-core';
import { createLogger } from '@bellwether/platform/logging';
import type { BooksRequest } from '../reservations/books-messages.js';
import type { BooksState } from '../reservations/reservation-repository.js';
import type { HotelChain } from './hotel-chain.js';
import { OutlookKeeper } from './outlook-keeper.js';

const SOURCE = 'hotel';
const DAY = 20_500;
const chain = { model: { source: SOURCE, timeZone: 'UTC' }, minorUnits: 100 } as HotelChain;
const soon = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('an outlook at hand', () => {
  let state: BooksState | undefined;
  let revision: number;
  let today: number;
  let change: () => void;
  let asked: BooksRequest[];
  let keeper: OutlookKeeper;

  beforeEach(() => {
    [state, revision, today, asked] = [
      { source: SOURCE, completeTo: dateOf(DAY), liveAt: null, retiredPush: '0' },
      1,
      DAY,
      [],
    ];
    const books = {
      start: () => undefined,
      close: () => Promise.resolve(),
      ask: (request: BooksRequest) => {
        asked.push(request);
        const outlook = request.kind === 'outlook' ? { asOf: request.asOf, days: request.days } : undefined;
        return Promise.resolve(outlook as HotelOutlook | undefined);
      },
    };
    const store = {
      ...{ books, stateOf: () => state, revisionOf: () => revision },
      onChange: (listener: (source: string) => void) => {
        change = () => {
          revision += 1;
          listener(SOURCE);
        };
      },
    };
    const clock = () => new Date(today * 86_400_000 + 3_600_000);
    keeper = new OutlookKeeper(store, clock, createLogger({ level: 'silent', service: 'test' }), 5);
  });
  afterEach(() => keeper.close());
  const outlooks = () => asked.filter(({ kind }) => kind === 'outlook').length;

  it('is made once, and tells where tomorrow is', async () => {
    const [one, other] = await Promise.all([keeper.current(chain, '1'), keeper.current(chain, '1')]);
    expect(one.outlook).toBe(other.outlook);
    // The books are complete to the beginning of today: yesterday is index −1, today 0.
    expect(one).toMatchObject({ outlook: { asOf: DAY - 1 }, tomorrow: 1, version: '1' });
    await keeper.current(chain, '1');
    expect(outlooks()).toBe(1);
  });

  it('is made anew after a change, though nobody asks', async () => {
    const before = await keeper.current(chain, '1');
    change();
    change();
    await soon();
    expect(outlooks()).toBe(2);
    expect((await keeper.current(chain, '1')).outlook).not.toBe(before.outlook);
    expect(outlooks()).toBe(2);
  });

  it('goes on with the days, and bridges books that end some days ago', async () => {
    await keeper.current(chain, '1');
    today += 5;
    expect((await keeper.current(chain, '1')).tomorrow).toBe(6);
    expect(outlooks()).toBe(1);
    // Its last days are too near by now.
    today += 10;
    expect(await keeper.current(chain, '1')).toMatchObject({ tomorrow: 16, outlook: { asOf: DAY - 1 } });
    expect(outlooks()).toBe(2);
  });

  it('counts books that are told as they come as complete up to now', async () => {
    state = { ...state!, completeTo: dateOf(DAY - 30), liveAt: new Date(DAY * 86_400_000 + 60_000) };
    expect((await keeper.current(chain, '1')).outlook.asOf).toBe(DAY - 1);
  });

  it('is of the version that is asked for', async () => {
    await keeper.current(chain, '1');
    expect(await keeper.current(chain, '2')).toMatchObject({ version: '2' });
    expect(asked).toEqual([expect.objectContaining({ version: '1' }), expect.objectContaining({ version: '2' })]);
  });

  it('is not there without books, nor from books that are old', async () => {
    state = undefined;
    await expect(keeper.current(chain, '1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    state = { source: SOURCE, completeTo: dateOf(DAY - 367), liveAt: null, retiredPush: '0' };
    await expect(keeper.current(chain, '1')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });
});

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

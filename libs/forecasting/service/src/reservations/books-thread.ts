import { parentPort } from 'node:worker_threads';
import type { Reservation } from '@bellwether/contracts';
import {
  epochDay,
  fitPickup,
  historiesOf,
  hotelOutlook,
  type HotelOutlook,
  type HotelStay,
  type PickupFits,
  type TypeHistory,
} from '@bellwether/forecasting-core';
import type { BooksMessage, BooksReply } from './books-messages.js';

// The thread that has the books of all sources in memory and makes outlooks of them: the curves of years of bookings and
// hundreds of fits take seconds, in which the event loop of a serving process would answer nothing.

interface Kept {
  readonly stay: HotelStay;
  readonly push: bigint;
}

const books = new Map<string, Map<string, Kept>>();
type OutlookRequest = Extract<BooksMessage, { kind: 'outlook' }>;

/** What a new booking does not change, of the model that was asked for last. */
let settled: { key: string; fits: PickupFits } | undefined;

parentPort!.on('message', (message: BooksMessage) => {
  try {
    const outlook = handle(message);
    const reply: BooksReply = { id: message.id, ...(outlook && { outlook }) };
    parentPort!.postMessage(reply, outlook === undefined ? [] : buffersOf(outlook));
  } catch (error) {
    parentPort!.postMessage({ id: message.id, fault: error instanceof Error ? error.message : String(error) });
  }
});

function handle(message: BooksMessage): HotelOutlook | undefined {
  switch (message.kind) {
    case 'put':
      for (const { source, push, reservation } of message.reservations) {
        put(source, { stay: stayOf(reservation), push: BigInt(push) }, reservation.booking_id);
      }
      return undefined;
    case 'retire':
      return retire(message.source, BigInt(message.push));
    case 'outlook':
      return outlookOf(message);
  }
}

function put(source: string, kept: Kept, bookingId: string): void {
  const ofSource = books.get(source) ?? new Map<string, Kept>();
  books.set(source, ofSource);
  const before = ofSource.get(bookingId);
  // Pushes may be read in another order than they were made.
  if (before === undefined || before.push <= kept.push) ofSource.set(bookingId, kept);
}

function retire(source: string, push: bigint): undefined {
  const ofSource = books.get(source);
  for (const [bookingId, kept] of ofSource ?? []) if (kept.push <= push) ofSource!.delete(bookingId);
}

function outlookOf({ version, model, asOf, days, minorUnits }: OutlookRequest): HotelOutlook {
  const stays = Array.from(books.get(model.source)?.values() ?? [], ({ stay }) => stay);
  const histories = historiesOf(model, stays, asOf);
  const fits = fitsOf(`${version} ${asOf}`, model, histories);
  return hotelOutlook(model, { stays, histories, fits }, { asOf, days, minorUnits });
}

function fitsOf(key: string, model: OutlookRequest['model'], histories: readonly TypeHistory[]): PickupFits {
  if (settled?.key !== key) settled = { key, fits: fitPickup(model, histories) };
  return settled.fits;
}

function stayOf(told: Reservation): HotelStay {
  return {
    booked: epochDay(told.booked_on),
    arrival: epochDay(told.arrival_on),
    departure: epochDay(told.departure_on),
    outcome: told.status === 'checked_out' ? 'stayed' : told.status,
    ...(told.status === 'cancelled' && { cancelled: epochDay(told.status_on ?? told.arrival_on) }),
    bookedType: told.room_type,
    roomType: told.given_room_type ?? told.room_type,
    segment: told.segment,
    channel: told.channel,
    rate: told.nightly_rate,
  };
}

function buffersOf({ types, roomPaths, moneyPaths }: HotelOutlook): ArrayBuffer[] {
  const arrays = [
    roomPaths,
    moneyPaths,
    ...types.flatMap(({ occupied, arrivals, money }) => [occupied, arrivals, money]),
  ];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

import type { Reservation } from '@bellwether/contracts';
import type { HotelChainModel, HotelOutlook } from '@bellwether/forecasting-core';

/** A reservation on its way to the thread, with the source and the push that told it. */
export interface ToldReservation {
  readonly source: string;
  readonly push: string;
  readonly reservation: Reservation;
}

/** What the thread of the books is told and asked; each is answered under its id. */
export type BooksMessage = { readonly id: number } & BooksRequest;

export type BooksRequest =
  | { readonly kind: 'put'; readonly reservations: readonly ToldReservation[] }
  /** Forget what pushes up to this one told. */
  | { readonly kind: 'retire'; readonly source: string; readonly push: string }
  | {
      readonly kind: 'outlook';
      readonly version: string;
      /** Some hundred kilobytes: a thread that began anew knows none. */
      readonly model: HotelChainModel;
      readonly asOf: number;
      readonly days: number;
      readonly minorUnits: number;
    };

export interface BooksReply {
  readonly id: number;
  readonly outlook?: HotelOutlook;
  readonly fault?: string;
}

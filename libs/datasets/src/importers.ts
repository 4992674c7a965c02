import { airbnb } from './airbnb/importer.js';
import { cdnow } from './cdnow/importer.js';
import { genericInteractions } from './generic/interactions.js';
import { genericSeries } from './generic/series.js';
import { genericTransactions } from './generic/transactions.js';
import { hotelBookings } from './hotel-bookings/importer.js';
import type { Importer } from './importing/importer.js';
import { movielens } from './movielens/importer.js';
import { olist } from './olist/importer.js';
import { onlineRetail } from './online-retail/importer.js';
import { walmart } from './walmart/importer.js';

/** Every importer by name; the conformance suite walks this table. */
export const importers = {
  'hotel-bookings': hotelBookings,
  olist,
  'online-retail': onlineRetail,
  cdnow,
  airbnb,
  movielens,
  walmart,
  'generic-transactions': genericTransactions,
  'generic-interactions': genericInteractions,
  'generic-series': genericSeries,
} as const satisfies Readonly<Record<string, Importer>>;

export type ImporterName = keyof typeof importers;

export function isImporterName(name: string): name is ImporterName {
  return Object.hasOwn(importers, name);
}

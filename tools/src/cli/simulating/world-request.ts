import { SimulateHotelRequest } from '@bellwether/contracts';
import type { z } from 'zod';
import type { WorldOptions } from '../commands/world-options.js';
import { UsageError } from '../command-error.js';
import type { Host } from '../host.js';

/** Where the simulated hotel stands. */
const HOTEL_TIME_ZONE = 'Asia/Ho_Chi_Minh';

/** The calendar day at the hotel, YYYY-MM-DD. */
export function dayAtHotel(instant: Date): string {
  // Sweden writes days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: HOTEL_TIME_ZONE }).format(instant);
}

/** The world that the options ask for; what they leave out is the contract's default, and the day today. */
export function worldRequest(
  { asOf, guests, rooms, years, seed, detailDays: detail_days }: WorldOptions & { readonly detailDays?: number },
  host: Host,
): SimulateHotelRequest {
  const as_of = asOf ?? dayAtHotel(host.clock());
  return requested(SimulateHotelRequest, { guests, rooms, years, seed, as_of, detail_days });
}

/** The request that options make. @throws UsageError naming the options that the contract refuses. */
export function requested<Schema extends z.ZodType>(schema: Schema, asked: object): z.output<Schema> {
  const parsed = schema.safeParse(asked);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('; '));
}

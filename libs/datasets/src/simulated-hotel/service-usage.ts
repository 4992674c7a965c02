import type { Rng } from '@bellwether/model-kernel/numerics';
import type { Day } from '../calendar/day.js';
import type { BookingRequest } from './booking-request.js';
import type { Guest } from './guests.js';
import { guestId } from './guests.js';
import { utcInstant } from './property-time.js';
import { SEGMENT_FACTS } from './segments.js';
import { SERVICE_CATEGORIES, SERVICES, type ServiceRow } from './services.js';
import { cumulativeSum, drawIndex } from '../drawing/weighted-choice.js';

export interface ServiceUsageRow {
  readonly booking_id: string;
  readonly guest_id: string;
  readonly service_id: string;
  /** Instant, UTC. */
  readonly used_at: string;
  /** VND. */
  readonly amount: number;
}

/** How often each service is chosen within its category. */
const POPULARITY: Readonly<Record<string, number>> = {
  SVC_RESTAURANT_001: 0.25,
  SVC_BREAKFAST_001: 0.4,
  SVC_BAR_001: 0.2,
  SVC_ROOMSERVICE_001: 0.15,
  SVC_AIRPORT_001: 0.6,
  SVC_BIKE_001: 0.4,
  SVC_TOUR_001: 0.65,
  SVC_DIVING_001: 0.35,
};
/** Turns the tastes of the segments, chances a day, into the number of uses this hotel sees. */
const USES = 0.5;

/**
 * The chance weight of each service for a guest: the segment's taste for the category, the guest's own, and the
 * service's popularity in its category. Their sum is the expected number of uses a night.
 *
 * @returns shape (services,), in the order of SERVICES.
 */
export function serviceWeights(guest: Guest, segment: BookingRequest['segment']): number[] {
  return SERVICES.map(({ service_id, category }) => {
    const own = guest.truth.tastes[SERVICE_CATEGORIES.indexOf(category)]!;
    return USES * SEGMENT_FACTS[segment].tastes[category] * own * (POPULARITY[service_id] ?? 1);
  });
}

/** The services used during a stay before a day: a Poisson number, at any hour each is open. */
export function serviceUsage(rng: Rng, request: BookingRequest, guest: Guest, asOf: Day): ServiceUsageRow[] {
  const cumulative = cumulativeSum(serviceWeights(guest, request.segment));
  const count = rng.poisson(cumulative[cumulative.length - 1]! * request.nights);
  const uses: { service: ServiceRow; day: Day; second: number }[] = [];
  for (let i = 0; i < count; i++) {
    const service = SERVICES[drawIndex(rng, cumulative)]!;
    const day = request.arrival + rng.int(request.nights);
    const second = service.opens_at * 3600 + rng.int((service.closes_at - service.opens_at) * 3600);
    if (day < asOf) uses.push({ service, day, second });
  }
  return uses
    .sort((a, b) => a.day - b.day || a.second - b.second)
    .map(({ service, day, second }) => ({
      booking_id: request.id,
      guest_id: guestId(request.guest),
      service_id: service.service_id,
      used_at: utcInstant(day, second),
      amount: service.price,
    }));
}

import { createRng } from '@bellwether/model-kernel/numerics';
import type { HotelStay, RoomType } from '../src/hotel/index.js';

export const TYPES: readonly RoomType[] = [
  { name: 'big', rooms: 12 },
  { name: 'small', rooms: 30 },
];
export const FIRST_DAY = 19_000;

/** A house with a week, a season, cancellations and no-shows, as it is known at the end of the day `asOf`. */
export function syntheticHouse(seed: number, asOf: number): HotelStay[] {
  const rng = createRng(seed);
  const stays: HotelStay[] = [];
  const taken = new Map<string, number>();
  for (let arrival = FIRST_DAY - 5; arrival <= asOf + 60; arrival++) {
    for (const { name, rooms } of TYPES) {
      const season = 1 + 0.3 * Math.sin((2 * Math.PI * arrival) / 365);
      const wanted = rng.poisson(rooms * 0.28 * season * (arrival % 7 < 2 ? 1.3 : 1));
      for (let k = 0; k < wanted; k++) {
        const lead = Math.floor(rng.exponential(1 / 20));
        const departure = arrival + 1 + rng.int(3);
        const fate = rng.next();
        const cancelled = arrival - rng.int(lead + 1);
        const booked = arrival - lead;
        const [segment, channel] = [rng.int(2) === 0 ? 'leisure' : 'business', rng.int(3) === 0 ? 'direct' : 'ota'];
        const rate = 100 + (name === 'big' ? 80 : 0) + rng.int(40);
        const isFull =
          fate >= 0.25 && nights(arrival, departure).some((day) => (taken.get(`${name} ${day}`) ?? 0) >= rooms);
        if (booked > asOf || isFull) continue;
        const outcome = outcomeOf(fate, { arrival, cancelled, asOf });
        if (fate >= 0.25)
          for (const day of nights(arrival, departure))
            taken.set(`${name} ${day}`, (taken.get(`${name} ${day}`) ?? 0) + 1);
        stays.push({
          ...{ booked, arrival, departure, outcome, bookedType: name, roomType: name, segment, channel, rate },
          ...(outcome === 'cancelled' && { cancelled }),
        });
      }
    }
  }
  return stays;
}

function outcomeOf(
  fate: number,
  { arrival, cancelled, asOf }: { readonly arrival: number; readonly cancelled: number; readonly asOf: number },
): HotelStay['outcome'] {
  if (fate < 0.2 && cancelled <= asOf) return 'cancelled';
  if (arrival > asOf) return 'open';
  return fate < 0.25 ? 'no_show' : 'stayed';
}

function nights(arrival: number, departure: number): number[] {
  return Array.from({ length: departure - arrival }, (_, k) => arrival + k);
}

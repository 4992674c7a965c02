import type { HotelStay, RoomType } from './stay.js';

/** Where money comes from: a segment of guests by a channel. */
export interface Leaf {
  readonly segment: string;
  readonly channel: string;
}

/** What is on the books of one room type now, from the day after `asOf` on; arrays have a number a day. */
export interface TypeBooks {
  readonly rooms: Float64Array;
  readonly arrivals: Float64Array;
  /** Money of all leaves. */
  readonly money: Float64Array;
  /** Money by leaf. */
  readonly byLeaf: readonly Float64Array[];
}

/** All leaves that stays have, in a fixed order. */
export function leavesOf(stays: readonly HotelStay[]): Leaf[] {
  const byKey = new Map(stays.map(({ segment, channel }) => [leafKey({ segment, channel }), { segment, channel }]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf);
}

/** What open bookings and guests in the house will fill. */
export function booksOf(
  stays: readonly HotelStay[],
  types: readonly RoomType[],
  leaves: readonly Leaf[],
  { asOf, days }: { readonly asOf: number; readonly days: number },
): TypeBooks[] {
  const books = types.map(() => ({
    rooms: new Float64Array(days),
    arrivals: new Float64Array(days),
    money: new Float64Array(days),
    byLeaf: leaves.map(() => new Float64Array(days)),
  }));
  const typeIndex = new Map(types.map(({ name }, t) => [name, t]));
  const leafIndex = new Map(leaves.map((leaf, l) => [leafKey(leaf), l]));
  for (const stay of stays) {
    if (stay.departure <= asOf + 1 || !(stay.outcome === 'open' || stay.outcome === 'stayed')) continue;
    const t = typeIndex.get(stay.bookedType);
    if (t === undefined) continue;
    const of = books[t]!;
    const leaf = of.byLeaf[leafIndex.get(leafKey(stay))!]!;
    const first = stay.arrival - asOf - 1;
    if (first >= 0 && first < days) of.arrivals[first]! += 1;
    for (let k = Math.max(0, first); k < Math.min(days, stay.departure - asOf - 1); k++) {
      of.rooms[k]! += 1;
      of.money[k]! += stay.rate;
      leaf[k]! += stay.rate;
    }
  }
  return books;
}

/** Share of each leaf in the money of a room type over the days from … to; alike where nothing was sold. */
export function leafShares(
  stays: readonly HotelStay[],
  type: string,
  leaves: readonly Leaf[],
  { from, to }: { readonly from: number; readonly to: number },
): number[] {
  const index = new Map(leaves.map((leaf, l) => [leafKey(leaf), l]));
  const money = leaves.map(() => 0);
  for (const stay of stays) {
    if (stay.roomType !== type || stay.outcome !== 'stayed') continue;
    const nights = Math.min(to + 1, stay.departure) - Math.max(from, stay.arrival);
    if (nights > 0) money[index.get(leafKey(stay))!]! += nights * stay.rate;
  }
  const total = money.reduce((sum, part) => sum + part, 0);
  return money.map((part) => (total > 0 ? part / total : 1 / leaves.length));
}

const leafKey = ({ segment, channel }: Leaf): string => JSON.stringify([segment, channel]);

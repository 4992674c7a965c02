/** The contract's room types, cheapest first: an upgrade goes to the right. */
export const ROOM_TYPES = ['standard', 'deluxe', 'suite'] as const;
export type RoomType = (typeof ROOM_TYPES)[number];

/** What a type is, apart from how many rooms it has. */
export const ROOM_TYPE_FACTS: Readonly<
  Record<RoomType, { share: number; usualPrice: number; capacity: number; features: readonly string[] }>
> = {
  standard: { share: 0.5, usualPrice: 1_200_000, capacity: 2, features: ['queen_bed', 'minibar'] },
  deluxe: { share: 0.35, usualPrice: 2_000_000, capacity: 3, features: ['king_bed', 'balcony', 'minibar', 'bathtub'] },
  suite: {
    share: 0.15,
    usualPrice: 3_500_000,
    capacity: 5,
    features: ['king_bed', 'balcony', 'minibar', 'bathtub', 'living_room', 'kitchenette'],
  },
};

export interface RoomRow {
  readonly room_number: string;
  readonly room_type: RoomType;
  readonly floor: number;
  readonly view: 'ocean' | 'pool' | 'garden' | 'city';
  /** Persons. */
  readonly capacity: number;
  readonly smoking: boolean;
  /** The view, the type's own, and `smoking` where smokers may. */
  readonly features: readonly string[];
  /** The type's usual price a night, VND. */
  readonly usual_price: number;
}

const ROOMS_PER_FLOOR = 10;
/** Around each floor, from the sea side on. */
const VIEWS = ['ocean', 'ocean', 'ocean', 'pool', 'pool', 'garden', 'garden', 'garden', 'city', 'city'] as const;

/** How many rooms each type has; at least one of each. */
export function roomCounts(rooms: number): Record<RoomType, number> {
  const suite = Math.max(1, Math.round(rooms * ROOM_TYPE_FACTS.suite.share));
  const deluxe = Math.max(1, Math.round(rooms * ROOM_TYPE_FACTS.deluxe.share));
  return { standard: rooms - deluxe - suite, deluxe, suite };
}

/** The house: ten rooms a floor from the second up, suites at the top, every seventh standard room for smokers. */
export function buildRooms(rooms: number): RoomRow[] {
  const counts = roomCounts(rooms);
  const types = ROOM_TYPES.flatMap((type) => new Array<RoomType>(counts[type]).fill(type));
  return types.map((type, index) => {
    const floor = 2 + Math.floor(index / ROOMS_PER_FLOOR);
    const position = index % ROOMS_PER_FLOOR;
    const view = VIEWS[position]!;
    const smoking = type === 'standard' && index % 7 === 6;
    const { capacity, usualPrice, features } = ROOM_TYPE_FACTS[type];
    return {
      room_number: `${floor}${String(position + 1).padStart(2, '0')}`,
      room_type: type,
      floor,
      view,
      capacity,
      smoking,
      features: [`${view}_view`, ...features, ...(smoking ? ['smoking'] : [])],
      usual_price: usualPrice,
    };
  });
}

import type { RoomType } from './rooms.js';
import type { Season } from './seasons.js';
import { SEGMENT_FACTS, type Segment } from './segments.js';

const BY_ROOM: Readonly<Record<RoomType, number>> = { standard: -0.2, deluxe: 0, suite: 0.2 };
const BY_SEASON: Readonly<Record<Season, number>> = { low: -0.2, shoulder: 0, high: 0.25 };

/**
 * The true price elasticity of the number of booking requests, ∂ ln requests / ∂ ln price: the segment's own, nearer to
 * 0 for better rooms and in the high season. About −1.5 over all requests.
 */
export function priceElasticity(segment: Segment, room: RoomType, season: Season): number {
  return SEGMENT_FACTS[segment].elasticity + BY_ROOM[room] + BY_SEASON[season];
}

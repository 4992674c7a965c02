/**
 * Errors of occupancy are counted in the root of the free rooms, z = √(rooms − ŷ) − √(rooms − y): a full house cannot be
 * fuller, and an empty one is off by more.
 */
export function occupancyError(actual: number, forecast: number, rooms: number): number {
  return Math.sqrt(Math.max(0, rooms - forecast)) - Math.sqrt(Math.max(0, rooms - actual));
}

/** The occupancy with that error: what {@link occupancyError} undoes, within 0 … rooms. */
export function withError(forecast: number, error: number, rooms: number): number {
  const free = Math.max(0, Math.sqrt(Math.max(0, rooms - forecast)) - error);
  return Math.min(rooms, Math.max(0, rooms - free * free));
}

/** When a value becomes known, as an expression over a joined row: an instant in seconds since 1970. */
export interface AvailableAt {
  /** For a person and for a model's manifest. */
  readonly words: string;
  /** ClickHouse expression over the columns of `bookings`, of type Int64, in seconds since 1970-01-01 UTC. */
  readonly sql: string;
}

const MIDNIGHT_AFTER = (date: string): string => `(toInt64(toInt32(${date})) + 1) * 86400`;

export const AT_BOOKING: AvailableAt = { words: 'at booking', sql: `toInt64(toUnixTimestamp(booked_at))` };

/** From the check-in day on; the day is over before anybody can tell that a guest did not come. */
export const AFTER_ARRIVAL: AvailableAt = { words: 'the day after arrival', sql: MIDNIGHT_AFTER('arrival_on') };

/** With the last status: cancellation, check-out or no-show; an open booking has none yet. */
export const AT_STATUS: AvailableAt = {
  words: 'when the booking ends',
  sql: MIDNIGHT_AFTER('ifNull(status_on, greatest(arrival_on, departure_on))'),
};

/** Kept with a date for each change, and read as of the decision. */
export const AS_OF_DECISION: AvailableAt = { words: 'as of the decision', sql: 'decided_at' };

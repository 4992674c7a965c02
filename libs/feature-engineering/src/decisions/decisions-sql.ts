import { AFTER_ARRIVAL, AT_BOOKING } from '../bookings/available-at.js';
import { BOOKING_COLUMN_NAMES } from '../bookings/booking-columns.js';
import type { FeatureView } from '../views/feature-view.js';
import { CONTENT_HASH_SQL } from './content-hash.js';

export interface DecisionOptions {
  /** Whose bookings are decided on. */
  readonly source: string;
  /**
   * Adds one more decision per booking, at a moment between booking and arrival that depends on its id alone, if the
   * booking was still open then: so that a model knows bookings of every age.
   */
  readonly landmarks: boolean;
  /** Of bookings equal in every column but their id, keeps one. */
  readonly deduplicate: boolean;
}

const ARRIVAL = 'toInt64(toInt32(arrival_on)) * 86400';

/** Uniform over [booked_at, arrival), from the id alone: were it drawn before the outcome's day, it would tell the outcome. */
const LANDMARK = `booked + intDiv((${ARRIVAL} - booked) * toInt64(cityHash64(source, booking_id) % 1000000), 1000000)`;

/** Of a cancellation only the day is known: the booking was open for certain up to the day before. */
const STILL_OPEN = `(status != 'cancelled' OR toInt64(toInt32(status_on)) * 86400 > moment)`;

/**
 * The last day that a source tells of, which may be told in part; without open bookings, no day is the last.
 *
 * A booking that is to arrive later has an outcome only if it was lost early: beside it stand open bookings without one.
 * Were it taken in, every late arrival among the newest decisions would be a lost one.
 */
const LAST_DAY_TOLD = `(
  SELECT if(countIf(status = 'open') = 0, toDate32('2299-12-31'),
    greatest(max(toDate32(booked_at)), max(ifNull(status_on, toDate32('1900-01-01')))))
  FROM bookings WHERE source = {source:String})`;

/**
 * The decisions of a view: the columns of `bookings` with decided_at, matured_at (from when on the label is known; both
 * in seconds since 1970), is_landmark and label, for bookings that have ended and that were to arrive before the last day
 * the source tells of, if it holds open ones.
 *
 * Bound parameter: `source` String.
 */
export function decisionsSql({ target }: FeatureView, { landmarks, deduplicate }: DecisionOptions): string {
  const columns = BOOKING_COLUMN_NAMES.filter((name) => name !== 'booking_modifications').join(', ');
  const copies = deduplicate ? `ORDER BY booking_id LIMIT 1 BY ${CONTENT_HASH_SQL}` : '';
  return `
    SELECT ${columns},
      moment AS decided_at,
      ${AFTER_ARRIVAL.sql} AS matured_at,
      is_landmark,
      ${target.positiveSql} AS label,
      -- Counted up to the decision where changes are dated, unknown where they are not.
      if(stored_modifications IS NULL, NULL, arrayCount(at -> at <= moment, changes.moments)) AS booking_modifications
    FROM (
      SELECT ${columns}, stored_modifications, booked,
        arrayJoin(${landmarks ? `[(booked, 0), (${LANDMARK}, 1)]` : '[(booked, 0)]'}) AS decision,
        decision.1 AS moment, decision.2 AS is_landmark
      FROM (
        SELECT ${columns}, booking_modifications AS stored_modifications, ${AT_BOOKING.sql} AS booked
        FROM bookings
        WHERE source = {source:String} AND status != 'open' AND arrival_on < ${LAST_DAY_TOLD} AND ${target.populationSql}
        ${copies}
      )
    ) AS decided
    LEFT JOIN (
      SELECT booking_id AS changed_id, groupArray(toInt64(toUnixTimestamp(modified_at))) AS moments
      FROM booking_modifications WHERE source = {source:String} GROUP BY booking_id
    ) AS changes ON decided.booking_id = changes.changed_id
    WHERE is_landmark = 0 OR (moment > booked AND ${STILL_OPEN})`;
}

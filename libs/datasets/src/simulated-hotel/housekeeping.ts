import { portableExp, portableLog, type Rng } from '@bellwether/model-kernel/numerics';
import { isoDate, type Day } from '../calendar/day.js';
import type { Stay } from './room-assignment.js';
import type { RoomType } from './rooms.js';
import type { HousekeepingTaskRow, TruthAttendantRow, TruthHousekeepingRow } from './tables.js';

/** Who cleans; one for so many rooms. */
const ROOMS_AN_ATTENDANT = 12;
const PACE_DEVIATION = 0.12;

/** Minutes in a standard room on the second floor after one night without children, by an attendant of average pace. */
const MINUTES: Readonly<Record<HousekeepingTaskRow['kind'], number>> = { departure: 30, stayover: 14 };
const BY_TYPE: Readonly<Record<RoomType, number>> = { standard: 0, deluxe: 0.18, suite: 0.47 };
/** Of each further night: what is left behind grows. */
const BY_NIGHT: Readonly<Record<HousekeepingTaskRow['kind'], number>> = { departure: 0.04, stayover: 0.01 };
const BY_CHILD = 0.1;
/** Of each floor above the second: linen and lift. */
const BY_FLOOR = 0.012;
const FIRST_FLOOR = 2;
/** Shape of the gamma around the mean: a coefficient of variation of 0.2. */
const SHAPE = 25;

/** @param rng forked by attendant. */
export function attendants(rng: Rng, rooms: number): TruthAttendantRow[] {
  return Array.from({ length: Math.ceil(rooms / ROOMS_AN_ATTENDANT) }, (_, index) => ({
    attendant_id: `HK${String(index + 1).padStart(2, '0')}`,
    pace: portableExp(rng.fork(index).normal(0, PACE_DEVIATION)),
  }));
}

/** A task and the truth about it. */
export interface HousekeepingTask {
  readonly day: Day;
  readonly row: HousekeepingTaskRow;
  readonly truth: TruthHousekeepingRow;
}

/**
 * The tasks of a stay before a day: the room is done on each of its days but the first, on the last after the departure.
 * Minutes are gamma around their mean, in steps of a tenth; who does it is drawn for itself.
 *
 * @param rng the booking's own stream.
 */
export function tasksOfStay(rng: Rng, stay: Stay, staff: readonly TruthAttendantRow[], asOf: Day): HousekeepingTask[] {
  const { request } = stay.booking;
  const tasks: HousekeepingTask[] = [];
  for (let night = 1; night <= request.nights && request.arrival + night < asOf; night += 1) {
    tasks.push(taskOf(rng, stay, staff, night));
  }
  return tasks;
}

function taskOf(
  rng: Rng,
  { booking, room }: Stay,
  staff: readonly TruthAttendantRow[],
  night: number,
): HousekeepingTask {
  const { id, arrival, nights, children, babies } = booking.request;
  const kind = night === nights ? 'departure' : 'stayover';
  const attendant = staff[rng.int(staff.length)]!;
  const expected = expectedMinutes(kind, room, night, children + babies) * attendant.pace;
  const date = isoDate(arrival + night);
  return {
    day: arrival + night,
    row: {
      date,
      room_number: room.room_number,
      room_type: room.room_type,
      kind,
      booking_id: id,
      nights_stayed: night,
      children: children + babies,
      attendant_id: attendant.attendant_id,
      minutes: Math.max(0.1, Math.round(10 * rng.gamma(SHAPE, expected / SHAPE)) / 10),
    },
    truth: { date, room_number: room.room_number, expected_minutes: expected },
  };
}

/** ln minutes is a sum: of the kind and the type, of each further night, child and floor. */
function expectedMinutes(
  kind: HousekeepingTaskRow['kind'],
  { room_type, floor }: Stay['room'],
  night: number,
  children: number,
): number {
  return portableExp(
    portableLog(MINUTES[kind]) +
      BY_TYPE[room_type] +
      BY_NIGHT[kind] * (night - 1) +
      BY_CHILD * children +
      BY_FLOOR * (floor - FIRST_FLOOR),
  );
}

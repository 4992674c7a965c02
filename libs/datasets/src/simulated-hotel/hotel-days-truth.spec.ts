import { describe, expect, it } from '@jest/globals';
import { leastSquares, logisticRegression } from '../../test/regression.js';
import { HOTEL, mean, wholeWorld } from '../../test/worlds.js';
import { SEGMENTS } from './segments.js';

const { tables, days } = wholeWorld({ ...HOTEL, years: 1 });

const sessions = days.website_sessions.map((row, i) => ({ ...row, ...days.truth_sessions[i]! }));
type Session = (typeof sessions)[number];
const asked = (session: Session) => Number(session.outcome !== 'left');

describe('the truth about sessions', () => {
  /** By how many standard errors the sessions that asked differ from the sum of their probabilities. */
  function difference(of: readonly Session[]): number {
    let [sum, variance] = [0, 0];
    for (const session of of) {
      const p = session.asking_probability;
      sum += asked(session) - p;
      variance += p * (1 - p);
    }
    return Math.abs(sum) / Math.sqrt(variance);
  }

  it('one in ten asks for a room', () => {
    const rate = mean(sessions.map(asked));
    expect(rate).toBeGreaterThan(0.08);
    expect(rate).toBeLessThan(0.12);
  });

  it('is calibrated over all and in each tenth of the probabilities', () => {
    expect(difference(sessions)).toBeLessThan(4);
    const order = [...sessions].sort((a, b) => a.asking_probability - b.asking_probability);
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(difference(order.slice((tenth * order.length) / 10, ((tenth + 1) * order.length) / 10))).toBeLessThan(4);
    }
  });

  it.each<[string, (session: Session) => string | number]>([
    ['site', (session) => session.site],
    ['device', (session) => session.device],
    ['segment', (session) => session.segment],
    ['room type', (session) => session.room_type],
    ['minutes', (session) => Math.min(8, Math.floor(session.minutes / 5))],
    ['pages', (session) => Math.min(8, Math.floor(session.pages_viewed / 3))],
    ['comparisons', (session) => Math.min(7, session.price_comparisons)],
    ['price', (session) => Math.min(12, Math.max(8, Math.round(10 * session.price_ratio)))],
    ['nights', (session) => Math.min(6, session.nights)],
    ['year', (session) => session.started_at.slice(0, 4)],
    ['being signed in', (session) => Number(session.guest_id !== null)],
  ])('is calibrated by %s', (_, partOf) => {
    const parts = new Map<string | number, Session[]>();
    for (const session of sessions) {
      const part = parts.get(partOf(session));
      if (part === undefined) parts.set(partOf(session), [session]);
      else part.push(session);
    }
    expect(parts.size).toBeGreaterThan(1);
    for (const [part, of] of parts) expect({ part, isTrue: difference(of) < 4 }).toEqual({ part, isTrue: true });
  });

  it('logistic regression finds its log-odds again', () => {
    const rows = sessions.map((session) => [
      1,
      session.minutes,
      session.price_comparisons,
      Number(session.site === 'website'),
      Number(session.device === 'desktop'),
      Number(session.device === 'mobile'),
      session.price_elasticity * Math.log(session.price_ratio),
    ]);
    const { coefficients, standardErrors } = logisticRegression(rows, sessions.map(asked));
    const truth = [-2.7, 0.06, -0.12, 0.4, 0.3, -0.4, 1];
    truth.forEach((value, j) => expect(Math.abs(coefficients[j]! - value)).toBeLessThan(4 * standardErrors[j]!));
    // And each of them is told from 0.
    truth.forEach((value, j) => expect(Math.abs(value)).toBeGreaterThan(4 * standardErrors[j]!));
  });

  it.each(SEGMENTS)('the price elasticity of %s is in who asks', (segment) => {
    const own = sessions.filter((session) => session.segment === segment);
    const rows = own.map((session) => [
      1,
      session.minutes,
      session.price_comparisons,
      Number(session.site === 'website'),
      Number(session.device === 'desktop'),
      Number(session.device === 'mobile'),
      Math.log(session.price_ratio),
    ]);
    const { coefficients, standardErrors } = logisticRegression(rows, own.map(asked));
    // Of the mix of room types and seasons, weighed as the estimate weighs it.
    const truth = mean(own.map((session) => session.price_elasticity));
    expect(Math.abs(coefficients[6]! - truth)).toBeLessThan(4 * standardErrors[6]!);
  });
});

describe('the truth about housekeeping', () => {
  const minutes = days.housekeeping_tasks.map((row) => row.minutes);
  const expected = days.truth_housekeeping.map((row) => row.expected_minutes);

  it.each(['departure', 'stayover'] as const)('a %s takes its mean, with a coefficient of variation of 0.2', (kind) => {
    const ratios = minutes.map((m, i) => m / expected[i]!).filter((_, i) => days.housekeeping_tasks[i]!.kind === kind);
    expect(ratios.length).toBeGreaterThan(10_000);
    expect(Math.abs(mean(ratios) - 1)).toBeLessThan((4 * 0.2) / Math.sqrt(ratios.length));
    const deviation = Math.sqrt(mean(ratios.map((ratio) => (ratio - 1) ** 2)));
    expect(Math.abs(deviation - 0.2)).toBeLessThan((4 * 0.2) / Math.sqrt(2 * ratios.length));
  });

  it('least squares on the logarithm finds kind, type, nights, children, floor and the pace of each attendant again', () => {
    const floors = new Map(tables.rooms.map((row) => [row.room_number, row.floor]));
    const others = days.truth_attendants.slice(1);
    const rows = days.housekeeping_tasks.map((task) => {
      const isDeparture = Number(task.kind === 'departure');
      const further = task.nights_stayed - 1;
      return [
        1,
        isDeparture,
        Number(task.room_type === 'deluxe'),
        Number(task.room_type === 'suite'),
        isDeparture * further,
        (1 - isDeparture) * further,
        task.children,
        floors.get(task.room_number)! - 2,
        ...others.map(({ attendant_id }) => Number(attendant_id === task.attendant_id)),
      ];
    });
    const { coefficients, standardErrors } = leastSquares(rows, minutes.map(Math.log));
    const pace = days.truth_attendants.map((row) => Math.log(row.pace));
    const truth = [
      // The mean of ln gamma(25, 1/25) is ψ(25) − ln 25 = −0.0201.
      Math.log(14) + pace[0]! - 0.0201,
      ...[Math.log(30 / 14), 0.18, 0.47, 0.04, 0.01, 0.1, 0.012],
      ...pace.slice(1).map((each) => each - pace[0]!),
    ];
    truth.forEach((value, j) => {
      expect({ j, isFound: Math.abs(coefficients[j]! - value) < 4 * standardErrors[j]! }).toEqual({ j, isFound: true });
    });
    expect(0.012).toBeGreaterThan(4 * standardErrors[7]!);
  });
});

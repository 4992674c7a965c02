import { describe, expect, it } from '@jest/globals';
import { nextInstant } from './cron.js';

const next = (cron: string, timeZone: string, after: string) =>
  nextInstant(cron, timeZone, new Date(after)).toISOString();

describe('the next instant of a cron expression', () => {
  it('is later than the instant given, also where that is one itself', () => {
    expect(next('0 2 * * *', 'UTC', '2026-03-01T01:59:59.999Z')).toBe('2026-03-01T02:00:00.000Z');
    expect(next('0 2 * * *', 'UTC', '2026-03-01T02:00:00.000Z')).toBe('2026-03-02T02:00:00.000Z');
    expect(next('@weekly', 'UTC', '2026-03-01T00:00:00.000Z')).toBe('2026-03-08T00:00:00.000Z');
  });

  it('is meant in the local time of the zone', () => {
    expect(next('0 2 * * *', 'Asia/Jakarta', '2026-03-01T00:00:00Z')).toBe('2026-03-01T19:00:00.000Z');
  });

  it('comes an hour later on the day whose clocks jump over it, and once where they repeat it', () => {
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it.each(['', 'nightly', '61 * * * *', '* * * * * *', '0 0 30 2 *', '@reboot', '2026-03-05T00:00:00', '0 0 * *'])(
    'is refused of %p',
    (cron) => {
      expect(() => next(cron, 'UTC', '2026-03-01T00:00:00Z')).toThrow(
        expect.objectContaining({
          code: 'INVALID_ARGUMENT',
          fields: [{ path: 'cron', message: expect.stringContaining(`got '${cron}'`) }],
        }),
      );
    },
  );

  it('is refused in a zone that is none', () => {
    expect(() => next('@daily', 'Nowhere/Else', '2026-03-01T00:00:00Z')).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        fields: [{ path: 'time_zone', message: expect.stringContaining(`got 'Nowhere/Else'`) }],
      }),
    );
  });
});

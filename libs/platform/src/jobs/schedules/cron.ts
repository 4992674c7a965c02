import { Cron } from 'croner';
import { DomainError } from '@bellwether/errors';

/** A minute is the shortest step: neither seconds nor the single instants that the parser would take as well. */
const EXPRESSION = /^(@(hourly|daily|weekly|monthly|yearly)|\S+( \S+){4})$/;

/**
 * First instant after a given one that a cron expression names. A local time that the clocks jump over comes the jump
 * later; one that they repeat counts once.
 *
 * @param timeZone IANA name.
 * @throws INVALID_ARGUMENT with the path `cron` or `time_zone`; also for an expression that names no instant at all.
 */
export function nextInstant(cron: string, timeZone: string, after: Date): Date {
  refuseUnknownZone(timeZone);
  const next = EXPRESSION.test(cron) ? parsed(cron, timeZone).nextRun(after) : null;
  if (next === null) throw refused('cron', `must name instants by five fields or a word such as @daily, got '${cron}'`);
  return next;
}

function parsed(cron: string, timezone: string): Cron {
  try {
    return new Cron(cron, { timezone, mode: '5-part', paused: true });
  } catch (error) {
    throw refused('cron', `must be a cron expression, got '${cron}'`, error);
  }
}

function refuseUnknownZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (error) {
    throw refused('time_zone', `must be the IANA name of a time zone, got '${timeZone}'`, error);
  }
}

function refused(path: string, message: string, cause?: unknown): DomainError {
  return new DomainError('INVALID_ARGUMENT', `${path} ${message}`, { cause, fields: [{ path, message }] });
}

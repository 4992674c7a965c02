import { DomainError } from '@bellwether/errors';
import type { MaterializeFeaturesRequest } from '@bellwether/contracts';
import { REFRESH_SECONDS, type EpochSeconds, type StoredView } from '@bellwether/feature-engineering';

/** Each is a query over the tables of a source. */
const MAX_INSTANTS = 1_000;

/**
 * The instants that rows are asked for, oldest first: whole days or hours of UTC.
 *
 * @param now in milliseconds since 1970.
 * @throws INVALID_ARGUMENT with the path of an instant that is none of these, that is still to come, or of a range that is
 *   too long or runs backwards.
 */
export function materializedInstants(
  view: StoredView,
  { as_of, from, to }: MaterializeFeaturesRequest,
  now: number,
): readonly EpochSeconds[] {
  const step = REFRESH_SECONDS[view.refresh];
  if (from === undefined || to === undefined) {
    return [as_of === undefined ? Math.floor(now / 1_000 / step) * step : instantOf(view, as_of, 'as_of', now)];
  }
  const first = instantOf(view, from, 'from', now);
  const last = instantOf(view, to, 'to', now);
  const count = (last - first) / step + 1;
  if (count < 1) throw wrong('to', `must not be before from, got ${to} and ${from}`);
  if (count > MAX_INSTANTS) throw wrong('to', `must be at most ${MAX_INSTANTS} instants from from on, got ${count}`);
  return Array.from({ length: count }, (_, i) => first + i * step);
}

function instantOf(view: StoredView, text: string, path: string, now: number): EpochSeconds {
  const milliseconds = Date.parse(text);
  const unit = view.refresh === 'daily' ? 'a whole day' : 'a whole hour';
  if (milliseconds % (REFRESH_SECONDS[view.refresh] * 1_000) !== 0 || milliseconds < 0) {
    throw wrong(path, `must be ${unit} of UTC, as ${view.name} is ${view.refresh}, got ${text}`);
  }
  if (milliseconds > now) throw wrong(path, `must not be to come, got ${text}`);
  return milliseconds / 1_000;
}

function wrong(path: string, message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `${path}: ${message}`, { fields: [{ path, message }] });
}

import type { SeriesPoint } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { SHORTEST_SERIES, epochDay } from '@bellwether/forecasting-core';

/** A series of one value a day without gaps. */
export interface DatedSeries {
  /** Of the first value, in days since 1970-01-01. */
  readonly firstDay: number;
  readonly values: Float64Array;
}

/** Problems that are told, at most. */
const MOST_TOLD = 20;

/**
 * The points of a request in the order of their days.
 *
 * @throws INVALID_ARGUMENT naming `series` if it is too short, and `series.N.date` for a day that comes twice or follows a gap.
 */
export function toldSeries(points: readonly SeriesPoint[]): DatedSeries {
  if (points.length < SHORTEST_SERIES) {
    throw refusal([{ path: 'series', message: `must have at least ${SHORTEST_SERIES} days, got ${points.length}` }]);
  }
  const dated = points.map(({ date, value }, at) => ({ at, day: epochDay(date), value }));
  dated.sort((a, b) => a.day - b.day || a.at - b.at);
  const fields = dated.slice(1).flatMap(({ at, day }, i) => {
    const before = dated[i]!.day;
    if (day === before + 1) return [];
    const message = day === before ? 'is there twice' : `follows a gap of ${day - before - 1} days`;
    return [{ path: `series.${at}.date`, message }];
  });
  if (fields.length > 0) throw refusal(fields.slice(0, MOST_TOLD));
  return { firstDay: dated[0]!.day, values: Float64Array.from(dated, ({ value }) => value) };
}

function refusal(fields: { path: string; message: string }[]): DomainError {
  return new DomainError('INVALID_ARGUMENT', fields.map(({ path, message }) => `${path} ${message}`).join('; '), {
    fields,
  });
}

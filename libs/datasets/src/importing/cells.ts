import { parseDay, type Day } from '../calendar/day.js';

/** Why a cell was not taken; the row reader adds the column and the value. */
export class CellRefused extends Error {
  override readonly name = 'CellRefused';
}

/** Turns the text of a cell into a value. @throws CellRefused when the text is none. */
export type CellReader<T> = (text: string) => T;

/** How the files imported here write a missing value. */
const MISSING = new Set(['', 'NULL', 'NA', 'NaN']);

export const missing = (cell: string): boolean => MISSING.has(cell);

/** A text that must be there. */
export function text(maxLength = 128): CellReader<string> {
  return (cell) => {
    if (MISSING.has(cell)) throw new CellRefused('must not be missing');
    if (cell.length > maxLength) throw new CellRefused(`must be at most ${maxLength} characters`);
    return cell;
  };
}

/** One of a closed set of texts, as what it means. */
export function oneOf<T>(meanings: Readonly<Record<string, T>>): CellReader<T> {
  return (cell) => {
    if (!Object.hasOwn(meanings, cell)) throw new CellRefused(`must be one of ${Object.keys(meanings).join(', ')}`);
    return meanings[cell]!;
  };
}

/** A whole number, also written 2.0, as tables do that once held a missing value in the column. */
export function whole(min: number, max: number): CellReader<number> {
  return (cell) => {
    const value = parseNumber(cell);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new CellRefused(`must be a whole number in ${min}–${max}`);
    }
    return value;
  };
}

/** A decimal number. */
export function decimal(min: number, max: number): CellReader<number> {
  return (cell) => {
    const value = parseNumber(cell);
    if (!(value >= min && value <= max)) throw new CellRefused(`must be a number in ${min}–${max}`);
    return value;
  };
}

/** Any finite number; also TRUE and FALSE, as 1 and 0. */
export const number: CellReader<number> = (cell) => {
  const value = /^true$/i.test(cell) ? 1 : /^false$/i.test(cell) ? 0 : parseNumber(cell);
  if (!Number.isFinite(value)) throw new CellRefused('must be a number');
  return value;
};

/** What ClickHouse's Date32 holds; it would make the nearest of these of any other day. */
const [FIRST_DAY, LAST_DAY] = ['1900-01-01', '2299-12-31'];

/** A date, YYYY-MM-DD. */
export const date: CellReader<Day> = (cell) => {
  const day = knownDay(cell);
  if (day === null) throw new CellRefused('must be a date YYYY-MM-DD');
  // Dates of four figures stand in the order of their texts.
  if (cell < FIRST_DAY || cell > LAST_DAY) throw new CellRefused(`must be between ${FIRST_DAY} and ${LAST_DAY}`);
  return day;
};

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** What ClickHouse's DateTime holds. */
const [EARLIEST, LATEST] = ['1970-01-01T00:00:00Z', '2106-02-07T06:28:15Z'];

/**
 * An instant: ISO 8601, with a space or a T; midnight where it has no time of day, UTC where it names no zone.
 *
 * @returns `YYYY-MM-DDTHH:MM:SSZ`.
 */
export const instant: CellReader<string> = (cell) => {
  const parts = INSTANT.exec(cell);
  if (parts === null || knownDay(parts[1]!) === null) {
    throw new CellRefused('must be an instant, YYYY-MM-DD or YYYY-MM-DD HH:MM:SS');
  }
  const [, day, hour = '00', minute = '00', second = '00', zone] = parts;
  const text = `${day}T${hour}:${minute}:${second}Z`;
  const utc = zone === undefined || zone === 'Z' ? text : inUtc(text, zone);
  if (utc < EARLIEST || utc > LATEST) throw new CellRefused(`must be between ${EARLIEST} and ${LATEST}`);
  return utc;
};

function inUtc(text: string, zone: string): string {
  const minutes = 60 * Number(zone.slice(1, 3)) + Number(zone.slice(-2));
  const shift = (zone.startsWith('-') ? 1 : -1) * minutes * 60_000;
  return new Date(Date.parse(text) + shift).toISOString().replace('.000Z', 'Z');
}

/** Seconds since 1970. @returns `YYYY-MM-DDTHH:MM:SSZ`. */
export const unixSeconds: CellReader<string> = (cell) => {
  const seconds = /^\d{1,10}$/.test(cell) ? Number(cell) : NaN;
  if (!(seconds <= 0xffff_ffff)) throw new CellRefused('must be seconds since 1970');
  return new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');
};

/** The same few days stand in millions of rows. */
const days = new Map<string, Day | null>();
const MOST_DAYS = 20_000;

function knownDay(cell: string): Day | null {
  let day = days.get(cell);
  if (day === undefined) {
    day = parseDay(cell);
    if (days.size < MOST_DAYS) days.set(cell, day);
  }
  return day;
}

/** A reader that gives `instead` where the value is missing. */
export function missingAs<T, M>(instead: M, reader: CellReader<T>): CellReader<T | M> {
  return (cell) => (MISSING.has(cell) ? instead : reader(cell));
}

/** Number(), without its readings of '', ' ' and 0x10 as numbers. */
function parseNumber(cell: string): number {
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(cell) ? Number(cell) : NaN;
}

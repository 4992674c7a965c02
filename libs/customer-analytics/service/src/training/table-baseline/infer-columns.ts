import { dayOfWeek, monthOf, SECONDS_PER_DAY } from '@bellwether/feature-engineering';

/** A column of the input, ready to be coded. */
export type InferredColumn =
  | { readonly kind: 'numeric'; readonly name: string; readonly values: Float64Array }
  | { readonly kind: 'categorical'; readonly name: string; readonly values: readonly (string | null)[] };

export interface InferredTable {
  readonly columns: readonly InferredColumn[];
  /** Columns left out, and why. */
  readonly dropped: ReadonlyMap<string, string>;
}

const DATE = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** A text column with this share of distinct values names its rows. */
const IDENTIFIER_SHARE = 0.5;

/** What each column holds, from all its cells: numbers, dates (taken apart), categories, or names of rows (left out). */
export function inferColumns(cells: ReadonlyMap<string, readonly (string | null)[]>): InferredTable {
  const columns: InferredColumn[] = [];
  const dropped = new Map<string, string>();
  for (const [name, column] of cells) {
    const known = column.filter((cell) => cell !== null);
    const distinct = new Set(known);
    if (distinct.size < 2 && known.length === column.length) dropped.set(name, 'has one value');
    else if (known.length === 0) dropped.set(name, 'is empty');
    else if (known.every(isNumber)) columns.push({ kind: 'numeric', name, values: numbers(column) });
    else if (known.every((cell) => instantOf(cell) !== null)) columns.push(...dateParts(name, column));
    else if (distinct.size > IDENTIFIER_SHARE * known.length) dropped.set(name, 'names its rows');
    else columns.push({ kind: 'categorical', name, values: column });
  }
  return { columns, dropped };
}

/** Seconds since 1970 of an ISO date or instant (UTC unless it says otherwise); null for anything else. */
export function instantOf(cell: string): number | null {
  if (!DATE.test(cell)) return null;
  const isZoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(cell) && cell.length > 10;
  const milliseconds = Date.parse(isZoned || cell.length === 10 ? cell : `${cell.replace(' ', 'T')}Z`);
  return Number.isFinite(milliseconds) ? milliseconds / 1000 : null;
}

export function isNumber(cell: string): boolean {
  return Number.isFinite(Number(cell));
}

function numbers(column: readonly (string | null)[]): Float64Array {
  return Float64Array.from(column, (cell) => (cell === null ? NaN : Number(cell)));
}

/** A date as a number of days, its month, its weekday, and its hour where it has one. */
function dateParts(name: string, column: readonly (string | null)[]): InferredColumn[] {
  const seconds = column.map((cell) => (cell === null ? NaN : instantOf(cell)!));
  const part = (suffix: string, of: (at: number) => number): InferredColumn => ({
    kind: 'numeric',
    name: `${name}.${suffix}`,
    values: Float64Array.from(seconds, (at) => (Number.isNaN(at) ? NaN : of(at))),
  });
  const dayOf = (at: number): number => Math.floor(at / SECONDS_PER_DAY);
  const parts = [
    part('day', (at) => at / SECONDS_PER_DAY),
    part('month', (at) => monthOf(dayOf(at))),
    part('weekday', (at) => dayOfWeek(dayOf(at))),
  ];
  const hasHours = seconds.some((at) => !Number.isNaN(at) && at % SECONDS_PER_DAY !== 0);
  return hasHours ? [...parts, part('hour', (at) => Math.floor((at % SECONDS_PER_DAY) / 3_600))] : parts;
}

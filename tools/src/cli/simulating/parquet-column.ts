import type { SchemaElement } from 'hyparquet';
import { columnKind, type ColumnKind, type Columns, type ColumnType } from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';

type Primitive = string | number | bigint | boolean;

/** How values of a type are stored. */
interface Storage {
  readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>;
  /** A value as Parquet has it; undefined for one that is not of the type. */
  readonly stored: (value: unknown) => Primitive | undefined;
}

const MS_PER_DAY = 86_400_000;
const INT32_MAX = 2 ** 31 - 1;

const timestamp = (isAdjustedToUTC: boolean): SchemaElement['logical_type'] => ({
  ...{ type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MILLIS' },
});

/** Lists as JSON: readers without nested columns have them too. */
const TEXT: Storage = {
  element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  stored: (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)),
};

const WHOLE: Storage = {
  element: { type: 'INT32' },
  stored: (value) =>
    Number.isInteger(value) && Math.abs(value as number) <= INT32_MAX ? (value as number) : undefined,
};

const STORAGE: Readonly<Record<ColumnKind, Storage>> = {
  text: TEXT,
  label: TEXT,
  labels: TEXT,
  numbers: TEXT,
  numbers_by_name: TEXT,
  day: {
    element: { type: 'INT32', converted_type: 'DATE' },
    stored: remembering((text) => millisOf(text, '') / MS_PER_DAY),
  },
  instant: {
    element: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type: timestamp(true) },
    stored: (value) => bigintOf(millisOf(String(value).replace(/Z$/, ''), 'Z')),
  },
  local_instant: {
    // No converted type: that of old readers says UTC.
    element: { type: 'INT64', logical_type: timestamp(false) },
    stored: (value) => bigintOf(millisOf(String(value), 'Z')),
  },
  whole: WHOLE,
  uint8: WHOLE,
  uint16: WHOLE,
  uint32: WHOLE,
  amount: { element: { type: 'INT64' }, stored: (value) => bigintOf(value as number) },
  number: { element: { type: 'DOUBLE' }, stored: (value) => (typeof value === 'number' ? value : undefined) },
  boolean: { element: { type: 'BOOLEAN' }, stored: (value) => (typeof value === 'boolean' ? value : undefined) },
};

/** The schema of a file with these columns; each may have nulls. */
export function parquetSchema(columns: Columns): SchemaElement[] {
  const elements = Object.entries(columns).map(([name, type]): SchemaElement => ({
    ...STORAGE[columnKind(type)].element,
    name,
    repetition_type: 'OPTIONAL',
  }));
  return [{ name: 'root', num_children: elements.length }, ...elements];
}

/** Values of one column until they are written. */
export class ParquetColumn {
  private readonly stored: Storage['stored'];
  private values: (Primitive | null)[] = [];

  constructor(
    readonly name: string,
    private readonly type: ColumnType,
  ) {
    this.stored = STORAGE[columnKind(type)].stored;
  }

  /** @throws INTERNAL for a value that is not of the column's type: no reader may get a wrong one instead. */
  take(rows: readonly object[], from: number, until: number): void {
    for (let i = from; i < until; i += 1) {
      const value = (rows[i] as Readonly<Record<string, unknown>>)[this.name];
      if (value === null || value === undefined) {
        this.values.push(null);
        continue;
      }
      const stored = this.stored(value);
      if (stored === undefined || Number.isNaN(stored)) {
        throw new DomainError('INTERNAL', `column ${this.name} must hold ${this.type}, got ${JSON.stringify(value)}`);
      }
      this.values.push(stored);
    }
  }

  /** All that were taken since the last time. */
  give(): (Primitive | null)[] {
    const { values } = this;
    this.values = [];
    return values;
  }
}

/** Milliseconds since 1970 of a text that, with `zone`, is ISO 8601; NaN of any other. */
function millisOf(text: string, zone: string): number {
  return Date.parse(text.replace(' ', 'T') + zone);
}

function bigintOf(value: number): bigint | undefined {
  return Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

/** There are few days, and many rows of each. */
function remembering(stored: (text: string) => number): Storage['stored'] {
  const known = new Map<unknown, number>();
  return (value) => {
    let found = known.get(value);
    if (found === undefined) known.set(value, (found = stored(String(value))));
    return found;
  };
}

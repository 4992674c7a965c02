/** What a cell is ordered by; cells without anything come last, whichever the direction. */
export type SortValue = string | number | undefined;

export interface Order {
  /** Key of the column. */
  readonly by: string;
  readonly isDescending: boolean;
}

/** Reads an order from an address: `loss`, or `-loss` for descending. */
export function parseOrder(text: string | undefined): Order | undefined {
  if (text === undefined || text === '' || text === '-') return undefined;
  return text.startsWith('-') ? { by: text.slice(1), isDescending: true } : { by: text, isDescending: false };
}

export const writeOrder = ({ by, isDescending }: Order): string => (isDescending ? `-${by}` : by);

/** The order after a click on a column: the other direction where it is ordered by it already. */
export function nextOrder(now: Order | undefined, by: string): Order {
  return { by, isDescending: now?.by === by && !now.isDescending };
}

const texts = new Intl.Collator('en', { numeric: true });

/** The rows in order; equals stay as they were. Numbers come before texts, NaN with what has no value. */
export function sorted<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  isDescending: boolean,
): readonly Row[] {
  const absent = (value: SortValue) => value === undefined || value === '' || Number.isNaN(value);
  const compare = (a: SortValue, b: SortValue): number => {
    if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return texts.compare(String(a), String(b));
  };
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort((a, b) => {
      if (absent(a.value) || absent(b.value)) return Number(absent(a.value)) - Number(absent(b.value));
      return isDescending ? compare(b.value, a.value) : compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

import { readTextTable } from '@bellwether/datasets';
import { buildLedger, type PurchaseLedger, type PurchaseRow } from '@bellwether/customer-analytics-core';
import { UsageError } from '../command-error.js';
import type { ClvOptions } from '../commands/clv.js';
import { columnOf, readCellDay, readNumber, refuseCell } from '../importing/table-cells.js';

/** @throws UsageError for columns that are not there, or cells that are no customer, date or value ≥ 0, with their row. */
export async function readPurchases(
  csv: AsyncIterable<Uint8Array>,
  { id, date, value }: Pick<ClvOptions, 'id' | 'date' | 'value'>,
): Promise<PurchaseLedger> {
  const table = await readTextTable(csv);
  const ids = columnOf(table, id);
  const dates = columnOf(table, date);
  const values = value === undefined ? undefined : columnOf(table, value);
  const rows = ids.map((customer, row): PurchaseRow => ({
    customer: customer ?? refuseCell(id, row, 'must not be empty'),
    day: readCellDay(dates[row] ?? null, date, row),
    value: values === undefined ? 1 : readValue(values[row] ?? null, value!, row),
  }));
  if (rows.length === 0) throw new UsageError('the file has no purchases, only a header');
  const ledger = buildLedger(rows);
  // Counted purchases are worth one each, however many rows a day has.
  return values === undefined ? { ...ledger, values: ledger.values.map(() => 1) } : ledger;
}

function readValue(text: string | null, column: string, row: number): number {
  const value = readNumber(text, column, row) ?? refuseCell(column, row, 'must not be empty');
  if (value >= 0) return value;
  return refuseCell(column, row, `must be at least 0, got '${text}': take returns off the purchase they belong to`);
}

import { csvCell } from '../terminal/csv-cell.js';
import type { CustomerForecast } from './customer-forecasts.js';

/** A row for each customer, under the names of its columns. */
export function clvCsv(customers: readonly CustomerForecast[]): string {
  const columns = Object.keys(customers[0] ?? { id: '' }) as (keyof CustomerForecast)[];
  const lines = customers.map((customer) => columns.map((column) => csvCell(String(customer[column]))).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

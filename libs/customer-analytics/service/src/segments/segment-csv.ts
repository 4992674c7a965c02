import type { StoredCustomer } from './publication.js';

const COLUMNS = [
  'customer_id',
  'segment',
  'group',
  'recency_score',
  'frequency_score',
  'monetary_score',
  'recency_days',
  'orders',
  'revenue',
] as const satisfies readonly (keyof StoredCustomer)[];

/** Customers as lines of CSV, each ended. */
export function segmentCsv(customers: readonly StoredCustomer[], header: boolean): string {
  const lines = customers.map((customer) => COLUMNS.map((column) => cell(String(customer[column] ?? ''))).join(','));
  return [...(header ? [COLUMNS.join(',')] : []), ...lines].map((line) => `${line}\n`).join('');
}

/** Quoted where CSV asks for it; what a spreadsheet would take for a formula begins with an apostrophe. */
function cell(text: string): string {
  const plain = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

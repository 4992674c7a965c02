import type { ImportReject } from './importer.js';

/** The header of a reject file. */
export const REJECTS_CSV_HEADER = 'line,column,value,reason,raw\n';

/** Rejects as lines of a reject file (RFC 4180); a missing column or value is empty. */
export function rejectsCsv(rejects: readonly ImportReject[]): string {
  return rejects
    .map(
      ({ line, column, value, reason, raw }) =>
        `${[line, column ?? '', value ?? '', reason, raw].map(cell).join(',')}\n`,
    )
    .join('');
}

function cell(value: string | number): string {
  const written = String(value);
  return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

/**
 * Writes batch after batch of rows as comma-separated values (RFC 4180), null as nothing: the first batch with the header,
 * whose columns are those of its first row.
 */
export function csvWriter(): (rows: readonly object[]) => string {
  let columns: readonly string[] | undefined;
  return (rows) => {
    let text = '';
    if (columns === undefined && rows[0] !== undefined) {
      columns = Object.keys(rows[0]);
      text = `${columns.map(csvCell).join(',')}\n`;
    }
    for (const row of rows) {
      let separator = '';
      for (const column of columns!) {
        text += separator + csvCell((row as Record<string, unknown>)[column]);
        separator = ',';
      }
      text += '\n';
    }
    return text;
  };
}

function csvCell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const written = writtenValue(value);
  return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

function writtenValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

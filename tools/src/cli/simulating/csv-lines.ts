/** Lines handed on together: a stream of single lines is slow. */
const CHUNK_ROWS = 1_000;

/** Rows as comma-separated values with a header (RFC 4180); null is empty. The columns are those of the first row. */
export function* csvLines(rows: readonly object[]): Generator<string, void, undefined> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  yield `${columns.map(csvCell).join(',')}\n`;
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    yield rows
      .slice(from, from + CHUNK_ROWS)
      .map((row) => `${columns.map((column) => csvCell((row as Record<string, unknown>)[column])).join(',')}\n`)
      .join('');
  }
}

function csvCell(value: unknown): string {
  const written = writtenValue(value);
  return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

function writtenValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

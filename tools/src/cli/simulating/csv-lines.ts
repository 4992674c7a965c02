/** Lines handed on together: a stream of single lines is slow. */
const CHUNK_ROWS = 1_000;

/** Rows as comma-separated values with a header (RFC 4180); null is empty. The columns are those of the first row. */
export function csvLines(rows: readonly object[]): Generator<string, void, undefined> {
  return csvText(chunksOf(rows));
}

/** As {@link csvLines}, of rows that come in batches. */
export function* csvText(batches: Iterable<readonly object[]>): Generator<string, void, undefined> {
  const text = csvWriter();
  for (const batch of batches) {
    const written = text(batch);
    if (written !== '') yield written;
  }
}

/** Writes batch after batch: the first with the header, whose columns are those of its first row. */
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

function* chunksOf(rows: readonly object[]): Generator<readonly object[], void, undefined> {
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) yield rows.slice(from, from + CHUNK_ROWS);
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

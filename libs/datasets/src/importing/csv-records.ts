import { parse } from 'csv-parse/sync';

/** The cells of one line, or why it has none. */
export type CsvRecord = readonly string[] | { readonly malformed: string };

/**
 * Parses lines of comma-separated values (RFC 4180), each a record of its own.
 *
 * A stray quote makes csv-parse swallow everything up to the next one. Here a record cannot leave its line, so such a
 * line is malformed and the ones after it are read; in return a quoted line break is not supported, which no table
 * imported here has.
 *
 * @returns one record a line.
 */
export function csvRecords(lines: readonly string[]): CsvRecord[] {
  return recordsTogether(lines) ?? lines.map(recordAlone);
}

const OPTIONS = { record_delimiter: '\n', relax_column_count: true } as const;

/** All lines in one call, which is fast; null where a quote joins two lines or one line is malformed. */
function recordsTogether(lines: readonly string[]): string[][] | null {
  try {
    const records = parse(lines.join('\n'), OPTIONS);
    // Joining lines can only lower the count, so as many records as lines means line for line.
    return records.length === lines.length ? records : null;
  } catch {
    return null;
  }
}

function recordAlone(line: string): CsvRecord {
  try {
    return parse(line, OPTIONS)[0] ?? [];
  } catch (error) {
    return { malformed: error instanceof Error ? error.message : String(error) };
  }
}

import { parse } from 'csv-parse/sync';

/** The cells of one record, or why it has none. */
export type CsvRecord = readonly string[] | { readonly malformed: string };

/**
 * Parses texts of separated values (RFC 4180), each a record of its own.
 *
 * A stray quote makes csv-parse swallow everything up to the next one. Here a record cannot leave its text, so such a text
 * is malformed and the ones after it are read.
 *
 * @returns one record a text.
 */
export function csvRecords(texts: readonly string[], delimiter: string): CsvRecord[] {
  return recordsTogether(texts, delimiter) ?? texts.map((text) => csvRecord(text, delimiter));
}

const OPTIONS = { record_delimiter: '\n', relax_column_count: true } as const;

/** All texts in one call, which is fast; null where a quote joins two of them or one is malformed. */
function recordsTogether(texts: readonly string[], delimiter: string): string[][] | null {
  try {
    const records = parse(texts.join('\n'), { ...OPTIONS, delimiter });
    // Joining texts can only lower the count, so as many records as texts means one for each.
    return records.length === texts.length ? records : null;
  } catch {
    return null;
  }
}

export function csvRecord(text: string, delimiter: string): CsvRecord {
  try {
    return parse(text, { ...OPTIONS, delimiter })[0] ?? [];
  } catch (error) {
    return { malformed: error instanceof Error ? error.message : String(error) };
  }
}

import { csvRecord, csvRecords } from './csv-records.js';
import type { FileRecord } from './file-record.js';
import type { Lines } from './lines.js';
import { hasQuotes, splitLine, type Separator } from './separator.js';

/** A record in quotes goes on over at most as many lines: what opens a quote for longer is a stray one. */
const MOST_LINES = 200;

interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * The records of lines, in order; blank lines are none.
 *
 * A line with an odd number of quotes goes on in the next one: a text with a line break inside. Whether it does, or has a
 * stray quote, is told by what comes of joining it up to the next odd line: as many cells as every row has, or not. Then
 * the line alone is malformed, and the ones after it are read for themselves.
 *
 * @param width cells of a row.
 * @yields the records of each batch of lines; a record that is not at its end waits for the next batch.
 */
export async function* textRecords(
  batches: AsyncIterable<Lines>,
  separator: Separator,
  width: number,
): AsyncGenerator<FileRecord[], void, undefined> {
  let waiting: Line[] = [];
  for await (const { first, texts } of batches) {
    const lines = waiting.concat(texts.map((text, i) => ({ number: first + i, text })));
    const { records, rest } = recordsOf(lines, separator, width, false);
    waiting = rest;
    yield records;
  }
  if (waiting.length > 0) yield recordsOf(waiting, separator, width, true).records;
}

function recordsOf(
  lines: readonly Line[],
  separator: Separator,
  width: number,
  isEnd: boolean,
): { readonly records: FileRecord[]; readonly rest: Line[] } {
  const records: FileRecord[] = [];
  const quoted: number[] = [];
  const done = (rest: Line[]) => {
    if (hasQuotes(separator)) parseQuoted(records, quoted, separator);
    return { records, rest };
  };
  for (let i = 0; i < lines.length; i++) {
    const { number, text } = lines[i]!;
    if (text === '') continue;
    if (!hasQuotes(separator) || !text.includes('"')) {
      records.push({ line: number, raw: text, cells: splitLine(text, separator) });
      continue;
    }
    if (isOdd(text)) {
      const end = endOfQuote(lines, i);
      if (end === null && !isEnd && lines.length - i < MOST_LINES) return done(lines.slice(i));
      const joined = end === null ? null : joinedRecord(lines.slice(i, end + 1), separator, width);
      if (joined !== null) {
        records.push(joined);
        i = end!;
        continue;
      }
    }
    quoted.push(records.length);
    records.push({ line: number, raw: text, cells: [] });
  }
  return done([]);
}

/** The line that closes the quote which a line opens; null where there is none near enough. */
function endOfQuote(lines: readonly Line[], start: number): number | null {
  const last = Math.min(lines.length, start + MOST_LINES);
  for (let i = start + 1; i < last; i++) if (isOdd(lines[i]!.text)) return i;
  return null;
}

function joinedRecord(lines: readonly Line[], separator: string, width: number): FileRecord | null {
  const raw = lines.map(({ text }) => text).join('\n');
  const record = csvRecord(raw, separator);
  return 'malformed' in record || record.length !== width ? null : { line: lines[0]!.number, raw, cells: record };
}

/** Puts the cells of records with quotes in their places, parsed in one go. */
function parseQuoted(records: FileRecord[], places: readonly number[], separator: string): void {
  const parsed = csvRecords(
    places.map((place) => records[place]!.raw),
    separator,
  );
  places.forEach((place, i) => {
    const record = parsed[i]!;
    records[place] = { ...records[place]!, ...('malformed' in record ? record : { cells: record }) };
  });
}

function isOdd(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

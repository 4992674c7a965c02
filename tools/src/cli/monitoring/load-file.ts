import { existsSync } from 'node:fs';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import { CommandError } from '../command-error.js';

/** Formats by the end of a name; a `.gz`, `.zst` or `.xz` behind it is undone by the engine. */
const FORMATS: Readonly<Record<string, string>> = {
  csv: 'CSVWithNames',
  tsv: 'TSVWithNames',
  parquet: 'Parquet',
  jsonl: 'JSONEachRow',
  ndjson: 'JSONEachRow',
};

/**
 * Reads anyone's file into a table in memory, its columns and their types found by the engine.
 *
 * @throws NOT_FOUND without the file, INVALID_ARGUMENT for one of another format, or that the engine cannot read.
 */
export async function loadFile(store: AnalyticsStore, table: string, path: string): Promise<void> {
  if (!existsSync(path)) throw new CommandError('NOT_FOUND', `there is no file ${path}`, 'Check the path.');
  const extension = /\.(\w+)(?:\.(?:gz|zst|xz))?$/.exec(path.toLowerCase())?.[1] ?? '';
  const format = FORMATS[extension];
  if (format === undefined) {
    const message = `${path} ends in none of ${Object.keys(FORMATS).join(', ')}`;
    throw new CommandError('INVALID_ARGUMENT', message, 'Give the file one of these endings, perhaps with .gz.');
  }
  const literal = path.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  await store.command(`CREATE TABLE ${table} ENGINE = Memory AS SELECT * FROM file('${literal}', '${format}')`);
}

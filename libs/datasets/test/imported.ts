import { createReadStream } from 'node:fs';
import type { ImportedRows } from '../src/imported-tables.js';
import type { Importer, ImportReject } from '../src/importing/importer.js';
import type { ImportMapping } from '../src/importing/mapping.js';
import type { ImportFile } from '../src/importing/opened-file.js';

export interface Imported {
  readonly accepted: number;
  readonly rejects: ImportReject[];
  readonly rows: { readonly [Table in keyof ImportedRows]: ImportedRows[Table][] };
}

/** Everything that an importer makes of files, given as their contents or bytes, cut into pieces as a stream would. */
export function imported(
  importer: Importer,
  contents: readonly (string | Uint8Array)[],
  mapping?: ImportMapping,
): Promise<Imported> {
  const files = contents.map((content, i) => ({ name: `file ${i + 1}`, bytes: pieces(content) }));
  return everything(importer, files, mapping);
}

/** As {@link imported}, of files on disk. */
export function importedFrom(importer: Importer, paths: readonly string[]): Promise<Imported> {
  return everything(
    importer,
    paths.map((path) => ({ name: path, bytes: createReadStream(path) })),
  );
}

async function everything(
  importer: Importer,
  files: readonly ImportFile[],
  mapping?: ImportMapping,
): Promise<Imported> {
  const rows: Record<string, object[]> = {};
  const rejects: ImportReject[] = [];
  let accepted = 0;
  for await (const batch of importer.read(files, mapping)) {
    accepted += batch.accepted;
    rejects.push(...batch.rejects);
    for (const [table, more] of Object.entries(batch.rows)) {
      rows[table] ??= [];
      for (const row of more) rows[table].push(row);
    }
  }
  return { accepted, rejects, rows: rows as unknown as Imported['rows'] };
}

async function* pieces(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += 11) yield bytes.subarray(at, at + 11);
}

/** The sum of numbers, to the cent, whose order does not matter to it. */
export function cents(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += Math.round(value * 1e6);
  return Math.round(sum / 1e4) / 100;
}

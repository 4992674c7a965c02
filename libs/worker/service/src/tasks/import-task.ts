import type { ImportDatasetRequest } from '@bellwether/contracts';
import {
  EVENT_TIMES,
  IMPORTED_LAYOUTS,
  importers,
  isImporterName,
  type ImportBatch,
  type ImportedTable,
  type Importer,
} from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';
import { BOOKINGS_TABLE, replaceTables, type SourceTable, type TableBatch } from '@bellwether/feature-engineering';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { outgoing, type JobContext } from '@bellwether/platform/jobs';
import { layoutTables } from '../sources/layout-tables.js';
import { recordSource, requireSourceOf } from '../sources/sources-table.js';
import { RejectFiles } from './reject-files.js';
import { uploadedFiles } from './uploaded-files.js';

export interface ImportCounts {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
}

const TABLES: Readonly<Record<ImportedTable, SourceTable>> = {
  ...layoutTables(IMPORTED_LAYOUTS),
  bookings: BOOKINGS_TABLE,
};

/**
 * Reads uploaded files into the tables of their importer, in the place of what the source had there: all of it or, after a
 * crash or a fault of a file, nothing. Rows that are refused go to `<file>.rejects.csv` beside the upload, also when no
 * other row is left. An attempt after a crash begins anew, and ends as one that nothing befell.
 *
 * @throws NOT_FOUND for a file that is not there, INVALID_ARGUMENT for one that is not of this kind or a mapping that does
 *   not fit, FAILED_PRECONDITION when not one row is good or the source is of another
 *   dataset, the reason of the job's signal when it is cancelled.
 */
export async function importTask(payload: ImportDatasetRequest, context: JobContext): Promise<ImportCounts> {
  const { dataset, artifact_path, further_paths, source = dataset } = payload;
  const { analytics, signal } = context;
  if (!isImporterName(dataset)) throw new DomainError('NOT_FOUND', `no importer '${dataset}'`);
  await requireSourceOf(analytics, source, dataset);
  const registry = new MlflowClient({ baseUrl: context.settings['registryUrl']!, ...outgoing(context) });
  const counts = { read: 0, accepted: 0, rejected: 0 };
  const paths = [artifact_path, ...further_paths];
  const files = await uploadedFiles(registry, paths, signal, (share) =>
    context.progress(Math.min(0.99, share), `${counts.read.toLocaleString('en-US')} rows read`),
  );
  const importer: Importer = importers[dataset];
  const rejects = await RejectFiles.create();
  try {
    const batches = counted(importer.read(files, payload.mapping), rejects, source, counts, signal);
    const rows = await stored(
      context,
      importer,
      source,
      ending(batches, async () => {
        if (!signal.aborted) await rejects.upload(registry, paths);
      }),
    );
    await recordSource(analytics, { source, dataset, rows, rejected: counts.rejected }, eventTimesOf(importer));
    return counts;
  } finally {
    await rejects.remove();
  }
}

function stored(
  { analytics }: JobContext,
  { tables }: Importer,
  source: string,
  batches: AsyncIterable<TableBatch<ImportedTable>>,
): Promise<Record<string, number>> {
  const replaced = tables.map((table) => [table, TABLES[table]] as const);
  // Those that the importer does not fill have no batch.
  return replaceTables(analytics, Object.fromEntries(replaced) as typeof TABLES, source, batches);
}

function eventTimesOf({ tables }: Importer): Record<string, string> {
  return Object.fromEntries(
    tables.flatMap((table) => (EVENT_TIMES[table] === undefined ? [] : [[table, EVENT_TIMES[table]]])),
  );
}

async function* counted(
  batches: AsyncIterable<ImportBatch>,
  rejectFiles: RejectFiles,
  source: string,
  counts: { read: number; accepted: number; rejected: number },
  signal: AbortSignal,
): AsyncGenerator<TableBatch<ImportedTable>, void, undefined> {
  for await (const { file, accepted, rows, rejects } of batches) {
    signal.throwIfAborted();
    await rejectFiles.add(file, rejects);
    counts.accepted += accepted;
    counts.rejected += rejects.length;
    counts.read = counts.accepted + counts.rejected;
    for (const [table, ofTable] of Object.entries(rows) as [ImportedTable, readonly object[]][]) {
      yield { table, rows: ofTable.map((row) => ofSource(row, source)) };
    }
  }
  if (counts.accepted === 0) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `none of the ${counts.rejected} rows is good; what '${source}' held before stays`,
    );
  }
}

/** The batches, and when they are over, however that is, something more: before a table of theirs takes its place. */
async function* ending<Batch>(batches: AsyncIterable<Batch>, end: () => Promise<void>): AsyncGenerator<Batch> {
  try {
    yield* batches;
  } finally {
    await end();
  }
}

/** A booking says which source it is of; other rows are of the one that is imported. */
function ofSource(row: object, source: string): object {
  return 'source' in row ? { ...row, source } : row;
}

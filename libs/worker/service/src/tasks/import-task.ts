import { appendFile, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import type { ImportDatasetRequest } from '@bellwether/contracts';
import {
  importers,
  isImporterName,
  REJECTS_CSV_HEADER,
  rejectsCsv,
  type BookingRow,
  type ImportBatch,
} from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';
import { BOOKINGS_TABLE, createBookingTables, replaceSource } from '@bellwether/feature-engineering';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { outgoing, type JobContext } from '@bellwether/platform/jobs';

/** Where uploads of data lie in the artifact store. */
const UPLOADS = 'imports';

export interface ImportCounts {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * Reads an uploaded file into the table of bookings, in the place of what its source had there: all of it or, after a
 * crash or a fault of the file, nothing. Rows that are refused go to `<file>.rejects.csv` beside the upload, also when
 * no other row is left.
 *
 * @throws NOT_FOUND for a file that is not there, INVALID_ARGUMENT for one that is not of this kind, FAILED_PRECONDITION
 *   when not one row of it is good, the reason of the job's signal when it is cancelled.
 */
export async function importTask(payload: ImportDatasetRequest, context: JobContext): Promise<ImportCounts> {
  const { dataset, artifact_path, source = dataset } = payload;
  const { analytics, signal } = context;
  if (!isImporterName(dataset)) throw new DomainError('NOT_FOUND', `no importer '${dataset}'`);
  const registry = new MlflowClient({ baseUrl: context.settings['registryUrl']!, ...outgoing(context) });
  const total = await sizeOf(registry, artifact_path, signal);
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-import-'));
  const rejects = join(folder, 'rejects.csv');
  const counts = { read: 0, accepted: 0, rejected: 0 };
  try {
    const bytes = metered(await registry.artifacts.downloadStream(UPLOADS, artifact_path, { signal }), (seen) =>
      context.progress(Math.min(0.99, seen / total), `${counts.read.toLocaleString('en-US')} rows read`),
    );
    await createBookingTables(analytics);
    const batches = withRejectsIn(rejects, importers[dataset].read(bytes));
    try {
      await replaceSource(analytics, BOOKINGS_TABLE, source, accepted(batches, source, counts, signal));
    } finally {
      if (counts.rejected > 0 && !signal.aborted) await uploadFile(registry, `${artifact_path}.rejects.csv`, rejects);
    }
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Batches = AsyncIterable<ImportBatch<BookingRow>>;

/** The batches as they are, their refused rows written to a file on the way: there may be as many as rows. */
async function* withRejectsIn(
  file: string,
  batches: Batches,
): AsyncGenerator<ImportBatch<BookingRow>, void, undefined> {
  let header = REJECTS_CSV_HEADER;
  for await (const batch of batches) {
    if (batch.rejects.length > 0) {
      await appendFile(file, header + rejectsCsv(batch.rejects));
      header = '';
    }
    yield batch;
  }
}

async function* accepted(
  batches: Batches,
  source: string,
  counts: { read: number; accepted: number; rejected: number },
  signal: AbortSignal,
): AsyncGenerator<readonly BookingRow[], void, undefined> {
  for await (const { rows, rejects } of batches) {
    signal.throwIfAborted();
    counts.accepted += rows.length;
    counts.rejected += rejects.length;
    counts.read = counts.accepted + counts.rejected;
    if (rows.length > 0) yield rows.map((row) => ({ ...row, source }));
  }
  if (counts.accepted === 0) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `none of the ${counts.rejected} rows is good; what '${source}' held before stays`,
    );
  }
}

async function sizeOf(registry: MlflowClient, path: string, signal: AbortSignal): Promise<number> {
  const folder = posix.join(UPLOADS, posix.dirname(path));
  const files = await registry.artifacts.list(folder, { signal });
  const found = files.find((file) => !file.is_dir && posix.basename(file.path) === posix.basename(path));
  if (found === undefined) throw new DomainError('NOT_FOUND', `no uploaded file '${path}'`);
  return Math.max(1, Number(found.file_size ?? 1));
}

async function uploadFile(registry: MlflowClient, path: string, file: string): Promise<void> {
  const handle = await open(file);
  try {
    await registry.artifacts.upload(UPLOADS, path, handle.createReadStream({ autoClose: false }));
  } finally {
    await handle.close();
  }
}

async function* metered(
  stream: AsyncIterable<Uint8Array>,
  seen: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    seen(bytes);
    yield chunk;
  }
}

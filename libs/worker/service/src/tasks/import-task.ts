import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { finished } from 'node:stream/promises';
import type { ImportDatasetRequest } from '@bellwether/contracts';
import { importers, isImporterName, REJECTS_CSV_HEADER, rejectsCsv, type BookingRow } from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';
import { BOOKINGS_TABLE, createBookingTables, replaceSource } from '@bellwether/feature-engineering';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import type { JobContext } from '@bellwether/platform/jobs';

/** Where uploads of data lie in the artifact store. */
const UPLOADS = 'imports';

export interface ImportCounts {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * Reads an uploaded file into the table of bookings, in the place of what its source had there: all of it or, after a
 * crash or a fault of the file, nothing. Rows that are refused go to `<file>.rejects.csv` beside the upload.
 *
 * @throws NOT_FOUND for a file that is not there, INVALID_ARGUMENT for one that is not of this kind, FAILED_PRECONDITION
 *   when not one row of it is good.
 */
export async function importTask(payload: ImportDatasetRequest, context: JobContext): Promise<ImportCounts> {
  const { dataset, artifact_path, source = dataset } = payload;
  if (!isImporterName(dataset)) throw new DomainError('NOT_FOUND', `no importer '${dataset}'`);
  const registry = new MlflowClient({ baseUrl: context.settings['registryUrl']! });
  const total = await sizeOf(registry, artifact_path);
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-import-'));
  try {
    const rejects = new RejectFile(join(folder, 'rejects.csv'));
    const counts = { read: 0, accepted: 0, rejected: 0 };
    const bytes = metered(await registry.artifacts.downloadStream(UPLOADS, artifact_path), (seen) =>
      context.progress(Math.min(0.99, seen / total), `${counts.read.toLocaleString('en-US')} rows read`),
    );
    await createBookingTables(context.analytics);
    await replaceSource(
      context.analytics,
      BOOKINGS_TABLE,
      source,
      accepted(importers[dataset].read(bytes), source, counts, rejects, context.signal),
    );
    await rejects.close();
    if (counts.rejected > 0) await uploadFile(registry, `${artifact_path}.rejects.csv`, rejects.path);
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Batches = AsyncIterable<{
  readonly rows: readonly BookingRow[];
  readonly rejects: Parameters<typeof rejectsCsv>[0];
}>;

async function* accepted(
  batches: Batches,
  source: string,
  counts: { read: number; accepted: number; rejected: number },
  rejects: RejectFile,
  signal: AbortSignal,
): AsyncGenerator<readonly BookingRow[], void, undefined> {
  for await (const batch of batches) {
    signal.throwIfAborted();
    counts.accepted += batch.rows.length;
    counts.rejected += batch.rejects.length;
    counts.read = counts.accepted + counts.rejected;
    if (batch.rejects.length > 0) await rejects.write(rejectsCsv(batch.rejects));
    if (batch.rows.length > 0) yield batch.rows.map((row) => ({ ...row, source }));
  }
  if (counts.accepted === 0) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `none of the ${counts.rejected} rows is good; what '${source}' held before stays`,
    );
  }
}

/** Refused rows on disk: there may be as many as rows. */
class RejectFile {
  private stream: WriteStream | undefined;

  constructor(readonly path: string) {}

  async write(text: string): Promise<void> {
    if (this.stream === undefined) {
      this.stream = createWriteStream(this.path);
      this.stream.write(REJECTS_CSV_HEADER);
    }
    const { stream } = this;
    if (!stream.write(text)) await once(stream, 'drain');
  }

  async close(): Promise<void> {
    this.stream?.end();
    if (this.stream !== undefined) await finished(this.stream);
  }
}

async function sizeOf(registry: MlflowClient, path: string): Promise<number> {
  const folder = posix.join(UPLOADS, posix.dirname(path));
  const files = await registry.artifacts.list(folder);
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

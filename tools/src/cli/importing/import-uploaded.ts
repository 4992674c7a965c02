import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImporterName } from '@bellwether/datasets';
import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';
import { formatBytes, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import type { ImportResult } from './import-file.js';
import { type InputFile, readWithShare } from './input-file.js';

/** Folder of the artifact store that imports are uploaded to. */
const FOLDER = 'imports';

export interface Import {
  readonly dataset: ImporterName;
  readonly input: InputFile;
  readonly source: string;
  readonly rejectsFile: string;
}

/** Uploads a file, has it imported by a job, fetches the rows that were refused, and takes the upload away again. */
export async function importUploaded(
  session: Session,
  stack: Stack,
  { dataset, input, source, rejectsFile }: Import,
): Promise<ImportResult> {
  // A name of its own: two people may import a file of the same name at once.
  const name = `${randomUUID()}-${basename(input.path).replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
  await upload(session, stack, input, name);
  const job = await followJob(
    session,
    `Importing ${dataset}`,
    {
      start: () => stack.api.importDataset({ dataset, source, artifact_path: name }),
      get: (job_id) => stack.api.getJob({ job_id }),
      cancel: (job_id) => stack.api.cancelJob({ job_id }),
    },
    ({ result }) => plural(result?.['accepted'] ?? 0, 'row'),
  );
  const { read = 0, accepted = 0, rejected = 0 } = job.result ?? {};
  if (rejected > 0) await fetchRejects(stack, `${name}.rejects.csv`, rejectsFile);
  // Kept after a failure: an import that a crash broke off is taken up again from the uploaded file.
  await stack.registry.artifacts.delete(FOLDER, name);
  return {
    dataset,
    source,
    read,
    accepted,
    rejected,
    ...(rejected > 0 && { rejects_file: rejectsFile }),
    job_id: job.job_id,
  };
}

function upload({ report }: Session, stack: Stack, input: InputFile, name: string): Promise<void> {
  return showing(report.progress, `Sending ${basename(input.path)}`, async (progress) => {
    await stack.registry.artifacts.upload(
      FOLDER,
      name,
      readWithShare(input, (share) => progress.update(share)),
    );
    return { value: undefined, outcome: formatBytes(input.bytes) };
  });
}

async function fetchRejects(stack: Stack, name: string, file: string): Promise<void> {
  const content = await stack.registry.artifacts.downloadStream(FOLDER, name);
  await pipeline(Readable.from(content), createWriteStream(file));
  await stack.registry.artifacts.delete(FOLDER, name);
}

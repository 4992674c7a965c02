import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportMapping, JobView } from '@bellwether/contracts';
import type { ImporterName } from '@bellwether/datasets';
import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';
import { formatBytes, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import type { ImportResult } from './import-files.js';
import { type InputFile, readWithShare } from './input-file.js';

/** Folder of the artifact store that imports are uploaded to. */
const FOLDER = 'imports';

export interface ImportedFile {
  readonly input: InputFile;
  /** Where its refused rows go. */
  readonly rejectsFile: string;
}

export interface Import {
  readonly dataset: ImporterName;
  readonly source: string;
  /** At least one. */
  readonly files: readonly ImportedFile[];
  readonly mapping?: ImportMapping;
}

/**
 * Uploads files, has them imported by a job, fetches the rows that were refused, and takes the uploads away again, however
 * the job ends. They stay where it is not known to have ended: it may go on, or be taken up again after a crash.
 */
export async function importUploaded(
  session: Session,
  stack: Stack,
  { dataset, source, files, mapping }: Import,
): Promise<ImportResult> {
  const names: string[] = [];
  for (const { input } of files) names.push(await upload(session, stack, input));
  const [artifact_path, ...further] = names as [string, ...string[]];
  const request = {
    ...{ dataset, source, artifact_path },
    ...(further.length > 0 && { further_paths: further }),
    ...(mapping !== undefined && { mapping }),
  };
  let last: JobView | undefined;
  const seen = (state: JobView): JobView => (last = state);
  const job = await followJob(
    session,
    `Importing ${dataset}`,
    {
      start: async () => seen(await stack.api.importDataset(request)),
      get: async (job_id) => seen(await stack.api.getJob({ job_id })),
      cancel: async (job_id) => seen(await stack.api.cancelJob({ job_id })),
    },
    ({ result }) => plural(result?.['accepted'] ?? 0, 'row'),
  ).catch(async (error: unknown) => {
    if (last?.status !== 'failed' && last?.status !== 'cancelled') throw error;
    throw withRejects(error, await broughtBack(stack, names, files));
  });
  const { read = 0, accepted = 0, rejected = 0 } = job.result ?? {};
  const rejects = await broughtBack(stack, names, files);
  return {
    dataset,
    source,
    read,
    accepted,
    rejected,
    ...(rejects.length === 1 && { rejects_file: rejects[0]! }),
    ...(rejects.length > 0 && { rejects_files: rejects }),
    job_id: job.job_id,
  };
}

/** @returns under which name. */
function upload({ report }: Session, stack: Stack, input: InputFile): Promise<string> {
  // A name of its own: two people may import a file of the same name at once.
  const name = `${randomUUID()}-${basename(input.path).replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
  return showing(report.progress, `Sending ${basename(input.path)}`, async (progress) => {
    await stack.registry.artifacts.upload(
      FOLDER,
      name,
      readWithShare(input, (share) => progress.update(share)),
    );
    return { value: name, outcome: formatBytes(input.bytes) };
  });
}

/** Fetches the refused rows and takes the uploads away. @returns the reject files that there are now. */
async function broughtBack(
  stack: Stack,
  names: readonly string[],
  files: readonly ImportedFile[],
): Promise<readonly string[]> {
  const rejects = await fetchRejects(stack, names, files);
  for (const name of names) await stack.registry.artifacts.delete(FOLDER, name);
  return rejects;
}

/** The failure of a job, and where to read which rows were refused. */
function withRejects(error: unknown, rejects: readonly string[]): unknown {
  if (!(error instanceof CommandError) || rejects.length === 0) return error;
  const advice = `${error.advice} The rejected rows, with line, column and reason: ${rejects.join(', ')}`;
  return new CommandError(error.code, error.message, advice, { cause: error });
}

/** @returns the reject files that there are now. */
async function fetchRejects(
  { registry: { artifacts } }: Stack,
  names: readonly string[],
  files: readonly ImportedFile[],
): Promise<string[]> {
  const there = new Set((await artifacts.list(FOLDER)).map((file) => posix.basename(file.path)));
  const fetched: string[] = [];
  for (const [i, { rejectsFile }] of files.entries()) {
    const name = `${names[i]}.rejects.csv`;
    if (!there.has(name)) continue;
    await pipeline(Readable.from(await artifacts.downloadStream(FOLDER, name)), createWriteStream(rejectsFile));
    await artifacts.delete(FOLDER, name);
    fetched.push(rejectsFile);
  }
  return fetched;
}

import { basename } from 'node:path';
import { importers, isImporterName } from '@bellwether/datasets';
import { UsageError } from '../command-error.js';
import type { ImportOptions } from '../commands/import.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { formatCount, plural } from '../terminal/format.js';
import { importUploaded, type ImportedFile } from './import-uploaded.js';
import { openInput } from './input-file.js';
import { readMapping } from './mapping-file.js';
import { rejectsBeside } from './rejects-file.js';

export interface ImportResult {
  readonly dataset: string;
  readonly source: string;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Where the rejected rows are, with line, column and reason, a file for each input that has any; else left out. */
  readonly rejects_file?: string;
  readonly rejects_files?: readonly string[];
  readonly job_id: string;
}

/** `bellwether import`: files of one dataset into the analytics store, and what became of their rows. */
export async function importFiles(
  session: Session,
  options: ImportOptions & { readonly dataset: string; readonly files: readonly string[] },
): Promise<void> {
  const { dataset, files, source, mapping } = options;
  if (!isImporterName(dataset)) {
    throw new UsageError(`dataset must be one of ${Object.keys(importers).join(', ')}, got '${dataset}'`);
  }
  const request = {
    dataset,
    source: source ?? dataset,
    files: await inputs(session, options),
    ...(mapping !== undefined && { mapping: await readMapping(session.path(mapping)) }),
  };
  const result = await withStack(session, (stack) => importUploaded(session, stack, request));
  session.report.result(result, () => asText(files.map((file) => basename(file)).join(', '), result));
}

async function inputs(
  session: Session,
  { files, rejects }: Pick<ImportOptions, 'rejects'> & { readonly files: readonly string[] },
): Promise<ImportedFile[]> {
  if (rejects !== undefined && files.length > 1) {
    throw new UsageError('--rejects needs a single file: of several, each has a reject file of its own');
  }
  const opened: ImportedFile[] = [];
  for (const file of files) {
    const input = await openInput(session.path(file));
    const beside = () => rejectsBeside(input.path, session.path('.'));
    opened.push({ input, rejectsFile: rejects === undefined ? await beside() : session.path(rejects) });
  }
  return opened;
}

function asText(names: string, { source, read, accepted, rejected, rejects_files = [] }: ImportResult): string {
  const counts = `${names}: ${plural(read, 'row')} read, ${formatCount(accepted)} accepted, ${formatCount(rejected)} rejected; source '${source}'`;
  if (rejects_files.length === 0) return counts;
  return `${counts}\nThe rejected rows, with line, column and reason: ${rejects_files.join(', ')}`;
}

import { basename } from 'node:path';
import { importers, isImporterName } from '@bellwether/datasets';
import { UsageError } from '../command-error.js';
import type { ImportOptions } from '../commands/import.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { formatCount, plural } from '../terminal/format.js';
import { importUploaded } from './import-uploaded.js';
import { rejectsBeside } from './rejects-file.js';
import { openInput } from './input-file.js';

export interface ImportResult {
  readonly dataset: string;
  readonly source: string;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Where the rejected rows are, with line, column and reason; only when there are any. */
  readonly rejects_file?: string;
  readonly job_id: string;
}

/** `bellwether import`: one file into the analytics store, and what became of its rows. */
export async function importFile(
  session: Session,
  { dataset, file, source, rejects }: ImportOptions & { readonly dataset: string; readonly file: string },
): Promise<void> {
  if (!isImporterName(dataset)) {
    throw new UsageError(`dataset must be one of ${Object.keys(importers).join(', ')}, got '${dataset}'`);
  }
  const input = await openInput(session.path(file));
  const result = await withStack(session, async (stack) =>
    importUploaded(session, stack, {
      dataset,
      input,
      source: source ?? dataset,
      rejectsFile: rejects === undefined ? await rejectsBeside(input.path, session.path('.')) : session.path(rejects),
    }),
  );
  session.report.result(result, () => asText(basename(file), result));
}

function asText(name: string, { source, read, accepted, rejected, rejects_file }: ImportResult): string {
  const counts = `${name}: ${plural(read, 'row')} read, ${formatCount(accepted)} accepted, ${formatCount(rejected)} rejected; source '${source}'`;
  if (rejects_file === undefined) return counts;
  return `${counts}\nThe rejected rows, with line, column and reason: ${rejects_file}`;
}

import type { CollectGarbageResponse } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { plural } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';
import { minute } from './instant-text.js';

export interface GarbageOptions {
  readonly dryRun?: true;
}

const COLUMNS = ['what', 'path', 'kind', 'due'].map((title) => ({ title }));

/** `bellwether gc`. */
export async function collectGarbage(session: Session, { dryRun = false }: { dryRun?: boolean }): Promise<void> {
  const collected = await withStack(session, ({ api }) => api.collectGarbage({ dry_run: dryRun }));
  session.report.result(collected, garbageText);
}

export function garbageText({ dry_run, deleted, marked, experiments, more }: CollectGarbageResponse): string {
  const would = dry_run ? 'would be ' : '';
  const lines = [
    `${plural(deleted.length, 'folder')} ${would}deleted, ${marked.length} ${would}marked, ` +
      `${plural(experiments.length, 'empty experiment')} ${would}removed`,
  ];
  if (more) lines.push('there is more: run it again');
  const cells = [
    ...deleted.map((item) => ({ what: 'delete', ...item })),
    ...marked.map((item) => ({ what: 'mark', ...item })),
  ].map(({ what, path, kind, due_at }) => [what, path, kind, minute(due_at)]);
  return cells.length === 0 ? lines.join('\n') : [...lines, '', renderTable(COLUMNS, cells)].join('\n');
}

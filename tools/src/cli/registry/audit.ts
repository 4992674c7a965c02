import { open, rename, rm } from 'node:fs/promises';
import type { AuditEntry, ListAuditEntriesRequest } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import type { Stack } from '../stack/stack.js';
import { formatCount } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';
import { minute } from './instant-text.js';

export interface AuditOptions {
  readonly model?: string;
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
  readonly last?: number;
  readonly out?: string;
}

const SHOWN = 50;
const PAGE = 1_000;
const COLUMNS = ['when', 'who', 'what', 'model', 'version', 'of', 'why'].map((title) => ({ title }));

type Filter = Pick<ListAuditEntriesRequest, 'model_name' | 'actor' | 'from' | 'to'>;

/** `bellwether registry audit`: the latest entries, or all of them into a file. */
export async function showAudit(session: Session, { model, last = SHOWN, out, ...more }: AuditOptions): Promise<void> {
  const { actor, from, to } = more;
  const filter: Filter = { model_name: model, actor, from, to };
  if (out !== undefined) {
    const file = session.path(out);
    const entries = await withStack(session, (stack) => exportTo(file, stack, filter));
    return session.report.result({ file, entries }, () => `${formatCount(entries)} entries → ${file}`);
  }
  const listed = await withStack(session, ({ api }) => api.listAuditEntries({ ...filter, limit: last }));
  session.report.result(listed, ({ entries }) =>
    entries.length === 0 ? 'no entries' : renderTable(COLUMNS, entries.map(cellsOf)),
  );
}

/** The file is there whole or not at all. @returns the number of entries. */
async function exportTo(path: string, stack: Stack, filter: Filter): Promise<number> {
  const part = `${path}.part`;
  const file = await open(part, 'w');
  try {
    let count = 0;
    for await (const entries of pages(stack, filter)) {
      await file.writeFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      count += entries.length;
    }
    await file.sync();
    await file.close();
    await rename(part, path);
    return count;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}

async function* pages({ api }: Stack, filter: Filter): AsyncGenerator<readonly AuditEntry[]> {
  let cursor: string | undefined;
  do {
    const page = await api.listAuditEntries({ ...filter, order: 'oldest', limit: PAGE, cursor });
    yield page.entries;
    cursor = page.next_cursor;
  } while (cursor !== undefined);
}

function cellsOf({ at, actor, action, model_name, version, subject, reason }: AuditEntry): string[] {
  return [minute(at), actor, action, model_name, version ?? '', subject ?? '', reason];
}

import type { ListSourcesResponse, SourceView } from '@bellwether/contracts';
import type { SourcesOptions } from '../commands/sources.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { formatCount } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';

/** `bellwether sources`: what the analytics store holds. */
export async function listSources(session: Session, { limit, after }: SourcesOptions): Promise<void> {
  const request = { limit, ...(after !== undefined && { after }) };
  const listed = await withStack(session, ({ api }) => api.listSources(request));
  session.report.result(listed, asText);
}

function asText({ sources, next }: ListSourcesResponse): string {
  if (sources.length === 0) return 'The analytics store holds nothing yet. Try: bellwether simulate shop';
  const table = renderTable(
    [
      { title: 'source' },
      { title: 'dataset' },
      { title: 'rows', align: 'right' },
      { title: 'refused', align: 'right' },
      { title: 'newest event' },
      { title: 'written' },
      { title: 'tables' },
    ],
    sources.map(rowOf),
  );
  return next === undefined ? table : `${table}\nThere are more: bellwether sources --after ${next}`;
}

function rowOf({ source, dataset, rows, rejected, newest_event_at, finished_at }: SourceView): string[] {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const tables = Object.keys(rows).join(', ');
  return [source, dataset, formatCount(total), formatCount(rejected), newest_event_at ?? '–', finished_at, tables];
}

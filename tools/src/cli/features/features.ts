import type { FeatureViewInfo } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { plural } from '../terminal/format.js';
import { renderPairs, renderTable, wrapText } from '../terminal/table.js';

const WIDTH = 100;

/** `bellwether features`: all views, or one with its features. */
export async function features(session: Session, view: string | undefined): Promise<void> {
  if (view === undefined) {
    const catalogue = await withStack(session, ({ api }) => api.listFeatureViews({}));
    session.report.result(catalogue, ({ views }) => listText(views));
    return;
  }
  const told = await withStack(session, ({ api }) => api.getFeatureView({ view }));
  session.report.result(told, viewText);
}

function listText(views: readonly FeatureViewInfo[]): string {
  return renderTable(
    [
      { title: 'view' },
      { title: 'key' },
      { title: 'features', align: 'right' },
      { title: 'renewed' },
      { title: 'usable for', align: 'right' },
      { title: 'newest rows' },
      { title: 'owner' },
    ],
    views.map((view) => [
      view.name,
      view.keys.map(({ name }) => name).join(', '),
      String(view.features.length),
      view.refresh,
      view.ttl_seconds === undefined ? '' : age(view.ttl_seconds),
      freshnessText(view),
      view.owner,
    ]),
  );
}

function viewText(view: FeatureViewInfo): string {
  const tables = view.tables.map(({ table, is_there }) => (is_there ? table : `${table} (not there)`));
  const absent = Object.entries(view.absent).map(([name, why]) => `${name}: ${why}`);
  return [
    wrapText(`${view.name}: ${view.description}`, WIDTH),
    '',
    renderPairs([
      ['key', view.keys.map(({ name, type }) => `${name} (${type})`).join(', ')],
      ['instant', view.timestamp],
      ['renewed', view.refresh],
      ...(view.ttl_seconds === undefined ? [] : [['usable for', age(view.ttl_seconds)] as const]),
      ['newest rows', freshnessText(view)],
      ['owner', view.owner],
      ['from', tables.join(', ')],
    ]),
    '',
    renderTable(
      [{ title: 'feature' }, { title: 'type' }, { title: 'unit' }, { title: 'known' }, { title: 'what it is' }],
      view.features.map(({ name, type, unit, available_at, description }) => [
        ...[name, type, unit, available_at, description],
      ]),
    ),
    ...(absent.length === 0 ? [] : ['', 'Not there, though asked for:', ...absent.map((line) => `  ${line}`)]),
  ].join('\n');
}

function freshnessText({ kind, freshness }: FeatureViewInfo): string {
  if (kind === 'at_decision') return 'of the moment';
  if (freshness.length === 0) return 'none yet';
  return freshness.map(({ source, freshness_seconds }) => `${source}: ${age(freshness_seconds)} old`).join(', ');
}

function age(seconds: number): string {
  if (seconds >= 2 * 86_400) return plural(Math.floor(seconds / 86_400), 'day');
  if (seconds >= 3_600) return plural(Math.floor(seconds / 3_600), 'hour');
  return plural(Math.floor(seconds / 60), 'minute');
}

import type { GetModelHistoryResponse } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { renderTable } from '../terminal/table.js';
import { minute } from './instant-text.js';

export interface HistoryOptions {
  readonly at?: string;
  readonly alias?: string;
}

const COLUMNS = ['what', 'version', 'from', 'to', 'by', 'why'].map((title) => ({ title }));

/** `bellwether registry history`. */
export async function showHistory(session: Session, model: string, { at, alias }: HistoryOptions): Promise<void> {
  const history = await withStack(session, ({ api }) => api.getModelHistory({ model_name: model, at, alias }));
  session.report.result(history, historyText);
}

export function historyText({ model_name, aliases, stages }: GetModelHistoryResponse): string {
  const periods = [
    ...aliases.map((period) => ({ what: aliasText(period), ...period })),
    ...stages.map((period) => ({ what: `stage ${period.stage}`, ...period })),
  ];
  if (periods.length === 0) return `${model_name}: no alias and no stage`;
  const cells = periods.map(({ what, version, from, to, by, reason }) => [
    ...[what, version, minute(from), to === undefined ? 'now' : minute(to)],
    ...[by, reason],
  ]);
  return renderTable(COLUMNS, cells);
}

const aliasText = ({ alias, kind }: GetModelHistoryResponse['aliases'][number]): string =>
  kind === 'promotion' ? alias : `${alias} (${kind})`;

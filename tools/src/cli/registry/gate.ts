import type { GateRule, GetGateResultResponse, GetModelGateResponse } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { renderTable } from '../terminal/table.js';
import { minute } from './instant-text.js';

const RULE_COLUMNS = ['rule', 'figure', 'bound'].map((title) => ({ title }));
const RESULT_COLUMNS = ['', 'rule', 'figure', 'value', 'bound', 'beside'].map((title) => ({ title }));

/** `bellwether registry gate`: the rules of a model, or what they said of a version. */
export async function showGate(session: Session, model: string, version: string | undefined): Promise<void> {
  if (version === undefined) {
    const gate = await withStack(session, ({ api }) => api.getModelGate({ model_name: model }));
    return session.report.result(gate, rulesText);
  }
  const result = await withStack(session, ({ api }) => api.getGateResult({ model_name: model, version }));
  session.report.result(result, resultText);
}

export function rulesText({ model_name, rules }: GetModelGateResponse): string {
  if (rules.length === 0) return `${model_name} has no gate: any version may go into production`;
  return renderTable(
    RULE_COLUMNS,
    rules.map((rule) => [rule.name, rule.figure, boundText(rule)]),
  );
}

export function resultText({ model_name, version, status, result }: GetGateResultResponse): string {
  const named = `${model_name} version ${version}`;
  if (result === undefined) {
    return status === 'missing' ? `${named}: the gate has not been asked` : `${named} needs no gate`;
  }
  const { champion_version, decided_at, rows, rules } = result;
  const against = champion_version === undefined ? 'nothing in production' : `version ${champion_version}`;
  const cells = rules.map(({ passed, name, figure, value, bound, detail }) => [
    ...[passed ? 'ok' : 'NO', name, figure],
    ...[value === undefined ? '' : figureText(value), bound, detail],
  ]);
  return [
    `${named} ${status} its gate on ${minute(decided_at)}, against ${against},`,
    `on ${rows.count} rows of ${rows.source} from ${minute(rows.from)} on`,
    '',
    renderTable(RESULT_COLUMNS, cells),
  ].join('\n');
}

/** Counts as they are, measurements to four digits. */
function figureText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function boundText({ kind, better, margin, min, max, by, min_rows }: GateRule): string {
  if (kind === 'against_champion') return `${better} is better; at most ${margin} worse than the champion's`;
  const range = [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])];
  const where = kind === 'slices_within' ? ` in every slice by ${by} of ${min_rows} rows or more` : '';
  return `${range.join(', ')}${where}`;
}

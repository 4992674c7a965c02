import { formatCount, formatDuration } from '../terminal/format.js';
import { renderTable, wrapText } from '../terminal/table.js';
import type { Risk, RiskAnswer } from './predict-risk.js';

const WIDTH = 100;
const OUTCOME: Readonly<Record<Risk, string>> = { churn: 'be cancelled', 'no-show': 'not be turned up for' };

/** A prediction as a person reads it: how likely, why, what to do. */
export function riskText(risk: Risk, answer: RiskAnswer): string {
  const probability = answer.churn_probability ?? answer.no_show_probability ?? NaN;
  const guest = answer.guest_id === undefined ? '' : ` of ${answer.guest_id}`;
  return [
    `${answer.booking_id}${guest}: ${percent(probability)} to ${OUTCOME[risk]} – ${answer.risk_level} risk, ` +
      `confidence ${percent(answer.confidence)}`,
    `\n${reasons(answer)}`,
    `\n${actions(answer)}`,
    `\nModel version ${answer.model_version}, ${answer.predicted_at}, ${formatDuration(answer.inference_time_ms)} in the model`,
  ].join('\n');
}

function reasons({ base_probability, risk_factors, protective_factors, other_factors_impact }: RiskAnswer): string {
  const rows = [
    ['', percent(base_probability), 'before anything is known of the booking'],
    ...[...risk_factors, ...protective_factors].map((f) => [f.factor, points(f.impact_score), f.description]),
    ['', points(other_factors_impact), 'all other features'],
  ];
  return renderTable([{ title: 'because' }, { title: 'effect', align: 'right' }, { title: '' }], rows);
}

function actions({ recommended_actions }: RiskAnswer): string {
  if (recommended_actions.length === 0) {
    return wrapText('No action that was tried lowers the risk by more than it costs.', WIDTH);
  }
  const rows = recommended_actions.map(({ action, priority, timing, expected_impact, details }) => [
    action + (details.discount_percentage === undefined ? '' : ` ${details.discount_percentage} %`),
    priority,
    timing.replaceAll('_', ' '),
    points(-expected_impact),
    details.estimated_cost === undefined
      ? '–'
      : `${formatCount(details.estimated_cost)} ${details.currency ?? ''}`.trimEnd(),
  ]);
  return renderTable(
    [
      { title: 'what would lower it' },
      { title: 'priority' },
      { title: 'when' },
      { title: 'effect', align: 'right' },
      { title: 'cost', align: 'right' },
    ],
    rows,
  );
}

function percent(probability: number): string {
  return `${(probability * 100).toFixed(1)} %`;
}

/** A change of a probability, in percentage points. */
function points(change: number): string {
  return `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(1)}`;
}

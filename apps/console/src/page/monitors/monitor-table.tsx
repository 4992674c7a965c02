import type { JSX } from 'react';
import type { MonitorView } from '@bellwether/contracts';
import { hours, measure, NOTHING, words } from '../data/format.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Status } from '../parts/status.js';
import { Time } from '../parts/time.js';
import { href } from '../routing/route.js';

/** Worst first: what a list of monitors is opened for. */
const URGENCY: readonly string[] = ['ok', 'insufficient', 'warn', 'alert'];

const COLUMNS: readonly Column<MonitorView>[] = [
  {
    key: 'monitor',
    title: 'Monitor',
    value: ({ monitor_id }) => monitor_id,
    show: ({ monitor_id }) => <a href={href(['monitors', monitor_id])}>{monitor_id}</a>,
  },
  {
    key: 'status',
    title: 'Status',
    value: ({ last }) => (last === undefined ? -1 : URGENCY.indexOf(last.status)),
    show: ({ last }) => (last === undefined ? <span className="quiet">not yet</span> : <Status of={last.status} />),
  },
  {
    key: 'value',
    title: 'Value',
    isNumber: true,
    value: ({ last }) => last?.value,
    show: ({ last }) => (last?.value === undefined ? NOTHING : measure(last.value)),
  },
  {
    key: 'limit',
    title: 'Limit',
    isNumber: true,
    isMinor: true,
    value: ({ last }) => last?.threshold,
    show: ({ last }) => (last?.threshold === undefined ? NOTHING : measure(last.threshold)),
  },
  {
    key: 'looked',
    title: 'Looked',
    isMinor: true,
    value: ({ last }) => last?.ran_at,
    show: ({ last }) => (last === undefined ? NOTHING : <Time at={last.ran_at} />),
  },
  {
    key: 'every',
    title: 'Every',
    isNumber: true,
    isMinor: true,
    value: ({ every_hours }) => every_hours,
    show: ({ every_hours }) => hours(every_hours),
  },
  { key: 'kind', title: 'Kind', isMinor: true, value: ({ kind }) => words(kind) },
  { key: 'saw', title: 'Saw', isMinor: true, value: ({ last, description }) => last?.summary ?? description },
];

const MODEL: Column<MonitorView> = {
  key: 'model',
  title: 'Model',
  isMinor: true,
  value: ({ model }) => model,
  show: ({ model }) => <a href={href(['models', model])}>{model}</a>,
};

interface MonitorTableProps {
  readonly monitors: readonly MonitorView[];
  /** Whether the model of each is a column. */
  readonly hasModel: boolean;
}

export function MonitorTable({ monitors, hasModel }: MonitorTableProps): JSX.Element {
  const [first, ...others] = COLUMNS;
  return (
    <DataTable
      caption="Monitors"
      rows={monitors}
      columns={hasModel ? [first!, MODEL, ...others] : COLUMNS}
      keyOf={({ monitor_id }) => monitor_id}
      order="-status"
      orderName="monitors"
    />
  );
}

import type { JSX } from 'react';
import type { Alert } from '@bellwether/contracts';
import { measure, NOTHING, words } from '../data/format.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Status } from '../parts/status.js';

type Finding = Alert['findings'][number];

const COLUMNS: readonly Column<Finding>[] = [
  { key: 'subject', title: 'Of', value: ({ subject }) => subject },
  { key: 'measure', title: 'Measure', value: ({ measure: name }) => words(name) },
  { key: 'value', title: 'Value', isNumber: true, value: ({ value }) => value, show: ({ value }) => measure(value) },
  {
    key: 'limit',
    title: 'Limit',
    isNumber: true,
    isMinor: true,
    value: ({ threshold }) => threshold,
    show: ({ threshold }) => (threshold === undefined ? NOTHING : measure(threshold)),
  },
  {
    key: 'p',
    title: 'By chance',
    isNumber: true,
    isMinor: true,
    value: ({ p_value }) => p_value,
    show: ({ p_value }) => (p_value === undefined ? NOTHING : measure(p_value)),
  },
  { key: 'status', title: 'Status', value: ({ status }) => status, show: ({ status }) => <Status of={status} /> },
];

interface FindingTableProps {
  readonly findings: readonly Finding[];
  readonly orderName: string;
}

/** The evidence of one look. */
export function FindingTable({ findings, orderName }: FindingTableProps): JSX.Element {
  return (
    <DataTable
      caption="Findings"
      rows={findings}
      columns={COLUMNS}
      keyOf={({ subject, measure: name }) => `${subject} ${name}`}
      order="status"
      orderName={orderName}
    />
  );
}

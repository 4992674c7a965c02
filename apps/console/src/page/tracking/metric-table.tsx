import type { JSX } from 'react';
import { measure } from '../data/format.js';
import { DataTable, type Column } from '../parts/data-table.js';

type Row = readonly [name: string, value: number];

const COLUMNS: readonly Column<Row>[] = [
  { key: 'name', title: 'Metric', value: ([name]) => name },
  { key: 'value', title: 'Value', isNumber: true, value: ([, value]) => value, show: ([, value]) => measure(value) },
];

interface MetricTableProps {
  readonly metrics: Readonly<Record<string, number>>;
  readonly orderName: string;
}

/** The last value of each metric. */
export function MetricTable({ metrics, orderName }: MetricTableProps): JSX.Element {
  return (
    <DataTable
      caption="Metrics"
      rows={Object.entries(metrics)}
      columns={COLUMNS}
      keyOf={([name]) => name}
      order="name"
      orderName={orderName}
    />
  );
}

import { useMemo, type JSX } from 'react';
import type { MonitorRun, MonitorView } from '@bellwether/contracts';
import { api } from '../calls/api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { LineChart } from '../charts/line-chart.js';
import type { Point } from '../charts/series.js';
import { count, hours, instant, measure, NOTHING, words } from '../data/format.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Facts } from '../parts/facts.js';
import { PageHead } from '../parts/page-head.js';
import { Section } from '../parts/section.js';
import { Status } from '../parts/status.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { FindingTable } from './finding-table.js';

const EVERY_MS = 30_000;
const MOST_LOOKS = 300;

export default function MonitorPage({ id }: { readonly id: string }): JSX.Element {
  const history = useLoaded(
    `monitor ${id}`,
    async (signal) => (await api.getMonitorHistory({ monitor_id: id, limit: MOST_LOOKS }, { signal })).runs,
    EVERY_MS,
  );
  // There is no operation for one monitor; the list of all is short.
  const monitors = useLoaded('monitors', (signal) => api.listMonitors({}, { signal }));
  const monitor = monitors.data?.monitors.find(({ monitor_id }) => monitor_id === id);
  return (
    <>
      <PageHead title={id} above={[{ title: 'Monitors', href: href(['monitors']) }]}>
        {monitor !== undefined && <p className="prose">{monitor.description}</p>}
      </PageHead>
      {monitor !== undefined && <MonitorFacts monitor={monitor} />}
      <WhenLoaded of={history} what="what it saw" isEmpty={(runs) => runs.length === 0} empty="It has not looked yet.">
        {(runs) => <History runs={runs} />}
      </WhenLoaded>
    </>
  );
}

function MonitorFacts({ monitor }: { readonly monitor: MonitorView }): JSX.Element {
  return (
    <Facts
      facts={[
        ['Status', monitor.last === undefined ? 'not yet' : <Status key="status" of={monitor.last.status} />],
        [
          'Model',
          <a key="model" href={href(['models', monitor.model])}>
            {monitor.model}
          </a>,
        ],
        ['Kind', words(monitor.kind)],
        ['Looks every', hours(monitor.every_hours)],
        ['Looks back', hours(monitor.window_hours)],
        ['False alarms', `at most ${measure(monitor.false_alarm_rate * 100)} % of looks`],
        ['On an alert', monitor.retrain ? 'asks for a training' : 'tells'],
      ]}
    />
  );
}

function History({ runs }: { readonly runs: readonly MonitorRun[] }): JSX.Element {
  const series = useMemo(() => [{ name: 'value', points: valuesOver(runs) }], [runs]);
  const newest = runs[0]!;
  return (
    <>
      {series[0]!.points.length > 1 && (
        <Section title="Value over time">
          <LineChart title="Value" axis="time" axisName="Time" series={series} limit={newest.threshold} />
        </Section>
      )}
      {newest.findings.length > 0 && (
        <Section title="What the last look found">
          <p className="prose">{newest.summary}</p>
          <FindingTable findings={newest.findings} orderName="findings" />
        </Section>
      )}
      <Section title="Looks">
        <DataTable caption="Looks" rows={runs} columns={COLUMNS} keyOf={({ ran_at }) => ran_at} order="-at" />
      </Section>
    </>
  );
}

function valuesOver(runs: readonly MonitorRun[]): Point[] {
  return runs
    .flatMap(({ ran_at, value }): Point[] => (value === undefined ? [] : [[Date.parse(ran_at), value]]))
    .reverse();
}

const COLUMNS: readonly Column<MonitorRun>[] = [
  { key: 'at', title: 'At (UTC)', value: ({ ran_at }) => ran_at, show: ({ ran_at }) => instant(new Date(ran_at)) },
  { key: 'status', title: 'Status', value: ({ status }) => status, show: ({ status }) => <Status of={status} /> },
  {
    key: 'value',
    title: 'Value',
    isNumber: true,
    value: ({ value }) => value,
    show: ({ value }) => (value === undefined ? NOTHING : measure(value)),
  },
  {
    key: 'rows',
    title: 'Rows',
    isNumber: true,
    isMinor: true,
    value: ({ rows }) => rows,
    show: ({ rows }) => count(rows),
  },
  { key: 'saw', title: 'Saw', isMinor: true, value: ({ summary }) => summary },
];

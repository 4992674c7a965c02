import type { JSX } from 'react';
import type { mlflow } from '@bellwether/contracts';
import { mlflowApi } from '../calls/mlflow-api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Facts } from '../parts/facts.js';
import { PageHead } from '../parts/page-head.js';
import { Section } from '../parts/section.js';
import { Status } from '../parts/status.js';
import { Instant } from '../parts/time.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { ChartedMetrics } from './charted-metrics.js';
import { MetricTable } from './metric-table.js';
import { nameOf, tookText } from './run-times.js';

const EVERY_MS = 5_000;

/** A run goes on changing until its client says that it is over. */
const whileRunning = (run: mlflow.Run | undefined) => (run?.info.status === 'RUNNING' ? EVERY_MS : undefined);

export default function RunPage({ id }: { readonly id: string }): JSX.Element {
  const run = useLoaded(`run ${id}`, (signal) => mlflowApi.runs.get(id, { signal }), whileRunning);
  const info = run.data?.info;
  return (
    <>
      <PageHead
        title={info === undefined ? 'Run' : nameOf(info)}
        above={[
          { title: 'Experiments', href: href(['experiments']) },
          ...(info === undefined
            ? []
            : [{ title: `Experiment ${info.experiment_id}`, href: href(['experiments', info.experiment_id]) }]),
        ]}
      />
      <WhenLoaded of={run} what="the run">
        {(loaded) => <RunDetails run={loaded} />}
      </WhenLoaded>
    </>
  );
}

function RunDetails({ run }: { readonly run: mlflow.Run }): JSX.Element {
  const { info, data } = run;
  const { start_time, end_time } = info;
  return (
    <>
      <Facts
        facts={[
          ['Status', <Status key="status" of={info.status} />],
          ['Started (UTC)', start_time === undefined ? undefined : <Instant key="start" at={new Date(start_time)} />],
          ['Ended (UTC)', end_time ? <Instant key="end" at={new Date(end_time)} /> : undefined],
          ['Took', tookText(info)],
          ['By', info.user_id],
          ['Id', <code key="id">{info.run_id}</code>],
        ]}
      />
      <ChartedMetrics runs={[run]} everyMs={whileRunning(run)} />
      <div className="columns">
        <Section title="Metrics">
          {data.metrics.length === 0 ? (
            <div className="empty">None was logged.</div>
          ) : (
            <MetricTable
              metrics={Object.fromEntries(data.metrics.map(({ key, value }) => [key, value]))}
              orderName="metrics"
            />
          )}
        </Section>
        <Section title="Parameters">
          <Pairs rows={data.params} what="Parameters" orderName="params" />
        </Section>
      </div>
      {data.tags.length > 0 && (
        <Section title="Tags">
          <Pairs rows={data.tags} what="Tags" orderName="tags" />
        </Section>
      )}
    </>
  );
}

type Pair = mlflow.Run['data']['params'][number];

const COLUMNS: readonly Column<Pair>[] = [
  { key: 'key', title: 'Name', value: ({ key }) => key },
  { key: 'value', title: 'Value', value: ({ value }) => value },
];

interface PairsProps {
  readonly rows: readonly Pair[];
  readonly what: string;
  readonly orderName: string;
}

function Pairs({ rows, what, orderName }: PairsProps): JSX.Element {
  if (rows.length === 0) return <div className="empty">None was logged.</div>;
  return (
    <DataTable
      caption={what}
      rows={rows}
      columns={COLUMNS}
      keyOf={({ key }) => key}
      order="key"
      orderName={orderName}
    />
  );
}

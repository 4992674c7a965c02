import type { JSX } from 'react';
import type { mlflow } from '@bellwether/contracts';
import { mlflowApi } from '../calls/mlflow-api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { PageHead } from '../parts/page-head.js';
import { Time } from '../parts/time.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';

/** The newest; who has more finds them by a client's search. */
const MOST_EXPERIMENTS = 1_000;

const COLUMNS: readonly Column<mlflow.Experiment>[] = [
  {
    key: 'name',
    title: 'Experiment',
    value: ({ name }) => name,
    show: ({ name, experiment_id }) => <a href={href(['experiments', experiment_id])}>{name}</a>,
  },
  {
    key: 'changed',
    title: 'Changed',
    value: ({ last_update_time }) => last_update_time,
    show: ({ last_update_time }) => <Time at={last_update_time} />,
  },
  {
    key: 'created',
    title: 'Created',
    isMinor: true,
    value: ({ creation_time }) => creation_time,
    show: ({ creation_time }) => <Time at={creation_time} />,
  },
  { key: 'id', title: 'Id', isNumber: true, isMinor: true, value: ({ experiment_id }) => Number(experiment_id) },
];

export default function ExperimentsPage(): JSX.Element {
  const experiments = useLoaded('experiments', async (signal) => {
    const request = { max_results: MOST_EXPERIMENTS, order_by: ['last_update_time DESC'] };
    return (await mlflowApi.experiments.search(request, { signal })).experiments;
  });
  return (
    <>
      <PageHead title="Experiments" />
      <WhenLoaded of={experiments} what="experiments" isEmpty={(rows) => rows.length === 0} empty="There is none.">
        {(rows) => (
          <DataTable
            caption="Experiments"
            rows={rows}
            columns={COLUMNS}
            keyOf={({ experiment_id }) => experiment_id}
            order="-changed"
          />
        )}
      </WhenLoaded>
    </>
  );
}

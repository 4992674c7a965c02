import type { JSX } from 'react';
import type { ListModelsResponse } from '@bellwether/contracts';
import { api } from '../calls/api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { count, measure, milliseconds, NOTHING, words } from '../data/format.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { PageHead } from '../parts/page-head.js';
import { Status } from '../parts/status.js';
import { Time } from '../parts/time.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { headlineMetric } from './headline-metric.js';

type Model = ListModelsResponse['models'][number];

const COLUMNS: readonly Column<Model>[] = [
  {
    key: 'name',
    title: 'Model',
    value: ({ model_name }) => model_name,
    show: ({ model_name }) => <a href={href(['models', model_name])}>{model_name}</a>,
  },
  { key: 'version', title: 'Version', isNumber: true, value: ({ version }) => Number(version) },
  {
    key: 'status',
    title: 'Status',
    value: ({ status }) => status,
    show: ({ status }) => (status === 'none' ? <span className="quiet">not in use</span> : <Status of={status} />),
  },
  {
    key: 'quality',
    title: 'Quality',
    isNumber: true,
    value: ({ metrics }) => headlineMetric(metrics)?.[1],
    show: ({ metrics }) => <Quality metrics={metrics} />,
  },
  {
    key: 'trained',
    title: 'Trained',
    isMinor: true,
    value: ({ training_date }) => training_date,
    show: ({ training_date }) => <Time at={training_date} />,
  },
  {
    key: 'rows',
    title: 'Training rows',
    isNumber: true,
    isMinor: true,
    value: ({ training_samples }) => training_samples,
    show: ({ training_samples }) => (training_samples === 0 ? NOTHING : count(training_samples)),
  },
  {
    key: 'latency',
    title: 'Latency',
    isNumber: true,
    isMinor: true,
    value: ({ inference_latency_ms }) => inference_latency_ms,
    show: ({ inference_latency_ms: ms }) => (ms === undefined ? NOTHING : milliseconds(ms)),
  },
  { key: 'type', title: 'Kind', isMinor: true, value: ({ model_type }) => words(model_type) },
];

function Quality({ metrics }: Pick<Model, 'metrics'>): JSX.Element {
  const headline = headlineMetric(metrics);
  if (headline === undefined) return <>{NOTHING}</>;
  return (
    <>
      <span className="quiet">{words(headline[0])}</span> {measure(headline[1])}
    </>
  );
}

export default function ModelsPage(): JSX.Element {
  const models = useLoaded('models', (signal) => api.listModels({}, { signal }));
  return (
    <>
      <PageHead title="Models" />
      <WhenLoaded
        of={models}
        what="models"
        isEmpty={(answer) => answer.models.length === 0}
        empty={
          <>
            <p>No model has a version yet.</p>
            <p>
              Train one: <code>bellwether train churn</code>, or register one with any client of MLflow.
            </p>
          </>
        }
      >
        {(answer) => (
          <DataTable
            caption="Models"
            rows={answer.models}
            columns={COLUMNS}
            keyOf={(model) => model.model_name}
            order="name"
          />
        )}
      </WhenLoaded>
    </>
  );
}

import type { JSX } from 'react';
import type { GetModelInfoResponse } from '@bellwether/contracts';
import { api } from '../calls/api.js';
import { mlflowApi } from '../calls/mlflow-api.js';
import { useLoaded, type Loaded } from '../calls/use-loaded.js';
import { count, measure, milliseconds, words } from '../data/format.js';
import { ConfirmButton } from '../parts/confirm-button.js';
import { Facts } from '../parts/facts.js';
import { PageHead } from '../parts/page-head.js';
import { Section } from '../parts/section.js';
import { Status } from '../parts/status.js';
import { Time } from '../parts/time.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { MonitorTable } from '../monitors/monitor-table.js';
import { rankedMetrics } from '../tracking/metric-columns.js';
import { ProductionHistory } from './production-history.js';
import { VersionTable } from './version-table.js';

/** Versions that are shown, the newest; a model with more is looked through by its client. */
const MOST_VERSIONS = 500;

export default function ModelPage({ name }: { readonly name: string }): JSX.Element {
  const info = useLoaded(`model ${name}`, (signal) => api.getModelInfo({ model_name: name }, { signal }));
  const versions = useLoaded(`versions ${name}`, async (signal) => {
    const filter = `name = '${name.replaceAll("'", "''")}'`;
    const request = { filter, order_by: ['version_number DESC'], max_results: MOST_VERSIONS };
    return (await mlflowApi.versions.search(request, { signal })).model_versions;
  });
  const promotions = useLoaded(`promotions ${name}`, (signal) => api.listPromotions({ model_name: name }, { signal }));
  const monitors = useLoaded(`monitors ${name}`, (signal) => api.listMonitors({ model: name }, { signal }));
  const changed = () => [info, versions, promotions].forEach(({ again }) => again());
  return (
    <>
      <PageHead title={name} above={[{ title: 'Models', href: href(['models']) }]} />
      <WhenLoaded of={info} what="the model">
        {(model) => <InProduction model={model} />}
      </WhenLoaded>
      <Section title="Versions" actions={<RollBack name={name} promotions={promotions} changed={changed} />}>
        <WhenLoaded of={versions} what="versions" isEmpty={(rows) => rows.length === 0} empty="It has no version.">
          {(rows) => <VersionTable rows={rows} changed={changed} />}
        </WhenLoaded>
      </Section>
      <Section title="In production over time">
        <WhenLoaded
          of={promotions}
          what="its history"
          isEmpty={(answer) => answer.promotions.length === 0}
          empty="No version has been in production."
        >
          {(answer) => <ProductionHistory promotions={answer.promotions} />}
        </WhenLoaded>
      </Section>
      <Section title="Monitors">
        <WhenLoaded
          of={monitors}
          what="monitors"
          isEmpty={(answer) => answer.monitors.length === 0}
          empty={
            <>
              Nothing watches this model. Monitors stand in <code>models/{name}/monitors.json</code>.
            </>
          }
        >
          {(answer) => <MonitorTable monitors={answer.monitors} hasModel={false} />}
        </WhenLoaded>
      </Section>
    </>
  );
}

const STATES: Readonly<Record<GetModelInfoResponse['status'], string>> = {
  production: 'in production',
  staging: 'in staging, none in production',
  none: 'the newest, none in production',
};

function InProduction({ model }: { readonly model: GetModelInfoResponse }): JSX.Element {
  const { inference_latency_ms: ms, run_id } = model;
  return (
    <Section title={`Version ${model.version}, ${STATES[model.status]}`}>
      <Facts
        facts={[
          ['Status', <Status key="status" of={model.status} />],
          ['Kind', words(model.model_type)],
          ['Trained', <Time key="trained" at={model.training_date} />],
          ['Training rows', model.training_samples > 0 ? count(model.training_samples) : undefined],
          ['Features', model.feature_count > 0 ? count(model.feature_count) : undefined],
          ['Time of an answer', ms === undefined ? undefined : milliseconds(ms)],
          [
            'Run',
            run_id === '' ? undefined : (
              <a key="run" href={href(['runs', run_id])}>
                {run_id.slice(0, 8)}
              </a>
            ),
          ],
        ]}
      />
      <Measured model={model} />
    </Section>
  );
}

/** What was measured, and how: the one means nothing without the other. */
function Measured({ model }: { readonly model: GetModelInfoResponse }): JSX.Element {
  const names = rankedMetrics([Object.keys(model.metrics)]);
  return (
    <details className="measured" open>
      <summary>What was measured, and how</summary>
      {model.protocol !== '' && <p className="prose">{model.protocol}</p>}
      <Facts facts={names.map((name) => [words(name), measure(model.metrics[name]!)])} />
    </details>
  );
}

interface RollBackProps {
  readonly name: string;
  readonly promotions: Loaded<{ readonly promotions: readonly { readonly version?: string | undefined }[] }>;
  readonly changed: () => void;
}

/** Offered where there is a version to go back to; which one it is, the registry decides. */
function RollBack({ name, promotions, changed }: RollBackProps): JSX.Element | null {
  const now = promotions.data?.promotions[0]?.version;
  if (now === undefined || (promotions.data?.promotions.length ?? 0) < 2) return null;
  return (
    <ConfirmButton
      label="Roll back"
      question={`Roll ${name} back?`}
      consequence={`The version that was in production before ${now} goes back there. Every replica follows within seconds, without a failed request.`}
      act={() => api.rollbackModel({ model_name: name })}
      done={changed}
    />
  );
}

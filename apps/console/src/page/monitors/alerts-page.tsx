import type { JSX } from 'react';
import type { Alert } from '@bellwether/contracts';
import { api } from '../calls/api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { words } from '../data/format.js';
import { PageHead } from '../parts/page-head.js';
import { Time } from '../parts/time.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { FindingTable } from './finding-table.js';

const EVERY_MS = 30_000;

export default function AlertsPage(): JSX.Element {
  const alerts = useLoaded('alerts', (signal) => api.listAlerts({}, { signal }), EVERY_MS);
  return (
    <>
      <PageHead title="Alerts" />
      <WhenLoaded
        of={alerts}
        what="alerts"
        isEmpty={(answer) => answer.alerts.length === 0}
        empty={
          <>
            No alert has been raised. <a href={href(['monitors'])}>What is watched</a>
          </>
        }
      >
        {(answer) => (
          <ol className="alerts">
            {answer.alerts.map((alert) => (
              <li key={alert.alert_id}>
                <OneAlert alert={alert} />
              </li>
            ))}
          </ol>
        )}
      </WhenLoaded>
    </>
  );
}

function OneAlert({ alert }: { readonly alert: Alert }): JSX.Element {
  return (
    <article>
      <header>
        <h2>
          <a href={href(['monitors', alert.monitor_id])}>{alert.monitor_id}</a>
        </h2>
        <span className="quiet">
          {words(alert.kind)} of <a href={href(['models', alert.model])}>{alert.model}</a>,{' '}
          <Time at={alert.raised_at} />
        </span>
      </header>
      <p className="prose">{alert.summary}</p>
      {alert.retrain && <p className="quiet">A training was asked for.</p>}
      {alert.findings.length > 0 && (
        <details>
          <summary>{`Evidence (${alert.findings.length})`}</summary>
          <FindingTable findings={alert.findings} orderName={`of-${alert.alert_id}`} />
        </details>
      )}
    </article>
  );
}

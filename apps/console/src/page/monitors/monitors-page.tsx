import type { JSX } from 'react';
import { api } from '../calls/api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { PageHead } from '../parts/page-head.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { MonitorTable } from './monitor-table.js';

const EVERY_MS = 30_000;

export default function MonitorsPage(): JSX.Element {
  const monitors = useLoaded('monitors', (signal) => api.listMonitors({}, { signal }), EVERY_MS);
  return (
    <>
      <PageHead title="Monitors" />
      <WhenLoaded
        of={monitors}
        what="monitors"
        isEmpty={(answer) => answer.monitors.length === 0}
        empty={
          <>
            No model is watched. Monitors stand in <code>models/NAME/monitors.json</code>.
          </>
        }
      >
        {(answer) => <MonitorTable monitors={answer.monitors} hasModel />}
      </WhenLoaded>
    </>
  );
}

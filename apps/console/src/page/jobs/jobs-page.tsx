import type { JSX } from 'react';
import type { JobView } from '@bellwether/contracts';
import { api } from '../calls/api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { duration, NOTHING, words } from '../data/format.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { PageHead } from '../parts/page-head.js';
import { Progress } from '../parts/progress.js';
import { Status } from '../parts/status.js';
import { Time } from '../parts/time.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { useParameter } from '../routing/use-route.js';

const EVERY_MS = 3_000;
const MOST_JOBS = 200;

const STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

const COLUMNS: readonly Column<JobView>[] = [
  {
    key: 'kind',
    title: 'Job',
    value: ({ kind }) => kind,
    show: ({ kind, job_id }) => <a href={href(['jobs', job_id])}>{words(kind)}</a>,
  },
  {
    key: 'status',
    title: 'Status',
    value: ({ status }) => status,
    show: ({ progress, kind, status }) => (
      <span className="running">
        <Status of={status} />
        {status === 'running' && <Progress share={progress} label={`Progress of ${words(kind)}`} />}
      </span>
    ),
  },
  {
    key: 'started',
    title: 'Asked for',
    value: ({ created_at }) => created_at,
    show: ({ created_at }) => <Time at={created_at} />,
  },
  { key: 'took', title: 'Took', isNumber: true, isMinor: true, value: tookMs, show: (job) => tookText(job) },
  { key: 'says', title: 'Says', isMinor: true, value: ({ error, message }) => error ?? message },
];

/** From being asked for to its end, in milliseconds. */
function tookMs({ created_at, finished_at }: JobView): number | undefined {
  return finished_at === undefined ? undefined : Date.parse(finished_at) - Date.parse(created_at);
}

function tookText(job: JobView): string {
  const ms = tookMs(job);
  return ms === undefined ? NOTHING : duration(ms);
}

export default function JobsPage(): JSX.Element {
  const [chosen, choose] = useParameter('status');
  const status = STATUSES.find((one) => one === chosen);
  const jobs = useLoaded(
    `jobs ${status ?? ''}`,
    (signal) => api.listJobs({ limit: MOST_JOBS, ...(status !== undefined && { status }) }, { signal }),
    EVERY_MS,
  );
  return (
    <>
      <PageHead title="Jobs">
        <label className="field">
          Status
          <select value={status ?? ''} onChange={({ target }) => choose(target.value)}>
            <option value="">all</option>
            {STATUSES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </PageHead>
      <WhenLoaded
        of={jobs}
        what="jobs"
        isEmpty={(answer) => answer.jobs.length === 0}
        empty={status === undefined ? 'No job has been asked for.' : `No job is ${status}.`}
      >
        {(answer) => (
          <DataTable
            caption="Jobs"
            rows={answer.jobs}
            columns={COLUMNS}
            keyOf={({ job_id }) => job_id}
            order="-started"
          />
        )}
      </WhenLoaded>
    </>
  );
}

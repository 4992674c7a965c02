import type { JSX } from 'react';
import type { JobView } from '@bellwether/contracts';
import { api } from '../calls/api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { duration, measure, words } from '../data/format.js';
import { Facts } from '../parts/facts.js';
import { PageHead } from '../parts/page-head.js';
import { Progress } from '../parts/progress.js';
import { Section } from '../parts/section.js';
import { Status } from '../parts/status.js';
import { Instant } from '../parts/time.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';

const EVERY_MS = 1_500;

export default function JobPage({ id }: { readonly id: string }): JSX.Element {
  const job = useLoaded(
    `job ${id}`,
    (signal) => api.getJob({ job_id: id }, { signal }),
    // What has ended stays as it is.
    (view) => (view?.finished_at === undefined ? EVERY_MS : undefined),
  );
  return (
    <>
      <PageHead
        title={job.data === undefined ? 'Job' : words(job.data.kind)}
        above={[{ title: 'Jobs', href: href(['jobs']) }]}
      />
      <WhenLoaded of={job} what="the job">
        {(view) => <JobDetails job={view} />}
      </WhenLoaded>
    </>
  );
}

function JobDetails({ job }: { readonly job: JobView }): JSX.Element {
  const { created_at, finished_at } = job;
  const isOver = finished_at !== undefined;
  return (
    <>
      {!isOver && (
        <div className="job-progress">
          <Progress share={job.progress} label={`Progress of ${words(job.kind)}`} />
          <span aria-live="polite">{job.message}</span>
        </div>
      )}
      {job.error !== undefined && (
        <div className="failure">
          <strong>Why it failed</strong>
          <p>{job.error}</p>
        </div>
      )}
      <Facts
        facts={[
          ['Status', <Status key="status" of={job.status} />],
          ['Asked for (UTC)', <Instant key="created" at={new Date(created_at)} />],
          ['Ended (UTC)', isOver ? <Instant key="ended" at={new Date(finished_at)} /> : undefined],
          ['Took', isOver ? duration(Date.parse(finished_at) - Date.parse(created_at)) : undefined],
          ['Id', <code key="id">{job.job_id}</code>],
        ]}
      />
      {job.result !== undefined && Object.keys(job.result).length > 0 && (
        <Section title="What it did">
          <Facts facts={Object.entries(job.result).map(([name, value]) => [words(name), measure(value)])} />
        </Section>
      )}
    </>
  );
}

import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { recordedHost } from '../../../test/recorded-host.js';
import { reportTo } from '../report.js';
import { openSession } from '../session.js';
import { followJob, type JobState } from './follow-job.js';

const state = (status: JobState['status'], progress: number, more: Partial<JobState> = {}): JobState => ({
  job_id: 'job_1',
  status,
  progress,
  message: 'working',
  ...more,
});

/** Follows a job that is in one state after the other. */
function follow(
  states: (JobState | DomainError)[],
  onAsked: (host: ReturnType<typeof recordedHost>) => void = () => undefined,
) {
  const host = recordedHost();
  const asked: string[] = [];
  const next = async (what: string) => {
    asked.push(what);
    onAsked(host);
    const answer = states.shift()!;
    if (answer instanceof DomainError) throw answer;
    return answer;
  };
  const job = followJob(
    openSession(host, {}, reportTo(host, { json: false })),
    'Training',
    { start: () => next('start'), get: (id) => next(`get ${id}`), cancel: async (id) => asked.push(`cancel ${id}`) },
    ({ job_id }) => `${job_id} done`,
  );
  return { job, asked, told: host.written };
}

describe('following a job', () => {
  it('asks until it has ended, and shows how far it is', async () => {
    const { job, asked, told } = follow([state('queued', 0), state('running', 0.5), state('succeeded', 1)]);
    await expect(job).resolves.toMatchObject({ status: 'succeeded' });
    expect(asked).toEqual(['start', 'get job_1', 'get job_1']);
    expect(told.stderr).toBe('Training …\nTraining: 50 % working\nTraining: job_1 done (0 ms)\n');
    expect(told.stdout).toBe('');
  });

  it('asks again where the stack is too busy to say, and gives up at any other failure', async () => {
    const busy = new DomainError('RESOURCE_EXHAUSTED', 'more requests than can be answered soon');
    const patient = follow([state('running', 0.5), busy, busy, state('succeeded', 1)]);
    await expect(patient.job).resolves.toMatchObject({ status: 'succeeded' });
    expect(patient.asked).toHaveLength(4);
    const gone = new DomainError('NOT_FOUND', 'no such job');
    await expect(follow([state('running', 0.5), gone]).job).rejects.toBe(gone);
  });

  it('takes a job that has ended already as it is', async () => {
    const { job, asked } = follow([state('succeeded', 1)]);
    await job;
    expect(asked).toEqual(['start']);
  });

  it('fails with the job’s own error and its id', async () => {
    const { job } = follow([state('failed', 0.2, { error: 'too few rows' })]);
    await expect(job).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'too few rows',
      advice: expect.stringContaining('job_1'),
    });
  });

  it('fails when somebody else cancels the job', async () => {
    await expect(follow([state('cancelled', 0.2)]).job).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('asks the job to stop on Ctrl-C', async () => {
    const { job, asked } = follow([state('running', 0.1)], (host) => host.interrupt());
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toEqual(['start', 'cancel job_1']);
  });
});

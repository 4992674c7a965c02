import { describe, expect, it } from '@jest/globals';
import { JobView } from '@bellwether/contracts';
import type { Job } from '@bellwether/platform/jobs';
import { jobView } from './job-view.js';

const QUEUED: Job = {
  id: 'job-1',
  kind: 'import',
  payload: { dataset: 'hotel-bookings', artifact_path: 'private/path.csv' },
  status: 'queued',
  progress: 0,
  message: '',
  result: null,
  error: null,
  attempt: 0,
  created_at: '2026-03-01T08:00:00.000Z',
  started_at: null,
  finished_at: null,
};
const ENDED = { started_at: '2026-03-01T08:00:01.000Z', finished_at: '2026-03-01T08:00:09.000Z', attempt: 1 } as const;

describe('a job as callers see it', () => {
  it('is how it stands, without payload, attempts or what is not there yet', () => {
    expect(jobView(QUEUED)).toEqual({
      job_id: 'job-1',
      kind: 'import',
      status: 'queued',
      progress: 0,
      message: '',
      created_at: '2026-03-01T08:00:00.000Z',
    });
  });

  it('has the counts of a result when it succeeded, and nothing else of it', () => {
    const result = { read: 3, rejected: 0, note: 'three rows', nested: { read: 9 } };
    const view = jobView({ ...QUEUED, ...ENDED, status: 'succeeded', progress: 1, result });
    expect(view.result).toEqual({ read: 3, rejected: 0 });
    expect(view.finished_at).toBe(ENDED.finished_at);
  });

  it.each([null, undefined, 'done', 7])('has no counts of a result that is %p', (result) => {
    expect(jobView({ ...QUEUED, ...ENDED, status: 'succeeded', result }).result).toEqual({});
  });

  it('has the error of a job that failed, and no result', () => {
    const view = jobView({
      ...QUEUED,
      ...ENDED,
      status: 'failed',
      error: 'none of the rows is good',
      result: { read: 3 },
    });
    expect(view).toMatchObject({ status: 'failed', error: 'none of the rows is good' });
    expect(view).not.toHaveProperty('result');
  });

  it('is what the contract says in every status', () => {
    for (const job of [
      QUEUED,
      { ...QUEUED, status: 'running', started_at: ENDED.started_at, progress: 0.5 },
      { ...QUEUED, ...ENDED, status: 'succeeded', result: { read: 1 } },
      { ...QUEUED, ...ENDED, status: 'failed', error: 'no' },
      { ...QUEUED, ...ENDED, status: 'cancelled' },
    ] as const) {
      const view = jobView(job);
      expect(JobView.parse(view)).toEqual(view);
    }
  });
});

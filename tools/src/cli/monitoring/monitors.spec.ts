import { afterEach, describe, expect, it } from '@jest/globals';
import { fakeStack, type Answers, type FakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';

let stack: FakeStack;
const opened: FakeStack[] = [];
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

async function run(answers: Answers, ...args: string[]) {
  stack = await fakeStack(answers);
  opened.push(stack);
  const host = recordedHost({ cwd: '/nowhere' });
  const code = await runCli(['monitors', ...args, '--url', stack.url], host, '1.0.0');
  return { code, out: host.written.stdout, err: host.written.stderr };
}

const LOOK = {
  ...{
    ran_at: '2026-03-01T08:00:00.000Z',
    window_from: '2026-02-22T08:00:00.000Z',
    window_to: '2026-03-01T08:00:00.000Z',
  },
  ...{ status: 'alert', value: 1, threshold: 1, rows: 400, summary: 'drifted: nights (of 2 features of version 3)' },
};
const OF = {
  model: 'm',
  kind: 'feature_drift',
  description: '',
  every_hours: 24,
  window_hours: 168,
  false_alarm_rate: 0.01,
  retrain: false,
};
const MONITORS = {
  monitors: [
    { monitor_id: 'moved', ...OF, last: LOOK },
    { monitor_id: 'other', ...OF },
  ],
};

describe('bellwether monitors', () => {
  it('lists what each saw last', async () => {
    const { out } = await run(() => MONITORS, 'list', 'm');
    expect(stack.asked).toEqual(['GET /api/v1/ml/monitors?model=m']);
    expect(out).toMatch(/moved +2026-03-01 08:00 +alert +drifted: nights/);
    expect(out).toMatch(/other +not yet/);
    expect((await run(() => ({ monitors: [] }), 'list')).out).toBe('no monitors\n');
  });

  it('has those named look, and shows what they saw', async () => {
    const job = {
      job_id: 'job_1',
      kind: 'run-monitors',
      status: 'succeeded',
      progress: 1,
      message: '',
      created_at: LOOK.ran_at,
    };
    let sent: unknown;
    const { out, code } = await run(
      (what, body) => {
        if (!what.startsWith('POST')) return MONITORS;
        sent = JSON.parse(body.toString());
        return { ...job, result: { looked: 1, alerts: 1 } };
      },
      ...['run', 'moved'],
    );
    expect([code, sent]).toEqual([0, { monitor_ids: ['moved'] }]);
    expect(out).toContain('moved');
    expect(out).not.toContain('other');
  });

  it('shows the looks of one, and what spoke for the newest', async () => {
    const finding = {
      subject: 'nights',
      measure: 'wasserstein',
      value: 0.41234,
      threshold: 0.1,
      p_value: 1e-9,
      status: 'alert',
    };
    const fine = { subject: 'amount', measure: 'wasserstein', value: 0.01, threshold: 0.1, status: 'ok' };
    const answer = { monitor_id: 'moved', runs: [{ ...LOOK, findings: [fine, finding] }] };
    const { out } = await run(() => answer, 'history', 'moved');
    expect(out).toMatch(/2026-03-01 08:00 +alert +drifted/);
    expect(out).toMatch(/nights +wasserstein +0\.412 +0\.1 +1e-9/);
    expect(out).not.toContain('amount');
    expect((await run(() => ({ monitor_id: 'moved', runs: [] }), 'history', 'moved')).out).toContain('not looked yet');
  });
});

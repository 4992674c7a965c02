import { afterEach, describe, expect, it } from '@jest/globals';
import { fakeStack, type Answers, type FakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';

let stack: FakeStack;
const opened: FakeStack[] = [];
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

const SCHEDULE = { name: 'nightly', kind: 'retrain', payload_json: '{}', cron: '@daily', time_zone: 'UTC' };
const VIEW = { ...SCHEDULE, paused: false, next_at: '2026-03-02T00:00:00Z', last_status: 'succeeded' };

async function run(answers: Answers, ...args: string[]) {
  stack = await fakeStack(answers);
  opened.push(stack);
  const host = recordedHost({ cwd: '/nowhere' });
  const code = await runCli(['schedules', ...args, '--url', stack.url], host, '1.0.0');
  return { code, out: host.written.stdout, err: host.written.stderr };
}

describe('bellwether schedules', () => {
  it('puts what was asked and says when the first job is due', async () => {
    let sent: unknown;
    const { out } = await run(
      (_what, body) => {
        sent = JSON.parse(body.toString());
        return VIEW;
      },
      ...['put', 'nightly', 'retrain', '--cron', '@daily', '--payload', '{"model_name":"churn_predictor"}'],
    );
    expect(stack.asked).toEqual(['PUT /api/v1/ml/schedules/nightly']);
    const payload_json = '{"model_name":"churn_predictor"}';
    expect(sent).toEqual({ kind: 'retrain', payload_json, cron: '@daily', time_zone: 'UTC', paused: false });
    expect(out).toBe('nightly: next job at 2026-03-02T00:00:00Z\n');
  });

  it('lists them with their next instant and how their last job stands', async () => {
    const { last_status: _none, next_at: _never, ...paused } = { ...VIEW, name: 'other', paused: true };
    const { out } = await run(() => ({ schedules: [VIEW, paused] }), 'list');
    expect(out).toMatch(/nightly +retrain +@daily +UTC +2026-03-02T00:00:00Z +succeeded\nother .* paused\n$/);
    expect((await run(() => ({ schedules: [] }), 'list')).out).toBe('no schedules\n');
  });

  it('removes one, and says what the stack says of one that is not there', async () => {
    expect((await run(() => ({ name: 'nightly' }), 'remove', 'nightly')).out).toBe('nightly is removed\n');
    expect(stack.asked).toEqual(['DELETE /api/v1/ml/schedules/nightly']);
    const missing = await run(() => undefined, 'remove', 'nightly');
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('no DELETE')]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Rollout } from '@bellwether/contracts';
import { fakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';
import { readShares, shownText } from './rollouts.js';

const ROLLOUT: Rollout = {
  ...{ rollout_id: 'r', model_name: 'm', mode: 'canary', status: 'running', revision: 2, reason: '' },
  challengers: [{ version: '4', share: 0.1 }],
  guard: { max_error_rate: 0.01, max_latency_ratio: 3, min_requests: 100, on_alert: true },
  ...{ started_at: '2026-01-31T00:00:00Z', changed_at: '2026-01-31T00:00:00Z' },
};

describe('shares', () => {
  it('are numbers or percentages', () => {
    expect(readShares(['4=0.1', '5=7%', '6=1', '7=.5'])).toEqual([
      { version: '4', share: 0.1 },
      { version: '5', share: 0.07 },
      { version: '6', share: 1 },
      { version: '7', share: 0.5 },
    ]);
  });

  it.each(['4', '4=', '=0.1', '4=1.1', '4=101%', '4=-1', 'x=0.1', '4=1e-3'])('are refused as %s', (text) => {
    expect(() => readShares([text])).toThrow(`got '${text}'`);
  });
});

describe('a rollout', () => {
  it('is shown with its traffic and its changes, or the lack of them', () => {
    expect(shownText({ model_name: 'm', traffic: [], changes: [] })).toBe('m: there never was a rollout');
    const text = shownText({
      ...{ model_name: 'm', rollout: { ...ROLLOUT, status: 'ended', reason: 'too slow' } },
      traffic: [{ version: '4', role: 'challenger', requests: 120, errors: 3, latency_ms_mean: 1.234 }],
      changes: [
        {
          ...{ revision: 2, changed_at: '2026-01-31T00:00:00Z', action: 'ended', reason: 'too slow' },
          challengers: [{ version: '4', share: 0, stopped: 'too slow' }],
        },
      ],
    });
    expect(text).toContain('m: canary ended, revision 2, version 4 0.1: too slow');
    expect(text).toMatch(/4 +challenger +120 +3 +1\.23/);
    expect(text).toMatch(/2 +2026-01-31T00:00:00 +ended +version 4 stopped +too slow/);
  });

  it('is started as told', async () => {
    const bodies: unknown[] = [];
    const stack = await fakeStack((what, body) => {
      if (what !== 'POST /api/v1/ml/models/m/rollout') return undefined;
      bodies.push(JSON.parse(body.toString()));
      return ROLLOUT;
    });
    const host = recordedHost();
    const options = ['--max-error-rate', '0.05', '--no-alerts', '--url', stack.url];
    const code = await runCli(['rollout', 'start', 'm', 'canary', '4=10%', ...options], host, '1.0.0');
    await stack.close();
    expect([code, host.written.stdout]).toEqual([0, 'm: canary running, revision 2, version 4 0.1\n']);
    expect(bodies).toEqual([
      {
        mode: 'canary',
        challengers: [{ version: '4', share: 0.1 }],
        guard: { max_error_rate: 0.05, on_alert: false },
        reason: '',
      },
    ]);
  });

  it('of no known mode is a wrong command', async () => {
    const host = recordedHost();
    expect(await runCli(['rollout', 'start', 'm', 'slowly', '4=10%'], host, '1.0.0')).toBe(2);
    expect(host.written.stderr).toContain("mode must be one of shadow, canary, split, got 'slowly'");
  });
});

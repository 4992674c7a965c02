import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { FeatureViewInfo } from '@bellwether/contracts';
import { bellwether } from './bellwether.js';
import { Answer, fakeStack, type FakeStack } from './fake-stack.js';

const VIEW: FeatureViewInfo = {
  ...{ name: 'property_features', description: 'A vacation rental', owner: 'pricing', kind: 'stored' },
  keys: [{ name: 'property_id', type: 'integer' }],
  ...{ timestamp: 'event_timestamp', refresh: 'daily', ttl_seconds: 259_200, default_source: 'simulated-rentals' },
  features: [{ name: 'rating', type: 'number', unit: 'stars', description: 'Mean rating', available_at: 'next day' }],
  tables: [
    { table: 'rentals_ratings', is_there: true },
    { table: 'rentals_calendar', is_there: false },
  ],
  absent: { weather: 'no table tells of it' },
  freshness: [{ source: 'simulated-rentals', event_timestamp: '2026-03-01T00:00:00Z', freshness_seconds: 7_300 }],
};

let folder: string;
let stack: FakeStack;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-features-'));
  stack = await fakeStack((what) => {
    if (what === 'GET /api/v1/ml/features') return { views: [VIEW, { ...VIEW, name: 'user_features', freshness: [] }] };
    if (what === 'GET /api/v1/ml/features/property_features') return VIEW;
    return new Answer(404, {
      title: 'Not Found',
      status: 404,
      detail: "no view 'no_such'; there are property_features",
    });
  });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => bellwether(folder, 'features', ...args, '--url', stack.url);

describe('bellwether features', () => {
  it('lists the views with how old their newest rows are', async () => {
    const { status, stdout } = await run();
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^property_features +property_id +1 +daily +3 days +simulated-rentals: 2 hours old +pricing$/m,
    );
    expect(stdout).toMatch(/^user_features .* none yet +pricing$/m);
  });

  it('tells of one view: each feature, and which tables are not there', async () => {
    const { stdout } = await run('property_features');
    expect(stdout).toMatch(/^from +rentals_ratings, rentals_calendar \(not there\)$/m);
    expect(stdout).toMatch(/^rating +number +stars +next day +Mean rating$/m);
    expect(stdout).toContain('weather: no table tells of it');
  });

  it('prints what the stack answered as JSON, alone on stdout', async () => {
    expect(JSON.parse((await run('property_features', '--json')).stdout)).toEqual(VIEW);
  });

  it('says which views there are when asked for another', async () => {
    const { status, stderr } = await run('no_such');
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: no view 'no_such'; there are property_features/);
  });
});

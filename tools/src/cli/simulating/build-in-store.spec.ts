import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fakeStack, type FakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';

let stack: FakeStack;
let asked: { what: string; request: unknown }[];

beforeEach(async () => {
  asked = [];
  stack = await fakeStack((what, body) => {
    if (!what.startsWith('POST /api/v1/ml/data/')) return undefined;
    asked.push({ what: what.slice('POST /api/v1/ml/data/'.length), request: JSON.parse(body.toString()) });
    const result = { products: 400, interactions: 12_345 };
    return { job_id: 'job_3', kind: 'simulate', status: 'succeeded', progress: 1, message: '', created_at: '', result };
  });
});
afterEach(() => stack.close());

async function simulate(...args: string[]) {
  const host = recordedHost();
  const exitCode = await runCli(['simulate', ...args, '--url', stack.url], host, '0');
  return { exitCode, ...host.written };
}

describe('a world without an output', () => {
  it.each([
    [
      ['shop', '--customers', '50', '--as-of', '2026-01-31'],
      'simulated-shop/build',
      { customers: 50, products: 400, days: 730, seed: 42, as_of: '2026-01-31' },
    ],
    [
      ['rentals', '--seed', '7'],
      'simulated-rentals/build',
      { users: 3_000, properties: 180, destinations: 12, days: 900, seed: 7, as_of: '2026-01-31' },
    ],
    [
      ['discounts', '--samples', '500'],
      'simulated-grocer/build',
      { samples: 500, start_date: '2024-01-01', days: 365, seed: 42 },
    ],
  ])('%j is built in the store of the stack', async (args, what, request) => {
    const { exitCode, stdout } = await simulate(...args, '--json');
    expect(exitCode).toBe(0);
    expect(asked).toEqual([{ what, request }]);
    expect(JSON.parse(stdout)).toMatchObject({ job_id: 'job_3', rows: { products: 400, interactions: 12_345 } });
  });

  it('tells its rows by table', async () => {
    const { stdout, stderr } = await simulate('shop');
    expect(stdout).toMatch(/Stored the shop up to 2026-01-31\n +products +400\n +interactions +12,345\n/);
    expect(stderr).toContain('12,345 interactions, 12,745 rows in 2 tables');
  });

  it('is refused where the contract refuses it, naming the option, and where its truth is to go into a file', async () => {
    const tooMany = await simulate('shop', '--customers', '2000000');
    expect([tooMany.exitCode, tooMany.stderr]).toEqual([2, expect.stringContaining('--customers')]);
    const truth = await simulate('discounts', '--truth', 'truth.csv');
    expect([truth.exitCode, truth.stderr]).toEqual([2, expect.stringContaining('--truth needs --output')]);
    expect(asked).toEqual([]);
  });
});

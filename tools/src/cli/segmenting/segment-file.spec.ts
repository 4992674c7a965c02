import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-segments-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function segments(table: string, ...args: string[]) {
  await writeFile(join(folder, 'orders.csv'), table);
  const host = recordedHost({ cwd: folder });
  const columns = ['--id', 'who', '--date', 'day', '--value', 'money'];
  const exitCode = await runCli(['segments', '--data', 'orders.csv', ...columns, ...args], host, '1.2.3');
  return { exitCode, ...host.written };
}

interface Result {
  readonly as_of: string;
  readonly customers: number;
  readonly segments: { name: string; customers: number; orders: number; revenue: number; customer_share: number }[];
  readonly rows_without_customer: number;
  readonly orders_of_nothing: number;
  readonly migrations: { stability: number | null }[];
  readonly clusters?: { stable: boolean };
}

const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
/** Forty customers: the n-th orders n times, the last time n days before the end. */
const ORDERS = [
  'who,day,money,invoice',
  ...Array.from({ length: 40 }, (_, n) =>
    Array.from({ length: n + 1 }, (_, k) => `"c, ${n}",${day(100 + n - 2 * k)},${10 + n},${n}-${k}`),
  ).flat(),
  ',2025-01-01,5,x',
  '"c, 0",2025-02-01,-3,back',
].join('\n');

describe('bellwether segments', () => {
  it('has every customer in one segment, and keeps them as CSV', async () => {
    const { exitCode, stdout } = await segments(ORDERS, '--out', 'customers.csv', '--json');
    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout) as Result;
    expect(result).toMatchObject({ as_of: day(140), customers: 40, rows_without_customer: 1, orders_of_nothing: 1 });
    expect(result.segments.reduce((sum, { customers }) => sum + customers, 0)).toBe(40);
    expect(result.segments.reduce((sum, { orders }) => sum + orders, 0)).toBe(820);
    expect(result.segments[0]).toMatchObject({ name: 'Champions' });
    expect(result.migrations).toHaveLength(2);
    const lines = (await readFile(join(folder, 'customers.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('customer_id,segment,recency_days,orders,revenue');
    expect(lines).toContain(`"c, 39",Champions,1,40,${40 * 49}`);
    expect(lines).toHaveLength(41);
  });

  it('takes the orders before a day alone, and rows as lines of orders', async () => {
    const result = JSON.parse((await segments(ORDERS, '--as-of', day(66), '--order', 'invoice', '--json')).stdout);
    expect(result).toMatchObject({ as_of: day(66) });
    expect(result.customers).toBeLessThan(40);
    const lines = 'who,day,money,invoice\na,2025-01-01,1,7\na,2025-01-02,2,7\na,2025-01-02,3,8\n';
    const one = JSON.parse((await segments(lines, '--order', 'invoice', '--json')).stdout) as Result;
    expect(one.segments).toMatchObject([{ orders: 2, revenue: 6 }]);
  });

  it('finds groups, and says in words what it found', async () => {
    const { stdout } = await segments(ORDERS, '--method', 'kmeans', '--json');
    const { segments: groups, clusters } = JSON.parse(stdout) as Result;
    expect(groups[0]!.name).toBe('Group 1');
    expect(typeof clusters!.stable).toBe('boolean');
    const { stdout: text } = await segments(ORDERS);
    expect(text).toContain('Champions');
    expect(text).toContain('40 customers who had ordered before');
    expect(text).toContain('left out: 1 rows without a customer');
  });

  it.each([
    [ORDERS, ['--order', 'bill'], "no column 'bill'"],
    ['who,day,money\na,soon,1', [], 'row 1: day must be a date'],
    ['who,day,money\na,2025-02-30,1', [], 'row 1: day is no date'],
    ['who,day,money\na,2025-01-01,much', [], 'row 1: money must be a number'],
    ['who,day,money\n,2025-01-01,1', [], 'no row of orders.csv is an order'],
    ['who,day,money\na,2025-01-02,1', ['--as-of', '2025-01-01'], 'nobody had ordered before'],
    ['who,day,money\na,2025-01-02,1', ['--method', 'kmeans'], 'needs 30 customers or more, got 1'],
    [ORDERS, ['--method', 'stars'], 'stars'],
    [ORDERS, ['--as-of', 'today'], 'It must be a day'],
  ])('refuses %#', async (table, args, message) => {
    const { exitCode, stderr } = await segments(table, ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

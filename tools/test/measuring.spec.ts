import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bellwether } from './bellwether.js';
import { bookingsCsv } from './bookings-csv.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-measuring-'));
  await writeFile(join(folder, 'past.csv'), bookingsCsv(4_000, 1));
  await writeFile(join(folder, 'more.csv.gz'), gzipSync(bookingsCsv(2_000, 2)));
  const people = Array.from(
    { length: 400 },
    (_, i) => `p${i},${i % 7},${i % 2 ? 'north' : 'south'},${i % 7 > 3 ? 'Yes' : 'No'},${2 * (i % 7)}`,
  );
  await writeFile(join(folder, 'people.csv'), `id,calls,region,left,spent\n${people.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]) => bellwether(folder, ...args);

describe('bellwether evaluate', () => {
  const common = ['evaluate', 'churn_predictor', '--cutoff', '2016-09-01', '--json'];

  it('prints exactly the figures and their protocol, alone on stdout', async () => {
    const { status, stdout } = await run(...common, '--train-data', 'past.csv', '--data', 'more.csv.gz');
    expect(status).toBe(0);
    const result = JSON.parse(stdout) as Record<string, number>;
    expect(Object.keys(result)).toEqual(['n_train', 'n', 'auc', 'ap', 'brier', 'ece', 'protocol']);
    expect(result['n_train']).toBeGreaterThan(1_000);
    expect(result['n']).toBeGreaterThan(200);
    // The made-up hazard is a strong one: a model that learnt nothing would be at one half.
    expect(result['auc']).toBeGreaterThan(0.65);
  });

  it('takes several files for one', async () => {
    const alone = await run(...common, '--train-data', 'past.csv', '--data', 'past.csv');
    const together = await run(
      ...[...common, '--train-data', 'past.csv', '--train-data', 'more.csv.gz'],
      ...['--data', 'past.csv'],
    );
    const rows = (text: string) => JSON.parse(text) as { n_train: number; n: number };
    expect(rows(together.stdout).n_train).toBeGreaterThan(rows(alone.stdout).n_train);
    expect(rows(together.stdout).n).toBe(rows(alone.stdout).n);
  });

  it('names the columns of a file that is not one of bookings', async () => {
    const { status, stdout, stderr } = await run(...common, '--train-data', 'people.csv', '--data', 'past.csv');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/error: the header does not fit:.*missing column 'lead_time'/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('says that nothing was booked from a cut-off in the future on', async () => {
    const { status, stderr } = await run(
      ...['evaluate', 'churn_predictor', '--cutoff', '2030-01-01'],
      ...['--train-data', 'past.csv', '--data', 'past.csv'],
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/error:.*2030-01-01/);
  });
});

describe('bellwether leak-report', () => {
  it('prints the ladder from a random split down to what a hotel would see', async () => {
    const { status, stdout } = await run('leak-report', 'churn_predictor', '--data', 'past.csv', '--json');
    expect(status).toBe(0);
    const { ladder, rows, rejected } = JSON.parse(stdout) as {
      ladder: { rung: string; auc: number; n: number; protocol: string }[];
      rows: number;
      rejected: number;
    };
    expect({ rows, rejected }).toEqual({ rows: 4_000, rejected: 0 });
    expect(ladder.length).toBeGreaterThanOrEqual(5);
    for (const { auc, n, protocol } of ladder) {
      expect(auc).toBeGreaterThan(0.5);
      expect(n).toBeGreaterThan(0);
      expect(protocol).toContain('cut-off');
    }
  });
});

describe('bellwether fit', () => {
  it('measures a binary target by folds', async () => {
    const { status, stdout } = await run(
      ...['fit', '--data', 'people.csv', '--target', 'left', '--task', 'binary', '--exclude', 'id,spent', '--json'],
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ n: 400, auc: 1, protocol: expect.stringContaining('5-fold') });
  });

  it('measures a number on the newest rows', async () => {
    const { stdout } = await run(
      ...['fit', '--data', 'people.csv', '--target', 'spent', '--task', 'regression', '--exclude', 'id,left'],
      ...['--time-column', 'calls', '--test-share', '0.2'],
    );
    expect(stdout).toMatch(/^n +400\n/);
    expect(stdout).toMatch(/rmse/);
    expect(stdout).toMatch(/earlier by calls/);
  });

  it('names the columns there are when the target is none of them', async () => {
    const { status, stderr } = await run('fit', '--data', 'people.csv', '--target', 'age', '--task', 'regression');
    expect(status).toBe(1);
    expect(stderr).toMatch(/id, calls, region, left, spent.*got 'age'/);
  });
});

import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BundleManifest, type GateEvidence } from '@bellwether/contracts';
import {
  BOOKING_TRUTH_TABLE,
  BOOKINGS_TABLE,
  createBookingTables,
  replaceSource,
} from '@bellwether/feature-engineering';
import { decodeTreeEnsemble } from '@bellwether/model-kernel/onnx';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import type { JobContext } from '@bellwether/platform/jobs';
import { openBundle } from '@bellwether/platform/model-runtime';
import { trainTask } from '../../src/training/train-task.js';
import { RegistryDouble } from '@bellwether/platform/testing';
import { seededBookings } from './seeded-bookings.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));
const NAME = 'churn_predictor';

let analytics: AnalyticsStore;
let registry: RegistryDouble;
let registryUrl: string;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
  await createBookingTables(analytics);
  const bookings = seededBookings(6_000, 1);
  await replaceSource(analytics, BOOKINGS_TABLE, 'seeded', [bookings]);
  await replaceSource(analytics, BOOKING_TRUTH_TABLE, 'seeded', [
    bookings.map(({ booking_id }) => ({
      source: 'seeded',
      booking_id,
      cancel_probability: 0.5,
      no_show_probability: 0,
    })),
  ]);
});
afterAll(() => analytics.close());
beforeEach(async () => {
  registry = new RegistryDouble();
  registryUrl = await registry.listen();
});
afterEach(() => registry.close());

function context(more: Partial<JobContext> = {}): JobContext {
  return {
    jobId: 'job-1',
    attempt: 1,
    signal: new AbortController().signal,
    analytics,
    settings: { registryUrl, modelsDir: MODELS_DIR },
    progress: () => {},
    restored: () => Promise.resolve(undefined),
    checkpoint: () => Promise.resolve(),
    fanOut: () => Promise.reject(new Error('a training does not fan out')),
    putOnline: () => Promise.reject(new Error('a training puts nothing online')),
    ...more,
  };
}

const payload = (runId: string, more: object = {}): object => ({
  model_name: NAME,
  run_id: runId,
  source: 'seeded',
  hyperparameters: { learning_rate: 0.2, n_estimators: 60 },
  ...more,
});

const bundleOf = (runId: string): Map<string, Buffer> => {
  const folder = `1/${runId}/artifacts/model/`;
  return new Map(
    [...registry.files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, bytes]) => [path.slice(folder.length), bytes]),
  );
};

describe('the training job', () => {
  it('registers and promotes a first version whose bundle accounts for every byte', async () => {
    const shares: number[] = [];
    const result = await trainTask(payload('run1'), context({ progress: (share) => void shares.push(share) }));
    expect(result).toMatchObject({ model_version: '1', promoted: true });
    // The bookings are made with an AUC of about 0.77 for whoever knows how.
    expect(result.metrics['auc']).toBeGreaterThan(0.72);
    expect(result.metrics['oracle_auc']).toBe(0.5);
    expect(registry.metrics.get('auc')).toBe(result.metrics['auc']);
    expect(registry.runStatus).toBe('FINISHED');
    expect(shares).toEqual([...shares].sort((a, b) => a - b));

    const champion = registry.champion(NAME)!;
    const digest = champion.tags.find(({ key }) => key === 'bellwether.bundle_sha256')!.value;
    const { manifest, files } = openBundle(bundleOf('run1'), digest);
    expect(BundleManifest.parse(manifest)).toMatchObject({
      model_name: NAME,
      view: 'booking_cancellation',
      task: 'binary',
    });
    const { featureNames, featureCount } = decodeTreeEnsemble(files.get('model.onnx')!);
    expect(featureNames).toEqual(manifest.features.map(({ name }) => name));
    expect(featureCount).toBe(manifest.features.length);
    // What the source lacks or never varies is no feature of its model.
    expect(featureNames).not.toContain('payment_method');
    expect(featureNames).not.toContain('agent');
    expect(featureNames).toContain('deposit_type');
  });

  it('comes to the same bytes from the same configuration, data and seed, and to others from another seed', async () => {
    await trainTask(payload('run1'), context());
    await trainTask(payload('run2'), context());
    await trainTask(payload('run3', { hyperparameters: { learning_rate: 0.2, n_estimators: 60, seed: 2 } }), context());
    expect(bundleOf('run2')).toEqual(bundleOf('run1'));
    expect(bundleOf('run3').get('model.onnx')).not.toEqual(bundleOf('run1').get('model.onnx'));
  });

  it('reproduces a version byte for byte, and registers nothing', async () => {
    const { metrics } = await trainTask(payload('run1'), context());
    const again = await trainTask(payload('run2', { reproduces: '1' }), context());
    expect(again).toEqual({ metrics, reproduction: { version: '1', identical: true, differences: [] } });
    expect(registry.versions).toHaveLength(1);
    expect(registry.runStatus).toBe('FINISHED');
    expect(bundleOf('run2').size).toBe(0);
  });

  it('tells what keeps a version from being reproduced: other data, or a bundle that is not what it was', async () => {
    const range = { start: '2020-06-01', end: '2021-03-31' };
    await trainTask(payload('run1'), context());
    const other = payload('run2', { reproduces: '1', training_data_range: range });
    const { reproduction } = await trainTask(other, context());
    expect(reproduction).toMatchObject({ version: '1', identical: false });
    expect(reproduction!.differences).toContainEqual(expect.stringMatching(/^training\.data_fingerprint: was .*, is /));
    registry.files.set('1/run1/artifacts/model/model.onnx', Buffer.from('tampered'));
    await expect(trainTask(payload('run3', { reproduces: '1' }), context())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
  });

  it('keeps what it said as an artifact of its run, also of why it failed', async () => {
    const log = (runId: string) => registry.files.get(`1/${runId}/artifacts/logs/training.log`)!.toString();
    await trainTask(payload('run1'), context());
    const lines = log('run1').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {4}1 % {2}joining features/);
    expect(lines.at(-1)).toMatch(/Z {2}succeeded$/);
    await expect(trainTask(payload('run2', { source: 'empty' }), context())).rejects.toThrow();
    expect(log('run2')).toMatch(/Z {2}failed: .*source 'empty' has no bookings/);
    registry.beforeCall = (call) => {
      if (call === 'PUT artifact') throw new Error('no room');
    };
    await expect(trainTask(payload('run3', { source: 'empty' }), context())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
  });

  it('measures what the gate asks for: size, time of a prediction, slices', async () => {
    await trainTask(payload('run1'), context());
    const { figures, slices, champion } = registry.judged[0]!;
    const bytes = [...bundleOf('run1').values()].reduce((sum, content) => sum + content.length, 0);
    expect(figures).toMatchObject({ bundle_bytes: bytes, prediction_ms: expect.any(Number) });
    expect(figures['prediction_ms']).toBeGreaterThan(0);
    expect(champion).toBeUndefined();
    expect(slices.map(({ by, value }) => [by, value]).sort()).toEqual([
      ['market_segment', 'business'],
      ['market_segment', 'leisure'],
    ]);
    expect(slices.reduce((sum, { rows }) => sum + rows, 0)).toBe(figures['test_rows']);
    for (const slice of slices) expect(Math.abs(slice.figures['calibration_bias']!)).toBeLessThan(0.1);
  });

  it('holds what has no gate that lets it pass', async () => {
    registry.lets = () => false;
    expect(await trainTask(payload('run1'), context())).toMatchObject({ model_version: '1', promoted: false });
    expect(registry.champion(NAME)).toBeUndefined();
    expect(registry.runStatus).toBe('FINISHED');
  });

  it('holds a version that ranks worse than the champion on the same rows', async () => {
    await trainTask(payload('good'), context());
    const worse = await trainTask(
      payload('worse', { hyperparameters: { n_estimators: 3, max_depth: 1, num_leaves: 2, learning_rate: 0.2 } }),
      context(),
    );
    expect(worse).toMatchObject({ model_version: '2', promoted: false });
    expect(registry.champion(NAME)!.version).toBe('1');
    const [, { figures, champion, rows }] = registry.judged as [unknown, GateEvidence];
    expect(champion).toMatchObject({ version: '1' });
    expect(figures['auc']).toBeLessThan(champion!.figures['auc']! - 0.005);
    expect(rows).toMatchObject({ source: 'seeded', count: figures['test_rows'] });
    expect(registry.gateReason).toMatch(/^not passed: a rule/);
  });

  it('does not measure itself against a champion that was trained on the test rows', async () => {
    await trainTask(payload('newer'), context());
    const { promoted, metrics } = await trainTask(payload('older', { test_share: 0.5 }), context());
    expect(metrics['test_rows']).toBeGreaterThan(2_000);
    expect(promoted).toBe(false);
    expect(registry.judged[1]!.champion!.figures).toEqual({});
    expect(registry.judged[1]!.champion!.reason).toMatch(/it was trained on what was known by \d{4}-\d\d-\d\d/);
  });

  it('leaves a champion that it cannot compare in place', async () => {
    registry.versions.push({
      name: NAME,
      version: '1',
      source: 'mlflow-artifacts:/1/foreign',
      run_id: 'x',
      tags: [],
      aliases: ['champion'],
    });
    registry.files.set('1/foreign/model.onnx', Buffer.from('someone else’s'));
    const { promoted } = await trainTask(payload('run1'), context());
    expect(promoted).toBe(false);
    expect(registry.judged[0]!.champion).toMatchObject({ version: '1', figures: {}, reason: expect.any(String) });
  });

  it('finishes what an attempt had decided that died after registering, without a second version', async () => {
    registry.beforeCall = (call) => {
      if (call.endsWith('/gate') && registry.versions.length > 0) throw new Error('crash');
    };
    await expect(trainTask(payload('run1'), context())).rejects.toThrow();
    expect(registry.versions).toHaveLength(1);
    expect(registry.champion(NAME)).toBeUndefined();
    registry.beforeCall = () => {};
    const resumed = await trainTask(payload('run1'), context({ attempt: 2 }));
    expect(resumed).toMatchObject({ model_version: '1', promoted: true });
    expect(resumed.metrics['auc']).toBeGreaterThan(0.72);
    expect(registry.versions).toHaveLength(1);
  });

  it('stops when it is asked to, and registers nothing', async () => {
    const stop = new AbortController();
    const stopping = context({
      signal: stop.signal,
      progress: (share) => {
        if (share > 0.2) stop.abort(new Error('stopped'));
        stop.signal.throwIfAborted();
      },
    });
    await expect(trainTask(payload('run1'), stopping)).rejects.toThrow('stopped');
    expect(registry.versions).toEqual([]);
  });

  it('reports rolling-origin cross-validation when asked', async () => {
    const { metrics } = await trainTask(payload('run1', { cv: 3 }), context());
    expect(metrics['cv_folds']).toBe(3);
    expect(metrics['cv_auc_mean']).toBeGreaterThan(0.65);
    expect(metrics['cv_auc_sd']).toBeGreaterThan(0);
  });

  it('trains on the range it is given alone', async () => {
    const training_data_range = { start: '2020-06-01', end: '2021-03-31' };
    await trainTask(payload('run1', { training_data_range }), context());
    const { training } = BundleManifest.parse(JSON.parse(bundleOf('run1').get('bellwether.json')!.toString()));
    expect(training.range.start).toBe('2020-06-01');
    expect(training.range.end < '2021-03-31').toBe(true);
  });

  it.each([
    [{ hyperparameters: { learning_rate: -1 } }, 'INVALID_ARGUMENT', /hyperparameters.learning_rate must be in/],
    [{ hyperparameters: { no_such: 1 } }, 'INVALID_ARGUMENT', /hyperparameters.no_such is none of/],
    [{ model_name: '../../etc' }, 'NOT_FOUND', /no model named/],
    [{ source: 'empty' }, 'FAILED_PRECONDITION', /source 'empty' has no bookings/],
    [{ surprise: 1 }, 'INVALID_ARGUMENT', /surprise/],
  ])('refuses %j', async (more, code, message) => {
    await expect(trainTask(payload('run1', more), context())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

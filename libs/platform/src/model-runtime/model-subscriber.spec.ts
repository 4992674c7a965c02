import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { pino } from 'pino';
import { HealthRegistry } from '../health/index.js';
import { Metrics } from '../metrics/index.js';
import { MANIFEST_FILE, sha256, type Bundle } from './bundle.js';
import type { ChampionVersion, ModelSource } from './model-source.js';
import { ModelSubscriber } from './model-subscriber.js';

function manifestOf(target: string): Uint8Array {
  const training = {
    source: 's',
    range: { start: '2026-01-01', end: '2026-02-01' },
    rows: 1,
    positives: 1,
    data_fingerprint: 'f',
    seed: 1,
    hyperparameters: {},
    code_version: '0',
  };
  const manifest = {
    format: 'bellwether-bundle/1',
    model_name: 'm',
    model_type: 't',
    task: 'binary',
    view: 'v',
    target,
    features: [],
    calibration: { kind: 'identity' },
    metrics: {},
    protocol: '',
    training,
    files: {},
  };
  return new TextEncoder().encode(JSON.stringify(manifest));
}

class Registry implements ModelSource {
  version: string | undefined = '1';
  away = false;
  altered = false;
  downloads = 0;
  reports: string[] = [];

  async champion(): Promise<ChampionVersion | undefined> {
    if (this.away) throw new DomainError('UNAVAILABLE', 'no registry');
    if (this.version === undefined) return undefined;
    return { version: this.version, source: this.version, manifestDigest: sha256(manifestOf(this.version)) };
  }
  async download({ source }: ChampionVersion): Promise<Map<string, Uint8Array>> {
    this.downloads += 1;
    return new Map([[MANIFEST_FILE, manifestOf(this.altered ? 'altered' : source)]]);
  }
  async report(served: { version: string; requests: number; latencyMsMean: number }): Promise<void> {
    this.reports.push(`${served.version}:${served.requests}:${served.latencyMsMean}`);
  }
}

function subscribed(prepare = async (bundle: Bundle) => ({ model: bundle.manifest.target, warmUpMs: 3 })) {
  const registry = new Registry();
  const environment = { metrics: new Metrics(), health: new HealthRegistry(), logger: pino({ level: 'silent' }) };
  const subscriber = new ModelSubscriber('m', registry, prepare, { pollMs: 60_000, firstPollMs: 60_000 }, environment);
  return { registry, subscriber, ...environment };
}

describe('ModelSubscriber', () => {
  it('is unavailable until a version is in production, then serves it and follows a promotion', async () => {
    const { registry, subscriber, health } = subscribed();
    registry.version = undefined;
    await subscriber.reconcile();
    expect(() => subscriber.slot.current()).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE', retryAfterSeconds: 2 }),
    );
    registry.version = '1';
    await subscriber.reconcile();
    const before = subscriber.slot.current();
    registry.version = '2';
    await subscriber.reconcile();
    expect([before.model, subscriber.slot.current().model]).toEqual(['1', '2']);
    expect((await health.report('0', new Date(0))).models_loaded).toEqual({ m: 'v2' });
    subscriber.close();
  });

  it('keeps the version in use when the next is altered, does not fetch it again, and takes the one after', async () => {
    const { registry, subscriber, metrics } = subscribed();
    await subscriber.reconcile();
    Object.assign(registry, { version: '2', altered: true });
    await subscriber.reconcile();
    await subscriber.reconcile();
    expect([subscriber.slot.version, registry.downloads]).toEqual(['1', 2]);
    expect(await metrics.registry.metrics()).toContain('bellwether_model_swaps_total{model="m",outcome="refused"} 1');
    Object.assign(registry, { version: '3', altered: false });
    await subscriber.reconcile();
    expect(subscriber.slot.version).toBe('3');
    subscriber.close();
  });

  it.each(['RESOURCE_EXHAUSTED', 'INTERNAL', 'ABORTED'] as const)(
    'fetches a version again that a registry in trouble (%s) did not give',
    async (code) => {
      const { registry, subscriber } = subscribed();
      const give = registry.download.bind(registry);
      registry.download = () => Promise.reject(new DomainError(code, 'busy'));
      await subscriber.reconcile();
      expect(subscriber.slot.version).toBeUndefined();
      registry.download = give;
      await subscriber.reconcile();
      expect(subscriber.slot.version).toBe('1');
      subscriber.close();
    },
  );

  it('goes on serving while the registry is away', async () => {
    const { registry, subscriber } = subscribed();
    await subscriber.reconcile();
    registry.away = true;
    await subscriber.reconcile();
    expect(subscriber.slot.version).toBe('1');
    subscriber.close();
  });

  it('looks once more when told of a promotion during a look', async () => {
    let release: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { registry, subscriber } = subscribed(async (bundle) => {
      if (bundle.manifest.target === '1') await gate;
      return { model: bundle.manifest.target, warmUpMs: 0 };
    });
    const first = subscriber.reconcile();
    registry.version = '2';
    const second = subscriber.reconcile();
    release!();
    await Promise.all([first, second]);
    expect(subscriber.slot.version).toBe('2');
    subscriber.close();
  });

  it('tells the registry the warm-up time first, then the mean of the real predictions', async () => {
    const { registry, subscriber } = subscribed();
    await subscriber.reconcile();
    subscriber.measured(1);
    subscriber.measured(2);
    await subscriber.reconcile();
    await subscriber.reconcile();
    expect(registry.reports).toEqual(['1:0:3', '1:2:1.5']);
    subscriber.close();
  });
});

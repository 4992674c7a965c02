import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { pino } from 'pino';
import { HealthRegistry } from '../health/index.js';
import { Metrics } from '../metrics/index.js';
import { MANIFEST_FILE, sha256, type Bundle } from './bundle.js';
import type { ChampionVersion, ModelSource, RolloutState, ServingReport } from './model-source.js';
import { signBundle, TrustedKeys } from './signature.js';
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
  inProduction: string | undefined = '1';
  away = false;
  altered: boolean | string = false;
  downloads = 0;
  reports: string[] = [];
  told: ServingReport[] = [];
  state: RolloutState | undefined;
  signature: string | undefined;

  async champion(): Promise<ChampionVersion | undefined> {
    if (this.away) throw new DomainError('UNAVAILABLE', 'no registry');
    return this.inProduction === undefined ? undefined : this.version('m', this.inProduction);
  }
  async version(_name: string, version: string): Promise<ChampionVersion> {
    return { version, source: version, manifestDigest: sha256(manifestOf(version)), signature: this.signature };
  }
  async rollout(): Promise<RolloutState | undefined> {
    return this.state;
  }
  async download({ source }: ChampionVersion): Promise<Map<string, Uint8Array>> {
    this.downloads += 1;
    return new Map([
      [MANIFEST_FILE, manifestOf(this.altered === true || this.altered === source ? 'altered' : source)],
    ]);
  }
  async report(served: ServingReport): Promise<void> {
    this.told.push(served);
    this.reports.push(`${served.version}:${served.requests}:${served.latencyMsMean}`);
  }
}

function subscribed(
  prepare = async (bundle: Bundle) => ({ model: bundle.manifest.target, warmUpMs: 3 }),
  trusted?: TrustedKeys,
) {
  const registry = new Registry();
  const environment = { metrics: new Metrics(), health: new HealthRegistry(), logger: pino({ level: 'silent' }) };
  const retired: string[] = [];
  const onRetired = (_name: string, version: string) => retired.push(version);
  const options = { pollMs: 60_000, firstPollMs: 60_000, trusted, onRetired };
  const subscriber = new ModelSubscriber('m', registry, prepare, options, environment);
  return { registry, subscriber, retired, ...environment };
}

function keyPair(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

describe('ModelSubscriber', () => {
  it('is unavailable until a version is in production, then serves it and follows a promotion', async () => {
    const { registry, subscriber, health } = subscribed();
    registry.inProduction = undefined;
    await subscriber.reconcile();
    expect(() => subscriber.slot.current()).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE', retryAfterSeconds: 2 }),
    );
    registry.inProduction = '1';
    await subscriber.reconcile();
    const before = subscriber.slot.current();
    registry.inProduction = '2';
    await subscriber.reconcile();
    expect([before.model, subscriber.slot.current().model]).toEqual(['1', '2']);
    expect((await health.report('0', new Date(0))).models_loaded).toEqual({ m: 'v2' });
    subscriber.close();
  });

  it('keeps the version in use when the next is altered, does not fetch it again, and takes the one after', async () => {
    const { registry, subscriber, metrics } = subscribed();
    await subscriber.reconcile();
    Object.assign(registry, { inProduction: '2', altered: true });
    await subscriber.reconcile();
    await subscriber.reconcile();
    expect([subscriber.slot.version, registry.downloads]).toEqual(['1', 2]);
    expect(await metrics.registry.metrics()).toContain('bellwether_model_swaps_total{model="m",outcome="refused"} 1');
    Object.assign(registry, { inProduction: '3', altered: false });
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

  it('takes nothing that no trusted key has signed, where keys are asked for', async () => {
    const { publicKey, privateKey } = keyPair();
    const { registry, subscriber } = subscribed(undefined, new TrustedKeys(publicKey));
    await subscriber.reconcile();
    expect([subscriber.slot.version, registry.downloads]).toEqual([undefined, 0]);
    // Signed afterwards, it is looked at once more.
    registry.signature = signBundle(privateKey, 'm', sha256(manifestOf('1')));
    await subscriber.reconcile();
    expect(subscriber.slot.version).toBe('1');
    registry.inProduction = '2';
    registry.signature = signBundle(privateKey, 'm', sha256(manifestOf('2')));
    await subscriber.reconcile();
    expect(subscriber.slot.version).toBe('2');
    // A signature of other bytes is none.
    registry.inProduction = '3';
    await subscriber.reconcile();
    expect(subscriber.slot.version).toBe('2');
    subscriber.close();
  });

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
    registry.inProduction = '2';
    const second = subscriber.reconcile();
    release!();
    await Promise.all([first, second]);
    expect(subscriber.slot.version).toBe('2');
    subscriber.close();
  });

  it('tells the registry the warm-up time first, then the mean of the real predictions', async () => {
    const { registry, subscriber } = subscribed();
    await subscriber.reconcile();
    subscriber.measured('1', 1);
    subscriber.measured('1', 2);
    await subscriber.reconcile();
    await subscriber.reconcile();
    expect(registry.reports).toEqual(['1:0:3', '1:2:1.5']);
    subscriber.close();
  });
});

describe('ModelSubscriber, of what it cannot load,', () => {
  it('says so in the health report, the metrics and its report, until it is loaded or not wanted any more', async () => {
    const { registry, subscriber, health, metrics } = subscribed();
    await subscriber.reconcile();
    const check = async () => (await health.report('0', new Date(0))).checks['model_m'];
    expect(await check()).toMatchObject({ status: 'ok' });
    Object.assign(registry, { inProduction: '2', altered: true });
    await subscriber.reconcile();
    expect(await check()).toMatchObject({
      status: 'degraded',
      detail: 'm: version 2 could not be loaded; version 1 serves',
    });
    expect((await health.report('0', new Date(0))).status).toBe('degraded');
    expect(await metrics.registry.metrics()).toContain('bellwether_model_swaps_total{model="m",outcome="refused"} 1');
    const { version, refused } = registry.told.at(-1)!;
    expect([version, refused]).toEqual([
      '1',
      [{ version: '2', reason: 'bundle: bellwether.json does not have the digest that was registered' }],
    ]);
    Object.assign(registry, { inProduction: '1', altered: false });
    await subscriber.reconcile();
    await subscriber.reconcile();
    expect(await check()).toMatchObject({ status: 'ok' });
    expect(registry.told.at(-1)!.refused).toEqual([]);
    subscriber.close();
  });

  it('says so before the first is loaded', async () => {
    const { registry, subscriber, health } = subscribed();
    registry.altered = true;
    await subscriber.reconcile();
    expect((await health.report('0', new Date(0))).checks['model_m']).toMatchObject({
      detail: 'm: version 1 could not be loaded; none is loaded',
    });
    subscriber.close();
  });
});

describe('ModelSubscriber, following a rollout,', () => {
  const canary = (share: number, version = '2'): RolloutState => ({
    id: 'r',
    mode: 'canary',
    challengers: [{ version, share }],
  });
  const versionFor = ({ slot }: ModelSubscriber<string>, entity = 'a') => slot.routing().route(entity).served.version;

  it('has a version answer its share without a restart, and none once it has ended', async () => {
    const { registry, subscriber, retired, metrics } = subscribed();
    await subscriber.reconcile();
    registry.state = canary(1);
    await subscriber.reconcile();
    expect([versionFor(subscriber), subscriber.slot.version]).toEqual(['2', '1']);
    expect(await metrics.registry.metrics()).toContain(
      'bellwether_rollout_share{model="m",version="2",mode="canary"} 1',
    );
    registry.state = canary(0);
    await subscriber.reconcile();
    expect([versionFor(subscriber), retired]).toEqual(['1', ['2']]);
    registry.state = undefined;
    await subscriber.reconcile();
    expect(await metrics.registry.metrics()).not.toContain('bellwether_rollout_share{');
    expect(retired).toEqual(['2']);
    subscriber.close();
  });

  it('keeps a request to the versions that it began with', async () => {
    const { registry, subscriber } = subscribed();
    registry.state = canary(1);
    await subscriber.reconcile();
    const begun = subscriber.slot.routing();
    Object.assign(registry, { inProduction: '3', state: undefined });
    await subscriber.reconcile();
    expect(versionFor(subscriber)).toBe('3');
    // The one in flight, at whichever entity it comes to next.
    expect(begun.route('b').served).toEqual({ name: 'm', version: '2', model: '2' });
    subscriber.close();
  });

  it('takes a challenger that is promoted without fetching it again, and retires the champion alone', async () => {
    const { registry, subscriber, retired } = subscribed();
    registry.state = canary(0.5);
    await subscriber.reconcile();
    const { downloads } = registry;
    Object.assign(registry, { inProduction: '2', state: undefined });
    await subscriber.reconcile();
    expect([subscriber.slot.version, registry.downloads, retired]).toEqual(['2', downloads, ['1']]);
    subscriber.close();
  });

  it('leaves the entities of a challenger that cannot be loaded to the champion, and says so', async () => {
    const { registry, subscriber, health } = subscribed();
    Object.assign(registry, { state: canary(1), altered: '2' });
    await subscriber.reconcile();
    await subscriber.reconcile();
    expect([versionFor(subscriber), registry.downloads]).toEqual(['1', 2]);
    expect((await health.report('0', new Date(0))).checks['model_m']!.status).toBe('degraded');
    expect(registry.told.at(-1)!.refused.map(({ version }) => version)).toEqual(['2']);
    subscriber.close();
  });

  it('puts nothing on trial that no trusted key has signed, and looks again once it is signed', async () => {
    const { publicKey, privateKey } = keyPair();
    const { registry, subscriber } = subscribed(undefined, new TrustedKeys(publicKey));
    const sign = (version: string) => signBundle(privateKey, 'm', sha256(manifestOf(version)));
    registry.signature = sign('1');
    registry.state = canary(1);
    await subscriber.reconcile();
    await subscriber.reconcile();
    expect([versionFor(subscriber), registry.downloads]).toEqual(['1', 1]);
    expect(registry.told.at(-1)!.refused).toEqual([
      { version: '2', reason: expect.stringContaining('is not what the key') },
    ]);
    // Not known for signed while the registry does not tell, and not fetched for it.
    const find = registry.version.bind(registry);
    registry.version = () => Promise.reject(new DomainError('UNAVAILABLE', 'no registry'));
    registry.champion = () => find('m', '1');
    await subscriber.reconcile();
    expect(registry.told.at(-1)!.refused[0]!.reason).toContain('is not what the key');
    registry.version = find;
    registry.signature = sign('2');
    await subscriber.reconcile();
    expect([versionFor(subscriber), subscriber.slot.version, registry.downloads]).toEqual(['2', '1', 2]);
    expect(registry.told.at(-1)!.refused).toEqual([]);
    subscriber.close();
  });

  it('holds the champion and two more at most', async () => {
    const { registry, subscriber } = subscribed();
    const challengers = ['2', '3', '4'].map((version) => ({ version, share: 0.3 }));
    registry.state = { id: 'r', mode: 'split', challengers };
    await subscriber.reconcile();
    expect(
      subscriber.slot
        .routing()
        .versions()
        .map(({ version }) => version),
    ).toEqual(['1', '2', '3']);
    subscriber.close();
  });

  it('goes on as before, and reports, while the registry does not tell of rollouts', async () => {
    const { registry, subscriber } = subscribed();
    registry.state = canary(1);
    await subscriber.reconcile();
    registry.rollout = () => Promise.reject(new DomainError('INTERNAL', 'unknown method'));
    subscriber.measured('2', 1);
    await subscriber.reconcile();
    expect([versionFor(subscriber), registry.told.length]).toEqual(['2', 2]);
    subscriber.close();
  });

  it('reports the traffic of each version since the rollout began', async () => {
    const { registry, subscriber, metrics } = subscribed();
    await subscriber.reconcile();
    subscriber.measured('1', 1);
    registry.state = canary(0.5);
    await subscriber.reconcile();
    subscriber.measured('1', 2);
    subscriber.measured('2', 3);
    subscriber.failed('2');
    subscriber.measured('9', 3);
    await subscriber.reconcile();
    expect(registry.told.at(-1)).toMatchObject({
      rolloutId: 'r',
      requests: 2,
      versions: [
        { version: '1', requests: 1, errors: 0, latency_ms_sum: 2 },
        { version: '2', requests: 2, errors: 1, latency_ms_sum: 3 },
      ],
    });
    expect(await metrics.registry.metrics()).toContain('bellwether_prediction_errors_total{model="m",version="2"} 1');
    registry.state = { ...canary(0.5), id: 'the next' };
    await subscriber.reconcile();
    expect(registry.told.at(-1)!.versions.map(({ requests }) => requests)).toEqual([0, 0]);
    subscriber.close();
  });
});

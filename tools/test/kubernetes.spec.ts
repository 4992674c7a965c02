import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DOMAINS, grpcPackage, operations, type Operation } from '@bellwether/contracts';
import { parseConfig } from '@bellwether/platform/config';
import { z } from 'zod';
import { buildKustomization, type KubernetesObject } from '../src/kubernetes/objects.js';
import { breaches, configOf, templateOf } from '../src/kubernetes/policies.js';
import { servicesOf } from '../src/kubernetes/routing.js';
import { malformed } from '../src/kubernetes/unknown-fields.js';

/** What is deployed: an app for each domain, and the page. */
const APPS = [...DOMAINS, 'console'] as const;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['kustomize', '--help'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.warn('skipped: kubectl is not installed');
    return false;
  }
}
const kustomizations = ['overlays', 'components'].flatMap((kind) =>
  readdirSync(join(ROOT, 'k8s', kind)).map((name) => join('k8s', kind, name)),
);
const build = (folder: string) => buildKustomization(join(ROOT, folder));

(hasKubectl() ? describe : describe.skip)('what is deployed to Kubernetes', () => {
  it('each app has a component', () => {
    expect(readdirSync(join(ROOT, 'k8s/components')).sort()).toEqual([...APPS].sort());
  });

  it.each(kustomizations)(
    '%s builds, has the form of its kinds and breaks no rule',
    (folder) => {
      const objects = build(folder);
      expect(malformed(objects, ROOT)).toEqual([]);
      expect(breaches(objects)).toEqual([]);
    },
    60_000,
  );

  it.each(APPS)('the configuration of %s is one that it can read', async (app) => {
    const { schema } = z.object({ schema: z.instanceof(z.ZodObject) }).parse({ schema: await configSchema(app) });
    const objects = build(`k8s/overlays/production`);
    const config = configOf(templateOf(find(objects, 'Deployment', `bellwether-${app}`)), objects);
    expect(Object.keys(config).filter((name) => !(name in schema.shape))).toEqual([]);
    expect(() => parseConfig(schema, config)).not.toThrow();
  });

  it.each(combinations())(
    'the apps build with the options %s',
    (_, options) => {
      const objects = overlayOf(options);
      expect(breaches(objects)).toEqual([]);
      expect(malformed(objects, ROOT)).toEqual([]);
      for (const { domain, path, service, method } of Object.values(operations)) {
        const grpc = `/${grpcPackage(domain)}.${service}/${method}`;
        const to = [`bellwether-${domain}`];
        expect({ path, to: servicesOf(objects, path), grpc, grpcTo: servicesOf(objects, grpc) }).toEqual({
          ...{ path, to, grpc, grpcTo: to },
        });
      }
    },
    60_000,
  );

  it.each(['gateway', 'ingress'])('the page is at / and its files below /assets, by %s', (option) => {
    const objects = overlayOf([option]);
    for (const path of ['/', '/assets/index.js']) {
      expect([path, ...servicesOf(objects, path)]).toEqual([path, 'bellwether-console']);
    }
    expect(servicesOf(objects, '/no/such/path')).toEqual([]);
  });

  it('what CronJobs call are operations, in a form that they take', () => {
    const calls = build('k8s/overlays/production')
      .filter(({ kind }) => kind === 'CronJob')
      .map((object) => Call.parse(templateOf(object)).spec.containers[0]!.args);
    expect(calls.length).toBeGreaterThan(0);
    for (const [, , url, body] of calls) {
      const { hostname, pathname } = new URL(url);
      const called = Object.values<Operation>(operations).find(
        ({ verb, path }) => verb === 'POST' && pattern(path).test(pathname),
      );
      expect([url, `bellwether-${called?.domain}`]).toEqual([url, hostname]);
      const parameters = pattern(called!.path).exec(pathname)!.groups;
      const request: unknown = JSON.parse(body.replaceAll('{today}', '2026-01-31'));
      expect(called!.request.safeParse({ ...parameters, ...(request as object) }).error).toBeUndefined();
    }
  });
});

describe('the script of the CronJobs', () => {
  it('posts a body of today with its key, and fails where it is refused', async () => {
    const seen: { body: string; key: unknown }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (text: Buffer) => (body += text.toString()));
      request.on('end', () => {
        seen.push({ body, key: request.headers['x-api-key'] });
        response.writeHead(request.url === '/good' ? 202 : 503).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const post = async (path: string) => {
      const args = [join(ROOT, 'docker/post.mjs'), `http://127.0.0.1:${port}${path}`, '{"as_of":"{today}"}'];
      const child = spawn(process.execPath, args, { env: { ...process.env, SERVICE_API_KEY: 'secret' } });
      const [code] = (await once(child, 'exit')) as [number];
      return code;
    };
    expect([await post('/good'), await post('/bad')]).toEqual([0, 1]);
    const today = expect.stringMatching(/^{"as_of":"\d{4}-\d\d-\d\d"}$/);
    expect(seen).toEqual([
      { body: today, key: 'secret' },
      { body: today, key: 'secret' },
    ]);
    server.close();
  });
});

(hasKubectl() ? describe : describe.skip)('mistakes are found', () => {
  const objects = build('k8s/components/worker');

  /** The objects with a piece of one's JSON replaced; the piece must be there. */
  function planted(kind: string, from: string, to: string): KubernetesObject[] {
    return objects.map((object) => {
      if (object.kind !== kind) return object;
      const json = JSON.stringify(object);
      if (!json.includes(from)) throw new Error(`${kind} has no ${from}`);
      return JSON.parse(json.replace(from, to)) as KubernetesObject;
    });
  }

  it.each([
    ['a misspelt field deep inside', 'Deployment', '"readinessProbe"', '"readynessProbe"'],
    ['a word for a number', 'Service', '"port":8080', '"port":"8080"'],
    ['a required field left out', 'Deployment', '"selector"', '"selectors"'],
    ['a misspelt field of a route', 'HTTPRoute', '"backendRefs"', '"backends"'],
  ])('of form: %s', (_, kind, from, to) => {
    expect(malformed(planted(kind, from, to), ROOT)).not.toEqual([]);
  });

  it.each([
    ['a pod as root', 'Deployment', '"runAsNonRoot":true', '"runAsNonRoot":false'],
    ['a writable root', 'Job', '"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false'],
    ['no limits', 'Deployment', '"limits"', '"limit"'],
    ['no probe', 'Deployment', '"livenessProbe"', '"probe"'],
    ['an image of any day', 'Deployment', 'worker:0.1.0', 'worker:latest'],
    ['an image without a tag', 'Job', 'worker:0.1.0', 'worker'],
    [
      'a Service of nobody',
      'Service',
      '"app.kubernetes.io/component":"server"',
      '"app.kubernetes.io/component":"none"',
    ],
    ['a port that nobody opens', 'Service', '"targetPort":"grpc"', '"targetPort":"rpc"'],
    [
      'an autoscaler of nothing',
      'HorizontalPodAutoscaler',
      '"kind":"Deployment","name":"',
      '"kind":"Deployment","name":"x',
    ],
    ['a budget that lets no pod go', 'PodDisruptionBudget', '"maxUnavailable":1', '"maxUnavailable":0'],
    ['a route to no port', 'GRPCRoute', '"port":9090', '"port":9091'],
    [
      'too little time to drain',
      'Deployment',
      '"terminationGracePeriodSeconds":30',
      '"terminationGracePeriodSeconds":25',
    ],
  ])('of rules: %s', (_, kind, from, to) => {
    expect(breaches(objects)).toEqual([]);
    expect(breaches(planted(kind, from, to))).not.toEqual([]);
  });
});

/** The schema that an app's package exports; it is the one export whose name ends in Config. */
async function configSchema(app: string): Promise<unknown> {
  const index = (await import(`@bellwether/app-${app}`)) as Record<string, unknown>;
  return Object.entries(index).find(([name]) => name.endsWith('Config'))?.[1];
}

function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

/** The pod of a CronJob: `node post.mjs URL BODY`. */
const Call = z.looseObject({
  spec: z.looseObject({
    containers: z.array(z.looseObject({ args: z.tuple([z.string(), z.string(), z.url(), z.string()]) })),
  }),
});

/** The paths of an operation, its parameters as groups. */
function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

/** Every set of options that go together: routes by the one or the other, and each of the rest or not. */
function combinations(): [string, string[]][] {
  const sets = ['gateway', 'ingress'].flatMap((routes) =>
    [[], ['keda'], ['monitoring'], ['deny-all'], ['keda', 'monitoring', 'deny-all']].map((more) => [routes, ...more]),
  );
  return sets.map((options) => [options.join(', '), options]);
}

/** All apps with some options, as an overlay that is there for as long as it is built. */
function overlayOf(options: readonly string[]): KubernetesObject[] {
  mkdirSync(join(ROOT, 'test-output'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'test-output/overlay-'));
  try {
    const list = (kind: string, names: readonly string[]) => names.map((name) => `  - ../../k8s/${kind}/${name}`);
    const lines = ['resources:', ...list('components', APPS), 'components:', ...list('options', options)];
    writeFileSync(join(folder, 'kustomization.yaml'), lines.join('\n'));
    return buildKustomization(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

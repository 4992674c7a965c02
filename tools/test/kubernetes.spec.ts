import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DOMAINS, grpcPackage, operations } from '@bellwether/contracts';
import { parseConfig } from '@bellwether/platform/config';
import { z } from 'zod';
import { buildKustomization, type KubernetesObject } from '../src/kubernetes/objects.js';
import { breaches, configOf } from '../src/kubernetes/policies.js';
import { servicesOfGrpc, servicesOfPath } from '../src/kubernetes/routing.js';
import { malformed } from '../src/kubernetes/unknown-fields.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Configuration that colleagues of the platform are about to read; each leaves the list when its schema has it. */
const AWAITED = ['MIGRATIONS', 'AUTH'];

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
  it('each domain has a component', () => {
    expect(readdirSync(join(ROOT, 'k8s/components')).sort()).toEqual([...DOMAINS].sort());
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

  it.each(DOMAINS)('the configuration of %s is one that it can read', async (app) => {
    const { schema } = z.object({ schema: z.instanceof(z.ZodObject) }).parse({ schema: await configSchema(app) });
    const objects = build(`k8s/overlays/production`);
    const config = configOf(template(find(objects, 'Deployment', `bellwether-${app}`)), objects);
    expect(Object.keys(config).filter((name) => !(name in schema.shape) && !AWAITED.includes(name))).toEqual([]);
    expect(() => parseConfig(schema, config)).not.toThrow();
  });

  it('every operation is routed to the app of its domain, over HTTP and gRPC', () => {
    const objects = build('k8s/overlays/production');
    for (const { domain, path, service } of Object.values(operations)) {
      expect([path, servicesOfPath(objects, path)]).toEqual([path, [`bellwether-${domain}`]]);
      const name = `${grpcPackage(domain)}.${service}`;
      expect([name, servicesOfGrpc(objects, name)]).toEqual([name, [`bellwether-${domain}`]]);
    }
  });
});

(hasKubectl() ? describe : describe.skip)('mistakes are found', () => {
  const objects = build('k8s/components/customer-analytics');

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
    ['an image of any day', 'Deployment', 'customer-analytics:0.1.0', 'customer-analytics:latest'],
    ['an image without a tag', 'Job', 'customer-analytics:0.1.0', 'customer-analytics'],
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

function template(object: KubernetesObject): unknown {
  return z.looseObject({ spec: z.looseObject({ template: z.unknown() }) }).parse(object).spec.template;
}

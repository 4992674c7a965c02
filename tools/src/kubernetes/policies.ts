import { z } from 'zod';
import type { KubernetesObject } from './objects.js';

const Labels = z.record(z.string(), z.string());
const Resources = z.looseObject({ cpu: z.string(), memory: z.string() });
const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.int() })).default([]),
  resources: z.looseObject({ requests: Resources, limits: Resources }),
  securityContext: z.looseObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.looseObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
});
const Probe = z.looseObject({ httpGet: z.looseObject({ path: z.string(), port: z.string() }) });
const Probed = z.looseObject({ startupProbe: Probe, readinessProbe: Probe, livenessProbe: Probe });

/** What every pod must be. */
const Pod = z.looseObject({
  metadata: z.looseObject({ labels: Labels }),
  spec: z.looseObject({
    serviceAccountName: z.string(),
    automountServiceAccountToken: z.literal(false),
    terminationGracePeriodSeconds: z.int().default(30),
    securityContext: z.looseObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.int().min(1),
      seccompProfile: z.looseObject({ type: z.literal('RuntimeDefault') }),
    }),
    containers: z.array(Container).min(1),
  }),
});
type Pod = z.output<typeof Pod>;

const Workload = z.looseObject({ spec: z.looseObject({ template: z.unknown() }) });
const CronJob = z.looseObject({ spec: z.looseObject({ jobTemplate: Workload }) });
const Deployment = z.looseObject({ spec: z.looseObject({ selector: z.looseObject({ matchLabels: Labels }) }) });
const Service = z.looseObject({
  spec: z.looseObject({
    selector: Labels,
    ports: z.array(z.looseObject({ port: z.int(), targetPort: z.union([z.string(), z.int()]) })),
  }),
});
const Budget = z.looseObject({
  spec: z.looseObject({ maxUnavailable: z.int().min(1), selector: z.looseObject({ matchLabels: Labels }) }),
});
const Scaler = z.looseObject({
  spec: z.looseObject({ scaleTargetRef: z.looseObject({ kind: z.string().default('Deployment'), name: z.string() }) }),
});
const Config = z.looseObject({ data: Labels });
const Route = z.looseObject({
  spec: z.looseObject({
    rules: z.array(z.looseObject({ backendRefs: z.array(z.looseObject({ name: z.string(), port: z.int() })) })),
  }),
});

/** Kinds that make pods. */
const WORKLOADS = ['Deployment', 'Job', 'CronJob'];

/** The rules of this cluster's objects that their forms do not say. @returns every breach, naming object and rule. */
export function breaches(objects: readonly KubernetesObject[]): string[] {
  const named = (kind: string) => objects.filter((object) => object.kind === kind);
  const pods = WORKLOADS.flatMap(named).flatMap((object) => podOf(object));
  return [
    ...WORKLOADS.flatMap(named).flatMap((object) => podBreaches(object)),
    ...named('Deployment').flatMap((object) => deploymentBreaches(object, objects)),
    ...named('Service').flatMap((object) => serviceBreaches(object, pods)),
    ...named('PodDisruptionBudget').flatMap((object) => {
      const budget = Budget.safeParse(object);
      if (!budget.success) return said(object, budget.error);
      const { matchLabels } = budget.data.spec.selector;
      return pods.some((pod) => isSelected(pod, matchLabels)) ? [] : [breach(object, 'its selector matches no pod')];
    }),
    ...[...named('HorizontalPodAutoscaler'), ...named('ScaledObject')].flatMap((object) => {
      const { kind, name } = Scaler.parse(object).spec.scaleTargetRef;
      const isThere = objects.some((other) => other.kind === kind && other.metadata.name === name);
      return isThere ? [] : [breach(object, `there is no ${kind} ${name} to scale`)];
    }),
    ...[...named('HTTPRoute'), ...named('GRPCRoute')].flatMap((object) =>
      Route.parse(object)
        .spec.rules.flatMap((rule) => rule.backendRefs)
        .filter(({ name, port }) => !hasPort(named('Service'), name, port))
        .map(({ name, port }) => breach(object, `there is no port ${port} of Service ${name}`)),
    ),
  ];
}

/** The pod that a workload makes, as it came. */
export function templateOf(object: KubernetesObject): unknown {
  const workload = object.kind === 'CronJob' ? CronJob.parse(object).spec.jobTemplate : Workload.parse(object);
  return workload.spec.template;
}

function podOf(object: KubernetesObject): Pod[] {
  const pod = Pod.safeParse(templateOf(object));
  return pod.success ? [pod.data] : [];
}

function podBreaches(object: KubernetesObject): string[] {
  const pod = Pod.safeParse(templateOf(object));
  if (!pod.success) return said(object, pod.error);
  return pod.data.spec.containers.flatMap((container) => {
    const isPinned = /:(?!latest$)[\w.-]+$|@sha256:[0-9a-f]{64}$/.test(container.image);
    const probes = object.kind === 'Deployment' ? Probed.safeParse(container) : undefined;
    return [
      ...(isPinned ? [] : [breach(object, `image ${container.image} must name a version or a digest`)]),
      ...(probes?.success === false ? said(object, probes.error) : []),
    ];
  });
}

function deploymentBreaches(object: KubernetesObject, objects: readonly KubernetesObject[]): string[] {
  const pod = podOf(object)[0];
  if (pod === undefined) return [];
  const { matchLabels } = Deployment.parse(object).spec.selector;
  const config = configOf(pod, objects);
  const drainMs = Number(config['DRAIN_DELAY_MS'] ?? 0) + Number(config['DRAIN_TIMEOUT_MS'] ?? 20_000);
  const graceMs = pod.spec.terminationGracePeriodSeconds * 1_000;
  return [
    ...(isSelected(pod, matchLabels) ? [] : [breach(object, 'its selector does not match its own pods')]),
    ...(graceMs > drainMs ? [] : [breach(object, `must be given longer to end than it drains, ${drainMs} ms`)]),
  ];
}

/** The variables that the ConfigMaps of a pod give it. */
export function configOf(pod: unknown, objects: readonly KubernetesObject[]): Record<string, string> {
  const From = z.array(z.looseObject({ configMapRef: z.looseObject({ name: z.string() }).optional() }));
  const { containers } = Pod.parse(pod).spec;
  const names = containers.flatMap((container) =>
    From.parse(container['envFrom'] ?? []).map((f) => f.configMapRef?.name),
  );
  const maps = objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && names.includes(metadata.name));
  return Object.assign({}, ...maps.map((map) => Config.parse(map).data)) as Record<string, string>;
}

function serviceBreaches(object: KubernetesObject, pods: readonly Pod[]): string[] {
  const { selector, ports } = Service.parse(object).spec;
  const chosen = pods.filter((pod) => isSelected(pod, selector));
  if (chosen.length === 0) return [breach(object, 'its selector matches no pod')];
  const open = chosen.flatMap((pod) => pod.spec.containers.flatMap((container) => container.ports));
  return ports
    .filter(({ targetPort }) => !open.some((port) => port.name === targetPort || port.containerPort === targetPort))
    .map(({ targetPort }) => breach(object, `no container opens port ${targetPort}`));
}

function hasPort(services: readonly KubernetesObject[], name: string, port: number): boolean {
  const service = services.find(({ metadata }) => metadata.name === name);
  return service !== undefined && Service.parse(service).spec.ports.some((open) => open.port === port);
}

function isSelected(pod: Pod, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([name, value]) => pod.metadata.labels[name] === value);
}

const breach = ({ kind, metadata }: KubernetesObject, rule: string): string => `${kind} ${metadata.name}: ${rule}`;

const said = (object: KubernetesObject, error: z.ZodError): string[] =>
  error.issues.map((issue) => breach(object, `${issue.path.join('.')}: ${issue.message}`));

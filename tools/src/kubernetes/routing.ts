import { z } from 'zod';
import type { KubernetesObject } from './objects.js';

const Backends = z.array(z.looseObject({ name: z.string() }));
const HttpRoute = z.looseObject({
  spec: z.looseObject({
    rules: z.array(
      z.looseObject({
        matches: z.array(z.looseObject({ path: z.looseObject({ value: z.string() }) })),
        backendRefs: Backends,
      }),
    ),
  }),
});
const GrpcRoute = z.looseObject({
  spec: z.looseObject({
    rules: z.array(
      z.looseObject({
        matches: z.array(z.looseObject({ method: z.looseObject({ service: z.string() }) })),
        backendRefs: Backends,
      }),
    ),
  }),
});

/** Names of the Services that a path is sent to by the routes: by whole segments, the longest prefix wins. */
export function servicesOfPath(objects: readonly KubernetesObject[], path: string): string[] {
  const rules = objects
    .filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap((route) => HttpRoute.parse(route).spec.rules)
    .flatMap((rule) =>
      rule.matches.map((match) => ({ prefix: match.path.value, to: rule.backendRefs.map((b) => b.name) })),
    )
    .filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  const longest = Math.max(0, ...rules.map(({ prefix }) => prefix.length));
  return rules.filter(({ prefix }) => prefix.length === longest).flatMap(({ to }) => to);
}

/** Names of the Services that a gRPC service is sent to. */
export function servicesOfGrpc(objects: readonly KubernetesObject[], service: string): string[] {
  return objects
    .filter(({ kind }) => kind === 'GRPCRoute')
    .flatMap((route) => GrpcRoute.parse(route).spec.rules)
    .filter((rule) => rule.matches.some((match) => match.method.service === service))
    .flatMap((rule) => rule.backendRefs.map(({ name }) => name));
}

import { z } from 'zod';
import type { KubernetesObject } from './objects.js';

const rules = <Match extends z.ZodType>(match: Match) =>
  z.looseObject({
    spec: z.looseObject({
      rules: z.array(
        z.looseObject({ matches: z.array(match), backendRefs: z.array(z.looseObject({ name: z.string() })) }),
      ),
    }),
  });
const HttpRoute = rules(z.looseObject({ path: z.looseObject({ value: z.string() }) }));
const GrpcRoute = rules(z.looseObject({ method: z.looseObject({ service: z.string() }) }));
const Ingress = z.looseObject({
  spec: z.looseObject({
    rules: z.array(
      z.looseObject({
        http: z.looseObject({
          paths: z.array(
            z.looseObject({
              path: z.string(),
              backend: z.looseObject({ service: z.looseObject({ name: z.string() }) }),
            }),
          ),
        }),
      }),
    ),
  }),
});

interface Prefix {
  readonly prefix: string;
  /** Name of the Service. */
  readonly to: string;
}

/** The prefixes of paths that objects route: of gRPC too, whose path is `/package.Service/Method`. */
function prefixes(object: KubernetesObject): Prefix[] {
  switch (object.kind) {
    case 'HTTPRoute':
      return HttpRoute.parse(object).spec.rules.flatMap(({ matches, backendRefs }) =>
        matches.flatMap(({ path }) => backendRefs.map(({ name }) => ({ prefix: path.value, to: name }))),
      );
    case 'GRPCRoute':
      return GrpcRoute.parse(object).spec.rules.flatMap(({ matches, backendRefs }) =>
        matches.flatMap(({ method }) => backendRefs.map(({ name }) => ({ prefix: `/${method.service}`, to: name }))),
      );
    case 'Ingress':
      return Ingress.parse(object)
        .spec.rules.flatMap(({ http }) => http.paths)
        .map(({ path, backend }) => ({ prefix: path, to: backend.service.name }));
    default:
      return [];
  }
}

/** Names of the Services that a path is sent to: prefixes count by whole segments, and the longest wins. */
export function servicesOf(objects: readonly KubernetesObject[], path: string): string[] {
  const matching = objects.flatMap(prefixes).filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  const longest = Math.max(0, ...matching.map(({ prefix }) => prefix.length));
  return matching.filter(({ prefix }) => prefix.length === longest).map(({ to }) => to);
}

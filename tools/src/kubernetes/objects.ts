import { execFileSync } from 'node:child_process';
import { loadAll } from 'js-yaml';
import { z } from 'zod';

/** An object of Kubernetes: what every kind has, the rest as it came. */
export const KubernetesObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
});
export type KubernetesObject = z.output<typeof KubernetesObject>;

/** The objects that a kustomization makes. @throws what kustomize says where it does not build. */
export function buildKustomization(folder: string): KubernetesObject[] {
  const yaml = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8', maxBuffer: 16_000_000 });
  return loadAll(yaml).map((document) => KubernetesObject.parse(document));
}

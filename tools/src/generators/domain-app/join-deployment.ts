import type { Tree } from '@nx/devkit';
import { addBefore } from '../add-before.js';

export interface NewService {
  readonly name: string;
  readonly http: number;
  readonly grpc: number;
}

/** Adds an app to the overlays that deploy all of them, to compose.yaml, and to what is scraped there. */
export function joinDeployment(tree: Tree, { name, http, grpc }: NewService): void {
  for (const overlay of ['dev', 'production']) {
    addBefore(tree, `k8s/overlays/${overlay}/kustomization.yaml`, 'components:', `  - ../../components/${name}\n`);
  }
  addBefore(
    tree,
    'docker/compose.yaml',
    '  # The servers behind the ports.',
    `  ${name}:
    <<: *app
    build: { <<: *build, args: { APP: ${name} } }
    image: bellwether/${name}:0.1.0
    env_file: secrets/${name}.env
    ports: ['127.0.0.1:${http}:8080', '127.0.0.1:${grpc}:9090']

`,
  );
  const scraped = 'docker/prometheus/prometheus.yaml';
  tree.write(scraped, `${tree.read(scraped, 'utf8') ?? ''}          - ${name}:8080\n`);
}

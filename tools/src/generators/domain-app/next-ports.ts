import { readJson, type Tree } from '@nx/devkit';

/** The first port of an app over HTTP, and that of the same app over gRPC; the following apps count up from both. */
const FIRST = { http: 8010, grpc: 50060 } as const;

/** The lowest pair of default ports that no app has. */
export function nextPorts(tree: Tree): { readonly http: number; readonly grpc: number } {
  const taken = new Set(
    tree
      .children('apps')
      .map((app) => `apps/${app}/package.json`)
      .filter((file) => tree.exists(file))
      .map((file) => readJson<{ bellwether?: { http?: number } }>(tree, file).bellwether?.http),
  );
  let offset = 0;
  while (taken.has(FIRST.http + offset)) offset += 1;
  return { http: FIRST.http + offset, grpc: FIRST.grpc + offset };
}

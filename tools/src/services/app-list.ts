import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The repository, the same from `src` and from `dist`. */
export const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));

/** The version of the repository as a whole; each app has its own. */
export function workspaceVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(WORKSPACE, 'package.json'), 'utf8')))
    .version;
}

const port = z.int().min(1).max(65_535);

/** What the package.json of an app says of it; one that gives no ports is no service, as standalone. */
const Manifest = z.object({
  bellwether: z
    .object({
      /** Its default ports. */
      http: port.optional(),
      grpc: port.optional(),
      /** Beginnings of the paths that it answers besides its operations: protocols of others. */
      paths: z.array(z.string().startsWith('/')).default([]),
    })
    .default({ paths: [] }),
});

/** An app that runs as a service of its own. */
export interface ServiceApp {
  /** Of its folder below `apps`, and of its domain. */
  readonly name: string;
  readonly http: number;
  readonly grpc: number;
  readonly paths: readonly string[];
}

/** Every app that is a service, by its port. */
export function serviceApps(workspace = WORKSPACE): ServiceApp[] {
  const apps = join(workspace, 'apps');
  return readdirSync(apps)
    .filter((name) => existsSync(join(apps, name, 'package.json')))
    .flatMap((name) => {
      const manifest = JSON.parse(readFileSync(join(apps, name, 'package.json'), 'utf8')) as unknown;
      const { http, grpc, paths } = Manifest.parse(manifest).bellwether;
      return http === undefined || grpc === undefined ? [] : [{ name, http, grpc, paths }];
    })
    .sort((a, b) => a.http - b.http);
}

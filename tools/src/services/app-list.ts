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

/** What an app's package.json says of it as a service. An app without it, such as standalone, is none. */
const Manifest = z.object({
  bellwether: z
    .strictObject({
      /** Its default ports. */
      http: port,
      grpc: port,
      /** Beginnings of the paths that it answers besides its operations: protocols of others. */
      paths: z.array(z.string().startsWith('/')).default([]),
    })
    .optional(),
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
      const { bellwether } = Manifest.parse(JSON.parse(readFileSync(join(apps, name, 'package.json'), 'utf8')));
      return bellwether === undefined ? [] : [{ name, ...bellwether }];
    })
    .sort((a, b) => a.http - b.http);
}

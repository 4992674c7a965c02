import { DomainError } from '@bellwether/errors';
import { shownUrl, type BaseConfig } from '../config/index.js';
import type { AppDefinition, PortUrls } from './app-definition.js';

/**
 * Several apps in one process: exactly their modules, operations and plugins, on one set of ports.
 *
 * @throws INVALID_ARGUMENT when two apps want different stores behind the same port.
 */
export function composeApps(
  { name, version, config }: { name: string; version: string; config: BaseConfig },
  apps: readonly AppDefinition[],
): AppDefinition {
  return {
    name,
    version,
    config,
    ports: apps.reduce<PortUrls>((ports, app) => merged(ports, app), {}),
    modules: apps.flatMap((app) => app.modules),
    operations: Object.assign({}, ...apps.map((app) => app.operations)),
    foreignErrors: apps.flatMap((app) => app.foreignErrors ?? []),
    plugins: apps.flatMap((app) => app.plugins ?? []),
  };
}

function merged(ports: PortUrls, app: AppDefinition): PortUrls {
  for (const [port, url] of Object.entries(app.ports ?? {})) {
    const taken = ports[port as keyof PortUrls];
    if (taken !== undefined && taken !== url) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `${app.name} wants ${port} at ${shownUrl(url)}, another app of this process at ${shownUrl(taken)}`,
      );
    }
  }
  return { ...ports, ...app.ports };
}

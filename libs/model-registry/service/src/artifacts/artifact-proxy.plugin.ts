import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { LOGGER, type AppPlugin } from '@bellwether/platform/bootstrap';
import type { Logger } from 'pino';
import { registerArtifactPages } from './artifact-pages.js';
import { registerArtifactProxy, type ArtifactProxyOptions } from './artifact-proxy.js';
import { NamedArtifacts } from './named-artifacts.js';
import { RegisteredFiles } from './registered-files.js';

/**
 * The artifact proxy as a plugin of an app that has the registry's module and an artifact store.
 *
 * @param limitBytes largest artifact taken.
 */
export function artifactProxy({ limitBytes }: { readonly limitBytes: number }): AppPlugin {
  return (app) => async (fastify) => {
    const store = app.get<ArtifactStore>(ARTIFACT_STORE, { strict: false });
    const logger = app.get<Logger>(LOGGER, { strict: false });
    const registered = app.get(RegisteredFiles, { strict: false });
    const options: ArtifactProxyOptions = {
      maxBytes: limitBytes,
      isFrozen: (path) => registered.hold(path),
      onUnexpected: (error) => logger.error({ err: error }, 'artifact request failed'),
    };
    registerArtifactProxy(fastify, store, options);
    registerArtifactPages(fastify, store, app.get(NamedArtifacts, { strict: false }), options);
  };
}

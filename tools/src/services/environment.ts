import type { ServicesConfig } from './config.js';
import type { Placed } from './placing.js';

/** The database of one domain on the server that a URL names: the URL's own name is where theirs begin. */
export function databaseOf(serverUrl: string, domain: string): string {
  const url = new URL(serverUrl);
  const prefix = url.pathname.slice(1) || 'bellwether';
  url.pathname = `/${prefix}_${domain.replaceAll('-', '_')}`;
  return url.href;
}

/** Where each need of the apps is met. */
export interface Stores {
  readonly jobs: string;
  readonly artifacts: string;
  readonly analytics: string;
}

export function storesOf(config: ServicesConfig, folder: string): Stores {
  return {
    jobs: config.JOBS_URL,
    artifacts: config.ARTIFACTS_URL ?? `file://${folder}/artifacts`,
    analytics: config.ANALYTICS_URL ?? `chdb://${folder}/analytics`,
  };
}

/** The environment of one app's process. An app reads of it what it needs. */
export function environmentOf(
  config: ServicesConfig,
  stores: Stores,
  app: Placed,
  at: (name: string) => Placed,
): Readonly<Record<string, string>> {
  return {
    // Plain HTTP and gRPC between the processes of one machine, whatever is set for elsewhere.
    ...{ TLS_CERT_FILE: '', TLS_KEY_FILE: '', TLS_CLIENT_CA_FILE: '', TLS_CA_FILE: '' },
    HOST: config.HOST,
    PORT: String(app.http),
    GRPC_PORT: String(app.grpc),
    LOG_LEVEL: config.LOG_LEVEL,
    DATABASE_URL: databaseOf(config.DATABASE_URL, app.name),
    JOBS_URL: stores.jobs,
    EVENTS_URL: config.EVENTS_URL,
    ARTIFACTS_URL: stores.artifacts,
    ANALYTICS_URL: stores.analytics,
    MODELS_DIR: config.MODELS_DIR,
    REGISTRY_URL: at('model-registry').url,
    REGISTRY_GRPC: at('model-registry').grpcAddress,
    CUSTOMER_ANALYTICS_URL: at('customer-analytics').url,
    CUSTOMER_ANALYTICS_GRPC: at('customer-analytics').grpcAddress,
    FORECASTING_URL: at('forecasting').url,
    FORECASTING_GRPC: at('forecasting').grpcAddress,
    CACHE_URL: config.CACHE_URL,
    ONLINE_URL: config.ONLINE_URL,
    ...(config.MODEL_POLL_MS !== undefined && { MODEL_POLL_MS: String(config.MODEL_POLL_MS) }),
  };
}

import { resolve } from 'node:path';
import { composeApps, packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import { APPS } from './apps.js';
import type { StandaloneConfig } from './config.js';

/**
 * The apps in one process, on embedded stores in one folder. They reach each other as they would from other machines:
 * over HTTP, here on the loopback.
 */
export function standaloneApp(config: StandaloneConfig): AppDefinition {
  const home = resolve(config.BELLWETHER_HOME);
  const self = `${config.TLS_CERT_FILE === undefined ? 'http' : 'https'}://${config.HOST}:${config.PORT}`;
  const database = config.DATABASE_URL ?? `pglite://${home}/relational`;
  const environment = {
    DATABASE_URL: database,
    JOBS_URL: database,
    ANALYTICS_URL: config.ANALYTICS_URL ?? `chdb://${home}/analytics`,
    ARTIFACTS_URL: `file://${home}/artifacts`,
    EVENTS_URL: `log://${home}/events`,
    CACHE_URL: config.CACHE_URL,
    ONLINE_URL: config.ONLINE_URL,
    REGISTRY_URL: self,
    CUSTOMER_ANALYTICS_URL: self,
    FORECASTING_URL: self,
    MODELS_DIR: config.MODELS_DIR,
    SERVICE_API_KEY: config.SERVICE_API_KEY,
    MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: config.MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY,
    MLFLOW_WEBHOOK_ALLOWED_SCHEMES: config.MLFLOW_WEBHOOK_ALLOWED_SCHEMES,
    MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: config.MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS,
  };
  return composeApps(
    { name: 'standalone', version: packageVersion(import.meta.url), config },
    APPS.map((define) => define(environment)),
  );
}

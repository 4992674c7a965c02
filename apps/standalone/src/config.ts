import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const StandaloneConfig = baseConfig({ http: 8002, grpc: 50051 }).extend({
  /** Folder of the embedded stores. */
  BELLWETHER_HOME: z.string().default('.bellwether'),
  /** Folder of the training configurations, `models/<name>/model.json`. */
  MODELS_DIR: z.string().default('models'),
  /** A server in the place of an embedded store: `postgres://…`, `http://…` of ClickHouse. */
  DATABASE_URL: z.string().optional(),
  ANALYTICS_URL: z.string().optional(),
  /** Of predictions: `memory://`, `redis://host:port/database`, or `off`. */
  CACHE_URL: z.string().default('memory://'),
  /** Features by key: `memory://`, or `redis://host:port/database`. */
  ONLINE_URL: z.string().default('memory://'),
  /** Of webhooks, as the registry reads them; a key is drawn and kept in the home folder where none is given. */
  MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: z.string().optional(),
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: z.string().optional(),
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});
export type StandaloneConfig = z.output<typeof StandaloneConfig>;

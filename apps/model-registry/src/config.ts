import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const ModelRegistryConfig = baseConfig({ http: 8014, grpc: 50064 }).extend({
  /** `postgres://…`, or `pglite:///folder` for one process without a server. */
  DATABASE_URL: z.string().default('pglite://memory'),
  /** Where training jobs wait for a worker; a server when the worker is another process. */
  JOBS_URL: z.string().default('pglite://memory'),
  ARTIFACTS_URL: z.string().default('file:///var/lib/bellwether/artifacts'),
  EVENTS_URL: z.string().default('memory://'),
  /** Folder of the training configurations, `models/<name>/model.json`. */
  MODELS_DIR: z.string().default('models'),
  /** Largest artifact, in bytes. */
  ARTIFACT_LIMIT_BYTES: z.coerce.number().int().min(1_024).default(2_147_483_648),
  /** 32 bytes in base64, under which the secrets of webhooks are kept: none is taken without it. MLflow's name and form. */
  MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: z.string().optional(),
  /** What webhooks may be called over, separated by commas: `https`, `http`. */
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: z
    .string()
    .transform((text) => text.split(',').map((scheme) => scheme.trim()))
    .pipe(z.array(z.enum(['https', 'http'])).min(1))
    .default(['https']),
  /** Whether webhooks may lead to addresses of one's own network. */
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: z.stringbool().default(false),
  /** File of Ed25519 public keys, PEM, of which one must have signed what goes into production; nothing must where unset. */
  BUNDLE_PUBLIC_KEYS_FILE: z.string().optional(),
  /** How long deleted runs and experiments are kept before `bellwether gc` may take them, in days. */
  GC_RETENTION_DAYS: z.coerce.number().min(0).default(30),
  /** How long what is marked as garbage can still be claimed, in hours. */
  GC_GRACE_HOURS: z.coerce.number().min(0).default(24),
});
export type ModelRegistryConfig = z.output<typeof ModelRegistryConfig>;

import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const ForecastingConfig = baseConfig({ http: 8012, grpc: 50062 }).extend({
  /** `postgres://…`, or `pglite:///folder` for one process without a server. */
  DATABASE_URL: z.string().default('pglite://memory'),
  REGISTRY_URL: z.url().default('http://127.0.0.1:8014'),
  /** `host:port` of its gRPC, for what is not MLflow's protocol. */
  REGISTRY_GRPC: z.string().optional(),
  /** Where promotions are told of: `memory://`, `log:///folder`, `nats://…`, `amqp://…`. */
  EVENTS_URL: z.string().default('memory://'),
  /** How often the registry is asked which versions are in production, in milliseconds. */
  MODEL_POLL_MS: z.coerce.number().int().min(100).max(3_600_000).default(5_000),
  /** File of Ed25519 public keys, PEM, of which one must have signed a bundle that is loaded; nothing must where unset. */
  BUNDLE_PUBLIC_KEYS_FILE: z.string().optional(),
});
export type ForecastingConfig = z.output<typeof ForecastingConfig>;

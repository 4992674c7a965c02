import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const CustomerAnalyticsConfig = baseConfig({ http: 8013, grpc: 50063 }).extend({
  /** `postgres://…`, or `pglite:///folder` for one process without a server. */
  DATABASE_URL: z.string().default('pglite://memory'),
  EVENTS_URL: z.string().default('memory://'),
  /** Of predictions, kept for an hour: `memory://`, `redis://host:port/database` for one that replicas share, or `off`. */
  CACHE_URL: z.string().default('memory://'),
  /** The model registry, over HTTP. */
  REGISTRY_URL: z.url().default('http://127.0.0.1:8014'),
  /** `host:port` of the registry's gRPC, which is told what is served; told over HTTP when left out. */
  REGISTRY_GRPC: z.string().optional(),
  /** How often the registry is asked which version is in production, in milliseconds. */
  MODEL_POLL_MS: z.coerce.number().int().min(100).max(3_600_000).default(5_000),
  /** File of Ed25519 public keys, PEM, of which one must have signed a bundle that is loaded; nothing must where unset. */
  BUNDLE_PUBLIC_KEYS_FILE: z.string().optional(),
  /**
   * Which predictions are logged: a JSON list of rules, e.g. `[{"request":"batch","share":0.1}]`, the first that matches
   * giving the share. All of them where none matches.
   */
  PREDICTION_LOG_RULES: z.string().default(''),
  /** Customers that a group must have to be shown in answers about groups. */
  MINIMUM_GROUP_SIZE: z.coerce.number().int().min(1).max(1_000_000).default(5),
  /** From which probability on a booking counts as of medium and of high risk. */
  RISK_MEDIUM_FROM: z.coerce.number().min(0).max(1).default(0.3),
  RISK_HIGH_FROM: z.coerce.number().min(0).max(1).default(0.6),
});
export type CustomerAnalyticsConfig = z.output<typeof CustomerAnalyticsConfig>;

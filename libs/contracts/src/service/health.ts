import { z } from 'zod';
import { Instant } from '../fields.js';

export const HealthCheck = z.strictObject({
  status: z.enum(['ok', 'degraded', 'down']),
  latency_ms: z.number(),
  detail: z.string().optional(),
});
export type HealthCheck = z.output<typeof HealthCheck>;

export const HealthResponse = z.strictObject({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  timestamp: Instant,
  version: z.string(),
  checks: z.record(z.string(), HealthCheck),
  /** Version in use, as `v<version>`, by model name. */
  models_loaded: z.record(z.string(), z.string()),
});
export type HealthResponse = z.output<typeof HealthResponse>;

import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const WorkerConfig = baseConfig({ http: 8015, grpc: 50065 }).extend({
  JOBS_URL: z.string().default('pglite://memory'),
  /** `chdb:///folder`, or the URL of a ClickHouse server. */
  ANALYTICS_URL: z.string().default('chdb://memory'),
  /** Where predictions and outcomes come from: `memory://`, `log:///folder`, `nats://…`, `amqp://…`. */
  EVENTS_URL: z.string().default('memory://'),
  /** Where features are read by key: `memory://` of this process, or `redis://host:port/database`. */
  ONLINE_URL: z.string().default('memory://'),
  REGISTRY_URL: z.url().default('http://127.0.0.1:8014'),
  /** Where published features go. */
  CUSTOMER_ANALYTICS_URL: z.url().default('http://127.0.0.1:8013'),
  /** `host:port` of its gRPC, over which they go where it is set. */
  CUSTOMER_ANALYTICS_GRPC: z.string().optional(),
  /** Where reservations and stock go. */
  FORECASTING_URL: z.url().default('http://127.0.0.1:8012'),
  /** `host:port` of its gRPC, over which they go where it is set. */
  FORECASTING_GRPC: z.string().optional(),
  MODELS_DIR: z.string().default('models'),
  /** Jobs run at once. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
});
export type WorkerConfig = z.output<typeof WorkerConfig>;

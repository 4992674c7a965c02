import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** What `start --services` reads: where the servers are that the apps share. */
export const ServicesConfig = z.object({
  HOST: z.string().default('127.0.0.1'),
  /** Of the proxy. With 0, the apps too listen on any free ports in place of their own. */
  PORT: port(8002),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  MODELS_DIR: z.string(),
  MODEL_POLL_MS: z.coerce.number().int().optional(),
  /** The database named is the beginning of their names: each domain has `<name>_<domain>`. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).default('postgres://postgres@127.0.0.1:5432/bellwether'),
  /** Where jobs wait: BullMQ on Redis, or a database (`postgres://…`). */
  JOBS_URL: z.string().default('redis://127.0.0.1:6379/0'),
  EVENTS_URL: z.string().default('nats://127.0.0.1:4222'),
  CACHE_URL: z.string().default('redis://127.0.0.1:6379/0'),
  /** Features by key. */
  ONLINE_URL: z.string().default('redis://127.0.0.1:6379/0'),
  /** A folder of the home folder unless set. */
  ARTIFACTS_URL: z.string().optional(),
  ANALYTICS_URL: z.string().optional(),
});
export type ServicesConfig = z.output<typeof ServicesConfig>;

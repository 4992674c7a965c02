import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const ForecastingConfig = baseConfig({ http: 8012, grpc: 50062 }).extend({
  /** `postgres://…`, or `pglite:///folder` for one process without a server. */
  DATABASE_URL: z.string().default('pglite://memory'),
});
export type ForecastingConfig = z.output<typeof ForecastingConfig>;

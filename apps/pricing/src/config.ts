import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const PricingConfig = baseConfig({ http: 8011, grpc: 50061 }).extend({
  /** `postgres://…`, or `pglite:///folder` for one process without a server. */
  DATABASE_URL: z.string().default('pglite://memory'),
});
export type PricingConfig = z.output<typeof PricingConfig>;

import { baseConfig } from '@bellwether/platform/config';
import { z } from 'zod';

export const RecommendationConfig = baseConfig({ http: 8010, grpc: 50060 }).extend({
  /** `postgres://…`, or `pglite:///folder` for one process without a server. */
  DATABASE_URL: z.string().default('pglite://memory'),
});
export type RecommendationConfig = z.output<typeof RecommendationConfig>;

import { z } from 'zod';
import { Identifier, Instant } from '../fields.js';
import { operation } from '../operation.js';

/** Alias of the version of a model that is in production. */
export const CHAMPION_ALIAS = 'champion';

/** Event: another version of a model is in production from now on. */
export const MODEL_PROMOTED = 'model-registry.model-promoted.v1';

export const ModelPromoted = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** Where its files are: `mlflow-artifacts:/…`. */
  source: z.string(),
  /** '' when no run made it. */
  run_id: z.string(),
  previous_version: z.string().nullable(),
});
export type ModelPromoted = z.output<typeof ModelPromoted>;

export const ListPromotionsRequest = z.strictObject({
  model_name: Identifier,
  limit: z.int().min(1).max(1_000).default(100),
});
export const ListPromotionsResponse = z.strictObject({
  model_name: z.string(),
  /** Newest first. */
  promotions: z.array(
    z.strictObject({
      /** The version in production from then on; left out where none was. */
      version: z.string().optional(),
      promoted_at: Instant,
    }),
  ),
});
export type ListPromotionsRequest = z.output<typeof ListPromotionsRequest>;
export type ListPromotionsResponse = z.output<typeof ListPromotionsResponse>;

export const listPromotions = operation({
  domain: 'model-registry',
  service: 'ModelService',
  method: 'ListPromotions',
  verb: 'GET',
  path: '/models/{model_name}/promotions',
  access: 'reader',
  summary: 'Which version was in production when',
  request: ListPromotionsRequest,
  response: ListPromotionsResponse,
});

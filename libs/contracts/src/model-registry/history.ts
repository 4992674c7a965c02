import { z } from 'zod';
import { Identifier, Instant } from '../fields.js';
import { operation } from '../operation.js';

/** Longest reason of a change, in characters. */
export const MAX_REASON = 500;

/** Why somebody changes something, in a sentence. */
export const ChangeReason = z.string().max(MAX_REASON);

/** Header, over gRPC metadata, by which any change of the registry can say why; for protocols without a field for it. */
export const REASON_HEADER = 'x-bellwether-reason';

/** How a version came to be in production. */
export const PromotionKind = z.enum(['promotion', 'rollback', 'forced']);
export type PromotionKind = z.output<typeof PromotionKind>;

/** For how long an alias named a version. */
export const AliasPeriod = z.strictObject({
  alias: z.string(),
  version: z.string(),
  from: Instant,
  /** Left out while it lasts. */
  to: Instant.optional(),
  kind: PromotionKind,
  /** Who set it: `key:<id>`, `token:<subject>`, `certificate:<name>`; '' before that was recorded. */
  by: z.string(),
  reason: z.string(),
  /** Who ended it. */
  ended_by: z.string().optional(),
});
export type AliasPeriod = z.output<typeof AliasPeriod>;

/** For how long a version was in a stage; time in the stage None is left out. */
export const StagePeriod = z.strictObject({
  version: z.string(),
  stage: z.string(),
  from: Instant,
  to: Instant.optional(),
  by: z.string(),
  reason: z.string(),
  ended_by: z.string().optional(),
});
export type StagePeriod = z.output<typeof StagePeriod>;

export const GetModelHistoryRequest = z.strictObject({
  model_name: Identifier,
  /** What held at this instant alone; everything that ever held when left out. */
  at: Instant.optional(),
  /** Periods of this alias alone. */
  alias: z.string().min(1).max(255).optional(),
  /** Most periods of aliases, and as many of stages. */
  limit: z.int().min(1).max(1_000).default(200),
});
export type GetModelHistoryRequest = z.output<typeof GetModelHistoryRequest>;

export const GetModelHistoryResponse = z.strictObject({
  model_name: z.string(),
  /** Newest first. */
  aliases: z.array(AliasPeriod),
  /** Newest first. */
  stages: z.array(StagePeriod),
});
export type GetModelHistoryResponse = z.output<typeof GetModelHistoryResponse>;

export const getModelHistory = operation({
  domain: 'model-registry',
  service: 'GovernanceService',
  method: 'GetModelHistory',
  verb: 'GET',
  path: '/models/{model_name}/history',
  access: 'reader',
  summary: 'Which version had which alias or stage from when to when, by whom and why; or what held at an instant',
  request: GetModelHistoryRequest,
  response: GetModelHistoryResponse,
});

import { z } from 'zod';
import { Identifier, Instant } from '../fields.js';
import { operation } from '../operation.js';
import { ChangeReason } from './history.js';

const registry = { domain: 'model-registry', service: 'ModelService' } as const;

export const ModelInfo = z.strictObject({
  model_name: z.string(),
  version: z.string(),
  model_type: z.string(),
  status: z.enum(['production', 'staging', 'none']),
  /** Measured on rows later than all training rows; the protocol is in the model's card. */
  metrics: z.record(z.string(), z.number()),
  training_date: Instant,
  training_samples: z.int(),
  feature_count: z.int(),
  /** Mean time of one prediction, measured by the serving replicas; absent until one has loaded the model. */
  inference_latency_ms: z.number().optional(),
});

/** A version that a replica was to take into use and could not. */
export const RefusedVersion = z.strictObject({ version: z.string().min(1).max(20), reason: z.string().max(500) });
export type RefusedVersion = z.output<typeof RefusedVersion>;

export const GetModelInfoRequest = z.strictObject({ model_name: Identifier });
export const GetModelInfoResponse = ModelInfo.extend({
  protocol: z.string(),
  run_id: z.string(),
  /** Versions that replicas could not load, and why; they serve on what they had. */
  refused: z.array(RefusedVersion),
});
export type GetModelInfoResponse = z.output<typeof GetModelInfoResponse>;

export const getModelInfo = operation({
  ...registry,
  method: 'GetModelInfo',
  verb: 'GET',
  path: '/models/{model_name}/info',
  access: 'reader',
  summary: 'The version in production, how good it is and how fast',
  request: GetModelInfoRequest,
  response: GetModelInfoResponse,
});

export const ListModelsRequest = z.strictObject({});
export const ListModelsResponse = z.strictObject({ models: z.array(ModelInfo) });
export type ListModelsResponse = z.output<typeof ListModelsResponse>;

export const listModels = operation({
  ...registry,
  method: 'ListModels',
  verb: 'GET',
  path: '/models',
  access: 'reader',
  summary: 'All registered models with their production version',
  request: ListModelsRequest,
  response: ListModelsResponse,
});

export const PromoteModelRequest = z.strictObject({
  model_name: Identifier,
  version: z.string().min(1).max(20),
  /** For the history; needed to force. */
  reason: ChangeReason.optional(),
  /** Whatever the gate says of it: for an admin, with a reason. */
  force: z.boolean().optional(),
});
export type PromoteModelRequest = z.output<typeof PromoteModelRequest>;
export const PromoteModelResponse = z.strictObject({
  model_name: z.string(),
  version: z.string(),
  previous_version: z.string().optional(),
  promoted_at: Instant,
});
export type PromoteModelResponse = z.output<typeof PromoteModelResponse>;

export const promoteModel = operation({
  ...registry,
  method: 'PromoteModel',
  verb: 'POST',
  path: '/models/{model_name}/promote',
  access: 'engineer',
  summary: 'Puts a version into production',
  request: PromoteModelRequest,
  response: PromoteModelResponse,
});

export const RollbackModelRequest = z.strictObject({ model_name: Identifier, reason: ChangeReason.optional() });
export type RollbackModelRequest = z.output<typeof RollbackModelRequest>;
export const RollbackModelResponse = PromoteModelResponse;

export const rollbackModel = operation({
  ...registry,
  method: 'RollbackModel',
  verb: 'POST',
  path: '/models/{model_name}/rollback',
  access: 'engineer',
  summary: 'Puts the version that was in production before back into production',
  request: RollbackModelRequest,
  response: RollbackModelResponse,
});

/** What came of the requests that one version answered, or scored in the shadow, since a rollout began. */
export const VersionTraffic = z.strictObject({
  version: z.string().min(1).max(20),
  requests: z.int().min(0),
  /** Requests among them that it failed. */
  errors: z.int().min(0),
  /** Σ over those that it did not fail, in milliseconds. */
  latency_ms_sum: z.number().min(0),
});
export type VersionTraffic = z.output<typeof VersionTraffic>;

export const ReportServingRequest = z.strictObject({
  model_name: Identifier,
  version: z.string().min(1).max(20),
  /** Which process serves it; its report replaces its earlier one. */
  replica: Identifier,
  /** Mean time of one prediction, in milliseconds; of the warm-up while there were no requests. */
  latency_ms_mean: z.number().min(0),
  requests: z.int().min(0),
  /** The rollout under way on the replica, and its traffic by version. */
  rollout_id: Identifier.optional(),
  versions: z.array(VersionTraffic).max(8).default([]),
  /** What it was to load and could not, since it last could. */
  refused: z.array(RefusedVersion).max(8).default([]),
});
export const ReportServingResponse = z.strictObject({});
export type ReportServingRequest = z.output<typeof ReportServingRequest>;

export const reportServing = operation({
  ...registry,
  method: 'ReportServing',
  idempotent: true,
  verb: 'POST',
  path: '/models/{model_name}/serving',
  access: 'service',
  summary: 'A replica tells which version it serves and how fast',
  request: ReportServingRequest,
  response: ReportServingResponse,
});

import { z } from 'zod';
import { Identifier, Instant, Probability } from '../fields.js';
import { operation } from '../operation.js';

const rollouts = { domain: 'model-registry', service: 'RolloutService' } as const;

/** Event: a rollout of a model began, changed or ended. */
export const ROLLOUT_CHANGED = 'model-registry.rollout-changed.v1';

export const RolloutChanged = z.strictObject({ name: z.string(), rollout_id: z.string(), revision: z.int() });
export type RolloutChanged = z.output<typeof RolloutChanged>;

/** Versions that a rollout holds warm beside the champion, at most. */
export const MOST_CHALLENGERS = 2;

/**
 * `shadow`: challengers score copies and answer nobody. `canary`: one challenger answers a share that is to grow.
 * `split`: one or two answer fixed shares, to be compared with the champion.
 */
export const RolloutMode = z.enum(['shadow', 'canary', 'split']);
export type RolloutMode = z.output<typeof RolloutMode>;

const Version = z.string().min(1).max(20);

/** A version on trial, and the share of entities that it answers, or scores in the shadow. */
export const Challenger = z.strictObject({ version: Version, share: Probability });
export type Challenger = z.output<typeof Challenger>;

/** What takes a challenger's share from it, as it is in force. */
export const GuardInForce = z.strictObject({
  /** Share of its recent requests that may fail. */
  max_error_rate: Probability,
  /** Its recent mean latency over the champion's. */
  max_latency_ratio: z.number().min(1).max(1_000),
  /** Its recent mean latency, in milliseconds; no such limit where left out. */
  max_latency_ms: z.number().positive().max(60_000).optional(),
  /** With fewer recent requests nothing is concluded. */
  min_requests: z.int().min(1).max(1_000_000),
  /** Whether an alert about the model ends the rollout. */
  on_alert: z.boolean(),
});

/** A guard as it is asked for. */
export const RolloutGuard = GuardInForce.extend({
  max_error_rate: GuardInForce.shape.max_error_rate.default(0.01),
  max_latency_ratio: GuardInForce.shape.max_latency_ratio.default(3),
  min_requests: GuardInForce.shape.min_requests.default(100),
  on_alert: GuardInForce.shape.on_alert.default(true),
});
export type RolloutGuard = z.output<typeof RolloutGuard>;

const Reason = z.string().max(500).default('');
const Challengers = z.array(Challenger).min(1).max(MOST_CHALLENGERS);

/** Requests of one version since a rollout began. */
export const RolloutTraffic = z.strictObject({
  version: z.string(),
  role: z.enum(['champion', 'challenger']),
  requests: z.int(),
  errors: z.int(),
  /** Of the requests that did not fail; left out before the first. */
  latency_ms_mean: z.number().optional(),
});
export type RolloutTraffic = z.output<typeof RolloutTraffic>;

export const RolloutChallenger = Challenger.extend({
  /** Why its share was taken from it. */
  stopped: z.string().optional(),
  /** Whether an admin put it on trial although its gate had not let it pass. */
  forced: z.boolean().optional(),
});
export type RolloutChallenger = z.output<typeof RolloutChallenger>;

export const RolloutChange = z.strictObject({
  revision: z.int(),
  changed_at: Instant,
  action: z.enum(['started', 'changed', 'stopped', 'ended']),
  challengers: z.array(RolloutChallenger),
  reason: z.string(),
});

export const Rollout = z.strictObject({
  rollout_id: z.string(),
  model_name: z.string(),
  mode: RolloutMode,
  status: z.enum(['running', 'ended']),
  /** Counts the changes; a change may name the one that it means to follow. */
  revision: z.int(),
  challengers: z.array(RolloutChallenger),
  guard: GuardInForce,
  started_at: Instant,
  changed_at: Instant,
  ended_at: Instant.optional(),
  /** Why it ended, or what it was last changed for. */
  reason: z.string(),
});
export type Rollout = z.output<typeof Rollout>;

export const StartRolloutRequest = z
  .strictObject({
    model_name: Identifier,
    mode: RolloutMode,
    challengers: Challengers,
    guard: RolloutGuard.optional(),
    /** Needed to force. */
    reason: Reason,
    /** Whatever the gate says of the challengers: for an admin, with a reason. */
    force: z.boolean().optional(),
  })
  .superRefine(({ mode, challengers }, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['challengers'], message });
    if (mode === 'canary' && challengers.length > 1) wrong('must be one version of a canary');
    if (new Set(challengers.map(({ version }) => version)).size < challengers.length) wrong('must differ in version');
    if (mode !== 'shadow' && sharesOf(challengers) > 1) wrong('must have shares that sum to 1 at most');
  });
export type StartRolloutRequest = z.output<typeof StartRolloutRequest>;
export const StartRolloutResponse = Rollout;

/** Σ of the shares, free of the last bit that a sum of decimal fractions is off by. */
export function sharesOf(challengers: readonly { readonly share: number }[]): number {
  return Number(challengers.reduce((sum, { share }) => sum + share, 0).toFixed(12));
}

export const startRollout = operation({
  ...rollouts,
  method: 'StartRollout',
  verb: 'POST',
  path: '/models/{model_name}/rollout',
  access: 'engineer',
  summary: 'Puts versions on trial beside the one in production',
  request: StartRolloutRequest,
  response: StartRolloutResponse,
});

export const UpdateRolloutRequest = z.strictObject({
  model_name: Identifier,
  /** Other shares for versions of the rollout; those not named keep theirs. */
  challengers: z.array(Challenger).max(MOST_CHALLENGERS).default([]),
  /** In place of the guard as a whole. */
  guard: RolloutGuard.optional(),
  /** The change is refused unless this is the rollout's revision. */
  expected_revision: z.int().min(1).max(1_000_000_000).optional(),
  reason: Reason,
});
export type UpdateRolloutRequest = z.output<typeof UpdateRolloutRequest>;
export const UpdateRolloutResponse = Rollout;

export const updateRollout = operation({
  ...rollouts,
  method: 'UpdateRollout',
  verb: 'PUT',
  path: '/models/{model_name}/rollout',
  access: 'engineer',
  summary: 'Changes the shares or the guard of the rollout that runs',
  request: UpdateRolloutRequest,
  response: UpdateRolloutResponse,
});

export const EndRolloutRequest = z.strictObject({
  model_name: Identifier,
  expected_revision: z.int().min(1).max(1_000_000_000).optional(),
  reason: Reason,
});
export type EndRolloutRequest = z.output<typeof EndRolloutRequest>;
export const EndRolloutResponse = Rollout;

export const endRollout = operation({
  ...rollouts,
  method: 'EndRollout',
  verb: 'POST',
  path: '/models/{model_name}/rollout/end',
  access: 'engineer',
  summary: 'Ends the rollout that runs: the version in production answers everything',
  request: EndRolloutRequest,
  response: EndRolloutResponse,
});

export const GetRolloutRequest = z.strictObject({
  model_name: Identifier,
  /** How many of its last changes are told. */
  changes: z.int().min(0).max(100).default(20),
});
export type GetRolloutRequest = z.output<typeof GetRolloutRequest>;
export const GetRolloutResponse = z.strictObject({
  model_name: z.string(),
  /** The one that runs, or the last one; left out where there never was one. */
  rollout: Rollout.optional(),
  traffic: z.array(RolloutTraffic),
  /** Newest first. */
  changes: z.array(RolloutChange),
});
export type GetRolloutResponse = z.output<typeof GetRolloutResponse>;

export const getRollout = operation({
  ...rollouts,
  method: 'GetRollout',
  verb: 'GET',
  path: '/models/{model_name}/rollout',
  access: 'reader',
  summary: 'The rollout of a model, its traffic by version, and how it came to be as it is',
  request: GetRolloutRequest,
  response: GetRolloutResponse,
});

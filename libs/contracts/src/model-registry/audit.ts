import { z } from 'zod';
import { Identifier, Instant } from '../fields.js';
import { operation } from '../operation.js';

/** What can happen to the registry. */
export const AUDIT_ACTIONS = [
  'model.created',
  'model.renamed',
  'model.described',
  'model.deleted',
  'model.tag-set',
  'model.tag-deleted',
  'version.created',
  'version.described',
  'version.deleted',
  'version.tag-set',
  'version.tag-deleted',
  'version.stage-changed',
  'version.gated',
  'alias.set',
  'alias.deleted',
  'rollout.started',
  'rollout.changed',
  'rollout.stopped',
  'rollout.ended',
  'training.asked',
  'training.cancel-asked',
  'webhook.created',
  'webhook.changed',
  'webhook.deleted',
  'garbage.deleted',
] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.output<typeof AuditAction>;

/** One change of the registry; never altered, never deleted. */
export const AuditEntry = z.strictObject({
  /** Place in the log: it grows with each entry, and is what a listing goes on from. */
  cursor: z.string(),
  at: Instant,
  /** `key:<id>`, `token:<subject>`, `certificate:<name>`, `unauthenticated` where callers are not asked, or `system`. */
  actor: z.string(),
  /** Of the actor; '' where callers are not asked. */
  role: z.string(),
  /** `x-request-id` of the request, as in logs and traces; '' for what no request asked for. */
  request_id: z.string(),
  action: AuditAction,
  /** Name of the model when it happened; '' where it is of none. */
  model_name: z.string(),
  version: z.string().optional(),
  /** What else it is about: an alias, the key of a tag, a path. */
  subject: z.string().optional(),
  reason: z.string(),
  /** As JSON; left out where there was nothing. */
  before: z.string().optional(),
  /** As JSON; left out where nothing is left. */
  after: z.string().optional(),
});
export type AuditEntry = z.output<typeof AuditEntry>;

export const ListAuditEntriesRequest = z.strictObject({
  model_name: Identifier.optional(),
  actor: Identifier.optional(),
  action: AuditAction.optional(),
  /** From this instant on. */
  from: Instant.optional(),
  /** Before this instant. */
  to: Instant.optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
  /** Goes on after this entry, in the same order. */
  cursor: z
    .string()
    .regex(/^\d{1,20}-\d{1,19}$/, 'must be the cursor of an entry')
    .optional(),
  limit: z.int().min(1).max(1_000).default(100),
});
export type ListAuditEntriesRequest = z.output<typeof ListAuditEntriesRequest>;

export const ListAuditEntriesResponse = z.strictObject({
  entries: z.array(AuditEntry),
  /** What to ask for the rest with; left out when this was all there is so far. */
  next_cursor: z.string().optional(),
});
export type ListAuditEntriesResponse = z.output<typeof ListAuditEntriesResponse>;

export const listAuditEntries = operation({
  domain: 'model-registry',
  service: 'GovernanceService',
  method: 'ListAuditEntries',
  verb: 'GET',
  path: '/registry/audit',
  access: 'admin',
  summary: 'Every change of the registry: who, when, what, why',
  request: ListAuditEntriesRequest,
  response: ListAuditEntriesResponse,
});

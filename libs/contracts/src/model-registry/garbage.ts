import { z } from 'zod';
import { Instant } from '../fields.js';
import { operation } from '../operation.js';

/** Most items that one call marks, and as many that it deletes; the next call goes on. */
export const MAX_GARBAGE = 1_000;

/** Something in the artifact store that nothing refers to. */
export const GarbageItem = z.strictObject({
  /** Below the root of the artifact store. */
  path: z.string(),
  /**
   * `run` and `logged-model`: deleted longer ago than the retention, a logged model also with its experiment. `orphan`: of a
   * run that is not there.
   */
  kind: z.enum(['run', 'logged-model', 'orphan']),
  marked_at: Instant,
  /** From when on it is deleted if nothing refers to it by then. */
  due_at: Instant,
});
export type GarbageItem = z.output<typeof GarbageItem>;

export const CollectGarbageRequest = z.strictObject({
  /** Tells what would happen, and does nothing. */
  dry_run: z.boolean().default(false),
});
export type CollectGarbageRequest = z.output<typeof CollectGarbageRequest>;

export const CollectGarbageResponse = z.strictObject({
  dry_run: z.boolean(),
  /** Marked by this call: to be deleted by a later one. */
  marked: z.array(GarbageItem),
  /** Marked earlier, due, and deleted by this call. */
  deleted: z.array(GarbageItem),
  /** Deleted experiments without runs, logged models and artifacts that went with them, by id. */
  experiments: z.array(z.string()),
  /** Whether there was more than one call takes. */
  more: z.boolean(),
});
export type CollectGarbageResponse = z.output<typeof CollectGarbageResponse>;

export const collectGarbage = operation({
  domain: 'model-registry',
  service: 'GovernanceService',
  method: 'CollectGarbage',
  idempotent: true,
  load: 'waits',
  verb: 'POST',
  path: '/registry/garbage-collections',
  access: 'admin',
  summary: 'Marks what nothing refers to, and deletes what was marked a grace period ago and is still not referred to',
  request: CollectGarbageRequest,
  response: CollectGarbageResponse,
});

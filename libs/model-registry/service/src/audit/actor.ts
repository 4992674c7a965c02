import { AsyncLocalStorage } from 'node:async_hooks';
import { permits, type Role } from '@bellwether/contracts';
import type { Principal } from '@bellwether/platform/auth';

/** Who changes the registry, by which request, and why. */
export interface Actor {
  /** `key:<id>`, `token:<subject>`, `certificate:<name>`, `unauthenticated` or `system`. */
  readonly id: string;
  /** Null where callers are not asked: there everybody may do everything. */
  readonly role: Role | null;
  /** '' where no request asked for it. */
  readonly requestId: string;
  /** '' where none was given. */
  readonly reason: string;
}

/** What the registry does by itself. */
const SYSTEM: Actor = { id: 'system', role: null, requestId: '', reason: '' };

const scope = new AsyncLocalStorage<Actor>();

/** Runs work as somebody: every change in it is on their record, however deep it happens. */
export function actingAs<Result>(actor: Actor, work: () => Result): Result {
  return scope.run(actor, work);
}

/** Runs what the registry does by itself, although somebody's request has led to it. */
export function actingAsSystem<Result>(work: () => Result): Result {
  return actingAs(SYSTEM, work);
}

export function currentActor(): Actor {
  return scope.getStore() ?? SYSTEM;
}

/** Runs work for a reason of its own, in the place of the request's. */
export function withReason<Result>(reason: string | undefined, work: () => Result): Result {
  return reason === undefined ? work() : scope.run({ ...currentActor(), reason }, work);
}

/** @param principal null where callers are not asked who they are. */
export function actorOf(principal: Principal | null, requestId: string, reason: string): Actor {
  if (principal === null) return { id: 'unauthenticated', role: null, requestId, reason };
  // Whoever has no role does not come this far; if one did, it would have the least.
  return { id: principal.id, role: principal.role ?? 'reader', requestId, reason };
}

export function isAdmin({ role }: Actor): boolean {
  return role === null || permits('admin', role);
}

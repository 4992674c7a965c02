/**
 * What a caller may do, each role all that the one before it may: a reader looks, a service asks for predictions and
 * reports what it serves, an engineer trains, registers and promotes, an admin deletes what was registered.
 */
export const ROLES = ['reader', 'service', 'engineer', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** Who may call something: everybody, or callers with at least that role. */
export type Access = 'open' | Role;

/** Whether a caller may; null is one who is known but was given no role. */
export function permits(access: Access, role: Role | null): boolean {
  if (access === 'open') return true;
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(access);
}

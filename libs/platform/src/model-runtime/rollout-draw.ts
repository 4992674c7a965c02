import { hash } from 'node:crypto';

const HEX_DIGITS = 12;
const RANGE = 2 ** (4 * HEX_DIGITS);

/**
 * Where an entity falls in a rollout: the first 48 bits of SHA-256(rollout, entity) over 2⁴⁸, uniform in [0, 1). The same
 * on every replica and at every time, and of one rollout independent of any other.
 */
export function rolloutDraw(rolloutId: string, entityId: string): number {
  return Number.parseInt(hash('sha256', `${rolloutId}\0${entityId}`).slice(0, HEX_DIGITS), 16) / RANGE;
}

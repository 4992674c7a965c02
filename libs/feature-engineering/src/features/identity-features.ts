import type { Feature } from './feature.js';
import { category } from './reservation-features.js';

/** Who sends or pays for the guest, by name. */
export const IDENTITY_FEATURES = {
  agent: category('agent', 'The travel agent'),
  company: category('company', 'The company that pays'),
} as const satisfies Record<string, Feature>;

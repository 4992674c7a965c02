import type { Access } from '../access.js';

/** How a caller says who it is. */
export const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a token of the configured issuer' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'An API key' },
  basic: { type: 'http', scheme: 'basic', description: 'An API key as the password; the user name counts for nothing' },
} as const;

export type SecurityRequirement = Readonly<Partial<Record<keyof typeof SECURITY_SCHEMES, readonly []>>>;

/** Any one of the schemes will do; what is open asks for none. An app on the loopback may ask for none at all. */
export function securityOf(access: Access): readonly SecurityRequirement[] {
  return access === 'open' ? [] : [{ bearer: [] }, { apiKey: [] }, { basic: [] }];
}

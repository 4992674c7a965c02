/** The headers, over gRPC the metadata, by which a caller says who it is. */
export interface CredentialHeaders {
  readonly authorization: string | undefined;
  readonly apiKey: string | undefined;
}

/**
 * What a caller sent as its credential: a bearer token, `x-api-key`, or the password of Basic, which is how MLflow's
 * clients send a user name and a password. Undefined where there is none.
 */
export function credentialOf({ authorization, apiKey }: CredentialHeaders): string | undefined {
  if (authorization === undefined) return apiKey === '' ? undefined : apiKey;
  const space = authorization.indexOf(' ');
  const scheme = authorization.slice(0, space).toLowerCase();
  const value = authorization.slice(space + 1).trim();
  if (scheme === 'bearer') return value === '' ? undefined : value;
  return scheme === 'basic' ? passwordOf(value) : undefined;
}

function passwordOf(basic: string): string | undefined {
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const password = text.slice(text.indexOf(':') + 1);
  return !text.includes(':') || password === '' ? undefined : password;
}

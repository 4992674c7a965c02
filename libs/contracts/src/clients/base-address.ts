/** Where requests go, and what they say of the sender. */
export interface BaseAddress {
  /** Without credentials, and without a slash at its end. */
  readonly base: string;
  readonly authorization: string | undefined;
}

/**
 * Parts a base URL from its credentials: fetch sends none that a URL holds, and tells them in its error. An API key goes
 * before them.
 */
export function baseAddress(baseUrl: string, apiKey?: string): BaseAddress {
  const bearer = apiKey === undefined ? undefined : `Bearer ${apiKey}`;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || (url.username === '' && url.password === '')) {
    return { base: baseUrl.replace(/\/+$/, ''), authorization: bearer };
  }
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = url.password = '';
  return { base: url.href.replace(/\/+$/, ''), authorization: bearer ?? `Basic ${base64(pair)}` };
}

/** Of a text's UTF-8; by what browsers have too. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

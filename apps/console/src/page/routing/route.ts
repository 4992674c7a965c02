/** What the page shows, as its address says it behind `#`. */
export interface Route {
  /** Segments, decoded: `#/models/churn` → ['models', 'churn']. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Reads the part of an address behind `#`. What cannot be decoded is taken as it stands. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return {
    path: path.split('/').filter(Boolean).map(decoded),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The address of a route, to be linked. Parameters without a value are left out. */
export function href(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  const search = new URLSearchParams(given).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

/**
 * Compares a path with a pattern whose segments are texts, or parameters that begin with a colon.
 *
 * @returns the parameters, or undefined where the path is another.
 */
export function matchPath(pattern: string, path: readonly string[]): Record<string, string> | undefined {
  const segments = pattern.split('/');
  if (segments.length !== path.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    if (segment.startsWith(':')) parameters[segment.slice(1)] = path[i]!;
    else if (segment !== path[i]) return undefined;
  }
  return parameters;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

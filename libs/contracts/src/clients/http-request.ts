import { DomainError } from '@bellwether/errors';
import { fieldPlaces, type Operation } from '../operation.js';

/** A request as HTTP carries it. */
export interface HttpRequest {
  /** Path with its parameters filled in, and the query. */
  readonly target: string;
  /** JSON; undefined where the operation has no body. */
  readonly body: string | undefined;
}

/**
 * Places the fields of a request in path, query and body. A list in a query is repeated, one `name=value` per item.
 * Fields that the schema does not know go where fields of the operation go, for the server to refuse.
 *
 * @throws INVALID_ARGUMENT when a path parameter is one that no URL can carry.
 */
export function httpRequest(operation: Operation, request: Readonly<Record<string, unknown>>): HttpRequest {
  const places = fieldPlaces(operation);
  const hasBody = operation.verb === 'POST' || operation.verb === 'PUT';
  const query = new URLSearchParams();
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || places[name] === 'path') continue;
    if (hasBody) body[name] = value;
    else for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item));
  }
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => pathSegment(name, request[name]));
  return { target: query.size > 0 ? `${path}?${query}` : path, body: hasBody ? JSON.stringify(body) : undefined };
}

/** An empty segment or one of dots, even escaped, is dropped from a URL before it is sent: another route would answer. */
function pathSegment(name: string, value: unknown): string {
  const segment = String(value ?? '');
  if (segment === '' || segment === '.' || segment === '..') {
    const message = `must not be empty, '.' or '..' over HTTP`;
    throw new DomainError('INVALID_ARGUMENT', `${name} ${message}, got '${segment}'`, {
      fields: [{ path: name, message }],
    });
  }
  return encodeURIComponent(segment);
}

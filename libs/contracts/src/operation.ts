import type { z } from 'zod';
import type { Access } from './access.js';

export type HttpVerb = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * How an operation weighs on the process that answers it: one answer, many in one request, or a wait for something that
 * happens elsewhere. Bulk work is the first to be refused when there is too much; a wait takes no place from the others.
 */
export type Load = 'single' | 'bulk' | 'waits';

/** One operation of a service, the same over HTTP and gRPC. Everything else about it is derived from this record. */
export interface Operation<
  Request extends z.ZodObject = z.ZodObject,
  Response extends z.ZodObject = z.ZodObject,
  Domain extends string = string,
> {
  /** Domain in kebab-case; its gRPC package is `bellwether.<domain with underscores>.v1`. */
  readonly domain: Domain;
  /** gRPC service, ending in `Service`. */
  readonly service: string;
  /** gRPC method, and the operationId of OpenAPI. */
  readonly method: string;
  readonly verb: HttpVerb;
  /** Full path, parameters in braces: `/api/v1/ml/models/{model_name}/info`. */
  readonly path: string;
  /** HTTP status of success. */
  readonly status: number;
  /** Who may call it; without a decision an operation does not compile. */
  readonly access: Access;
  readonly summary: string;
  /**
   * Whether asking twice does no more than asking once, so that a caller may try again. Where left out, it is what the
   * verb says: all but POST.
   */
  readonly idempotent?: boolean;
  /** `single` where left out. */
  readonly load?: Load;
  readonly request: Request;
  readonly response: Response;
}

export const API_PREFIX = '/api/v1/ml';

/** Declares an operation; the path is given below /api/v1/ml. */
export function operation<Request extends z.ZodObject, Response extends z.ZodObject, Domain extends string>(
  declared: Omit<Operation<Request, Response, Domain>, 'status'> & { readonly status?: number },
): Operation<Request, Response, Domain> {
  return { status: 200, ...declared, path: API_PREFIX + declared.path };
}

/** Whether an operation may be asked again when no answer came. */
export function isIdempotent({ idempotent, verb }: Operation): boolean {
  return idempotent ?? verb !== 'POST';
}

/** Names of the parameters in an operation's path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

/** Where a field of a request travels over HTTP. */
export type FieldPlace = 'path' | 'query' | 'body';

/** Place of each field of an operation's request: its path first, then the query of GET and DELETE, the body of the rest. */
export function fieldPlaces(operation: Operation): Record<string, FieldPlace> {
  const inPath = pathParameters(operation.path);
  const rest: FieldPlace = operation.verb === 'GET' || operation.verb === 'DELETE' ? 'query' : 'body';
  return Object.fromEntries(
    Object.keys(operation.request.shape).map((field) => [field, inPath.includes(field) ? 'path' : rest]),
  );
}

/** gRPC package of a domain: `customer-analytics` → `bellwether.customer_analytics.v1`. */
export function grpcPackage(domain: string): string {
  return `bellwether.${domain.replaceAll('-', '_')}.v1`;
}

export type RequestOf<Op extends Operation> = z.output<Op['request']>;
export type RequestInput<Op extends Operation> = z.input<Op['request']>;
export type ResponseOf<Op extends Operation> = z.output<Op['response']>;

import type { z } from 'zod';

export type HttpVerb = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One operation of a service, the same over HTTP and gRPC. Everything else about it is derived from this record. */
export interface Operation<Request extends z.ZodObject = z.ZodObject, Response extends z.ZodObject = z.ZodObject> {
  /** Domain in kebab-case; its gRPC package is `bellwether.<domain with underscores>.v1`. */
  readonly domain: string;
  /** gRPC service, ending in `Service`. */
  readonly service: string;
  /** gRPC method, and the operationId of OpenAPI. */
  readonly method: string;
  readonly verb: HttpVerb;
  /** Full path, parameters in braces: `/api/v1/ml/models/{model_name}/info`. */
  readonly path: string;
  /** HTTP status of success. */
  readonly status: number;
  readonly summary: string;
  readonly request: Request;
  readonly response: Response;
}

export const API_PREFIX = '/api/v1/ml';

/** Declares an operation; the path is given below /api/v1/ml. */
export function operation<Request extends z.ZodObject, Response extends z.ZodObject>(
  declared: Omit<Operation<Request, Response>, 'status'> & { readonly status?: number },
): Operation<Request, Response> {
  return { status: 200, ...declared, path: API_PREFIX + declared.path };
}

/** Names of the parameters in an operation's path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

/** gRPC package of a domain: `customer-analytics` → `bellwether.customer_analytics.v1`. */
export function grpcPackage(domain: string): string {
  return `bellwether.${domain.replaceAll('-', '_')}.v1`;
}

export type RequestOf<Op extends Operation> = z.output<Op['request']>;
export type RequestInput<Op extends Operation> = z.input<Op['request']>;
export type ResponseOf<Op extends Operation> = z.output<Op['response']>;

/** The closed set of failures a service may answer with; the codes are gRPC's. */
export const ERROR_CODES = [
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'ABORTED',
  'FAILED_PRECONDITION',
  'RESOURCE_EXHAUSTED',
  'DEADLINE_EXCEEDED',
  'UNAVAILABLE',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One thing wrong with one field; `path` is the full dotted path from the root of the request. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export interface DomainErrorOptions {
  /** The error that led to this one: logged, never answered. */
  readonly cause?: unknown;
  /** The fields at fault, where the failure is one of input. */
  readonly fields?: readonly FieldProblem[];
  /** When another try may succeed, in seconds; answered as Retry-After. */
  readonly retryAfterSeconds?: number;
}

/**
 * The one error that domains, kernels and adapters throw on purpose. Its message names the argument, the rule and the
 * value, and is fit to be answered to a caller. Any other error is a bug and surfaces as INTERNAL.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

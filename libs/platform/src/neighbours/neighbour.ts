import { randomInt } from 'node:crypto';
import {
  createGrpcClient,
  isIdempotent,
  type CallOptions,
  type ClientOf,
  type GrpcClientOptions,
  type Operation,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { traceHeaders } from '../tracing/index.js';
import { CallPolicy } from './call-policy.js';

export interface NeighbourOptions<Operations extends Readonly<Record<string, Operation>>> extends Omit<
  GrpcClientOptions,
  'validate'
> {
  /** e.g. 'model-registry'; in errors, metrics and health. */
  readonly name: string;
  readonly operations: Operations;
  /** Told of each call and how it ended: 'OK' or the code of the failure. */
  readonly onCall?: (method: string, outcome: string) => void;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/** Another app, asked over gRPC. */
export interface Neighbour<Operations extends Readonly<Record<string, Operation>>> {
  readonly client: ClientOf<Operations>;
  /** Whether it has just failed several times in a row, so that what depends on it is degraded. */
  readonly isAway: () => boolean;
  readonly close: () => void;
}

const RESOLUTION = 2 ** 32;

/** Every call has a deadline, the caller's where that is shorter; see `CallPolicy` for what is tried again and when not. */
export function openNeighbour<Operations extends Readonly<Record<string, Operation>>>({
  name,
  operations,
  onCall = () => {},
  random = () => randomInt(RESOLUTION) / RESOLUTION,
  ...options
}: NeighbourOptions<Operations>): Neighbour<Operations> {
  const policy = new CallPolicy(name, random);
  // A newer neighbour may answer with fields that this app does not know yet.
  const { close, ...plain } = createGrpcClient({ headers: traceHeaders, ...options, operations, validate: false });
  const calls = plain as unknown as ClientOf<Readonly<Record<string, Operation>>>;
  const asked =
    (key: string, operation: Operation) =>
    async (request: Record<string, unknown>, { signal, deadlineMs = Infinity }: CallOptions = {}) => {
      const call = {
        idempotent: isIdempotent(operation),
        deadlineMs: Math.min(deadlineMs, options.timeoutMs),
        signal,
      };
      try {
        const answer = await policy.run(call, (left) =>
          calls[key]!(request, { deadlineMs: left, ...(signal && { signal }) }),
        );
        onCall(operation.method, 'OK');
        return answer;
      } catch (error) {
        onCall(operation.method, error instanceof DomainError ? error.code : 'INTERNAL');
        throw error;
      }
    };
  const entries = Object.entries(operations).map(([key, operation]) => [key, asked(key, operation)]);
  return { client: Object.fromEntries(entries) as ClientOf<Operations>, isAway: () => policy.isOpen, close };
}

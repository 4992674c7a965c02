import { Client, type ChannelCredentials, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition, type PackageDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { fromWire } from '../grpc/from-wire.js';
import { LOADER_OPTIONS } from '../grpc/loader-options.js';
import { protoFiles } from '../grpc/proto-files.js';
import { grpcPackage, type Operation } from '../operation.js';
import type { DomainName } from '../domains.js';
import { operations as allOperations, operationsOf, type OperationsOf } from '../operations.js';
import { type ClientBehaviour, type ClientOf, clientOf, type Send } from './client.js';
import { grpcFailure } from './grpc-failure.js';
import { assertSendable } from './sendable.js';

export interface GrpcClientOptions extends ClientBehaviour {
  /** `host:port`, or `dns:///host:port` to spread the calls over all addresses of the name. */
  readonly address: string;
  /** Sent as `authorization: Bearer …`. */
  readonly apiKey?: string;
  /** TLS; plain text when left out. */
  readonly credentials?: ChannelCredentials;
}

export type GrpcClient<Operations extends Readonly<Record<string, Operation>>> = ClientOf<Operations> & {
  /** Closes the connection once the calls under way are answered. */
  readonly close: () => void;
};

/**
 * The connection looks after itself: a dead peer is noticed within a minute and a half by pings while calls are under
 * way, a lost one is tried again at least every five seconds, and replicas behind one name share the calls, which over
 * one HTTP/2 connection would all go to the first.
 */
const CHANNEL_OPTIONS = {
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.keepalive_permit_without_calls': 0,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5_000,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.max_receive_message_length': 20 * 2 ** 20,
};

/**
 * A client over gRPC of every operation, of one domain's, or of those given. Answers and failures are those of the HTTP
 * client; the deadline travels with the call, so that the server too can give up.
 */
export function createGrpcClient(options: GrpcClientOptions): GrpcClient<typeof allOperations>;
export function createGrpcClient<Domain extends DomainName>(
  options: GrpcClientOptions & { readonly domain: Domain },
): GrpcClient<OperationsOf<Domain>>;
export function createGrpcClient<Operations extends Readonly<Record<string, Operation>>>(
  options: GrpcClientOptions & { readonly operations: Operations },
): GrpcClient<Operations>;
export function createGrpcClient(
  options: GrpcClientOptions & {
    readonly domain?: DomainName;
    readonly operations?: Readonly<Record<string, Operation>>;
  },
): Readonly<Record<string, unknown>> & { readonly close: () => void } {
  const operations: Readonly<Record<string, Operation>> =
    options.operations ?? (options.domain === undefined ? allOperations : operationsOf(options.domain));
  const domains = [...new Set(Object.values(operations).map((operation) => operation.domain))];
  const definitions = loadSync(domains.flatMap(protoFiles), LOADER_OPTIONS.client);
  const channel = new Client(options.address, options.credentials ?? credentials.createInsecure(), CHANNEL_OPTIONS);
  const methods = clientOf(operations, options, sendOverGrpc(channel, definitions, options));
  return { ...methods, close: () => channel.close() };
}

function sendOverGrpc(
  channel: Client,
  definitions: PackageDefinition,
  { apiKey, headers }: Pick<GrpcClientOptions, 'apiKey' | 'headers'>,
): Send {
  const constant = new Metadata();
  if (apiKey !== undefined) constant.set('authorization', `Bearer ${apiKey}`);
  return async (operation, request, { signal, deadlineMs }) => {
    assertSendable(operation, request);
    const metadata = headers === undefined ? constant : withHeaders(constant, headers());
    const { path, requestSerialize, responseDeserialize } = methodDefinition(definitions, operation);
    const message = await new Promise<object>((resolve, reject) => {
      const answered = (error: ServiceError | null, answer?: object) => {
        signal?.removeEventListener('abort', giveUp);
        if (signal?.aborted) reject(signal.reason);
        else if (error !== null) reject(grpcFailure(error));
        else resolve(answer!);
      };
      const call = channel.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadata,
        { deadline: Date.now() + deadlineMs },
        answered,
      );
      const giveUp = () => call.cancel();
      signal?.addEventListener('abort', giveUp, { once: true });
    });
    return fromWire(operation.response, message as Record<string, unknown>);
  };
}

function withHeaders(constant: Metadata, headers: Readonly<Record<string, string>>): Metadata {
  const metadata = constant.clone();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return metadata;
}

function methodDefinition(definitions: PackageDefinition, operation: Operation): MethodDefinition<object, object> {
  const service = definitions[`${grpcPackage(operation.domain)}.${operation.service}`] as ServiceDefinition;
  return service[operation.method]!;
}

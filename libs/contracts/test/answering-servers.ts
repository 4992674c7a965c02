import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { DomainError } from '@bellwether/errors';
import { LOADER_OPTIONS } from '../src/grpc/loader-options.js';
import { problemMetadata } from '../src/grpc/problem-metadata.js';
import { protoFiles } from '../src/grpc/proto-files.js';
import { grpcPackage, type Operation } from '../src/operation.js';
import { operations } from '../src/operations.js';

/** What a test's server does with a request that the schema accepted; it may throw a DomainError. */
export type Answer = (operation: Operation, request: Record<string, unknown>, about: CallFacts) => unknown;

export interface CallFacts {
  readonly authorization: string | undefined;
  /** gRPC only. */
  readonly deadline: number | undefined;
}

export interface AnsweringServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

function accepted({ request: schema }: Operation, request: Record<string, unknown>): Record<string, unknown> {
  const { data, error } = schema.safeParse(request);
  if (error === undefined) return data;
  const fields = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new DomainError('INVALID_ARGUMENT', 'refused by the server', { fields });
}

const STATUS = { INVALID_ARGUMENT: 400, NOT_FOUND: 404, FAILED_PRECONDITION: 422, RESOURCE_EXHAUSTED: 429 } as const;

/** Serves every operation over HTTP as the contract says, with nothing between the test and the wire. */
export async function serveHttp(answer: Answer, port = 0): Promise<AnsweringServer> {
  const server = createServer((message, response) => void answerHttp(answer, message, response));
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function answerHttp(answer: Answer, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (code: number, type: string, body: unknown, headers = {}) =>
    response.writeHead(code, { 'content-type': type, ...headers }).end(JSON.stringify(body));
  const url = new URL(message.url!, 'http://server');
  let text = '';
  for await (const chunk of message) text += chunk;
  try {
    const [operation, inPath] = route(message.method!, url.pathname);
    const inQuery = [...url.searchParams].map(([name, value]) => [name, JSON.parse(value)]);
    const body = text === '' ? {} : JSON.parse(text);
    const request = accepted(operation, { ...body, ...Object.fromEntries(inQuery), ...inPath });
    const facts = { authorization: message.headers.authorization, deadline: undefined };
    reply(operation.status, 'application/json', await answer(operation, request, facts));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const code = STATUS[error.code as keyof typeof STATUS];
    const problem = { type: 'about:blank', title: error.code, status: code, detail: error.message };
    const retry = error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) };
    reply(code, 'application/problem+json', { ...problem, errors: error.fields }, retry);
  }
}

function route(verb: string, path: string): [Operation, Record<string, string>] {
  for (const operation of Object.values<Operation>(operations)) {
    const pattern = new RegExp(`^${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = operation.verb === verb ? pattern.exec(path) : null;
    if (match === null) continue;
    const inPath = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return [operation, Object.fromEntries(inPath) as Record<string, string>];
  }
  throw new DomainError('NOT_FOUND', `no operation at ${verb} ${path}`);
}

/** Serves every operation over gRPC from the committed .proto files. */
export async function serveGrpc(answer: Answer, port = 0): Promise<AnsweringServer> {
  const server = new Server();
  const all = Object.values<Operation>(operations);
  const domains = [...new Set(all.map(({ domain }) => domain))];
  const definitions = loadSync(domains.flatMap(protoFiles), LOADER_OPTIONS.server);
  const services = new Set(all.map(({ domain, service }) => `${grpcPackage(domain)}.${service}`));
  for (const service of services) {
    const own = all.filter((operation) => `${grpcPackage(operation.domain)}.${operation.service}` === service);
    const methods = own.map((operation) => [
      operation.method,
      (call: ServerUnaryCall<Record<string, unknown>, unknown>, done: sendUnaryData<unknown>) =>
        void answerGrpc(answer, operation, call, done),
    ]);
    server.addService(definitions[service] as ServiceDefinition, Object.fromEntries(methods));
  }
  const bound = await new Promise<number>((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, at) => (error ? reject(error) : resolve(at)));
  });
  return { port: bound, close: async () => server.forceShutdown() };
}

async function answerGrpc(
  answer: Answer,
  operation: Operation,
  call: ServerUnaryCall<Record<string, unknown>, unknown>,
  done: sendUnaryData<unknown>,
): Promise<void> {
  try {
    const authorization = call.metadata.get('authorization')[0]?.toString();
    const request = accepted(operation, call.request);
    done(null, await answer(operation, request, { authorization, deadline: Number(call.getDeadline()) }));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    done({ code: status[error.code], details: error.message, metadata: problemMetadata(error) });
  }
}

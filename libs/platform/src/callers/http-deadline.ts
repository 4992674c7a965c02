import { DomainError } from '@bellwether/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, sendFailure, type ForeignErrors } from '../problems/index.js';
import { Caller } from './caller.js';

/** What a caller allows for its answer, in milliseconds. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms';
/** The same as Envoy tells it, with the time that it has used up taken off. */
const ENVOY_HEADER = 'x-envoy-expected-rq-timeout-ms';
/** No request is answered later than this anyway. */
const LONGEST_MS = 600_000;

const deadlines = new WeakMap<FastifyRequest, number>();

/** When the caller of a request gives up, on the scale of `performance.now()`; Infinity when it does not say. */
export const deadlineOf = (request: FastifyRequest): number => deadlines.get(request) ?? Infinity;

/** The caller of an HTTP request, who leaves by closing the connection or when its time is up. */
export function httpCaller(request: FastifyRequest, { raw }: FastifyReply): Caller {
  const caller = new Caller(deadlineOf(request));
  const closed = (): void => {
    if (!raw.writableFinished || caller.timeLeftMs <= 0) caller.leave();
  };
  if (raw.destroyed) closed();
  else raw.once('close', closed);
  return caller;
}

/** Reads each request's deadline, and answers 504 when it passes, so that no caller waits longer than it said. */
export function keepHttpDeadlines(fastify: FastifyInstance, foreign: readonly ForeignErrors[]): void {
  const answer = (request: FastifyRequest, reply: FastifyReply, error: DomainError): void => {
    if (!reply.sent) sendFailure(request, reply, failureOf(error), foreign);
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    const headers = [TIMEOUT_HEADER, ENVOY_HEADER].filter((name) => request.headers[name] !== undefined);
    if (headers.length === 0) return done();
    const [wrong] = headers.filter((name) => !isTimeout(request.headers[name]));
    if (wrong !== undefined) {
      const message = `must be whole milliseconds, 1 or more, got '${String(request.headers[wrong]).slice(0, 20)}'`;
      const fields = [{ path: wrong, message }];
      return answer(request, reply, new DomainError('INVALID_ARGUMENT', `${wrong} ${message}`, { fields }));
    }
    const allowedMs = Math.min(LONGEST_MS, ...headers.map((name) => Number(request.headers[name])));
    deadlines.set(request, performance.now() + allowedMs);
    const timer = setTimeout(
      () => answer(request, reply, new DomainError('DEADLINE_EXCEEDED', `no answer within ${allowedMs} ms`)),
      allowedMs,
    );
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}

const isTimeout = (value: unknown): boolean => typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value);

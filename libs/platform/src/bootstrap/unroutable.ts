import { DomainError } from '@bellwether/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, sendFailure, type ForeignErrors } from '../problems/index.js';

/** Longest parameter in a path, in characters. */
export const MAX_PARAMETER_LENGTH = 1_024;

/**
 * Answers a path that the router cannot read, such as one with broken escapes. No hook has run by then, so what every
 * answer tells browsers is told here once more.
 */
export function answerUnroutable(headers: Readonly<Record<string, string>>, foreign: readonly ForeignErrors[]) {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const rule = `must be percent-encoded UTF-8 with parameters of at most ${MAX_PARAMETER_LENGTH} characters`;
    void reply.headers(headers);
    sendFailure(request, reply, failureOf(new DomainError('INVALID_ARGUMENT', `path ${rule}`)), foreign);
  };
}

import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** For how long the rest of a body that is not wanted is taken, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Takes what is left of a request's body and drops it. An answer before the end of a body is a refusal; a connection that
 * is closed with bytes in it that nobody has read takes the refusal with it, and the caller sees a broken pipe in its place.
 *
 * @returns whether there is a rest: then the answer must leave the connection open, for the caller to close.
 */
export function takeRest(request: IncomingMessage): boolean {
  const { headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  // One that was given up in the middle cannot be read to its end: its connection goes with the answer.
  if (!hasBody || request.complete || request.destroyed) return false;
  request.resume();
  const patience = setTimeout(() => request.destroy(), PATIENCE_MS).unref();
  request.once('close', () => clearTimeout(patience));
  return true;
}

/** Lets every refusal of a server be read, whatever its caller is still sending. */
export function answerBeforeClosing(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // Fastify asks for the connection to be closed when it refuses a body for its size.
    if (takeRest(request.raw)) void reply.header('connection', 'keep-alive');
    done(null, payload);
  });
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deadlineOf } from '../callers/index.js';
import { failureOf, sendFailure, type ForeignErrors } from '../problems/index.js';
import type { AdmissionGate } from './admission-gate.js';
import type { Loads } from './load.js';
import { isModelDelivery } from './model-delivery.js';

/**
 * Puts every HTTP request through the gate as soon as its headers are read: a refusal parses and validates nothing. The server's own
 * listener has asked before whether the event loop is late for it, see `refuseEarly`.
 */
export function admitHttp(
  fastify: FastifyInstance,
  gate: AdmissionGate,
  loads: Loads,
  foreign: readonly ForeignErrors[],
): void {
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    const { url, config } = request.routeOptions;
    // What no route matches costs no more than a refusal.
    const load = url === undefined ? undefined : loads.ofRoute(request.method, url, config.load);
    if (url === undefined || load === undefined) return done();
    gate.arrive(
      {
        ...{ kind: url, load, deadline: deadlineOf(request) },
        ...{ isPatient: isModelDelivery(request.method, request.url), isSeen: true },
      },
      {
        admitted: (leave) => {
          // The close follows every answer, and also a caller who hangs up.
          if (reply.raw.destroyed) leave();
          else reply.raw.once('close', leave);
          done();
        },
        refused: (error) => sendFailure(request, reply, failureOf(error), foreign),
      },
    );
  });
}

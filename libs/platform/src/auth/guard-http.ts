import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '@bellwether/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouteAccess } from './access.js';
import { credentialOf } from './credentials.js';
import type { Admission, Gate } from './gate.js';

/** A way into the app, and who may go it. */
export interface GuardedRoute {
  readonly transport: 'http' | 'grpc';
  /** Verb and pattern, or the path of a gRPC method. */
  readonly route: string;
  readonly access: RouteAccess['access'];
}

/** Decisions on routes that packages register and that cannot carry their own, by the start of their path. */
export type OtherRoutes = Readonly<Record<string, RouteAccess>>;

/** How a caller may say who it is (RFC 9110 §11.6.1); Basic is what makes a browser ask. */
const CHALLENGE = 'Bearer realm="bellwether", Basic realm="bellwether", charset="UTF-8"';

/**
 * Puts the gate before every route that is added from here on, ahead of the parsing of bodies.
 *
 * @returns the routes, as they are added.
 * @throws INTERNAL when the app gets ready, where a route has no decision on who may call it.
 */
export function guardHttp(fastify: FastifyInstance, gate: Gate, others: OtherRoutes): readonly GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  const undecided: string[] = [];
  const decisionOn = decisions(others);
  fastify.addHook('onRoute', ({ method, url, config }) => {
    const decision = decisionOn(url, config);
    for (const verb of [method].flat()) {
      const route = `${verb} ${url}`;
      if (decision === undefined) undecided.push(route);
      else routes.push({ transport: 'http', route, access: decision.access });
    }
  });
  fastify.addHook('onReady', (done) => {
    if (undecided.length === 0) return done();
    done(new DomainError('INTERNAL', `who may call ${undecided.join(', ')}? Each route needs @Allow or config.access`));
  });
  fastify.decorateRequest('principal', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    // What does not exist is open to nobody in particular.
    if (request.is404) return done();
    const pass = (admission: Admission): void => {
      request.principal = admission.principal;
      tellQuota(reply, admission);
      done();
    };
    const refuse = (error: Error): void => {
      if (error instanceof DomainError && error.code === 'UNAUTHENTICATED') {
        void reply.header('www-authenticate', CHALLENGE);
      }
      done(error);
    };
    try {
      const { url, config } = request.routeOptions;
      const admission = gate.admit(decisionOn(url, config), callOf(request));
      if (admission instanceof Promise) admission.then(pass, refuse);
      else pass(admission);
    } catch (error) {
      refuse(error as Error);
    }
  });
  return routes;
}

function decisions(others: OtherRoutes) {
  const prefixes = Object.entries(others);
  return (url: string | undefined, config: Partial<RouteAccess> | undefined): RouteAccess | undefined => {
    const { access, domain } = config ?? {};
    if (access !== undefined) return { access, ...(domain !== undefined && { domain }) };
    return prefixes.find(([prefix]) => url === prefix || url?.startsWith(`${prefix}/`))?.[1];
  };
}

const callOf = ({ headers, ip }: FastifyRequest) => ({ credential: sentCredential(headers), address: ip });

/** What a request says who it comes from by; undefined where it does not say. */
export function sentCredential({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): string | undefined {
  return credentialOf({ authorization, apiKey: typeof apiKey === 'string' ? apiKey : undefined });
}

/** The fields of draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it. */
function tellQuota(reply: FastifyReply, { quota }: Admission): void {
  if (quota === undefined) return;
  const { limit, taken } = quota;
  // The window is the time in which an empty bucket fills.
  const window = Math.max(1, Math.ceil(limit.burst / limit.perSecond));
  void reply.header('ratelimit-policy', `"caller";q=${Math.floor(limit.burst)};w=${window}`);
  void reply.header('ratelimit', `"caller";r=${taken.remaining}`);
}

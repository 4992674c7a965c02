import { DomainError } from '@bellwether/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, sendFailure, type ForeignErrors } from '../problems/index.js';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The names of this machine for itself, with or without a port. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

export interface CrossSiteRules {
  /** Origins of pages that may call. */
  readonly origins: readonly string[];
  /** Whether callers are asked who they are; where not, being on this machine is all that speaks for them. */
  readonly asksCallers: boolean;
  /** Protocols whose form a refusal takes. */
  readonly foreign: readonly ForeignErrors[];
}

/**
 * Refuses what a page of somebody else makes a browser send. A browser sends some changes without asking first, along with
 * credentials that it keeps (CVE-2025-1473), and tells the page's origin with each; and it takes a name that was rebound
 * to this machine for the page's own site, and tells the name. Other clients send no origin, and call by our names.
 */
export function refuseCrossSite(fastify: FastifyInstance, { origins, asksCallers, foreign }: CrossSiteRules): void {
  const listed = new Set(origins);
  const refuse = (request: FastifyRequest, reply: FastifyReply, rule: string): void =>
    sendFailure(request, reply, failureOf(new DomainError('PERMISSION_DENIED', rule)), foreign);
  fastify.addHook('onRequest', (request, reply, done) => {
    const { host = '', origin } = request.headers;
    if (!asksCallers && !LOOPBACK_HOST.test(host)) {
      return refuse(request, reply, `calls without credentials must be to localhost, not '${host.slice(0, 100)}'`);
    }
    if (origin !== undefined && !SAFE_METHODS.has(request.method) && !listed.has(origin) && !isOwn(origin, request)) {
      return refuse(request, reply, `pages of '${origin.slice(0, 100)}' may not change anything here`);
    }
    done();
  });
}

/** Behind a proxy the name that the browser called is in another header, which no page can set without asking. */
function isOwn(origin: string, { headers }: FastifyRequest): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.host || host === headers['x-forwarded-host'];
}

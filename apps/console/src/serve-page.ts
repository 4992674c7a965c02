import { LOGGER, type AppPlugin } from '@bellwether/platform/bootstrap';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { readPageFiles, type PageFile } from './page-files.js';

/** Everything from here alone, nothing inline, nothing evaluated, in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ONE_YEAR_SECONDS = 31_536_000;

/** Serves the files of a folder, each under a route of its own: there is none that could hide another app's. */
export function servePage(folder: string): AppPlugin {
  return (app) => async (fastify) => {
    const files = readPageFiles(folder);
    if (files.length === 0) {
      app.get<Logger>(LOGGER, { strict: false }).warn({ folder }, 'the console is not built: npm run build');
    }
    for (const file of files) {
      // The same for everybody: what it shows it must ask for, with its reader's key.
      fastify.get(file.route, { config: { access: 'open' } }, (request, reply) => answer(file, request, reply));
    }
  };
}

function answer(file: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.headers({
    'content-security-policy': POLICY,
    'cache-control': file.isImmutable ? `public, max-age=${ONE_YEAR_SECONDS}, immutable` : 'no-cache',
    vary: 'accept-encoding',
    etag: file.etag,
  });
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  void reply.type(file.type);
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.body);
  return reply.header('content-encoding', 'gzip').send(file.gzip);
}

import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const ONE_YEAR_SECONDS = 31_536_000;

/**
 * What browsers are told: to guess no types, to show answers in no frame, to load scripts for the documentation from here
 * alone, and, under TLS, to come back by TLS only. Pages of other origins may call only where they are listed.
 */
export async function instructBrowsers(
  fastify: FastifyInstance,
  { origins, secure }: { origins: readonly string[]; secure: boolean },
): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The documentation's page has a style in its text.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    frameguard: { action: 'deny' },
    hsts: secure ? { maxAge: ONE_YEAR_SECONDS } : false,
  });
  if (origins.length > 0) {
    await fastify.register(cors, {
      origin: [...origins],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: ['authorization', 'content-type', 'x-api-key', 'x-request-id'],
      exposedHeaders: ['retry-after', 'ratelimit', 'ratelimit-policy'],
      maxAge: 600,
    });
  }
}

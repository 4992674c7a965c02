import {
  API_PREFIX,
  HealthResponse,
  openApiDocument,
  securityOf,
  type OpenApiPath,
  type Operation,
} from '@bellwether/contracts';
import { SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { OtherRoutes } from '../auth/index.js';

/** What every app answers that is no operation of a contract. */
const SERVICE_PATHS: Readonly<Record<string, OpenApiPath>> = {
  [`${API_PREFIX}/health`]: {
    get: {
      operationId: 'GetHealth',
      security: [],
      summary: 'What the app depends on and which models it has loaded',
      responses: {
        200: {
          description: 'The report; its status may be degraded or unhealthy',
          content: { 'application/json': { schema: z.toJSONSchema(HealthResponse) as never } },
        },
      },
    },
  },
  [`${API_PREFIX}/metrics`]: {
    get: {
      operationId: 'GetMetrics',
      security: securityOf('reader'),
      'x-role': 'reader',
      summary: 'Metrics in the text format of Prometheus',
      responses: { 200: { description: 'Metrics', content: { 'text/plain': { schema: { type: 'string' } } } } },
    },
  },
};

/** The routes of the documentation's page, which its package registers: they tell what there is, as reflection does. */
export const DOCUMENT_ROUTES: OtherRoutes = {
  '/docs': { access: 'reader' },
  '/docs-json': { access: 'reader' },
  '/docs-yaml': { access: 'reader' },
};

/** Serves `/openapi.json` and, for people, `/docs`. */
export function serveDocuments(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  { title, version, operations }: { title: string; version: string; operations: Readonly<Record<string, Operation>> },
): void {
  const document = openApiDocument({ title, version, operations, extraPaths: SERVICE_PATHS });
  const text = JSON.stringify(document);
  fastify.get('/openapi.json', { config: { access: 'reader' } }, (_request, reply) =>
    reply.type('application/json').send(text),
  );
  SwaggerModule.setup('docs', app, document as never, { customSiteTitle: title });
}

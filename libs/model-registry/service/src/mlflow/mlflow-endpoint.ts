import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  type ExecutionContext,
} from '@nestjs/common';
import type { mlflow } from '@bellwether/contracts';
import { Allow } from '@bellwether/platform/auth';
import type { FastifyRequest } from 'fastify';
import { parseMessage } from './parse-message.js';

const METHODS: Record<mlflow.MlflowVerb, RequestMethod> = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PATCH: RequestMethod.PATCH,
  DELETE: RequestMethod.DELETE,
};

/** Serves a call of MLflow's protocol: success is always 200. */
export function MlflowEndpoint(call: mlflow.MlflowCall, verb: mlflow.MlflowVerb = call.verb): MethodDecorator {
  return applyDecorators(
    RequestMapping({ method: METHODS[verb], path: call.path }),
    HttpCode(200),
    Allow(call.access, 'model-registry', call.load),
  );
}

/** The request of a call, parsed by its schema; fields that it does not know are ignored. */
export function MlflowRequest(call: mlflow.MlflowCall): ParameterDecorator {
  const read = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return parseMessage(call.request, messageOf(request));
  });
  return read();
}

/** Repeated fields that stand in a query: one of them alone arrives as text. */
const REPEATED_IN_QUERY = ['order_by', 'stages'];

/**
 * A GET carries its message in the query; the other verbs in the body, and older clients of DELETE in the query too. What
 * stands in the path holds against both.
 */
function messageOf({ method, query, body, params }: FastifyRequest): unknown {
  if (method !== 'GET' && !isRecord(body) && body !== undefined && body !== null) return body;
  const message: Record<string, unknown> = { ...(query as object) };
  for (const name of REPEATED_IN_QUERY) {
    if (typeof message[name] === 'string') message[name] = [message[name]];
  }
  if (method !== 'GET' && isRecord(body)) Object.assign(message, body);
  if (isRecord(params)) Object.assign(message, params);
  // Clients before MLflow 1.0 know a run by this name only.
  if (!message['run_id'] && message['run_uuid']) message['run_id'] = message['run_uuid'];
  return message;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

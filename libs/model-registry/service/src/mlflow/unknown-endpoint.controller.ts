import { All, HttpCode, Req } from '@nestjs/common';
import { mlflow } from '@bellwether/contracts';
import { Allow } from '@bellwether/platform/auth';
import type { FastifyRequest } from 'fastify';
import { MlflowController } from './mlflow-controller.js';

/** What the protocol has and this registry does not: clients that know two routes for one call then try the other. */
@MlflowController([
  mlflow.MLFLOW_PREFIX,
  mlflow.MLFLOW_AJAX_PREFIX,
  mlflow.MLFLOW_3_PREFIX,
  mlflow.MLFLOW_3_AJAX_PREFIX,
])
export class UnknownEndpointController {
  @All('*')
  @Allow('reader', 'model-registry')
  @HttpCode(404)
  refuse(@Req() request: FastifyRequest): { error_code: string; message: string } {
    const path = request.url.split('?', 1)[0]!.slice(0, 200);
    return { error_code: 'ENDPOINT_NOT_FOUND', message: `No API found for '${request.method} ${path}'` };
  }
}

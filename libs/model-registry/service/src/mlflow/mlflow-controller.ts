import { applyDecorators, Controller, UseFilters } from '@nestjs/common';
import { mlflow } from '@bellwether/contracts';
import { Audited } from '../audit/actor.interceptor.js';
import { MlflowErrorFilter } from './mlflow-error.filter.js';

const below = (prefix: string): string => prefix.slice(1);

/**
 * A controller of MLflow's protocol: under both its prefixes, or those named, with its errors, its changes on the caller's
 * record.
 */
export function MlflowController(
  prefixes: readonly string[] = [mlflow.MLFLOW_PREFIX, mlflow.MLFLOW_AJAX_PREFIX],
): ClassDecorator {
  return applyDecorators(Controller(prefixes.map(below)), UseFilters(MlflowErrorFilter), Audited());
}

import { applyDecorators, Controller, UseFilters } from '@nestjs/common';
import { mlflow } from '@bellwether/contracts';
import { MlflowErrorFilter } from './mlflow-error.filter.js';

const below = (prefix: string): string => prefix.slice(1);

/** A controller of MLflow's protocol: under both its prefixes, or those named, with its errors. */
export function MlflowController(
  prefixes: readonly string[] = [mlflow.MLFLOW_PREFIX, mlflow.MLFLOW_AJAX_PREFIX],
): ClassDecorator {
  return applyDecorators(Controller(prefixes.map(below)), UseFilters(MlflowErrorFilter));
}

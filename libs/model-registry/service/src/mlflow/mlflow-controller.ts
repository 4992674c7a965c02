import { applyDecorators, Controller, UseFilters } from '@nestjs/common';
import { mlflow } from '@bellwether/contracts';
import { MlflowErrorFilter } from './mlflow-error.filter.js';

const below = (prefix: string): string => prefix.slice(1);

/** A controller of MLflow's protocol: under both its prefixes, with its errors. */
export function MlflowController(): ClassDecorator {
  return applyDecorators(
    Controller([below(mlflow.MLFLOW_PREFIX), below(mlflow.MLFLOW_AJAX_PREFIX)]),
    UseFilters(MlflowErrorFilter),
  );
}

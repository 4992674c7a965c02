import { mlflow, type Operation } from '@bellwether/contracts';
import { modelRegistryOperations } from '../../src/index.js';

/** A request field by its name, and whether it is a list. */
export interface RouteField {
  readonly name: string;
  readonly shape: 'text' | 'list' | 'pairs';
}

/** Names that any route may come to read from its query, beside the fields of its schema. */
const ALWAYS = ['path', 'name'];
const LISTS = new Set(['order_by', 'stages', 'experiment_ids', 'run_ids', 'outputs', 'events']);
const PAIRS = new Set(['tags', 'params', 'metrics']);

/** The fields of the request that a route takes, from the schema that it is declared with. */
export function fieldsOf(route: string): readonly RouteField[] {
  const [, path = ''] = route.split(' ');
  const declared = schemas().find((each) => each.paths.includes(path))?.fields ?? [];
  return [...new Set([...declared, ...ALWAYS])].map((name) => ({
    name,
    shape: LISTS.has(name) ? 'list' : PAIRS.has(name) ? 'pairs' : 'text',
  }));
}

interface Declared {
  readonly paths: readonly string[];
  readonly fields: readonly string[];
}

function schemas(): readonly Declared[] {
  const calls = (Object.values(mlflow) as unknown[]).filter(isCall);
  const operations: readonly Operation[] = Object.values(modelRegistryOperations);
  return [
    ...calls.map(({ path, request }) => ({
      paths: [mlflow.MLFLOW_PREFIX, mlflow.MLFLOW_AJAX_PREFIX].map((prefix) => `${prefix}/${path}`),
      fields: Object.keys((request as { shape?: object }).shape ?? {}),
    })),
    ...operations.map(({ path, request }) => ({
      paths: [path.replaceAll(/\{(\w+)\}/g, ':$1')],
      fields: Object.keys(request.shape),
    })),
  ];
}

function isCall(value: unknown): value is mlflow.MlflowCall {
  return typeof value === 'object' && value !== null && 'verb' in value && 'request' in value && 'path' in value;
}

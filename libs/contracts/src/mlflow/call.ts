import type { z } from 'zod';
import type { Access } from '../access.js';
import type { Load } from '../operation.js';

export type MlflowVerb = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One call of MLflow's REST protocol; unknown fields are ignored in both directions, as protobuf's JSON does. */
export interface MlflowCall<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly verb: MlflowVerb;
  /** Below `/api/2.0/mlflow/`; a segment `:name` stands for the field of that name. */
  readonly path: string;
  /** Who may call it. */
  readonly access: Access;
  readonly request: Request;
  readonly response: Response;
  /** How it weighs on the process; `single` where left out. */
  readonly load?: Load;
}

export const MLFLOW_PREFIX = '/api/2.0/mlflow';
/** The prefix of MLflow's own pages; it serves the same calls. */
export const MLFLOW_AJAX_PREFIX = '/ajax-api/2.0/mlflow';
/** Calls that are new with MLflow 3; logged models stand below the older prefix all the same. */
export const MLFLOW_3_PREFIX = '/api/3.0/mlflow';
export const MLFLOW_3_AJAX_PREFIX = '/ajax-api/3.0/mlflow';
export const ARTIFACTS_PREFIX = '/api/2.0/mlflow-artifacts';
export const ARTIFACTS_AJAX_PREFIX = '/ajax-api/2.0/mlflow-artifacts';

export function mlflowCall<Request extends z.ZodType, Response extends z.ZodType>(
  verb: MlflowVerb,
  path: string,
  access: Access,
  request: Request,
  response: Response,
  { load }: { readonly load?: Load } = {},
): MlflowCall<Request, Response> {
  return { verb, path, access, request, response, ...(load !== undefined && { load }) };
}

export type MlflowRequest<Call extends MlflowCall> = z.output<Call['request']>;
export type MlflowRequestInput<Call extends MlflowCall> = z.input<Call['request']>;
export type MlflowResponse<Call extends MlflowCall> = z.output<Call['response']>;
/** An answer as it is written: JSON numbers and strings, before a client reads them. */
export type MlflowResponseInput<Call extends MlflowCall> = z.input<Call['response']>;

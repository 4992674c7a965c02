export const MODEL_PROMOTED = 'model-registry.model-promoted.v1';

/** Another version of a model is in production from now on. */
export interface ModelPromoted {
  readonly name: string;
  readonly version: string;
  /** Where its files are: `mlflow-artifacts:/…`. */
  readonly source: string;
  /** '' when no run made it. */
  readonly run_id: string;
  readonly previous_version: string | null;
}

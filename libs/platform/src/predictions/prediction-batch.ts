import type { LoggedPrediction, PredictionsLogged } from '@bellwether/contracts';

/** A column of a model's input, in the order of its row. */
export interface LoggedFeature {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  readonly categories?: readonly string[] | undefined;
}

/** The version of a model that predictions are of; one object for as long as it is served. */
export interface LoggedModel {
  readonly name: string;
  readonly version: string;
  readonly features: readonly LoggedFeature[];
}

/** A prediction as it waits to be published. */
export interface WaitingPrediction extends Omit<LoggedPrediction, 'numeric' | 'categorical' | 'predicted_at'> {
  readonly predicted_at: Date;
  /** The model's input: a number, or the code of a category; NaN where missing. */
  readonly row: Float64Array;
}

/** Predictions of one model as an event: names once, values as arrays, categories in words. */
export function predictionBatch(model: LoggedModel, waiting: readonly WaitingPrediction[]): PredictionsLogged {
  const indexed = model.features.map((feature, column) => ({ feature, column }));
  const numeric = indexed.filter(({ feature }) => feature.kind === 'numeric');
  const categorical = indexed.filter(({ feature }) => feature.kind === 'categorical');
  return {
    model: model.name,
    version: model.version,
    numeric_features: numeric.map(({ feature }) => feature.name),
    categorical_features: categorical.map(({ feature }) => feature.name),
    predictions: waiting.map(({ row, predicted_at, ...rest }) => ({
      ...rest,
      predicted_at: predicted_at.toISOString(),
      numeric: numeric.map(({ column }) => (Number.isFinite(row[column]) ? row[column]! : null)),
      categorical: categorical.map(({ column, feature }) => feature.categories?.[row[column]!] ?? null),
    })),
  };
}

import type { BundleFeature } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { OnnxTensor, TensorSpec } from '@bellwether/model-kernel/onnx-runtime';

/** The dimension that all inputs share. */
const ROWS = 'rows';

/** The signature of a model that takes each feature under its name: numbers, and categories by their words. */
export function rawSignature(features: readonly BundleFeature[]): TensorSpec[] {
  return features.map(({ name, kind }) => ({ name, type: kind === 'numeric' ? 'float64' : 'string', shape: [ROWS] }));
}

/** What it gives: a probability for each row. */
export const PROBABILITY: TensorSpec = { name: 'probability', type: 'float64', shape: [ROWS] };

/** Writes one row of a model's input, shape (features,). */
export type WriteRow = (row: number, out: Float64Array) => void;

/**
 * Reads rows of a model's input from raw features, as serving encodes them: NaN where a number is missing, and where a
 * category is empty or was not seen in training.
 *
 * @param feeds by feature, of the types of `rawSignature`.
 * @throws INTERNAL for a feature that is not fed.
 */
export function rowReader(
  features: readonly BundleFeature[],
  feeds: Readonly<Record<string, OnnxTensor>>,
): { readonly rows: number; readonly write: WriteRow } {
  const columns = features.map((feature) => columnOf(feature, feeds[feature.name]));
  return {
    rows: columns[0]?.length ?? 0,
    write: (row, out) => {
      for (let column = 0; column < columns.length; column++) out[column] = columns[column]![row]!;
    },
  };
}

function columnOf({ name, categories = [] }: BundleFeature, tensor: OnnxTensor | undefined): Float64Array {
  if (tensor?.type === 'float64') return tensor.values;
  if (tensor?.type !== 'string') throw new DomainError('INTERNAL', `feature ${name} is not fed`);
  const codes = new Map(categories.map((label, code) => [label, code]));
  return Float64Array.from(tensor.values, (label) => codes.get(label) ?? NaN);
}

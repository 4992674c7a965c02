import { z } from 'zod';

/**
 * Messages of the Open Inference Protocol, version 2, over HTTP.
 *
 * @see https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
 */
export const InferRequest = z.object({
  id: z.string().max(256).optional(),
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().min(0)).max(16),
        datatype: z.string(),
        /** Flat in row-major order, or nested as the shape has it. */
        data: z.array(z.unknown()),
      }),
    )
    .max(256),
  /** What is wanted; everything when left out. */
  outputs: z
    .array(z.object({ name: z.string() }))
    .max(256)
    .optional(),
});
export type InferRequest = z.output<typeof InferRequest>;
export type InferInput = InferRequest['inputs'][number];

export interface TensorMetadata {
  readonly name: string;
  readonly datatype: string;
  /** −1 for a dimension that varies. */
  readonly shape: readonly number[];
}

export interface InferOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  /** JSON has no NaN and no infinity: they are null, as a missing value is in a request. */
  readonly data: readonly (number | boolean | string | null)[];
}

export interface InferResponse {
  readonly model_name: string;
  readonly model_version: string;
  readonly id?: string;
  readonly outputs: readonly InferOutput[];
}

export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: 'onnx_onnxv1';
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
}

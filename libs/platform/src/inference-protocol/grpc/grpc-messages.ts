import { DomainError } from '@bellwether/errors';
import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';
import type { InferRequest } from '../messages.js';
import { DATATYPES } from '../tensors/datatype.js';
import type { TensorContents, TensorInput } from '../tensors/tensor-input.js';
import { writeContents } from '../tensors/write-contents.js';
import { writeRaw } from '../tensors/write-raw.js';

/** How the protocol's file must be read: whole numbers of 64 bits as text, since a double would round them. */
export const INFERENCE_LOADER = { keepCase: true, longs: String, enums: String, defaults: true, arrays: true } as const;

/** ModelInferRequest as it is decoded under those options. */
export interface GrpcInferRequest {
  readonly model_name: string;
  readonly model_version: string;
  readonly id: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly datatype: string;
    readonly shape: readonly string[];
    readonly contents: TensorContents | null;
  }[];
  readonly outputs: readonly { readonly name: string }[];
  readonly raw_input_contents: readonly Uint8Array[];
}

const MOST_TENSORS = 256;
const MOST_DIMENSIONS = 16;

/** @throws INVALID_ARGUMENT for contents of both kinds, or raw contents of some inputs alone. */
export function inferRequestOf(message: GrpcInferRequest): InferRequest {
  const { model_name, model_version, inputs, outputs, raw_input_contents: raw } = message;
  if (inputs.length > MOST_TENSORS || outputs.length > MOST_TENSORS) {
    throw new DomainError('INVALID_ARGUMENT', `inputs and outputs must be at most ${MOST_TENSORS} each`);
  }
  if (raw.length > 0 && raw.length !== inputs.length) {
    const rule = `must be one for each of the ${inputs.length} inputs, got ${raw.length}`;
    throw new DomainError('INVALID_ARGUMENT', `raw_input_contents ${rule}`);
  }
  return {
    model: model_name,
    version: versionOf(model_version),
    inputs: inputs.map((input, i) => tensorInput(input, raw[i])),
    outputs: outputs.map(({ name }) => name),
  };
}

/** Empty is left out: proto3 knows no difference. */
export const versionOf = (version: string): string | undefined => (version === '' ? undefined : version);

function tensorInput(
  { name, datatype, shape, contents }: GrpcInferRequest['inputs'][number],
  raw: Uint8Array | undefined,
): TensorInput {
  if (shape.length > MOST_DIMENSIONS) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `input '${name.slice(0, 100)}' must have at most ${MOST_DIMENSIONS} dimensions`,
    );
  }
  if (raw !== undefined && contents !== null) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `input '${name.slice(0, 100)}' must have contents or raw contents, not both`,
    );
  }
  const told =
    raw === undefined ? { kind: 'contents', contents: contents ?? NO_CONTENTS } : { kind: 'raw', bytes: raw };
  return { name, datatype, shape: shape.map(Number), data: told as TensorInput['data'] };
}

/** An input of no values needs no contents. */
const NO_CONTENTS: TensorContents = {
  ...{ bool_contents: [], int_contents: [], int64_contents: [], uint_contents: [], uint64_contents: [] },
  ...{ fp32_contents: [], fp64_contents: [], bytes_contents: [] },
};

/** An output and its values, not yet in one of the two forms: what they are is decided for all of them. */
export interface GrpcOutput {
  readonly name: string;
  readonly tensor: OnnxTensor;
}

/**
 * Outputs as raw contents where the caller sent those, or where one of them has no list; otherwise in typed lists. Never in
 * both: the protocol forbids it.
 */
export function outputMessages(outputs: readonly GrpcOutput[], raw: boolean) {
  const heads = outputs.map(({ name, tensor }) => ({ name, datatype: DATATYPES[tensor.type], shape: tensor.dims }));
  if (raw || outputs.some(({ tensor }) => tensor.type === 'float16')) {
    return { outputs: heads, raw_output_contents: outputs.map(({ tensor }) => writeRaw(tensor)) };
  }
  return { outputs: heads.map((head, i) => ({ ...head, contents: writeContents(outputs[i]!.tensor) })) };
}

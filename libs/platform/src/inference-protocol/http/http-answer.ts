import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';
import type { Inferred } from '../messages.js';
import { DATATYPES } from '../tensors/datatype.js';
import { writeJson } from '../tensors/write-json.js';
import { writeRaw } from '../tensors/write-raw.js';

/** An output as HTTP carries it: its entry of the JSON, as text, and the bytes that follow the JSON. */
export interface HttpOutput {
  readonly json: string;
  readonly bytes: Buffer | undefined;
}

export function writeHttpOutput(name: string, tensor: OnnxTensor, binary: boolean): HttpOutput {
  const head = JSON.stringify({ name, shape: tensor.dims, datatype: DATATYPES[tensor.type] }).slice(0, -1);
  if (!binary) return { json: `${head},"data":${writeJson(tensor)}}`, bytes: undefined };
  const bytes = writeRaw(tensor);
  return { json: `${head},"parameters":{"binary_data_size":${bytes.byteLength}}}`, bytes };
}

export interface HttpAnswer {
  readonly json: string;
  /** Of all outputs that are bytes, in their order; undefined when none is. */
  readonly bytes: Buffer | undefined;
}

export function httpAnswer({ model, version, outputs }: Inferred<HttpOutput>, id: string | undefined): HttpAnswer {
  const head = JSON.stringify({ model_name: model, model_version: version, id }).slice(0, -1);
  const binary = outputs.flatMap(({ bytes }) => bytes ?? []);
  return {
    json: `${head},"outputs":[${outputs.map(({ json }) => json).join(',')}]}`,
    bytes: binary.length === 0 ? undefined : Buffer.concat(binary),
  };
}

import { DomainError } from '@bellwether/errors';
import { z } from 'zod';
import { parseExactJson } from '../exact-json.js';
import type { InferRequest } from '../messages.js';
import type { TensorInput } from '../tensors/tensor-input.js';
import { invalidRequest } from '../../transport/contract-pipe.js';

/** Length in bytes of the JSON at the start of a body that has tensors in bytes behind it. */
export const HEADER_LENGTH = 'inference-header-content-length';

/**
 * Messages of the protocol over HTTP, with the extension for binary tensor data.
 *
 * @see https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
 */
const HttpRequest = z.object({
  id: z.string().max(256).optional(),
  parameters: z.object({ binary_data_output: z.boolean().optional() }).optional(),
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().min(0)).max(16),
        datatype: z.string(),
        /** Flat in row-major order, or nested as the shape has it. */
        data: z.array(z.unknown()).optional(),
        /** Where the values are bytes behind the JSON, how many; the inputs' bytes follow each other in their order. */
        parameters: z.object({ binary_data_size: z.int().min(0).optional() }).optional(),
      }),
    )
    .max(256),
  /** What is wanted; everything when left out. */
  outputs: z
    .array(z.object({ name: z.string(), parameters: z.object({ binary_data: z.boolean().optional() }).optional() }))
    .max(256)
    .optional(),
});
type HttpRequest = z.output<typeof HttpRequest>;
type HttpInput = HttpRequest['inputs'][number];

/** What a request asks for, and in which form it wants the answer. */
export interface ParsedRequest {
  readonly request: Omit<InferRequest, 'model' | 'version'>;
  readonly id: string | undefined;
  /** Whether an output is to be bytes behind the JSON of the answer. */
  isBinary(output: string): boolean;
}

/**
 * @param headerLength value of the header of that name.
 * @throws INVALID_ARGUMENT for a body that is not of the protocol, or whose lengths contradict each other.
 */
export function parseHttpRequest(body: Uint8Array, headerLength: string | undefined): ParsedRequest {
  const jsonBytes = headerLength === undefined ? body.byteLength : lengthOf(headerLength, body.byteLength);
  const text = Buffer.from(body.buffer, body.byteOffset, jsonBytes).toString('utf8');
  const parsed = HttpRequest.safeParse(parseExactJson(text));
  if (!parsed.success) throw invalidRequest(parsed.error.issues);
  const { id, parameters, inputs, outputs = [] } = parsed.data;
  const wanted = new Map(outputs.map(({ name, parameters: own }) => [name, own?.binary_data]));
  return {
    request: { inputs: tensorInputs(inputs, body.subarray(jsonBytes)), outputs: [...wanted.keys()] },
    id,
    isBinary: (output) => wanted.get(output) ?? parameters?.binary_data_output ?? false,
  };
}

function lengthOf(header: string, bodyBytes: number): number {
  const length = /^\d{1,10}$/.test(header) ? Number(header) : NaN;
  if (length <= bodyBytes) return length;
  throw new DomainError(
    'INVALID_ARGUMENT',
    `${HEADER_LENGTH} must be whole bytes, at most the ${bodyBytes} of the body, got '${header.slice(0, 20)}'`,
  );
}

function tensorInputs(inputs: readonly HttpInput[], binary: Uint8Array): TensorInput[] {
  let at = 0;
  const take = (size: number): Uint8Array => binary.subarray(at, (at += size));
  const tensors = inputs.map((input) => tensorInput(input, take));
  if (at !== binary.byteLength) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `the binary_data_size of the inputs must sum up to the ${binary.byteLength} bytes behind the JSON, got ${at}`,
    );
  }
  return tensors;
}

function tensorInput(
  { name, shape, datatype, data, parameters }: HttpInput,
  take: (size: number) => Uint8Array,
): TensorInput {
  const size = parameters?.binary_data_size;
  if ((data === undefined) === (size === undefined)) {
    throw new DomainError('INVALID_ARGUMENT', `input '${name.slice(0, 100)}' must have data or binary_data_size`);
  }
  const values = size === undefined ? { kind: 'json', values: data! } : { kind: 'raw', bytes: take(size) };
  return { name, shape, datatype, data: values as TensorInput['data'] };
}

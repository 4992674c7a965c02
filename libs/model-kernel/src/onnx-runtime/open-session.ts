import { DomainError } from '@bellwether/errors';
import * as ort from 'onnxruntime-node';
import { inspectOnnx, type OnnxValue } from '../onnx/index.js';
import { isTensorType, type OnnxTensor, type TensorSpec } from './tensor.js';

/** A model that runs. */
export interface OnnxSession {
  readonly inputs: readonly TensorSpec[];
  /** Outputs that are tensors of a known type; what else a model has (sequences, maps) is not computed. */
  readonly outputs: readonly TensorSpec[];
  /**
   * @param feeds every input by name.
   * @param outputs names of what is wanted; all when left out.
   * @throws INVALID_ARGUMENT for feeds that the model refuses.
   */
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    outputs?: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor>>>;
  /** Gives its memory back; no run may be under way. */
  release(): Promise<void>;
}

/**
 * Opens a model from the bytes of its file, to run on one thread: a server answers many requests at once, and threads of
 * each would only fight over the cores.
 *
 * The bytes are inspected before native code sees them: a file that points to other files, or is malformed, gets no further.
 *
 * @throws INVALID_ARGUMENT for bytes that are no self-contained model, or one with an input that is no tensor of a known
 *   type, or one that ONNX Runtime refuses.
 */
export async function openSession(bytes: Uint8Array): Promise<OnnxSession> {
  const summary = inspectOnnx(bytes);
  const inputs = summary.inputs.map((input) => specOf(input) ?? refuseInput(input));
  const outputs = summary.outputs.flatMap((output) => specOf(output) ?? []);
  const session = await create(bytes);
  return {
    inputs,
    outputs,
    run: async (feeds, wanted = outputs.map((output) => output.name)) => {
      const fed = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toRuntime(tensor)]));
      const answered = await refusing(() => session.run(fed, [...wanted]), 'the model refuses its input');
      return Object.fromEntries(Object.entries(answered).map(([name, tensor]) => [name, fromRuntime(name, tensor)]));
    },
    release: () => session.release(),
  };
}

function create(bytes: Uint8Array): Promise<ort.InferenceSession> {
  const options: ort.InferenceSession.SessionOptions = {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Errors are thrown; its own lines on standard error would be no log of ours.
    logSeverityLevel: 4,
  };
  return refusing(() => ort.InferenceSession.create(bytes, options), 'ONNX Runtime refuses the model');
}

async function refusing<Result>(work: () => Promise<Result>, what: string): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const [line = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new DomainError('INVALID_ARGUMENT', `${what}: ${line.slice(0, 300)}`, { cause });
  }
}

function specOf({ name, kind, dtype, shape }: OnnxValue): TensorSpec | undefined {
  if (kind !== 'tensor' || !isTensorType(dtype)) return undefined;
  return { name, type: dtype, ...(shape !== undefined && { shape }) };
}

function refuseInput({ name, kind, dtype }: OnnxValue): never {
  throw new DomainError('INVALID_ARGUMENT', `input ${name} must be a tensor of a known type, it is ${dtype ?? kind}`);
}

function toRuntime(tensor: OnnxTensor): ort.Tensor {
  if (tensor.type === 'string') return new ort.Tensor('string', [...tensor.values], tensor.dims);
  if (tensor.type === 'float16') return half(tensor.values, tensor.dims);
  return new ort.Tensor(tensor.type, tensor.values, tensor.dims);
}

/**
 * Where Node has arrays of 16-bit floats (24 and newer), the runtime's constructor turns the bits into one, which its
 * native half then reads as empty (onnxruntime-node 1.27 on Node 24); so that the bits go in under another type.
 */
function half(bits: Uint16Array, dims: readonly number[]): ort.Tensor {
  return Object.assign(new ort.Tensor('uint16', bits, dims), { type: 'float16' });
}

function fromRuntime(name: string, { type, dims, data }: ort.Tensor): OnnxTensor {
  if (!isTensorType(type)) throw new DomainError('INTERNAL', `output ${name} has the unknown type ${type}`);
  // The runtime's own type tells which array it is; TypeScript cannot follow from one to the other.
  return { type, dims, values: type === 'float16' ? bitsOf(data) : data } as unknown as OnnxTensor;
}

/** Newer versions of Node have numbers of 16 bits of their own, in whose arrays the runtime then answers. */
function bitsOf(data: ort.Tensor.DataType): Uint16Array {
  const { buffer, byteOffset, length } = data as Uint16Array;
  return new Uint16Array(buffer, byteOffset, length);
}

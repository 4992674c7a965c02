import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';
import type { TensorInput } from './tensors/tensor-input.js';

/** A request for an inference, whichever transport brought it. */
export interface InferRequest {
  readonly model: string;
  /** The one in production, or the newest, where left out. */
  readonly version: string | undefined;
  readonly inputs: readonly TensorInput[];
  /** Names of what is wanted; everything when there are none. */
  readonly outputs: readonly string[];
}

/** The answer, its tensors not yet written for a transport. */
export interface Inferred<Output> {
  readonly model: string;
  readonly version: string;
  readonly outputs: readonly Output[];
}

/** Writes one output for a transport. */
export type WriteOutput<Output> = (name: string, tensor: OnnxTensor) => Output;

export interface TensorMetadata {
  readonly name: string;
  readonly datatype: string;
  /** −1 for a dimension that varies. */
  readonly shape: readonly number[];
}

export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
}

export interface ServerMetadata {
  readonly name: string;
  readonly version: string;
  readonly extensions: readonly string[];
}

/** An entry of the repository's index; READY or UNAVAILABLE, as Triton tells it. */
export interface IndexEntry {
  readonly name: string;
  readonly version: string;
  readonly state: 'READY' | 'UNAVAILABLE';
  readonly reason: string;
}

/** How often something happened, and how long it took in all, in nanoseconds. */
export interface DurationStatistic {
  readonly count: number;
  readonly ns: number;
}

export interface ModelStatistics {
  readonly name: string;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly last_inference: number;
  readonly inference_count: number;
  readonly execution_count: number;
  readonly inference_stats: {
    readonly success: DurationStatistic;
    readonly fail: DurationStatistic;
    readonly queue: DurationStatistic;
    readonly compute_input: DurationStatistic;
    readonly compute_infer: DurationStatistic;
    readonly compute_output: DurationStatistic;
    readonly cache_hit: DurationStatistic;
    readonly cache_miss: DurationStatistic;
  };
  readonly batch_stats: readonly {
    readonly batch_size: number;
    readonly compute_input: DurationStatistic;
    readonly compute_infer: DurationStatistic;
    readonly compute_output: DurationStatistic;
  }[];
}

import type { DomainName } from '@bellwether/contracts';
import type { OnnxTensor, TensorSpec } from '@bellwether/model-kernel/onnx-runtime';

/** One version of a model, open for use. */
export interface InferableModel {
  readonly name: string;
  readonly version: string;
  /** What runs it, in the protocol's words: `onnx_onnxv1`. */
  readonly platform: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /**
   * @param feeds every input by name, checked against the signature.
   * @param wanted names of outputs.
   * @throws INVALID_ARGUMENT for values that the model refuses.
   */
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    wanted: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor>>>;
}

/** A version as the repository's index tells it. */
export interface ListedModel {
  readonly name: string;
  readonly version: string;
  readonly ready: boolean;
  /** Why it is not ready; empty when it is. */
  readonly reason: string;
}

/** The models that a domain serves over the protocol: what it implements, and all that the protocol asks of it. */
export interface InferableModels {
  readonly domain: DomainName;
  /** The names that are its own, loaded or not; undefined of the one that owns every name that nobody else does. */
  readonly names?: readonly string[];
  /**
   * Every version, at most so many.
   *
   * @param only those that are ready, without a look at the others.
   */
  list(only: 'ready' | 'all', most: number): Promise<readonly ListedModel[]>;
  /** The versions of a model, ascending. @throws NOT_FOUND */
  versions(name: string): Promise<readonly string[]>;
  /**
   * Runs work on a version, which stays open until it is done.
   *
   * @param version the one in production, or the newest, where left out.
   * @throws NOT_FOUND, UNAVAILABLE while it is not loaded, FAILED_PRECONDITION when it cannot be served,
   *   RESOURCE_EXHAUSTED when too many wait already.
   */
  use<Result>(
    name: string,
    version: string | undefined,
    work: (model: InferableModel) => Promise<Result>,
  ): Promise<Result>;
  /** Loads or reloads a model; one that fails to load leaves the one in use where it is. @throws as `use` does */
  load(name: string): Promise<void>;
  /** @throws NOT_FOUND, FAILED_PRECONDITION for a model that its domain cannot do without. */
  unload(name: string): Promise<void>;
}

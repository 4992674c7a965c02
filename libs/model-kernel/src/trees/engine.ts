import { DomainError } from '@bellwether/errors';
import { compileWasm, createWasmMemory, hasWasmSimd, instantiateWasm } from '../numerics/web-assembly.js';
import { GROWING_WASM } from './growing.wasm.js';
import { createJavaScriptKernels } from './javascript-kernels.js';
import type { TreeKernels } from './kernels.js';

/** What runs the hot loops; both grow the same trees. */
export type TreeEngine = 'wasm' | 'javascript';

/** The engine taken when none is asked for. */
export const DEFAULT_ENGINE: TreeEngine = hasWasmSimd ? 'wasm' : 'javascript';

/** Kernels and the memory that they work on. */
export interface KernelMemory {
  readonly kernels: TreeKernels;
  readonly buffer: ArrayBuffer;
}

/** A 32-bit address space, less what typed arrays of every engine can hold. */
const MAX_BYTES = 2 ** 32 - 2 ** 20;

let growingModule: object | undefined;

/**
 * Kernels on a fresh zeroed memory.
 *
 * @param bytes size of the memory.
 * @throws RESOURCE_EXHAUSTED when the size is beyond a 32-bit address space; FAILED_PRECONDITION when WebAssembly SIMD is
 * asked for and absent.
 */
export function openEngine(engine: TreeEngine, bytes: number): KernelMemory {
  // The JavaScript twin addresses with signed shifts; two gibibytes are its limit.
  const limit = engine === 'wasm' ? MAX_BYTES : 2 ** 31 - 2 ** 16;
  if (bytes > limit) {
    throw new DomainError(
      'RESOURCE_EXHAUSTED',
      `growing these trees needs ${Math.ceil(bytes / 2 ** 20)} MiB, at most ${Math.floor(limit / 2 ** 20)} are possible: ` +
        'take fewer rows, features or leaves',
    );
  }
  if (engine === 'javascript') {
    const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
    return { kernels: createJavaScriptKernels(buffer), buffer };
  }
  if (!hasWasmSimd) {
    throw new DomainError('FAILED_PRECONDITION', "engine 'wasm' needs WebAssembly SIMD, which this runtime lacks");
  }
  growingModule ??= compileWasm(GROWING_WASM);
  const memory = createWasmMemory(bytes);
  return { kernels: instantiateWasm<TreeKernels>(growingModule, memory), buffer: memory.buffer };
}

/** A linear memory: its buffer is replaced when it grows. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The part of the WebAssembly API that the kernels use; TypeScript declares it only for browsers. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (limits: { initial: number }) => WasmMemory;
}

const api = (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;

/** Size of a page of WebAssembly memory in bytes. */
const PAGE = 65_536;

/** A module whose body is i32.const 0; i8x16.splat; drop: valid only where 128-bit SIMD is. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11],
);

/** Whether this engine runs WebAssembly with 128-bit SIMD. */
export const hasWasmSimd: boolean = api !== undefined && api.validate(SIMD_PROBE);

/**
 * An unshared memory of at least the given size, zeroed.
 *
 * @param bytes at most 4 GiB.
 */
export function createWasmMemory(bytes: number): WasmMemory {
  if (api === undefined) throw new Error('this engine has no WebAssembly');
  return new api.Memory({ initial: Math.max(1, Math.ceil(bytes / PAGE)) });
}

/** Compiles a module embedded as base64; compile once, instantiate per memory. */
export function compileWasm(base64: string): object {
  if (api === undefined) throw new Error('this engine has no WebAssembly');
  return new api.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}

/**
 * An instance on the given memory.
 *
 * @typeParam Exports what the module exports; the caller vouches for it.
 */
export function instantiateWasm<Exports>(module: object, memory: WasmMemory): Exports {
  if (api === undefined) throw new Error('this engine has no WebAssembly');
  return new api.Instance(module, { env: { memory } }).exports as Exports;
}

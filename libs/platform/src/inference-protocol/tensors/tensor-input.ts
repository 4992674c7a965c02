import { DomainError } from '@bellwether/errors';

/** The lists of a message over gRPC; the one of the input's datatype is read, 64 bits as text of digits. */
export interface TensorContents {
  readonly bool_contents: readonly boolean[];
  readonly int_contents: readonly number[];
  readonly int64_contents: readonly string[];
  readonly uint_contents: readonly number[];
  readonly uint64_contents: readonly string[];
  readonly fp32_contents: readonly number[];
  readonly fp64_contents: readonly number[];
  readonly bytes_contents: readonly Uint8Array[];
}

/** Values as they came: JSON, flat or nested; bytes behind JSON or raw in a message; typed lists. */
export type TensorData =
  | { readonly kind: 'json'; readonly values: readonly unknown[] }
  | { readonly kind: 'raw'; readonly bytes: Uint8Array }
  | { readonly kind: 'contents'; readonly contents: TensorContents };

/** One input of a request, as it was told: nothing is checked yet. */
export interface TensorInput {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** An INVALID_ARGUMENT that names the input. */
export function refuseInput(name: string, rule: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `input '${name.slice(0, 100)}' ${rule}`);
}

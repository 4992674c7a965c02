import { DomainError } from '@bellwether/errors';
import { safePath } from '@bellwether/platform/artifacts';

/**
 * The artifact path in a raw request target, decoded once and safe however often it is decoded again.
 *
 * The target is read as it came over the wire: a router that has decoded or normalised it would hide what was sent.
 *
 * @param target e.g. `/api/2.0/mlflow-artifacts/artifacts/0/abc/model.onnx?x=1`.
 * @param prefix what comes before the path, with its last slash.
 * @throws INVALID_ARGUMENT
 */
export function artifactPathOf(target: string, prefix: string): string {
  const [path = ''] = target.split('?', 1);
  if (!path.startsWith(prefix)) throw new DomainError('INVALID_ARGUMENT', `artifact path must follow ${prefix}`);
  const encoded = path.slice(prefix.length);
  // Some parsers take what follows a raw '#' for no part of the path (CVE-2024-1558).
  if (encoded.includes('#')) throw new DomainError('INVALID_ARGUMENT', "artifact path must not contain a raw '#'");
  let decoded: string;
  try {
    decoded = decodeURIComponent(encoded);
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', 'artifact path must be percent-encoded UTF-8', { cause });
  }
  return safePath(decoded);
}

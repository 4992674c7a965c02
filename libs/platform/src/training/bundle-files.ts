import type { BundleManifest } from '@bellwether/contracts';
import { MANIFEST_FILE, sha256 } from '../model-runtime/index.js';

/** The files of a bundle by their path in it, and the digest of its manifest, which tells the digests of the others. */
export interface BundleFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifestDigest: string;
}

/** The bundle of some files and of the manifest that names them; `manifestOf` is given their digests. */
export function bundleOf(
  others: ReadonlyMap<string, Uint8Array>,
  manifestOf: (files: BundleManifest['files']) => BundleManifest,
): BundleFiles {
  const digests = Object.fromEntries(
    [...others].map(([path, bytes]) => [path, { sha256: sha256(bytes), bytes: bytes.byteLength }]),
  );
  const manifest = new TextEncoder().encode(`${JSON.stringify(manifestOf(digests), null, 2)}\n`);
  return { files: new Map([...others, [MANIFEST_FILE, manifest]]), manifestDigest: sha256(manifest) };
}

import { createHash } from 'node:crypto';
import { BundleManifest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';

/** The file of a bundle that tells what the others are. */
export const MANIFEST_FILE = 'bellwether.json';

/** Tag of a model version: SHA-256 of its manifest, which in turn names the SHA-256 of every other file. */
export const BUNDLE_DIGEST_TAG = 'bellwether.bundle_sha256';

/** A model version's files, verified. */
export interface Bundle {
  readonly manifest: BundleManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Opens a bundle whose every byte is accounted for: the manifest has the digest that the registry was told at
 * registration, and every file has the digest that the manifest tells.
 *
 * @throws FAILED_PRECONDITION naming the file that is missing, altered or unreadable.
 */
export function openBundle(files: ReadonlyMap<string, Uint8Array>, manifestDigest: string | undefined): Bundle {
  const manifestBytes = required(files, MANIFEST_FILE);
  if (manifestDigest !== undefined && sha256(manifestBytes) !== manifestDigest) throw altered(MANIFEST_FILE);
  const manifest = parseManifest(manifestBytes);
  for (const [path, expected] of Object.entries(manifest.files)) {
    const bytes = required(files, path);
    if (bytes.byteLength !== expected.bytes || sha256(bytes) !== expected.sha256) throw altered(path);
  }
  return { manifest, files };
}

function parseManifest(bytes: Uint8Array): BundleManifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new DomainError('FAILED_PRECONDITION', `bundle: ${MANIFEST_FILE} is not JSON`, { cause });
  }
  const parsed = BundleManifest.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DomainError('FAILED_PRECONDITION', `bundle: ${MANIFEST_FILE}: ${issue?.path.join('.')}: ${issue?.message}`);
}

function required(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new DomainError('FAILED_PRECONDITION', `bundle: ${path} is missing`);
  return bytes;
}

const altered = (path: string): DomainError =>
  new DomainError('FAILED_PRECONDITION', `bundle: ${path} does not have the digest that was registered`);

import type { Reproduction } from '@bellwether/contracts';
import type { MlflowClient } from '@bellwether/mlflow-js-client';
import {
  BUNDLE_DIGEST_TAG,
  MANIFEST_FILE,
  openBundle,
  sha256,
  type RegistryModelSource,
} from '../model-runtime/index.js';
import type { BundleFiles } from './bundle-files.js';

const MOST_DIFFERENCES = 50;
/** Of one field of the manifest: features differ by the hundred where the rows do. */
const MOST_OF_A_FIELD = 10;
/** Characters of a value that are shown. */
const SHOWN = 80;

/** Where the bundle of a version is read from. */
export interface KeptVersions {
  readonly client: MlflowClient;
  readonly source: Pick<RegistryModelSource, 'download'>;
}

/**
 * Compares a bundle that was made again with that of the version, which is checked against its own digests first.
 *
 * @throws FAILED_PRECONDITION for a version whose bundle is not what was registered; NOT_FOUND, UNAVAILABLE.
 */
export async function reproductionOf(
  { client, source }: KeptVersions,
  modelName: string,
  version: string,
  made: BundleFiles,
  signal: AbortSignal,
): Promise<Reproduction> {
  const { tags = [] } = await client.versions.get(modelName, version, { signal });
  const manifestDigest = tags.find(({ key }) => key === BUNDLE_DIGEST_TAG)?.value;
  const uri = await client.versions.downloadUri(modelName, version, { signal });
  const kept = await source.download({ version, source: uri, manifestDigest });
  openBundle(kept, manifestDigest);
  const differences = differencesOf(kept, made.files);
  return { version, identical: differences.length === 0, differences: differences.slice(0, MOST_DIFFERENCES) };
}

/** What differs between two bundles: values of the manifest by their path, other files by their digest. */
export function differencesOf(
  kept: ReadonlyMap<string, Uint8Array>,
  made: ReadonlyMap<string, Uint8Array>,
): readonly string[] {
  const names = [...new Set([...kept.keys(), ...made.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [kept.get(name), made.get(name)];
    if (was === undefined) return [`${name}: only made now`];
    if (is === undefined) return [`${name}: only in the version`];
    if (sha256(was) === sha256(is)) return [];
    const inside = name === MANIFEST_FILE ? manifestDifferences(parsed(was), parsed(is)) : [];
    return inside.length > 0 ? inside : [`${name}: was sha256 ${sha256(was)}, is ${sha256(is)}`];
  });
}

/** What it was trained on comes first: it explains the others. */
function manifestDifferences(was: Tree, is: Tree): string[] {
  const fields = new Set(['training', ...Object.keys(was), ...Object.keys(is)]);
  return [...fields].flatMap((field) => {
    const all = [...valueDifferences(field, was[field], is[field])];
    const more = all.length - MOST_OF_A_FIELD;
    return more > 0 ? [...all.slice(0, MOST_OF_A_FIELD), `${field}: ${more} further differences`] : all;
  });
}

function* valueDifferences(path: string, was: unknown, is: unknown): Generator<string, void, undefined> {
  if (isTree(was) && isTree(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      yield* valueDifferences(`${path}.${key}`, was[key], is[key]);
    }
    return;
  }
  if (!Object.is(was, is)) yield `${path}: was ${shown(was)}, is ${shown(is)}`;
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function parsed(bytes: Uint8Array): Tree {
  return JSON.parse(new TextDecoder().decode(bytes)) as Tree;
}

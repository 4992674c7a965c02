import { DomainError } from '@bellwether/errors';
import { canonicalModelName, checkAlias, checkRunId, isModelId, readVersion } from '@bellwether/model-registry-core';
import { safePath } from '@bellwether/platform/artifacts';

/** Where a model version says its files are. Every form leads into the artifact store; there is none that leads out. */
export type ArtifactSource =
  /** `mlflow-artifacts:/<path>`: a path below the root of the store. */
  | { readonly kind: 'store'; readonly path: string }
  /** `runs:/<run_id>/<path>`; the path may be empty. */
  | { readonly kind: 'run'; readonly runId: string; readonly path: string }
  /** `models:/m-<id>`: a logged model. */
  | { readonly kind: 'logged-model'; readonly modelId: string }
  /** `models:/<name>/<version>` */
  | { readonly kind: 'version'; readonly name: string; readonly version: number }
  /** `models:/<name>@<alias>` */
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string };

/**
 * Reads the source of a model version. Only these schemes exist: a source that names a file or a host made servers read
 * what was not theirs (CVE-2023-1177, CVE-2026-2614).
 *
 * @throws INVALID_ARGUMENT
 */
export function parseArtifactSource(source: string): ArtifactSource {
  const colon = source.indexOf(':');
  const scheme = source.slice(0, Math.max(colon, 0));
  const rest = source.slice(colon + 1);
  if (!rest.startsWith('/') || rest.startsWith('//')) throw refused(source);
  const path = rest.slice(1);
  switch (scheme) {
    case 'mlflow-artifacts':
      return { kind: 'store', path: sourcePath(withoutTrailingSlash(path), source) };
    case 'runs':
      return parseRunSource(path, source);
    case 'models':
      return parseModelSource(path, source);
    default:
      throw refused(source);
  }
}

function parseRunSource(path: string, source: string): ArtifactSource {
  const [runId = '', ...below] = withoutTrailingSlash(path).split('/');
  checkRunId(runId);
  return { kind: 'run', runId, path: below.length === 0 ? '' : sourcePath(below.join('/'), source) };
}

function parseModelSource(path: string, source: string): ArtifactSource {
  if (isModelId(path)) return { kind: 'logged-model', modelId: path };
  const segments = path.split('/');
  if (segments.length === 2) {
    return { kind: 'version', name: canonicalModelName(segments[0]!), version: readVersion(segments[1]!) };
  }
  const at = path.lastIndexOf('@');
  if (segments.length !== 1 || at < 1) throw refused(source);
  const alias = path.slice(at + 1);
  checkAlias(alias);
  return { kind: 'alias', name: canonicalModelName(path.slice(0, at)), alias };
}

/** The URI by which a client fetches what stands at a path of the store. */
export function storeUri(path: string): string {
  return `mlflow-artifacts:/${path}`;
}

/** Whether the files of a version are here: one of a run that this registry does not know has none. */
export function isInStore(storagePath: string): boolean {
  return !storagePath.startsWith('runs:/');
}

/**
 * Where a client fetches the files of a version.
 *
 * @param storagePath a path of the store, or the `runs:/…` of a run that this registry does not know: such a version can be
 *   registered, as with MLflow, and has no files here.
 */
export function downloadUri(storagePath: string): string {
  return isInStore(storagePath) ? storeUri(storagePath) : storagePath;
}

/** The folder of a logged model's artifacts in the store. */
export function modelFolder(experimentId: string, modelId: string): string {
  return `${experimentId}/models/${modelId}/artifacts`;
}

/** The folder of a run's artifacts in the store. */
export function runFolder(experimentId: string, runId: string): string {
  return `${experimentId}/${runId}/artifacts`;
}

function withoutTrailingSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function sourcePath(path: string, source: string): string {
  try {
    return safePath(path);
  } catch (cause) {
    throw refused(source, cause);
  }
}

/** What MLflow's own server says first of a local path, and of a path that climbs. */
function reasonOf(source: string): string {
  if (!/^(?!file:)[a-z][a-z0-9+.-]*:/i.test(source)) {
    return 'To use a local path as a model version source is not possible here. ';
  }
  if (!/\.\.|%|\/\//.test(source)) return '';
  return 'If supplying a source as an http, https, ftp, object store or mlflow-artifacts URI, it must be absolute and plain. ';
}

function refused(source: string, cause?: unknown): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Invalid model version source: '${source.slice(0, 200)}'. ${reasonOf(source)}It must be runs:/<run_id>/<path>, ` +
      'mlflow-artifacts:/<path>, models:/<model_id>, models:/<name>/<version> or models:/<name>@<alias>, inside the ' +
      'artifact store.',
    { cause },
  );
}

/** Whose artifacts a path of the store lies among. */
export type ArtifactOwner =
  | { readonly kind: 'run'; readonly experimentId: string; readonly runId: string }
  | { readonly kind: 'logged-model'; readonly experimentId: string; readonly modelId: string };

/**
 * The run or logged model below whose artifact folder a path lies, or undefined: the folder of an experiment, or any other
 * that several owners share, is nobody's to register.
 *
 * @param path `<experiment>/<run>/artifacts/…` or `<experiment>/models/<logged model>/artifacts/…`.
 */
export function ownerOf(path: string): ArtifactOwner | undefined {
  const [experimentId = '', second = '', third, fourth] = path.split('/');
  if (second === 'models') {
    if (third === undefined || fourth !== 'artifacts') return undefined;
    return { kind: 'logged-model', experimentId, modelId: third };
  }
  return third === 'artifacts' ? { kind: 'run', experimentId, runId: second } : undefined;
}

import type { ArtifactInfo, ArtifactStore } from '@bellwether/platform/artifacts';

/** Largest ONNX file that is registered and served, in bytes. */
export const MAX_MODEL_BYTES = 512 * 1024 * 1024;
export const USUAL_NAME = 'model.onnx';

/** The ONNX file of a folder: the one of the usual name, or the only one. */
export async function onnxFileIn(
  store: ArtifactStore,
  folder: string,
): Promise<{ readonly file: ArtifactInfo | undefined; readonly candidates: number }> {
  const files = (await store.list(folder)).filter(({ path, isDirectory }) => !isDirectory && path.endsWith('.onnx'));
  const usual = files.find(({ path }) => path.endsWith(`/${USUAL_NAME}`));
  return { file: usual ?? (files.length === 1 ? files[0] : undefined), candidates: files.length };
}

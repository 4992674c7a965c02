import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FEATURE_VIEWS, type FeatureView } from '@bellwether/feature-engineering';
import { z } from 'zod';

/** What is read here of `models/<name>/model.json`; the rest is its trainer's business. */
const ModelFile = z.object({ name: z.string(), view: z.string() });

export interface BookingModelFile {
  readonly name: string;
  readonly view: FeatureView;
}

/** The models of a folder that are trained on views of bookings, by name. */
export async function bookingModels(modelsDir: string): Promise<BookingModelFile[]> {
  const folders = (await readdir(modelsDir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found: BookingModelFile[] = [];
  for (const { name: folder } of folders) {
    const text = await readFile(join(modelsDir, folder, 'model.json'), 'utf8').catch(() => undefined);
    const parsed = ModelFile.safeParse(text === undefined ? undefined : JSON.parse(text));
    const view = parsed.success ? FEATURE_VIEWS[parsed.data.view] : undefined;
    if (parsed.success && view !== undefined) found.push({ name: parsed.data.name, view });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

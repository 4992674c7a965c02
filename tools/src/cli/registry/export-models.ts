import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CommandError, UsageError } from '../command-error.js';
import type { ExportOptions } from '../commands/export.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import type { Stack } from '../stack/stack.js';
import { formatBytes } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderTable } from '../terminal/table.js';
import { readManifest } from './manifest.js';

const CHAMPION = 'champion';

/** What the files of a bundle are for. */
const ABOUT: Readonly<Record<string, string>> = {
  MLmodel: 'what MLflow needs to load it',
  'model.onnx': 'the model: any ONNX runtime runs it',
  'bellwether.json': 'features, calibration, conformal scores, metrics with protocol, origin',
};

interface ExportedModel {
  readonly model_name: string;
  readonly version: string;
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** `bellwether export`: the files of one model or of all, on this disk. */
export async function exportModels(session: Session, options: ExportOptions, model: string | undefined): Promise<void> {
  if ((model === undefined) === (options.all === undefined)) {
    throw new UsageError('name one model, or give --all');
  }
  if (options.all && options.version !== undefined) throw new UsageError('--version is of one model: leave out --all');
  const out = session.path(options.out);
  const exported = await withStack(session, async (stack) => {
    const names = model === undefined ? await namesInProduction(stack) : [model];
    const results: ExportedModel[] = [];
    for (const name of names) results.push(await exportOne(session, stack, { name, version: options.version, out }));
    return results;
  });
  session.report.result({ models: exported }, ({ models }) => models.map(asText).join('\n\n'));
}

async function namesInProduction({ api }: Stack): Promise<string[]> {
  const { models } = await api.listModels({});
  const names = models.filter(({ status }) => status === 'production').map(({ model_name }) => model_name);
  if (names.length > 0) return names;
  throw new CommandError('NOT_FOUND', 'no model has a version in production', 'Train one: bellwether train --all');
}

interface ExportRequest {
  readonly name: string;
  readonly version: string | undefined;
  readonly out: string;
}

function exportOne({ report }: Session, stack: Stack, { name, version, out }: ExportRequest): Promise<ExportedModel> {
  const { models, versions, artifacts } = stack.registry;
  return showing(report.progress, `Exporting ${name}`, async (progress) => {
    const wanted = version ?? (await models.byAlias(name, CHAMPION)).version;
    const source = await versions.downloadUri(name, wanted);
    const manifest = await readManifest(stack, source);
    const stored = await artifacts.listAll(source);
    const folder = join(out, name);
    const files: { path: string; bytes: number; sha256: string }[] = [];
    for (const [i, { path }] of stored.entries()) {
      progress.update(i / stored.length, path);
      const bytes = await artifacts.download(source, path);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const expected = manifest?.files[path];
      if (expected !== undefined && expected.sha256 !== sha256) {
        throw new CommandError(
          'FAILED_PRECONDITION',
          `${path} of ${name} version ${wanted} does not have the digest that its manifest tells`,
          'The stored file was altered or damaged: train or register the model again.',
        );
      }
      await writeWhole(within(folder, path), bytes);
      files.push({ path, bytes: bytes.byteLength, sha256 });
    }
    return {
      value: { model_name: name, version: wanted, folder, files },
      outcome: `version ${wanted}, ${files.length} files`,
    };
  });
}

/** The names come from a server: none may lead out of the folder. */
export function within(folder: string, path: string): string {
  const target = resolve(folder, path);
  const inside = relative(folder, target);
  if (inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`)) return target;
  throw new CommandError('INVALID_ARGUMENT', `file '${path}' would leave ${folder}`, 'Do not trust that registry.');
}

/** A file is there whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  await writeFile(part, bytes);
  await rename(part, path);
}

function asText({ model_name, version, folder, files }: ExportedModel): string {
  const rows = files.map(({ path, bytes }) => [path, formatBytes(bytes), ABOUT[path] ?? '']);
  const table = renderTable([{ title: 'file' }, { title: 'size', align: 'right' }, { title: 'what it is' }], rows);
  return `${model_name} version ${version} → ${folder}\n${table}`;
}

import { appendFile, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { REJECTS_CSV_HEADER, rejectsCsv, type ImportReject } from '@bellwether/datasets';
import type { MlflowClient } from '@bellwether/mlflow-js-client';
import { UPLOADS } from './uploaded-files.js';

/** The refused rows of each uploaded file, written away as they come: there may be as many as rows. */
export class RejectFiles {
  /** Where those of an upload gather, by its path. */
  private readonly files = new Map<string, string>();

  private constructor(private readonly folder: string) {}

  static async create(): Promise<RejectFiles> {
    return new RejectFiles(await mkdtemp(join(tmpdir(), 'bellwether-import-')));
  }

  async add(upload: string, rejects: readonly ImportReject[]): Promise<void> {
    if (rejects.length === 0) return;
    const known = this.files.get(upload);
    const file = known ?? join(this.folder, `${this.files.size}.csv`);
    this.files.set(upload, file);
    await appendFile(file, (known === undefined ? REJECTS_CSV_HEADER : '') + rejectsCsv(rejects));
  }

  /** Puts them beside the uploads, `<upload>.rejects.csv`, in the place of those of an earlier import of the same file. */
  async upload(registry: MlflowClient, uploads: readonly string[]): Promise<void> {
    for (const upload of uploads) {
      const file = this.files.get(upload);
      if (file === undefined) {
        await deleteIfThere(registry, `${upload}.rejects.csv`);
        continue;
      }
      const handle = await open(file);
      try {
        const content = handle.createReadStream({ autoClose: false });
        await registry.artifacts.upload(UPLOADS, `${upload}.rejects.csv`, content);
      } finally {
        await handle.close();
      }
    }
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

async function deleteIfThere({ artifacts }: MlflowClient, path: string): Promise<void> {
  const there = await artifacts.list(posix.join(UPLOADS, posix.dirname(path)));
  const name = posix.basename(path);
  if (there.some((file) => posix.basename(file.path) === name)) await artifacts.delete(UPLOADS, path);
}

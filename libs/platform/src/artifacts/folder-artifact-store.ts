import { createHash, randomUUID } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { access, link, mkdir, open, readdir, rename, rm, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '@bellwether/errors';
import type { ArtifactInfo, ArtifactStore, ArtifactStoreOptions, Collected, StoredArtifact } from './artifact-store.js';
import { makeFolder, syncFolder } from '../local-folder/durable-folder.js';
import { withFolderErrors } from './folder-error.js';
import { refuseLinks } from './no-links.js';
import { safePath } from './safe-path.js';

/** An upload that has not grown for so long was left by a crash. */
const UPLOAD_STALE_MS = 3_600_000;
/** How often a step is tried again that lost to a concurrent delete or collect. */
const TRIES = 50;

/**
 * Artifacts in a local folder:
 *
 *     uploads/<time>-<uuid>    content on its way in
 *     blobs/ab/abcdef…         one file per content, named by its SHA-256
 *     refs/<path>              hard links to blobs, at the paths of the artifacts
 *
 * A reference is a hard link, so it holds its content whatever becomes of the blob: the same bytes at many paths are
 * stored once, a blob with no other link is an orphan, and no order of crashes leaves a reference to nothing. Every
 * change is one rename of a file that is complete and on disk. Several processes may use one folder. A symbolic link below
 * refs is none of the store's, and no path goes through one.
 */
export class FolderArtifactStore implements ArtifactStore {
  private readonly uploads: string;
  private readonly blobs: string;
  private readonly refs: string;
  private readonly maxBytes: number;
  private readonly clock: () => Date;

  constructor(root: string, { maxBytes = 4 * 2 ** 30, clock = () => new Date() }: ArtifactStoreOptions = {}) {
    this.uploads = join(root, 'uploads');
    this.blobs = join(root, 'blobs');
    this.refs = join(root, 'refs');
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** @throws FAILED_PRECONDITION where a folder stands at the path, or a file in the place of one of its folders. */
  async put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredArtifact> {
    const ref = await this.refOf(path);
    await withFolderErrors(() => Promise.all([makeFolder(this.uploads), makeFolder(this.refs)]));
    const upload = this.newUpload();
    try {
      const { sha256, bytes } = await this.receive(upload, content);
      await withFolderErrors(async () => {
        await this.share(upload, sha256);
        await this.publish(upload, ref, path);
      });
      return { path, bytes, sha256 };
    } finally {
      // Also after success: renaming a link over another link to the same file leaves the first where it was.
      await rm(upload, { force: true });
    }
  }

  async get(path: string): Promise<Readable> {
    return (await this.open(path)).createReadStream();
  }

  async read(path: string): Promise<Uint8Array> {
    const handle = await this.open(path);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  /** @param folder '' for the root. */
  async list(folder: string): Promise<ArtifactInfo[]> {
    const below = folder === '' ? '' : `${safePath(folder)}/`;
    if (folder !== '') await refuseLinks(this.refs, folder);
    const entries = await entriesOf(join(this.refs, below));
    const infos = await Promise.all(
      entries.map(async (entry): Promise<ArtifactInfo[]> => {
        const path = `${below}${entry.name}`;
        if (entry.isDirectory()) return [{ path, isDirectory: true, bytes: 0 }];
        if (!entry.isFile()) return [];
        const found = await unlessAbsent(stat(join(this.refs, path)));
        return found ? [{ path, isDirectory: false, bytes: found.size }] : [];
      }),
    );
    return infos.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async delete(path: string): Promise<void> {
    const ref = await this.refOf(path);
    await withFolderErrors(() => makeFolder(this.uploads));
    const gone = this.newUpload();
    // A folder leaves in one step, so that nobody sees a half of it.
    if ((await unlessAbsent(rename(ref, gone).then(() => true))) === undefined) return;
    // Absent: another delete has taken the folder meanwhile.
    await unlessAbsent(syncFolder(dirname(ref)));
    await rm(gone, { recursive: true, force: true });
    await this.removeEmptyFolders(dirname(ref));
  }

  /** Removes the content that no artifact refers to any more, and uploads that a crash cut short. */
  async collect(): Promise<Collected> {
    let [blobs, uploads, bytes] = [0, 0, 0];
    for (const shelf of await entriesOf(this.blobs)) {
      for (const { name } of await entriesOf(join(this.blobs, shelf.name))) {
        const blob = join(this.blobs, shelf.name, name);
        const found = await unlessAbsent(stat(blob));
        if (found?.nlink !== 1) continue;
        // A put that links it at this moment keeps the content through its own link.
        await rm(blob, { force: true });
        blobs += 1;
        bytes += found.size;
      }
    }
    for (const { name } of await entriesOf(this.uploads)) {
      const upload = join(this.uploads, name);
      const found = await unlessAbsent(stat(upload));
      // A link to an old blob is as old as that blob, hence the name; a long upload is as young as its last chunk.
      const changedMs = Math.max(found?.mtimeMs ?? 0, Number.parseInt(name, 10));
      if (!found || this.clock().getTime() - changedMs < UPLOAD_STALE_MS) continue;
      await rm(upload, { recursive: true, force: true });
      uploads += 1;
      bytes += found.size;
    }
    return { blobs, uploads, bytes };
  }

  async check(): Promise<void> {
    await withFolderErrors(async () => {
      await Promise.all([makeFolder(this.uploads), makeFolder(this.refs)]);
      await Promise.all([access(this.uploads, constants.W_OK), access(this.refs, constants.W_OK)]);
    });
  }

  private async refOf(path: string): Promise<string> {
    const ref = join(this.refs, safePath(path));
    await refuseLinks(this.refs, path);
    return ref;
  }

  private newUpload(): string {
    return join(this.uploads, `${this.clock().getTime()}-${randomUUID()}`);
  }

  private async receive(upload: string, content: Uint8Array | AsyncIterable<Uint8Array>) {
    const hash = createHash('sha256');
    let bytes = 0;
    const handle = await withFolderErrors(() => open(upload, 'wx'));
    try {
      for await (const chunk of content instanceof Uint8Array ? [content] : content) {
        bytes += chunk.byteLength;
        if (bytes > this.maxBytes) {
          const message = `content of an artifact must be at most ${this.maxBytes} bytes, got more`;
          throw new DomainError('INVALID_ARGUMENT', message);
        }
        hash.update(chunk);
        // The source's own failures are none of the folder's.
        await withFolderErrors(() => writeWhole(handle, chunk));
      }
      await withFolderErrors(() => handle.sync());
    } finally {
      await handle.close();
    }
    return { sha256: hash.digest('hex'), bytes };
  }

  /** Makes the upload the blob of its content, or the blob that stands the upload. */
  private async share(upload: string, sha256: string): Promise<void> {
    const shelf = join(this.blobs, sha256.slice(0, 2));
    const blob = join(shelf, sha256);
    await makeFolder(shelf);
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await succeeds(link(upload, blob), ['EEXIST'])) return syncFolder(shelf);
      const spare = `${upload}.shared`;
      // ENOENT: collected since; EMLINK: as many links as the file system allows, so this content starts a new blob.
      if (await succeeds(link(blob, spare), ['ENOENT', 'EMLINK'])) return rename(spare, upload);
      await rm(blob, { force: true });
    }
    throw new DomainError('ABORTED', `artifact content ${sha256} is being collected over and over: try again`);
  }

  private async publish(upload: string, ref: string, path: string): Promise<void> {
    const folder = dirname(ref);
    try {
      for (let tries = 0; tries < TRIES; tries += 1) {
        // ENOENT: a concurrent delete has just removed one of the folders, empty.
        const placed = mkdir(folder, { recursive: true }).then(() => rename(upload, ref));
        if (await succeeds(placed, ['ENOENT'])) return await this.syncUpToRoot(folder);
      }
    } catch (error) {
      if (!['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY'].includes(codeOf(error))) throw error;
      const message = `artifact path must not be, or pass through, what stands there already, got '${path}'`;
      throw new DomainError('FAILED_PRECONDITION', message, { cause: error });
    }
    throw new DomainError('ABORTED', `artifact '${path}' is being deleted over and over: try again`);
  }

  /** Folders above too: another put may have made them and not brought them to disk yet. */
  private async syncUpToRoot(folder: string): Promise<void> {
    for (let at = folder; at.startsWith(this.refs); at = dirname(at)) {
      // Absent: a delete has taken it meanwhile, and the artifact with it.
      await unlessAbsent(syncFolder(at));
    }
  }

  private async open(path: string): Promise<FileHandle> {
    const absent = () => new DomainError('NOT_FOUND', `no artifact at '${path}'`);
    const file = await this.refOf(path);
    const handle = await unlessAbsent(open(file, constants.O_RDONLY | constants.O_NOFOLLOW));
    if (!handle) throw absent();
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw absent();
  }

  /** An empty folder is no artifact, and a bucket would not know it. */
  private async removeEmptyFolders(folder: string): Promise<void> {
    for (let at = folder; at !== this.refs; at = dirname(at)) {
      if (!(await succeeds(rmdir(at), ['ENOTEMPTY', 'EEXIST', 'ENOENT']))) return;
    }
  }
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) {
    at += (await handle.write(chunk, at)).bytesWritten;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

/** Whether it succeeded; false for the failures named, which the caller expects. */
async function succeeds(step: Promise<unknown>, expected: readonly string[]): Promise<boolean> {
  try {
    await step;
    return true;
  } catch (error) {
    if (expected.includes(codeOf(error))) return false;
    throw error;
  }
}

/** ENOTDIR: a part of the path is a file, so there is nothing below it. */
async function unlessAbsent<Result>(step: Promise<Result>): Promise<Result | undefined> {
  try {
    return await step;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return (await unlessAbsent(readdir(folder, { withFileTypes: true }))) ?? [];
}

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ListMultipartUploadsCommandOutput, S3 } from '@aws-sdk/client-s3';
import type { Upload } from '@aws-sdk/lib-storage';
import { DomainError } from '@bellwether/errors';
import type { ArtifactInfo, ArtifactStore, Collected, StoredArtifact } from './artifact-store.js';
import { isAbsent, withBucketErrors } from './bucket-error.js';
import { safePath } from './safe-path.js';

export interface S3ArtifactStoreOptions {
  readonly client: S3;
  /** Loaded with the client, only where a bucket is configured. */
  readonly upload: typeof Upload;
  readonly bucket: string;
  /** What stands before the path in a key: '' or ending in '/'. */
  readonly prefix: string;
  /** Largest content of one artifact, in bytes. */
  readonly maxBytes: number;
  readonly clock: () => Date;
}

/** A bucket takes at most 10,000 parts an object, each of 5 MiB or more. */
const MAX_PARTS = 10_000;
const PART_BYTES = 8 * 2 ** 20;
/** How many parts are in memory and on their way at once. */
const PARTS_AT_ONCE = 2;
/** What one DeleteObjects may name. */
const DELETE_BATCH = 1_000;
/** An upload in parts that was begun so long ago was left by a crash: no request of an app may last as long. */
const UPLOAD_STALE_MS = 86_400_000;

/**
 * Artifacts in a bucket, each one object at `<prefix><path>`. The bucket itself makes a put whole: an object appears when
 * its last byte has been confirmed. Identical contents are not shared, see docs/adr/0011.
 *
 * Two promises are weaker than a folder's: the deletion of a folder goes object by object, and of two puts at the same
 * moment, one of a file and one below it, both may succeed.
 */
export class S3ArtifactStore implements ArtifactStore {
  constructor(private readonly options: S3ArtifactStoreOptions) {}

  async put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredArtifact> {
    const key = this.keyOf(safePath(path));
    await this.refuseMixedUse(path);
    const { client, upload, bucket, maxBytes } = this.options;
    const source = new Measured(content, maxBytes);
    const sending = new upload({
      client,
      params: { Bucket: bucket, Key: key, Body: Readable.from(source.chunks()) },
      partSize: Math.max(PART_BYTES, Math.ceil(maxBytes / MAX_PARTS)),
      queueSize: PARTS_AT_ONCE,
    });
    try {
      await withBucketErrors(() => sending.done());
    } catch (error) {
      // Why the source stopped is the caller's to hear, not what the bucket made of it.
      throw source.failure ?? error;
    }
    return { path, ...source.result() };
  }

  async get(path: string): Promise<Readable> {
    const { body } = await this.object(path);
    return body;
  }

  async read(path: string): Promise<Uint8Array> {
    const { body, bytes } = await this.object(path);
    const content = Buffer.alloc(bytes);
    let at = 0;
    await withBucketErrors(async () => {
      for await (const chunk of body) at += (chunk as Buffer).copy(content, at);
    });
    if (at !== bytes) throw new DomainError('UNAVAILABLE', `artifact '${path}' ended after ${at} of ${bytes} bytes`);
    return content;
  }

  /** @param folder '' for the root. */
  async list(folder: string): Promise<ArtifactInfo[]> {
    const below = folder === '' ? '' : `${safePath(folder)}/`;
    const infos: ArtifactInfo[] = [];
    for await (const page of this.pages(this.keyOf(below), '/')) {
      for (const key of page.folders) infos.push({ path: this.pathOf(key.slice(0, -1)), isDirectory: true, bytes: 0 });
      for (const { key, bytes } of page.objects) infos.push({ path: this.pathOf(key), isDirectory: false, bytes });
    }
    return infos.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async delete(path: string): Promise<void> {
    const key = this.keyOf(safePath(path));
    await this.remove([key]);
    for await (const { objects } of this.pages(`${key}/`)) await this.remove(objects.map((object) => object.key));
  }

  /** Ends uploads in parts that a crash cut short; a bucket keeps, and charges for, their parts until then. */
  async collect(): Promise<Collected> {
    const { client, bucket: Bucket, prefix: Prefix, clock } = this.options;
    const before = clock().getTime() - UPLOAD_STALE_MS;
    let uploads = 0;
    let marker: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
    while (marker !== null) {
      const asked = { Bucket, Prefix, ...marker };
      const page: ListMultipartUploadsCommandOutput = await withBucketErrors(() => client.listMultipartUploads(asked));
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        if (Initiated === undefined || Initiated.getTime() > before) continue;
        await withBucketErrors(() => client.abortMultipartUpload({ Bucket, Key, UploadId }));
        uploads += 1;
      }
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      marker = page.IsTruncated && KeyMarker ? { KeyMarker, ...(UploadIdMarker && { UploadIdMarker }) } : null;
    }
    return { blobs: 0, uploads, bytes: 0 };
  }

  /** @throws what keeps the bucket from answering. */
  async check(): Promise<void> {
    await withBucketErrors(() => this.options.client.headBucket({ Bucket: this.options.bucket }));
  }

  private keyOf(path: string): string {
    return this.options.prefix + path;
  }

  private pathOf(key: string): string {
    return key.slice(this.options.prefix.length);
  }

  private async object(path: string): Promise<{ body: Readable; bytes: number }> {
    const { client, bucket: Bucket } = this.options;
    const Key = this.keyOf(safePath(path));
    try {
      const { Body, ContentLength } = await client.getObject({ Bucket, Key });
      // In Node the body is the response of node:http; the type also covers browsers.
      if (Body instanceof Readable && ContentLength !== undefined) return { body: Body, bytes: ContentLength };
    } catch (error) {
      if (isAbsent(error)) throw new DomainError('NOT_FOUND', `no artifact at '${path}'`, { cause: error });
      return withBucketErrors(() => Promise.reject(error));
    }
    throw new DomainError('INTERNAL', `the bucket answered artifact '${path}' without a body`);
  }

  /** @throws FAILED_PRECONDITION where a folder stands at the path, or a file in the place of one of its folders. */
  private async refuseMixedUse(path: string): Promise<void> {
    const segments = path.split('/');
    const parents = segments.slice(1).map((_, i) => segments.slice(0, i + 1).join('/'));
    const taken = await Promise.all([this.isFolder(path), ...parents.map((parent) => this.isFile(parent))]);
    if (!taken.includes(true)) return;
    const message = `artifact path must not be, or pass through, what stands there already, got '${path}'`;
    throw new DomainError('FAILED_PRECONDITION', message);
  }

  private async isFolder(path: string): Promise<boolean> {
    const { client, bucket: Bucket } = this.options;
    const asked = { Bucket, Prefix: `${this.keyOf(path)}/`, MaxKeys: 1 };
    const { Contents } = await withBucketErrors(() => client.listObjectsV2(asked));
    return (Contents?.length ?? 0) > 0;
  }

  private async isFile(path: string): Promise<boolean> {
    const { client, bucket: Bucket } = this.options;
    try {
      await client.headObject({ Bucket, Key: this.keyOf(path) });
      return true;
    } catch (error) {
      return isAbsent(error) ? false : withBucketErrors(() => Promise.reject(error));
    }
  }

  private async remove(keys: readonly string[]): Promise<void> {
    const { client, bucket: Bucket } = this.options;
    for (let at = 0; at < keys.length; at += DELETE_BATCH) {
      const Objects = keys.slice(at, at + DELETE_BATCH).map((Key) => ({ Key }));
      const { Errors } = await withBucketErrors(() =>
        client.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } }),
      );
      const [failed] = Errors ?? [];
      if (!failed) continue;
      const code = failed.Code === 'AccessDenied' ? 'PERMISSION_DENIED' : 'UNAVAILABLE';
      throw new DomainError(code, `the bucket did not delete ${failed.Key}: ${failed.Code}`);
    }
  }

  /** Keys come encoded, because XML cannot carry every character and parsers trim spaces. */
  private async *pages(prefix: string, delimiter?: string) {
    const { client, bucket: Bucket } = this.options;
    let token: string | undefined;
    do {
      const page = await withBucketErrors(() =>
        client.listObjectsV2({
          Bucket,
          Prefix: prefix,
          EncodingType: 'url',
          ...(delimiter !== undefined && { Delimiter: delimiter }),
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      yield {
        folders: (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => decoded(Prefix)),
        objects: (page.Contents ?? []).map(({ Key = '', Size = 0 }) => ({ key: decoded(Key), bytes: Size })),
      };
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }
}

function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

/** A content on its way: counted, hashed, and stopped at the limit. */
class Measured {
  failure: unknown;
  private readonly hash = createHash('sha256');
  private bytes = 0;

  constructor(
    private readonly content: Uint8Array | AsyncIterable<Uint8Array>,
    private readonly maxBytes: number,
  ) {}

  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.content instanceof Uint8Array ? [this.content] : this.content) {
        this.bytes += chunk.byteLength;
        if (this.bytes > this.maxBytes) {
          const message = `content of an artifact must be at most ${this.maxBytes} bytes, got more`;
          throw new DomainError('INVALID_ARGUMENT', message);
        }
        this.hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  result(): { bytes: number; sha256: string } {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { S3Fault } from './request-body.js';

/** An upload in parts that has not been completed. */
export interface PartUpload {
  readonly key: string;
  readonly initiated: Date;
  readonly parts: Map<number, Buffer>;
}

export const etagOf = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

/** The objects of one bucket, and the uploads in parts under way. */
export class Bucket {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, PartUpload>();

  begin(key: string, initiated = new Date()): string {
    const id = randomUUID();
    this.uploads.set(id, { key, initiated, parts: new Map() });
    return id;
  }

  upload(id: string | null): PartUpload {
    const found = this.uploads.get(id ?? '');
    if (!found) throw new S3Fault('NoSuchUpload', 404);
    return found;
  }

  /** @param xml the list of parts, in order, each by its number and tag. */
  complete(id: string | null, xml: string): Buffer {
    const { key, parts } = this.upload(id);
    const wanted = [...xml.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => {
      const number = Number(/<PartNumber>(\d+)</.exec(part)?.[1]);
      const tag = /<ETag>(?:&quot;|")?([0-9a-f]+)/.exec(part)?.[1];
      const content = parts.get(number);
      if (!content || etagOf(content) !== `"${tag}"`) throw new S3Fault('InvalidPart', 400);
      return { number, content };
    });
    if (wanted.some(({ number }, i) => number <= (wanted[i - 1]?.number ?? 0)))
      throw new S3Fault('InvalidPartOrder', 400);
    if (wanted.slice(0, -1).some(({ content }) => content.length < 5 * 2 ** 20))
      throw new S3Fault('EntityTooSmall', 400);
    const content = Buffer.concat(wanted.map((part) => part.content));
    this.objects.set(key, content);
    this.uploads.delete(id ?? '');
    return content;
  }

  /** One page of keys in byte order, with those that share the part up to the delimiter told once. */
  list({ prefix, delimiter, after, limit }: { prefix: string; delimiter: string; after: string; limit: number }) {
    const contents: string[] = [];
    const folders = new Set<string>();
    let last = '';
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
    for (const key of keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      const entry = end < 0 ? key : key.slice(0, end + delimiter.length);
      if (folders.has(entry) || Buffer.compare(Buffer.from(entry), Buffer.from(after)) <= 0) continue;
      if (contents.length + folders.size === limit) return { contents, folders: [...folders], next: last };
      if (end < 0) contents.push(entry);
      else folders.add(entry);
      last = entry;
    }
    return { contents, folders: [...folders], next: null };
  }
}

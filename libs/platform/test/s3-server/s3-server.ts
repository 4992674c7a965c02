import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bucket, etagOf } from './bucket.js';
import { crc32Of, requestBody, S3Fault } from './request-body.js';
import { signatureFault, type Credentials } from './sig-v4.js';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bucket: Bucket;
  readonly key: string;
  readonly query: URLSearchParams;
}

const escaped = (text: string) => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const encoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
const xml = (response: ServerResponse, body: string, status = 200) =>
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?>${body}`);

/**
 * As much of S3 as the artifacts port uses, on a real socket: signatures and checksums are verified, uploads in parts
 * keep S3's rules, conditional writes hold, listings come in pages. Its contents live as long as it does.
 */
export class S3Server {
  readonly bucket = new Bucket();
  /** The next requests that match are answered by these refusals, for tests of failure. */
  readonly refusals: { readonly method: string; readonly code: string; readonly status: number }[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(
    private readonly name: string,
    private readonly credentials: Credentials,
    private readonly pageSize = 1_000,
  ) {}

  /** @returns its endpoint. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.route(request, response);
    } catch (error) {
      const { code, status } = error instanceof S3Fault ? error : new S3Fault('InternalError', 500);
      if (response.headersSent) response.destroy();
      else if (request.method === 'HEAD') response.writeHead(status).end();
      else xml(response, `<Error><Code>${code}</Code><Message>${escaped(String(error))}</Message></Error>`, status);
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const refusal = this.refusals.find((refused) => refused.method === method);
    if (refusal) {
      this.refusals.splice(this.refusals.indexOf(refusal), 1);
      request.resume();
      throw new S3Fault(refusal.code, refusal.status);
    }
    const fault = signatureFault(request, this.credentials);
    if (fault !== null) throw new S3Fault(fault, 403);
    const url = new URL(`http://localhost${request.url}`);
    const [, name, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    if (name !== this.name) throw new S3Fault('NoSuchBucket', 404);
    const exchange = { request, response, bucket: this.bucket, key: rest.join('/'), query: url.searchParams };
    await (exchange.key === '' ? this.onBucket(exchange) : onObject(exchange));
  }

  private async onBucket({ request, response, bucket, query }: Exchange): Promise<void> {
    if (request.method === 'HEAD') return void response.writeHead(200).end();
    if (request.method === 'GET' && query.has('uploads')) {
      const uploads = [...bucket.uploads].filter(([, { key }]) => key.startsWith(query.get('prefix') ?? ''));
      const told = uploads.map(
        ([id, { key, initiated }]) =>
          `<Upload><Key>${escaped(key)}</Key><UploadId>${id}</UploadId><Initiated>${initiated.toISOString()}</Initiated></Upload>`,
      );
      return void xml(
        response,
        `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${told.join('')}</ListMultipartUploadsResult>`,
      );
    }
    if (request.method === 'GET' && query.get('list-type') === '2') return this.listed(response, bucket, query);
    if (request.method === 'POST' && query.has('delete')) {
      const body = (await requestBody(request)).toString();
      for (const [, key = ''] of body.matchAll(/<Key>(.*?)<\/Key>/gs)) bucket.objects.delete(unescaped(key));
      return void xml(response, '<DeleteResult></DeleteResult>');
    }
    throw new S3Fault('NotImplemented', 501);
  }

  private listed(response: ServerResponse, bucket: Bucket, query: URLSearchParams): void {
    const { contents, folders, next } = bucket.list({
      prefix: query.get('prefix') ?? '',
      delimiter: query.get('delimiter') ?? '',
      after: query.get('continuation-token') ?? '',
      limit: Math.min(this.pageSize, Number(query.get('max-keys') ?? this.pageSize)),
    });
    const name = query.get('encoding-type') === 'url' ? encoded : escaped;
    const objects = contents.map(
      (key) => `<Contents><Key>${name(key)}</Key><Size>${bucket.objects.get(key)?.length}</Size></Contents>`,
    );
    const prefixes = folders.map((key) => `<CommonPrefixes><Prefix>${name(key)}</Prefix></CommonPrefixes>`);
    const more = next === null ? '' : `<NextContinuationToken>${escaped(next)}</NextContinuationToken>`;
    xml(
      response,
      `<ListBucketResult><IsTruncated>${next !== null}</IsTruncated>${more}${objects.join('')}${prefixes.join('')}</ListBucketResult>`,
    );
  }
}

async function onObject({ request, response, bucket, key, query }: Exchange): Promise<void> {
  const uploadId = query.get('uploadId');
  switch (request.method) {
    case 'HEAD':
    case 'GET': {
      const content = bucket.objects.get(key);
      if (!content) throw new S3Fault('NoSuchKey', 404);
      const headers = {
        'content-length': content.length,
        etag: etagOf(content),
        'x-amz-checksum-crc32': crc32Of(content),
      };
      return void response.writeHead(200, headers).end(request.method === 'GET' ? content : undefined);
    }
    case 'PUT': {
      const content = await requestBody(request);
      if (uploadId !== null) bucket.upload(uploadId).parts.set(Number(query.get('partNumber')), content);
      else if (request.headers['if-none-match'] === '*' && bucket.objects.has(key))
        throw new S3Fault('PreconditionFailed', 412);
      else bucket.objects.set(key, content);
      return void response.writeHead(200, { etag: etagOf(content) }).end();
    }
    case 'POST': {
      if (query.has('uploads')) {
        const id = bucket.begin(key);
        return void xml(
          response,
          `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        );
      }
      const content = bucket.complete(uploadId, (await requestBody(request)).toString());
      return void xml(
        response,
        `<CompleteMultipartUploadResult><ETag>${escaped(etagOf(content))}</ETag></CompleteMultipartUploadResult>`,
      );
    }
    case 'DELETE':
      if (uploadId !== null) {
        bucket.upload(uploadId);
        bucket.uploads.delete(uploadId);
      } else bucket.objects.delete(key);
      return void response.writeHead(204).end();
  }
  throw new S3Fault('MethodNotAllowed', 405);
}

function unescaped(text: string): string {
  return text
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

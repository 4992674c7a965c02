import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { DomainError } from '@bellwether/errors';
import { isPublicAddress } from './public-address.js';

/** Where calls may go that somebody else's configuration asks for. */
export interface OutboundPolicy {
  /** `https:` alone unless configured otherwise. */
  readonly protocols: ReadonlySet<string>;
  /** Whether an address may be called. */
  readonly allows: (address: string) => boolean;
}

export const PUBLIC_HTTPS: OutboundPolicy = { protocols: new Set(['https:']), allows: isPublicAddress };

/** Finds the addresses of a host, as `dns.lookup` does. */
export type Lookup = (
  hostname: string,
  options: { readonly all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface GuardedPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly policy: OutboundPolicy;
  /** From the look-up to the end of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** What is read of the answer, in bytes; the rest is not waited for. */
  readonly maxAnswerBytes: number;
  readonly lookup?: Lookup;
}

export interface GuardedAnswer {
  readonly status: number;
  readonly body: string;
  /** The header Retry-After, where it is a number of seconds. */
  readonly retryAfterSeconds?: number;
}

/**
 * Posts to an address that a stranger has named. The address is judged in the look-up that the socket itself makes, and
 * once more when it is connected, before a byte is sent: a name that resolves differently the second time leads nowhere.
 * Redirects are answers, not instructions; no proxy and no kept connection stands between.
 *
 * @throws PERMISSION_DENIED for a protocol or an address that the policy refuses; DEADLINE_EXCEEDED, UNAVAILABLE.
 */
export async function guardedPost(post: GuardedPost): Promise<GuardedAnswer> {
  const url = checkedUrl(post);
  const deadline = AbortSignal.timeout(post.timeoutMs);
  try {
    const answer = await sent(url, post, deadline);
    return {
      status: answer.statusCode ?? 0,
      body: await beginningOf(answer, post.maxAnswerBytes),
      ...retryAfter(answer),
    };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if (deadline.aborted) {
      throw new DomainError('DEADLINE_EXCEEDED', `${url.host} did not answer within ${post.timeoutMs} ms`);
    }
    throw new DomainError('UNAVAILABLE', `${url.host} cannot be reached: ${(error as Error).message.slice(0, 200)}`, {
      cause: error,
    });
  }
}

function checkedUrl({ url: text, policy }: GuardedPost): URL {
  const url = new URL(text);
  if (!policy.protocols.has(url.protocol)) {
    throw new DomainError(
      'PERMISSION_DENIED',
      `only ${[...policy.protocols].join(' ')} may be called, not ${url.protocol}`,
    );
  }
  // A socket asks no look-up for what is an address already.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !policy.allows(host)) throw notAllowed(url.hostname, host);
  return url;
}

function sent(url: URL, post: GuardedPost, signal: AbortSignal): Promise<IncomingMessage> {
  const { headers, body, policy, lookup = systemLookup } = post;
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
    signal,
    lookup: judgedLookup(policy, lookup),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, resolve);
    request.on('error', reject);
    request.on('socket', (socket: Socket) => {
      socket.once('connect', () => {
        const peer = socket.remoteAddress ?? '';
        if (!policy.allows(peer)) socket.destroy(notAllowed(url.hostname, peer));
      });
    });
    request.end(body);
  });
}

/** One address that is refused refuses the name: which of several is called is not ours to choose. */
function judgedLookup(policy: OutboundPolicy, lookup: Lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      const refused = error === null ? addresses.find(({ address }) => !policy.allows(address)) : undefined;
      const failure = error ?? (refused && notAllowed(hostname, refused.address));
      const [first] = addresses ?? [];
      if (failure || first === undefined) callback(failure ?? new Error('the name has no address'), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

async function beginningOf(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= maxBytes) break;
  }
  answer.destroy();
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

function retryAfter({ headers }: IncomingMessage): { readonly retryAfterSeconds?: number } {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d{1,6}$/.test(seconds) ? { retryAfterSeconds: Number(seconds) } : {};
}

function notAllowed(host: string, address: string): DomainError {
  const at = host === address ? host : `${host} at ${address}`;
  return new DomainError('PERMISSION_DENIED', `${at} may not be called: it is no public address`);
}

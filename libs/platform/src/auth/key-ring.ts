import { timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { DomainError } from '@bellwether/errors';
import type { Logger } from 'pino';
import { hashOfSecret, readApiKey } from './api-key.js';
import { parseKeys, type StoredKey } from './key-file.js';
import type { Principal } from './principal.js';

/** How often the file is looked at, in milliseconds: as late as this a revoked key is still taken. */
export const KEY_FILE_POLL_MS = 2_000;

interface HeldKey {
  readonly hash: Buffer;
  /** Instants in milliseconds: valid from the first until before the second. */
  readonly from: number;
  readonly until: number;
  readonly principal: Principal;
}

/** The keys of a file, by id. The file is looked at again and again, so that keys come and go without a restart. */
export class KeyRing {
  private keys: ReadonlyMap<string, HeldKey>;
  private seen: string;
  private readonly timer: NodeJS.Timeout;

  /** @throws INVALID_ARGUMENT when the file is not there or no file of keys. */
  constructor(
    private readonly path: string,
    private readonly now: () => number,
    private readonly logger: Logger,
    pollMs = KEY_FILE_POLL_MS,
  ) {
    try {
      this.seen = stamp(path);
      this.keys = held(parseKeys(readFileSync(path, 'utf8'), path));
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      throw new DomainError('INVALID_ARGUMENT', `API_KEYS_FILE ${path} cannot be read`, { cause });
    }
    this.timer = setInterval(() => this.look(), pollMs).unref();
  }

  /** Whose key it is; undefined for none that is known and valid now. */
  find(text: string): Principal | undefined {
    const given = readApiKey(text);
    const key = given && this.keys.get(given.id);
    if (given === undefined || key === undefined || !timingSafeEqual(hashOfSecret(given.secret), key.hash)) {
      return undefined;
    }
    const now = this.now();
    return now >= key.from && now < key.until ? key.principal : undefined;
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** By its times and inode rather than by events of the file system: a mounted secret changes behind a link. */
  private look(): void {
    try {
      const now = stamp(this.path);
      if (now === this.seen) return;
      this.keys = held(parseKeys(readFileSync(this.path, 'utf8'), this.path));
      this.seen = now;
      this.logger.info({ keys: this.keys.size }, 'API keys read again');
    } catch (error) {
      // A file that is broken or away locks nobody out who was let in: the keys known stay, and it is looked at again.
      this.logger.error({ err: error }, 'API keys could not be read again; those known stay valid');
    }
  }
}

function stamp(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs}/${size}/${ino}`;
}

function held(keys: readonly StoredKey[]): ReadonlyMap<string, HeldKey> {
  return new Map(
    keys.map(({ id, role, sha256, domains, not_before, expires_at, rate_limit }) => [
      id,
      {
        hash: Buffer.from(sha256, 'hex'),
        from: not_before === undefined ? -Infinity : Date.parse(not_before),
        until: expires_at === undefined ? Infinity : Date.parse(expires_at),
        principal: {
          id: `key:${id}`,
          role,
          ...(domains !== undefined && { domains }),
          ...(rate_limit !== undefined && {
            rateLimit: { perSecond: rate_limit.per_second, burst: rate_limit.burst },
          }),
        },
      },
    ]),
  );
}
